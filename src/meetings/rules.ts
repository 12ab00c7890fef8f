import type { CampaignState, ExemptionKind, MeetingTable, Presence } from '../../db/schema.ts';
import type { CampaignSettings } from '../campaigns/settings.ts';

/** Who must come, quorum, and what a count of ballots has to add up to. Pure: whole numbers in, whole numbers out. */

/** While its leaders may write: an ended campaign is kept as it is. */
export function isOpen(meeting: Pick<MeetingTable, 'state'>, campaign: { state: CampaignState }): boolean {
  return meeting.state !== 'closed' && campaign.state === 'open';
}

/** Nothing can be recorded of a meeting before its day. Days are YYYY-MM-DD in Hà Nội. */
export function hasCome(meeting: Pick<MeetingTable, 'held_on'>, today: string): boolean {
  return meeting.held_on <= today;
}

export interface Attendee {
  official: boolean;
  exemption: ExemptionKind | null;
  /** null: not marked yet. */
  presence: Presence | null;
}

/**
 * Who is excused from Party activities, or takes part elsewhere for a while, need not come, and counts when present;
 * a suspended member does not take part (forms.md §6).
 */
export function summonsOf(exemption: ExemptionKind | null): 'must' | 'may' | 'not' {
  if (exemption === 'suspended') return 'not';
  return exemption === 'excused' || exemption === 'elsewhere' ? 'may' : 'must';
}

export interface Headcount {
  /** Of the branch, whether they must come or not. */
  all: number;
  /** Who must come, and who need not but came. */
  summoned: number;
  present: number;
  excused: number;
  absent: number;
  /** Must come and are not marked yet. */
  unmarked: number;
}

export interface Headcounts {
  official: Headcount;
  probationary: Headcount;
}

export function headcounts(attendees: readonly Attendee[]): Headcounts {
  return {
    official: headcount(attendees.filter(({ official }) => official)),
    probationary: headcount(attendees.filter(({ official }) => !official)),
  };
}

function headcount(attendees: readonly Attendee[]): Headcount {
  const marked = (presence: Presence) => attendees.filter((one) => one.presence === presence).length;
  const must = attendees.filter(({ exemption }) => summonsOf(exemption) === 'must');
  const cameUnasked = attendees.filter((one) => one.presence === 'present' && summonsOf(one.exemption) !== 'must');
  return {
    all: attendees.length,
    summoned: must.length + cameUnasked.length,
    present: marked('present'),
    excused: marked('excused'),
    absent: marked('absent'),
    unmarked: must.filter(({ presence }) => presence === null).length,
  };
}

export interface Quorum {
  share: CampaignSettings['quorum'];
  needed: number;
  summoned: number;
  present: number;
  met: boolean;
  /** Could still be met by those not marked yet. */
  reachable: boolean;
}

/** Official members present of the official members who must come, by the campaign's ratio; never fewer than one. */
export function quorumOf({ official }: Headcounts, share: CampaignSettings['quorum']): Quorum {
  const { summoned, present, unmarked } = official;
  const needed = Math.max(1, Math.ceil((summoned * share.parts) / share.of));
  return { share, needed, summoned, present, met: present >= needed, reachable: present + unmarked >= needed };
}

/** Totals of the ballots on one person or the collective; never a single vote. `votes`: key of a level → votes. */
export interface Count {
  issued: number;
  returned: number;
  valid: number;
  invalid: number;
  votes: Readonly<Record<string, number>>;
}

export type CountProblems = Partial<Record<'issued' | 'returned' | 'valid' | 'votes', string>>;

/**
 * Every sum that does not match, in words. Ballots go to official members present: a probationary member has no vote
 * (Điều lệ Đảng, Điều 3).
 */
export function countProblems(count: Count, present: { official: number; probationary: number }): CountProblems {
  const problems: CountProblems = {};
  const { issued, returned, valid, invalid } = count;
  if (issued > present.official) {
    const probationary = present.probationary > 0 && issued <= present.official + present.probationary;
    problems.issued =
      `Phát ra ${issued} phiếu, nhưng chỉ có ${present.official} đảng viên chính thức dự họp.` +
      (probationary ? ' Đảng viên dự bị không biểu quyết, không bỏ phiếu (Điều lệ Đảng, Điều 3).' : '');
  }
  if (returned > issued) problems.returned = `Thu về ${returned} phiếu, nhưng chỉ phát ra ${issued} phiếu.`;
  if (valid + invalid !== returned) {
    problems.valid = `Hợp lệ ${valid} và không hợp lệ ${invalid} cộng lại là ${valid + invalid} phiếu, nhưng thu về ${returned} phiếu.`;
  }
  const votes = sumOf(count);
  if (votes !== valid) problems.votes = `Số phiếu của các mức cộng lại là ${votes}, nhưng có ${valid} phiếu hợp lệ.`;
  return problems;
}

function sumOf({ votes }: Pick<Count, 'votes'>): number {
  return Object.values(votes).reduce((sum, number) => sum + number, 0);
}

/** Whether a stored count still fits those present: attendance may have been put right after the counting. */
export function fits(count: Count, present: { official: number; probationary: number }): boolean {
  return Object.keys(countProblems(count, present)).length === 0;
}

export interface PassMark {
  /** Votes a level needs. */
  needed: number;
  /** Of how many, and of whom. */
  of: number;
  among: CampaignSettings['pass']['among'];
  share: { of: number; parts: number };
  /** A half is exceeded, any other share reached. */
  exceeds: boolean;
}

/** "Quá nửa" means more than a half (Điều lệ Đảng, Điều 9); a share such as two thirds is enough when reached. */
export function passMark({ official }: Headcounts, pass: CampaignSettings['pass']): PassMark {
  const of = pass.among === 'official' ? official.summoned : official.present;
  const exceeds = pass.parts * 2 === pass.of;
  const share = (of * pass.parts) / pass.of;
  const needed = exceeds ? Math.floor(share) + 1 : Math.max(1, Math.ceil(share));
  return { needed, of, among: pass.among, share: { of: pass.of, parts: pass.parts }, exceeds };
}

/** Keys of the levels with enough votes, in the form's order; people decide, this only reckons. */
export function levelsPassed(count: Count, levels: readonly { key: string }[], { needed }: PassMark): string[] {
  return levels.map(({ key }) => key).filter((key) => (count.votes[key] ?? 0) >= needed);
}
