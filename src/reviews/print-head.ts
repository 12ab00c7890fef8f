import type { FormVersion, HeadFieldKey } from '../forms/version.ts';
import { formatDate } from '../views/formats.ts';
import type { IdentityLine } from '../views/models/paper.ts';
import { headValue, type ReviewHead } from './content.ts';

/** The form's head fields; name and birth date share a line, as the form prints them. `head` null: dots for the hand. */
export function identityLines(form: FormVersion, head: ReviewHead | null): IdentityLine[] {
  const lines: IdentityLine[] = [];
  for (const { key, label, required } of form.headFields) {
    const value = head ? shownValue(head, key) || (required ? '(Chưa ghi)' : 'Không') : '';
    const field = { label: `${label}:`, value, dots: head === null };
    const last = lines.at(-1);
    if (key === 'birthDate' && last?.fields.length === 1) last.fields.push(field);
    else lines.push({ fields: [field] });
  }
  return lines;
}

function shownValue(head: ReviewHead, key: HeadFieldKey): string {
  const value = headValue(head, key);
  if (key === 'birthDate') return formatDate(value);
  // The form prints "Chi bộ:" itself.
  return key === 'branch' ? value.replace(/^Chi bộ\s+/i, '') : value;
}
