import { logEdit } from '../audit/statements.ts';
import { type Deps, LostGuard } from '../deps.ts';
import type { Actor } from '../http/context.ts';
import type { OpenReview } from './loaded.ts';
import { markOfLetters } from './offers.ts';
import { setKeptLetters } from './statements.ts';

/**
 * Remembers that the letters of this very text are right as they are. Its words are what is remembered: writing on
 * brings no new question, another text of an old font does. A text that is not the stored one changes nothing.
 */
export async function keepLetters(
  deps: Pick<Deps, 'store' | 'now' | 'newId'>,
  actor: Actor,
  review: OpenReview,
  kept: { key: string; value: string },
): Promise<void> {
  const mark = markOfLetters(kept.value);
  if (mark === '') return;
  await deps.store
    .atomic([
      setKeptLetters(deps.store.db, { reviewId: review.row.id, ...kept, mark }),
      logEdit(deps, actor, review.row.id, review.row.unit_id),
    ])
    .catch((error: unknown) => {
      // Saved otherwise meanwhile: then the question is asked again.
      if (!(error instanceof LostGuard)) throw error;
    });
}
