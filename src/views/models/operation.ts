/** Models of templates/operation. */
export interface OperationModels {
  'operation/status': StatusModel;
  'operation/copies': CopiesModel;
}

export interface StatusModel {
  /** null where the server keeps no copies of its own. */
  copies: CopiesModel | null;
  printing: { ready: boolean; detail: string; numbers: { label: string; value: string }[] };
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
