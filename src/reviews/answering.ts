import { logEdit } from '../audit/statements.ts';
import { type Deps, LostGuard } from '../deps.ts';
import { AppError } from '../errors.ts';
import type { Actor } from '../http/context.ts';
import type { TypedField } from '../http/saved-fields.ts';
import { typedText } from '../http/text.ts';
import { REMARK_LETTERS } from './input.ts';
import { findRemarkAnswer, findReview, type ReviewRow, type ReviewStep, stepsOfReview } from './queries.ts';
import type { FieldOutcome } from './saving.ts';
import { saveRemarkAnswer } from './statements.ts';

type AnswerDeps = Pick<Deps, 'store' | 'now' | 'newId'>;

/** The one field of the page where a remark is answered. */
export const ANSWER_KEY = 'TL';

const AnswerText = typedText(REMARK_LETTERS);

/** The remark with which a review is back with its author, and his answer so far. */
export interface OpenRemark {
  step: ReviewStep;
  answer: { text: string; version: number; at: string } | null;
}

/** null while there is nothing to answer: a draft that was never handed in, or a review that is not back. */
export async function openRemarkOf(deps: Pick<Deps, 'store'>, row: ReviewRow): Promise<OpenRemark | null> {
  if (row.state !== 'returned') return null;
  const step = (await stepsOfReview(deps.store.db, row.id)).findLast(({ to_state }) => to_state === 'returned');
  return step ? { step, answer: (await findRemarkAnswer(deps.store.db, step.id)) ?? null } : null;
}

/**
 * Saves the answer as any text of a review is saved: over the version its author saw, with both texts where another
 * window was first. Throws `already-submitted` once the review is handed in again.
 */
export async function saveAnswer(
  deps: AnswerDeps,
  actor: Actor,
  row: ReviewRow,
  { value, version }: TypedField,
): Promise<FieldOutcome> {
  const open = await openRemarkOf(deps, row);
  if (!open) throw handedIn();
  const parsed = AnswerText.safeParse(value);
  if (!parsed.success) {
    const error = parsed.error.issues[0]?.message ?? 'Nội dung chưa đúng dạng.';
    return { kind: 'invalid', key: ANSWER_KEY, typed: value, error };
  }
  const text = parsed.data;
  if (text === (open.answer?.text ?? '')) return unchanged(open, text);
  const at = deps.now().toISOString();
  const { db } = deps.store;
  const answer = { step_id: open.step.id, review_id: row.id, text, version: version + 1, at };
  try {
    await deps.store.atomic([
      saveRemarkAnswer(db, answer),
      logEdit(deps, actor, row.id, row.unit_id, 'remark-answered'),
    ]);
    return { kind: 'saved', key: ANSWER_KEY, value: text, version: version + 1, savedAt: at };
  } catch (error) {
    if (!(error instanceof LostGuard)) throw error;
  }
  const now = await findReview(db, row.id);
  const stored = now && (await openRemarkOf(deps, now));
  if (!stored) throw handedIn();
  if (stored.answer?.text === text) return unchanged(stored, text);
  return {
    kind: 'conflict',
    key: ANSWER_KEY,
    typed: value,
    base: version,
    theirs: stored.answer?.text ?? '',
    version: stored.answer?.version ?? 0,
    savedAt: stored.answer?.at ?? stored.step.at,
  };
}

function unchanged({ answer }: OpenRemark, value: string): FieldOutcome {
  return {
    kind: 'unchanged',
    key: ANSWER_KEY,
    value,
    version: answer?.version ?? 0,
    savedAt: answer?.at ?? null,
  };
}

function handedIn(): AppError {
  return new AppError('already-submitted', {
    hint: 'Bản kiểm điểm không còn ở bước bổ sung nên lời trả lời vừa gõ chưa được lưu.',
  });
}
