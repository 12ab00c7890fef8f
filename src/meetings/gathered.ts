import type { MeetingRosterTable, Presence, RoleName } from '../../db/schema.ts';
import { type SeasonPerson, seasonPeople } from '../branches/queries.ts';
import { type BranchSeason, branchSeason } from '../branches/scope.ts';
import { formIdsOf } from '../campaigns/queries.ts';
import { type CampaignSettings, settingsOf } from '../campaigns/settings.ts';
import type { Deps } from '../deps.ts';
import { allForms } from '../forms/queries.ts';
import { findMember, type MemberRow, type RosterRow, rosterOf } from '../units/queries.ts';
import {
  attendanceOf,
  type CountRow,
  countsOf,
  findMeeting,
  keptLists,
  type MeetingRow,
  notesOf,
  type NoteRow,
  reviewsAt,
} from './queries.ts';
import { type Attendee, hasCome, headcounts, type Headcounts, isOpen, type Quorum, quorumOf } from './rules.ts';
import type { MeetingMark } from './statements.ts';
import { postOf, type Subject, subjectsOf } from './subjects.ts';

type MeetingDeps = Pick<Deps, 'store' | 'now'>;

export interface AttendeeRow extends Attendee {
  memberId: string;
  name: string;
  post: string;
  reason: string;
  /** 0: never marked. */
  version: number;
  /** Was marked, but belongs to another branch now. */
  left: boolean;
}

/** A branch's meeting with everything that is recorded of it. */
export interface Gathered {
  season: BranchSeason;
  meeting: MeetingRow;
  settings: CampaignSettings;
  /** Its leaders may write; `begun` also that its day has come. */
  open: boolean;
  begun: boolean;
  attendees: AttendeeRow[];
  headcounts: Headcounts;
  quorum: Quorum;
  subjects: Subject[];
  counts: ReadonlyMap<string, CountRow>;
  notes: ReadonlyMap<string, NoteRow>;
  mark: MeetingMark;
}

/** The branch in its campaign and the meeting there is; null where no campaign was ever made for the branch. */
export async function meetingSeason(
  deps: MeetingDeps,
  unitId: string,
  asked: string | undefined,
): Promise<{ season: BranchSeason; meeting: MeetingRow | undefined } | null> {
  const season = await branchSeason(deps, unitId, asked);
  if (!season) return null;
  return { season, meeting: await findMeeting(deps.store.db, season.campaign.id, season.unit.id) };
}

export async function gather(deps: MeetingDeps, season: BranchSeason, meeting: MeetingRow): Promise<Gathered> {
  const { db } = deps.store;
  const { campaign, unit, today } = season;
  const [people, roster, reviews, forms, formIds, attendance, counts, notes] = await Promise.all([
    seasonPeople(db, campaign.id, unit.id),
    rosterOf(db, unit.id),
    reviewsAt(db, campaign.id, unit.id),
    allForms(db),
    formIdsOf(db, campaign.id),
    attendanceOf(db, meeting.id),
    countsOf(db, meeting.id),
    notesOf(db, meeting.id),
  ]);
  const kept = meeting.state === 'closed' ? await keptLists(db, meeting.id) : null;
  const settings = settingsOf(campaign);
  const recorded = new Set([...counts.keys(), ...written(notes)]);
  const named = new Set([...recorded, ...(kept?.subjects.map(({ subject }) => subject) ?? [])]);
  const known = new Set(people.map(({ id }) => id));
  const gone = await members(
    db,
    [...named].filter((key) => isMemberId(key) && !known.has(key)),
  );
  const listed = kept ? kept.roster.map(keptMember) : await membersNow(db, roster, people, attendance);
  const attendees = listed.map((member): AttendeeRow => {
    const { presence = null, reason = '', version = 0 } = attendance.get(member.memberId) ?? {};
    return { ...member, presence, reason, version };
  });
  const numbers = headcounts(attendees);
  const open = isOpen(meeting, campaign);
  return {
    season,
    meeting,
    settings,
    open,
    begun: hasCome(meeting, today),
    attendees,
    headcounts: numbers,
    quorum: quorumOf(numbers, settings.quorum),
    subjects: subjectsOf({ people, reviews, forms, formIds, campaign, recorded, gone, kept: kept?.subjects ?? null }),
    counts,
    notes,
    mark: {
      meeting_attendance: versions(attendance.values()),
      meeting_field: versions(notes.values()),
      ballot_count: versions(counts.values()),
    },
  };
}

type Listed = Omit<AttendeeRow, 'presence' | 'reason' | 'version'>;

/** The branch's members, and whoever was marked and belongs to another branch by now. */
async function membersNow(
  db: Deps['store']['db'],
  roster: readonly RosterRow[],
  people: readonly SeasonPerson[],
  attendance: ReadonlyMap<string, unknown>,
): Promise<Listed[]> {
  const here = new Set(roster.map(({ id }) => id));
  const moved = await members(
    db,
    [...attendance.keys()].filter((id) => !here.has(id)),
  );
  const exemptionOf = new Map(people.map(({ id, exemption }) => [id, exemption?.kind ?? null]));
  return [...roster, ...moved].map((member) => ({
    memberId: member.id,
    name: member.full_name,
    post: postOf(member),
    official: member.official === 1,
    exemption: exemptionOf.get(member.id) ?? null,
    left: !here.has(member.id),
  }));
}

function keptMember({ member_id: memberId, name, post, official, exemption }: MeetingRosterTable): Listed {
  return { memberId, name, post, official: official === 1, exemption: exemption || null, left: false };
}

/** Before there is a meeting: who would have to come. */
export async function expectedQuorum(deps: MeetingDeps, season: BranchSeason): Promise<Quorum> {
  const { db } = deps.store;
  const [roster, people] = await Promise.all([
    rosterOf(db, season.unit.id),
    seasonPeople(db, season.campaign.id, season.unit.id),
  ]);
  const listed = await membersNow(db, roster, people, new Map());
  const attendees = listed.map((member) => ({ ...member, presence: null }));
  return quorumOf(headcounts(attendees), settingsOf(season.campaign).quorum);
}

/** How many are there of each kind, which is what ballots are checked against. */
export function presentOf({ headcounts: { official, probationary } }: Pick<Gathered, 'headcounts'>) {
  return { official: official.present, probationary: probationary.present };
}

/** Whether anybody is marked: only then is it known who may vote. */
export function isMarked({ attendees }: Pick<Gathered, 'attendees'>): boolean {
  return attendees.some(({ presence }) => presence !== null);
}

export function presenceWords(presence: Presence): string {
  return { present: 'Có mặt', excused: 'Vắng có lý do', absent: 'Vắng không lý do' }[presence];
}

function written(notes: ReadonlyMap<string, NoteRow>): string[] {
  return [...notes.values()].filter(({ value }) => value !== '').map(({ subject }) => subject);
}

function isMemberId(key: string): boolean {
  return /^[0-9a-f-]{36}$/.test(key);
}

/** People of other branches: whatever duties they hold there are no matter here. */
async function members(
  db: Deps['store']['db'],
  ids: readonly string[],
): Promise<(MemberRow & { roles: RoleName[] })[]> {
  const found = await Promise.all(ids.map((id) => findMember(db, id)));
  return found.filter((member) => member !== undefined).map((member) => ({ ...member, roles: [] }));
}

function versions(rows: Iterable<{ version: number }>): number {
  return [...rows].reduce((sum, { version }) => sum + version, 0);
}
