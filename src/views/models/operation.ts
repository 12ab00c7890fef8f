/** Models of templates/operation. */
export interface OperationModels {
  'operation/status': StatusModel;
  'operation/copies': CopiesModel;
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
  /** null where the server keeps no copies of its own. */
  copies: CopiesModel | null;
  /** Who keeps them then; null where nothing is known of it. */
  copiesElsewhere: string | null;
  printing: { ready: boolean; detail: string; numbers: { label: string; value: string }[] };
  /** null where the runtime tells nothing of its machine. */
  diagnosis: DiagnosisModel | null;
}

/** Something wrong with the copies, and what to do about it. */
interface WorryLine {
  what: string;
  todo: string;
}

export interface CopiesModel {
  worries: WorryLine[];
  /** A run that has not ended yet; null while nothing runs. */
  running: string | null;
  facts: { label: string; value: string }[];
  /** Where to ask for a copy; null while none can be made. */
  backup: string | null;
  /** Where to ask for a drill; null while there is nothing to try. */
  drill: string | null;
}
