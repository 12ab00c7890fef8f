/** Models of templates/operation. */
export interface OperationModels {
  'operation/status': StatusModel;
  'operation/diagnosis': DiagnosisModel;
}

/** What an office's machine and network can have wrong, each with a word. */
export interface DiagnosisModel {
  /** How many are not right. */
  wrong: number;
  checks: CheckLine[];
  /** The reader's own request, as it arrived. */
  headers: { name: string; value: string }[];
}

export interface CheckLine {
  label: string;
  value: string;
  /** Something to be copied letter by letter. */
  code: string | null;
  status: { kind: 'done' | 'doing' | 'problem'; text: string };
  /** What to do, or to know. */
  todo: string | null;
}

export interface StatusModel {
  printing: { ready: boolean; detail: string; numbers: { label: string; value: string }[] };
  /** null where the runtime tells nothing of its machine. */
  diagnosis: DiagnosisModel | null;
}
