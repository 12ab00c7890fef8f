import { AppError, type FieldErrors } from '../errors.ts';

/** What a form shows at its fields when it comes back; any other error goes on to the common answer. */
export function formErrors(error: unknown): FieldErrors {
  if (error instanceof AppError && error.code === 'invalid-input') return error.fields;
  throw error;
}
