import { AppError, type FieldErrors } from '../errors.ts';

/** Errors a form of signing in shows itself, at `field` where they name none; anything else goes on to the common answer. */
export function asFormProblem(
  error: unknown,
  field: string,
): { fields: FieldErrors; status: number; retryAfterSeconds?: number | undefined } {
  if (!(error instanceof AppError)) throw error;
  if (error.code === 'invalid-input') return { fields: error.fields, status: 422 };
  if (error.code === 'wrong-credentials' || error.code === 'too-many-attempts') {
    return { fields: { [field]: error.hint ?? '' }, status: error.status, retryAfterSeconds: error.retryAfterSeconds };
  }
  throw error;
}
