import { beginSession } from '../accounts/begin-session.ts';
import { assistingBy } from '../assistance/assisting.ts';
import { markOf } from '../assistance/rules.ts';
import { nameReview, noteReadBack, signOnPaper } from '../assistance/statements.ts';
import { type AuditAction, logRow } from '../audit/statements.ts';
import type { Statement } from '../deps.ts';
import type { Actor } from '../http/context.ts';
import type { LoadedReview } from '../reviews/loaded.ts';
import { actorFor, type Filling, known, viewerFor } from './rehearsal-filling.ts';

/** Somebody types for an author who cannot: the sitting as the two would open it, and how it ends. */
export interface Help {
  actor: Actor;
  /** Says which review was begun in it. */
  name(reviewId: string): Promise<void>;
}

export async function helpAuthor(filling: Filling, author: string, helper: string): Promise<Help> {
  const { deps } = filling;
  const actor = actorFor(filling, author);
  const { accountId } = known(filling, author);
  const assisted = assistingBy(deps)(actor, viewerFor(filling, helper));
  await assisted.judge(accountId, null);
  const entrance = { agent: 'tập huấn', replaces: null, assisted };
  const how = { mustChoosePassword: false, first: [] };
  const { assistanceId: id } = await beginSession(deps, actor, accountId, entrance, how);
  if (!id) throw new Error('no sitting was begun');
  return {
    actor: { ...actor, assistance: { id, helperAccountId: known(filling, helper).accountId } },
    name: (reviewId) => deps.store.atomic([nameReview(deps.store.db, id, reviewId)]),
  };
}

/** Everything was read back, and the author has signed on paper: what stands in the list that hands the review in. */
export async function signedWith({ deps }: Filling, { actor }: Help, review: LoadedReview): Promise<Statement[]> {
  const id = actor.assistance?.id ?? '';
  const { db } = deps.store;
  const [mark, at] = [markOf(review.mark), deps.now().toISOString()];
  const logged = (action: AuditAction) =>
    logRow(deps, actor, { action, subject: { kind: 'review', id: review.row.id }, unitId: review.row.unit_id });
  await deps.store.atomic([noteReadBack(db, id, mark, at), logged('assistance-read-back')]);
  return [signOnPaper(db, id, mark, at), logged('assistance-signed')];
}
