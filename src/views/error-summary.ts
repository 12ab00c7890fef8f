import type { FieldErrors } from '../errors.ts';
import type { ErrorSummary } from './models/parts.ts';
import { fieldId } from './parts.ts';

/** The list on top of a page that came back, with a link to each control; null when nothing is wrong. */
export function errorSummary(errors: FieldErrors, kept = true): ErrorSummary | null {
  const entries = Object.entries(errors);
  if (entries.length === 0) return null;
  return { kept, errors: entries.map(([name, text]) => ({ text, href: `#${fieldId(name)}` })) };
}
