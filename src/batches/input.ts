import * as z from 'zod';
import { AppError } from '../errors.ts';
import type { FormValues } from '../http/body.ts';
import type { PaperKind, Plan } from './kind.ts';

/** The kinds ticked, of those that have anything to print; their order is the list's. Throws `invalid-input`. */
export function chosenKinds(
  typed: FormValues,
  plans: readonly { kind: PaperKind; plan: Plan }[],
): { kind: PaperKind; plan: Plan }[] {
  const ticked = typed.get('loai') ?? [];
  const chosen = plans.filter(({ kind }) => ticked.includes(kind.key));
  if (chosen.some(({ plan }) => plan.papers.length > 0)) return chosen;
  throw new AppError('invalid-input', {
    message: 'nothing ticked',
    fields: { loai: 'Đồng chí đánh dấu ít nhất một loại giấy tờ để in.' },
  });
}

/** One paper to be tried again, or all that failed. */
export const RetryForm = z.object({ muc: z.uuid().or(z.literal('')).catch('') });
