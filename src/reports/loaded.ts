import { seasonPeople } from '../branches/queries.ts';
import { collectiveOf, isReviewed } from '../branches/rules.ts';
import type { BranchSeason } from '../branches/scope.ts';
import { settingsOf } from '../campaigns/settings.ts';
import type { Deps } from '../deps.ts';
import { attendanceOf, findMeeting, keptLists } from '../meetings/queries.ts';
import { type Attendee, headcounts } from '../meetings/rules.ts';
import { type BranchTable, loadTable } from '../ratings/table.ts';
import { committeeOf, leadersOf } from '../units/queries.ts';
import { committeeSigns, issuerOf, signerOf } from '../units/settings.ts';
import { DATE_KEY, REPORT_TEXTS, type ReportContent, type SignTotals } from './content.ts';
import {
  type EditionRow,
  editionsOf,
  editionText,
  fieldsOf,
  type FieldRow,
  findReport,
  findSignTotals,
  type ReportRow,
} from './queries.ts';
import { collectiveLevels, earlierRows, hasHandedIn, levelTable, notReviewed, proposalRows } from './statistics.ts';

type LoadDeps = Pick<Deps, 'store'>;

/** A branch's report: its draft out of what is recorded now, or what was frozen when it was signed. */
export interface LoadedReport {
  season: BranchSeason;
  row: ReportRow;
  content: ReportContent;
  fields: ReadonlyMap<string, FieldRow>;
  /** Sum of the texts' versions: what was read to be signed is what is signed. */
  mark: number;
  /** What was signed so far, the newest first. */
  editions: EditionRow[];
  /** The texts may be changed now; by whom is the access table's business. */
  open: boolean;
}

/** null before it is begun. Who may see it is the access table's business, before this is called. */
export async function loadReport(deps: LoadDeps, season: BranchSeason): Promise<LoadedReport | null> {
  const { db } = deps.store;
  const row = await findReport(db, season.campaign.id, season.unit.id);
  if (!row) return null;
  const [fields, editions] = await Promise.all([fieldsOf(db, row.id), editionsOf(db, row.id)]);
  const [newest] = editions;
  const content =
    row.state === 'signed' && newest
      ? await frozenContent(deps, newest)
      : await draftContent(deps, season, fields, row.draft_number);
  const mark = [...fields.values()].reduce((sum, { version }) => sum + version, 0);
  const open = row.state === 'draft' && season.campaign.state === 'open';
  return { season, row, content, fields, mark, editions, open };
}

/** What was signed, word for word. Throws when it is no longer what was frozen. */
export async function frozenContent({ store }: LoadDeps, edition: EditionRow): Promise<ReportContent> {
  return JSON.parse(await editionText(store.db, edition)) as ReportContent;
}

/** Also before a report is begun, with no texts: what its numbers would be. */
export async function draftContent(
  deps: LoadDeps,
  season: BranchSeason,
  fields: ReadonlyMap<string, FieldRow>,
  draft: number,
): Promise<ReportContent> {
  const { db } = deps.store;
  const { campaign, unit, superior, print } = season;
  const [table, people, meeting, leaders, collective, signs] = await Promise.all([
    loadTable(deps, { unit, superior, campaign }),
    seasonPeople(db, campaign.id, unit.id),
    meetingOf(deps, season),
    leadersOf(db, unit.id),
    hasCollective(deps, season),
    findSignTotals(db, campaign.id, unit.id),
  ]);
  const toReview = people.filter(isReviewed);
  const subjects = ownSubjects(table, collective);
  const secretary = leaders.find(({ role }) => role === 'secretary');
  return {
    unit: paperUnit(season),
    year: campaign.year,
    draft,
    number: null,
    datedOn: fields.get(DATE_KEY)?.value || null,
    signer: signerOf({ post: 'BÍ THƯ', name: secretary?.display_name ?? '' }, print),
    texts: Object.fromEntries(REPORT_TEXTS.map((key) => [key, fields.get(key)?.value ?? ''])),
    people: {
      all: people.length,
      official: people.filter(({ official }) => official === 1).length,
      probationary: people.filter(({ official }) => official !== 1).length,
      toReview: toReview.length,
      handedIn: toReview.filter(hasHandedIn).length,
    },
    meeting,
    collective: collective ? collectiveLevels(subjects) : null,
    levels: levelTable(subjects, table.settings.groups),
    earlier: earlierRows(subjects),
    proposals: proposalRows(subjects),
    notReviewed: notReviewed(people, fields),
    // Where the decision is taken back, a draft says nothing of them any more.
    signs: signs && table.settings.signTotals ? (JSON.parse(signs.body) as SignTotals) : null,
  };
}

/** As it prints today; it is frozen with the report. */
function paperUnit({ unit, superior, print }: BranchSeason): ReportContent['unit'] {
  const { superiorLines, issuerLines, place, star } = issuerOf(unit, superior, print);
  return {
    name: unit.name,
    superior: superior?.name ?? '',
    superiorLines: [...superiorLines],
    issuerLines: [...issuerLines],
    place,
    hasCommittee: committeeSigns(unit.has_branch_committee === 1, print),
    ...(star === false ? { star } : {}),
    ...(print?.twoSided ? { twoSided: true } : {}),
  };
}

/** A branch of too few is reviewed with the committee above it and has no line of its own. */
export function ownSubjects({ subjects }: Pick<BranchTable, 'subjects'>, collective: boolean) {
  return collective ? subjects : subjects.filter(({ kind }) => kind === 'person');
}

export async function hasCollective({ store: { db } }: LoadDeps, season: BranchSeason): Promise<boolean> {
  const { unit, campaign } = season;
  const [committee, people] = await Promise.all([committeeOf(db, unit.id), seasonPeople(db, campaign.id, unit.id)]);
  const inCommittee = new Set(committee.map(({ account_id: id }) => id)).size;
  const branch = { hasCommittee: unit.has_branch_committee === 1, inCommittee, members: people.length };
  return collectiveOf(branch, settingsOf(campaign).fewestInCollective).of !== 'superior';
}

/** Who was there; as the lists stood when the meeting was closed. */
async function meetingOf({ store: { db } }: LoadDeps, season: BranchSeason): Promise<ReportContent['meeting']> {
  const { campaign, unit } = season;
  const meeting = await findMeeting(db, campaign.id, unit.id);
  if (!meeting || meeting.held_on === '') return null;
  const [attendance, people, kept] = await Promise.all([
    attendanceOf(db, meeting.id),
    seasonPeople(db, campaign.id, unit.id),
    meeting.state === 'closed' ? keptLists(db, meeting.id) : null,
  ]);
  const listed = kept
    ? kept.roster.map((one) => ({ id: one.member_id, official: one.official, exemption: one.exemption || null }))
    : people.map((one) => ({ id: one.id, official: one.official, exemption: one.exemption?.kind ?? null }));
  const numbers = headcounts(
    listed.map(({ id, official, exemption }): Attendee => {
      return { official: official === 1, exemption, presence: attendance.get(id)?.presence ?? null };
    }),
  );
  const of = ({ summoned, present }: (typeof numbers)['official']) => ({ summoned, present });
  return {
    heldOn: meeting.held_on,
    place: meeting.place,
    official: of(numbers.official),
    probationary: of(numbers.probationary),
  };
}
