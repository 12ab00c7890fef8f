import { endSession } from '../accounts/statements.ts';
import { findAccount } from '../accounts/queries.ts';
import { logRow } from '../audit/statements.ts';
import { dayInHanoi } from '../calendar.ts';
import { openCampaignFor } from '../campaigns/queries.ts';
import type { Deps, Statement } from '../deps.ts';
import { AppError } from '../errors.ts';
import type { Actor, Viewer } from '../http/context.ts';
import { reviewsOf } from '../reviews/queries.ts';
import { isWithItsAuthor } from '../reviews/transitions.ts';
import { findMember, type MemberRow, unitAndAbove } from '../units/queries.ts';
import { openAssistancesOf } from './queries.ts';
import { HELP_REFUSALS, type HelpRefusal, refusalBetween } from './rules.ts';
import { endAssistance, insertAssistance } from './statements.ts';

type AssistanceDeps = Pick<Deps, 'store' | 'now' | 'newId'>;

/**
 * Whether this helper may type for this author now. The author has proved who he is already.
 * Throws `not-allowed-now`, and the log keeps that it was tried.
 */
export async function judgeHelp(
  deps: AssistanceDeps,
  actor: Actor,
  helper: Viewer,
  accountId: string,
  madeBy: string | null,
): Promise<void> {
  const author = await authorOf(deps, accountId);
  const parties = { accountId, unitId: author?.unit_id ?? null };
  const refusal = refusalBetween(helper, parties, madeBy) ?? (author ? await workRefusal(deps, author) : null);
  if (!refusal) return;
  const subject = { kind: 'account' as const, id: accountId };
  const detail = `assistance ${refusal}`;
  await deps.store.atomic([logRow(deps, actor, { action: 'access-refused', subject, detail })]);
  throw new AppError('not-allowed-now', { message: refusal, hint: HELP_REFUSALS[refusal], logged: true });
}

/** What stands in the list that begins the session; any other sitting of this author is over with it. */
export async function beginAssistance(
  deps: AssistanceDeps,
  actor: Actor,
  helper: Viewer,
  sitting: { id: string; sessionId: string; accountId: string },
): Promise<Statement[]> {
  const { db } = deps.store;
  const { id, sessionId, accountId } = sitting;
  const at = deps.now().toISOString();
  const author = await authorOf(deps, accountId);
  const work = author && (await workOf(deps, author));
  const reviewId = work?.review?.id ?? null;
  const inside: Actor = { ...actor, accountId, assistance: { id, helperAccountId: helper.accountId } };
  const earlier = await openAssistancesOf(db, { accountId });
  const row = {
    id,
    session_id: sessionId,
    account_id: accountId,
    helper_account_id: helper.accountId,
    review_id: reviewId,
    begun_at: at,
    ended_at: null,
    changed_at: null,
    read_back_at: null,
    read_back_mark: null,
    signed_on_paper_at: null,
    submission: null,
  };
  return [
    ...earlier.flatMap((one) => [endSession(db, one.sessionId), ...endAssistance(deps, actor, one, at)]),
    insertAssistance(db, row),
    logRow(deps, inside, {
      action: 'assistance-begun',
      subject: reviewId ? { kind: 'review', id: reviewId } : { kind: 'account', id: accountId },
      unitId: author?.unit_id ?? null,
    }),
  ];
}

async function authorOf({ store: { db } }: AssistanceDeps, accountId: string): Promise<MemberRow | undefined> {
  const account = await findAccount(db, accountId);
  return account?.member_id ? findMember(db, account.member_id) : undefined;
}

async function workRefusal(deps: AssistanceDeps, author: MemberRow): Promise<HelpRefusal | null> {
  const { campaign, review, years } = await workOf(deps, author);
  if (review) return null;
  if (!campaign) return 'nothing-open';
  return years.some(({ campaign_id }) => campaign_id === campaign.id) ? 'handed-in' : null;
}

/** The review to write: that of the open campaign, else one that came back from another; null where it is still to begin. */
async function workOf(deps: AssistanceDeps, author: MemberRow) {
  const { db } = deps.store;
  const units = (await unitAndAbove(db, author.unit_id)).map(({ id }) => id);
  const [campaign, years] = await Promise.all([
    openCampaignFor(db, units, dayInHanoi(deps.now())),
    reviewsOf(db, author.id),
  ]);
  const current = years.find(({ campaign_id }) => campaign_id === campaign?.id);
  const returned = years.find(({ state }) => state === 'returned');
  const mine = current && isWithItsAuthor(current.state) ? current : returned;
  // With the open campaign's review still to begin, an older one that came back waits.
  return { campaign, years, review: campaign && !current ? null : (mine ?? null) };
}
