/** The closed set of things that can go wrong. One row says everything the HTTP layer needs to answer. */
export const ERROR_STATUS = {
  'invalid-input': 422,
  'bad-request': 400,
  'not-signed-in': 401,
  'wrong-credentials': 422,
  'too-many-attempts': 429,
  forbidden: 403,
  'closed-while-assisted': 403,
  'cross-site': 403,
  'not-found': 404,
  conflict: 409,
  'already-submitted': 409,
  'not-allowed-now': 409,
  'link-used': 410,
  'too-large': 413,
  'wrong-content-type': 415,
  'pdf-busy': 503,
  'pdf-unavailable': 503,
  'pdf-failed': 500,
  'storage-busy': 503,
  'storage-full': 507,
  internal: 500,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

/** Field name → what to do about it, in Vietnamese. */
export type FieldErrors = Record<string, string>;

interface AppErrorDetails {
  /** For the log, in English, never with what a person typed. */
  message?: string;
  /** For the person, in Vietnamese: what happened and what to do next. */
  hint?: string;
  fields?: FieldErrors;
  retryAfterSeconds?: number;
  /** A row about this refusal stands in the audit log already. */
  logged?: boolean;
  cause?: unknown;
}

/** An error with two faces: `message` for the log, `hint` for the person. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly fields: FieldErrors;
  readonly retryAfterSeconds: number | undefined;
  readonly logged: boolean;

  constructor(code: ErrorCode, details: AppErrorDetails = {}) {
    super(details.message ?? code, { cause: details.cause });
    this.code = code;
    this.hint = details.hint;
    this.fields = details.fields ?? {};
    this.retryAfterSeconds = details.retryAfterSeconds;
    this.logged = details.logged ?? false;
  }

  get status(): (typeof ERROR_STATUS)[ErrorCode] {
    return ERROR_STATUS[this.code];
  }
}

export function notFound(message: string): AppError {
  return new AppError('not-found', { message });
}
