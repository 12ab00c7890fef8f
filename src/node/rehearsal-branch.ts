import { collectiveReview } from '../branches/queries.ts';
import { newestEditions } from '../catalogues/queries.ts';
import { beginCollective } from '../reviews/begin-collective.ts';
import { passReport, sendDraft } from '../reviews/collective-moves.ts';
import { loadCollective } from '../reviews/loaded.ts';
import { writeReview } from './rehearsal-data.ts';
import { actorFor, dayFrom, daysAgo, type Filling, officeDays, seasonOf } from './rehearsal-filling.ts';
import { holdMeeting, planRehearsalMeeting } from './rehearsal-meeting.ts';
import { decideBranch, rateBranch } from './rehearsal-ratings.ts';
import type { RehearsalBranch } from './rehearsal-season-data.ts';
import { typeReview } from './rehearsal-typing.ts';

/** One branch's season, act by act, as far as it has come. */
export async function fillBranch(filling: Filling, given: RehearsalBranch): Promise<void> {
  const branch = { ...given, meeting: { ...given.meeting, inDays: officeDays(filling, given.meeting.inDays) } };
  await planRehearsalMeeting(filling, branch);
  await sendCollective(filling, branch);
  if (branch.meeting.held) await holdMeeting(filling, branch, branch.meeting.held);
  if (branch.collective.passed) await passCollective(filling, branch);
  if (branch.ratings) await rateBranch(filling, branch.branch, branch.ratings, branch.report);
  if (branch.decision) await decideBranch(filling, branch.branch, branch.decision);
}

/** The branch writes of itself and sends the draft to those who take part in the meeting. */
async function sendCollective(filling: Filling, { branch, collective, meeting }: RehearsalBranch): Promise<void> {
  const { by, text } = collective;
  const begun = daysAgo(filling, collective.begunDaysAgo, '15:20');
  const actor = actorFor(begun, by);
  const { db } = begun.deps.store;
  const id = await beginCollective(begun.deps, actor, await seasonOf(begun, branch));
  const editions = (await newestEditions(db)).filter(({ list }) => list === 'B');
  await typeReview(begun, actor, id, writeReview(text, { newId: begun.deps.newId, editions, lastYear: null }));
  const sent = daysAgo(filling, collective.sentDaysAgo, '09:40');
  const sending = { reason: '', meetingOn: dayFrom(filling, meeting.inDays), lateReason: '' };
  await sendDraft(sent.deps, actor, await loadCollective(sent.deps, id), sending);
}

/** As the meeting passed it; the secretary notes it the morning after. */
async function passCollective(filling: Filling, { branch, collective, meeting }: RehearsalBranch): Promise<void> {
  const passed = daysAgo(filling, -meeting.inDays - 1, '08:10');
  const { campaign, unit } = await seasonOf(passed, branch);
  const row = await collectiveReview(passed.deps.store.db, campaign.id, unit.id);
  if (!row) throw new Error(`${branch} has no report of itself`);
  await passReport(passed.deps, actorFor(passed, collective.by), row, dayFrom(filling, meeting.inDays));
}
