import { type CampaignSettings } from '../campaigns/settings.ts';
import { type CapGroup, committeeCaps, type CountedLevel, groupOf } from '../ratings/cap.ts';
import { COLLECTIVE } from '../ratings/rules.ts';
import type { BranchSummary, SummaryPerson } from './content.ts';
import type { CampaignDecision } from './queries.ts';

/** A committee's figures out of its branches' summaries. Pure: the same summaries and decisions give the same figures. */

/** The level that counts: the decision's, and before it the branch's proposal; '' while there is neither. */
export interface SummedLevel {
  level: string;
  decision: CampaignDecision | null;
  /** Those it replaced, the oldest first: a decision printed once more says what it said. */
  replaced: CampaignDecision[];
}

export interface SummedPerson extends SummedLevel {
  person: SummaryPerson;
}

export interface SummedBranch {
  unit: { id: string; name: string };
  /** null until the branch has handed up. */
  handedAt: string | null;
  /** null before the hand-up, and where it took place before summaries were written. */
  summary: BranchSummary | null;
  /** In the order of the branch's own table. */
  people: SummedPerson[];
  collective: (SummedLevel & { name: string }) | null;
  /** Decided in this branch although its summary has no such line: people who came later. */
  beside: number;
}

export interface CommitteeSummary {
  settings: CampaignSettings;
  /** From the best down; empty while no branch has handed up. */
  levels: BranchSummary['levels'];
  branches: SummedBranch[];
}

interface Sources {
  branches: readonly { id: string; name: string }[];
  summaries: ReadonlyMap<string, BranchSummary>;
  decisions: readonly CampaignDecision[];
  handUps: ReadonlyMap<string, string>;
  settings: CampaignSettings;
}

export function sumUp({ branches, summaries, decisions, handUps, settings }: Sources): CommitteeSummary {
  const replaced = new Set(decisions.map((row) => row.replaces_id));
  const standing = decisions.filter(({ id }) => !replaced.has(id));
  const made = Map.groupBy(decisions, (row) => `${row.unit_id} ${row.subject}`);
  const countsIn = whereCounted(summaries, standing);
  const levelOf = (unitId: string, subject: string, proposed: string): SummedLevel => {
    const own = made.get(`${unitId} ${subject}`) ?? [];
    const decision = own.find(({ id }) => !replaced.has(id)) ?? null;
    return { level: decision?.level ?? proposed, decision, replaced: own.filter(({ id }) => replaced.has(id)) };
  };
  return {
    settings,
    levels: levelsOf([...summaries.values()]),
    branches: branches.map((unit) => {
      const summary = summaries.get(unit.id) ?? null;
      const people = (summary?.people ?? [])
        .filter(({ memberId }) => countsIn.get(memberId) === unit.id)
        .map((person) => ({ person, ...levelOf(unit.id, person.memberId, person.proposed) }));
      const listed = new Set([COLLECTIVE, ...people.map(({ person }) => person.memberId)]);
      return {
        unit: { id: unit.id, name: unit.name },
        handedAt: summary?.handedAt ?? handUps.get(unit.id) ?? null,
        summary,
        people,
        collective: summary && {
          name: summary.collective.name,
          ...levelOf(unit.id, COLLECTIVE, summary.collective.proposed),
        },
        beside: standing.filter(({ unit_id, subject }) => unit_id === unit.id && !listed.has(subject)).length,
      };
    }),
  };
}

/** A person who moved between two hand-ups counts once: where he was decided, else where he was handed up last. */
function whereCounted(summaries: ReadonlyMap<string, BranchSummary>, decisions: readonly CampaignDecision[]) {
  const inOrder = [...summaries.values()].toSorted((left, right) => left.handedAt.localeCompare(right.handedAt));
  const found = new Map(inOrder.flatMap(({ unit, people }) => people.map(({ memberId }) => [memberId, unit.id])));
  for (const { unit, people } of inOrder) {
    const here = new Set(people.map(({ memberId }) => memberId));
    const own = decisions.filter(({ unit_id, subject }) => unit_id === unit.id && here.has(subject));
    for (const { subject } of own) found.set(subject, unit.id);
  }
  return found;
}

/** Every branch's forms know the same levels; a label of another year's form does not hide one. */
function levelsOf(summaries: readonly BranchSummary[]): BranchSummary['levels'] {
  const known = new Map<string, BranchSummary['levels'][number]>();
  for (const level of summaries.flatMap(({ levels }) => levels)) if (!known.has(level.key)) known.set(level.key, level);
  return [...known.values()];
}

/** `elsewhere` is reviewed all the same; who is kept out of this tool is reviewed by a higher level. */
export function personState({ exemption, review }: SummaryPerson): 'reviewed' | 'not-reviewed' | 'outside' {
  if (exemption?.kind === 'outside_tool') return 'outside';
  if (exemption !== null && exemption.kind !== 'elsewhere') return 'not-reviewed';
  return review === 'handed-in' ? 'reviewed' : 'not-reviewed';
}

export interface BranchCounts {
  people: number;
  reviewed: number;
  notReviewed: number;
  outside: number;
  /** Persons of this branch with a decided level. */
  decided: number;
  fixed: number;
  fixing: number;
  unfixed: number;
  unsaid: number;
}

export function countsOf(people: readonly SummedPerson[]): BranchCounts {
  const of = (state: ReturnType<typeof personState>) => people.filter(({ person }) => personState(person) === state);
  const matters = people.flatMap(({ person }) => person.earlier ?? []);
  const sum = (key: 'fixed' | 'fixing' | 'unfixed' | 'unsaid') => matters.reduce((all, each) => all + each[key], 0);
  return {
    people: people.length,
    reviewed: of('reviewed').length,
    notReviewed: of('not-reviewed').length,
    outside: of('outside').length,
    decided: people.filter(({ decision }) => decision !== null).length,
    fixed: sum('fixed'),
    fixing: sum('fixing'),
    unfixed: sum('unfixed'),
    unsaid: sum('unsaid'),
  };
}

export function everybody({ branches }: CommitteeSummary): SummedPerson[] {
  return branches.flatMap(({ people }) => people);
}

export interface LevelRow {
  name: string;
  /** One for each level. */
  counts: number[];
  /** With a level: what the shares are of. */
  rated: number;
  /** To be rated, and without a level yet. */
  without: number;
}

/** Persons by group of posts, all of them together, and the collectives apart: never in one sum. */
export function levelRows(summary: CommitteeSummary): { groups: LevelRow[]; persons: LevelRow; collectives: LevelRow } {
  const { settings, levels } = summary;
  const people = everybody(summary);
  const keyOf = ({ person }: SummedPerson) => groupOf({ kind: 'person', standing: person.standing }, settings)?.key;
  const row = (name: string, subjects: readonly (SummedLevel & { person?: SummaryPerson })[]): LevelRow => {
    const counts = levels.map(({ key }) => subjects.filter(({ level }) => level === key).length);
    const rated = counts.reduce((sum, count) => sum + count, 0);
    const open = subjects.filter(({ level, person }) => level === '' && (!person || mustBeRated(person)));
    return { name, counts, rated, without: open.length };
  };
  const others = people.filter((one) => keyOf(one) === undefined);
  return {
    groups: [
      ...settings.groups.map(({ key, name }) =>
        row(
          name,
          people.filter((one) => keyOf(one) === key),
        ),
      ),
      ...(others.length > 0 ? [row('Không thuộc nhóm nào', others)] : []),
    ],
    persons: row('Cộng cá nhân', people),
    collectives: row(
      'Tập thể chi bộ',
      summary.branches.flatMap(({ collective }) => collective ?? []),
    ),
  };
}

function mustBeRated({ exemption }: SummaryPerson): boolean {
  return exemption === null || exemption.kind === 'elsewhere';
}

/** At the level that approves, over all branches. */
export function capsOf({ branches, settings }: CommitteeSummary): CapGroup[] {
  const levels = branches.flatMap(({ people, collective }): CountedLevel[] => [
    ...(collective ? [{ kind: 'collective' as const, standing: null, head: false, level: collective.level }] : []),
    ...people.map(({ person, level }) => ({
      kind: 'person' as const,
      standing: person.standing,
      head: person.head,
      level,
    })),
  ]);
  return committeeCaps(levels, settings);
}

export interface RecordedDocument {
  number: string;
  decidedOn: string;
  body: string;
  /** How many levels it decided. */
  count: number;
}

/** The documents by which levels were decided, the one that decided most first. */
export function documentsIn({ branches }: CommitteeSummary): RecordedDocument[] {
  const subjects: SummedLevel[] = branches.flatMap(({ people, collective }) => [
    ...people,
    ...(collective ? [collective] : []),
  ]);
  const decisions = subjects.flatMap(({ decision, replaced }) => [...replaced, ...(decision ? [decision] : [])]);
  const found = Map.groupBy(decisions, ({ number, body }) => `${number} ${body}`);
  return [...found.values()]
    .flatMap((rows) => {
      const [first] = rows;
      return first ? [{ number: first.number, decidedOn: first.decided_on, body: first.body, count: rows.length }] : [];
    })
    .toSorted((left, right) => right.count - left.count || right.decidedOn.localeCompare(left.decidedOn));
}
