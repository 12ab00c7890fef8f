import type { BranchSeason } from '../branches/scope.ts';
import type { Deps } from '../deps.ts';
import { leadersOf } from '../units/queries.ts';
import type { DocumentPaper } from '../views/models/document.ts';
import { type Gathered, gather } from './gathered.ts';
import { countPaper } from './print-count.ts';
import { invitationPaper } from './print-invitation.ts';
import { minutesPaper } from './print-minutes.ts';
import { findMeeting } from './queries.ts';

type PaperDeps = Pick<Deps, 'store' | 'now' | 'rehearsal'>;

/** The papers of a branch's meeting, as they stand now. */
export interface MeetingPapers {
  /** YYYY-MM-DD */
  heldOn: string;
  closed: boolean;
  counted: boolean;
  invitation: DocumentPaper;
  minutes: DocumentPaper;
  count: DocumentPaper;
}

/** null where no meeting is planned. */
export async function meetingPapers(deps: PaperDeps, season: BranchSeason): Promise<MeetingPapers | null> {
  const meeting = await findMeeting(deps.store.db, season.campaign.id, season.unit.id);
  if (!meeting) return null;
  const gathered = await gather(deps, season, meeting);
  return {
    heldOn: meeting.held_on,
    closed: meeting.state === 'closed',
    counted: gathered.counts.size > 0,
    invitation: await invitationOf(deps, gathered, { each: false }),
    minutes: minutesPaper(gathered, deps),
    count: countPaper(gathered, deps),
  };
}

/** Signed by the secretary, or by a deputy where there is none. */
export async function invitationOf(
  deps: Pick<Deps, 'store' | 'rehearsal'>,
  gathered: Gathered,
  { each }: { each: boolean },
): Promise<DocumentPaper> {
  const leaders = await leadersOf(deps.store.db, gathered.season.unit.id);
  const signer = leaders.find(({ role }) => role === 'secretary') ?? leaders[0];
  return invitationPaper(gathered, {
    rehearsal: deps.rehearsal,
    each,
    signer: signer && { role: signer.role as 'secretary' | 'deputy', display_name: signer.display_name },
  });
}
