import { type SeasonPerson, seasonPeople } from '../branches/queries.ts';
import { isReviewed } from '../branches/rules.ts';
import { standingInCampaign } from '../campaigns/rules.ts';
import type { Deps } from '../deps.ts';
import type { BranchSummary, SummaryEarlier, SummaryPerson } from '../summaries/content.ts';
import { type EarlierMatter, earlierMatters } from '../summaries/queries.ts';
import { groupOf } from './cap.ts';
import { COLLECTIVE } from './rules.ts';
import { statedKeys } from './stated.ts';
import { postOf, type RatedSubject } from './subjects.ts';
import type { BranchTable } from './table.ts';

/** What is frozen of a branch when it hands up: its table of levels, and everybody who is not in it, with why. */
export async function branchSummary(
  { store: { db } }: Pick<Deps, 'store'>,
  table: BranchTable,
  handed: { at: string; reason: string },
): Promise<BranchSummary> {
  const { campaign, unit, settings } = table;
  const keys = table.subjects
    .flatMap(({ form }) => (form ? [statedKeys(form).earlier] : []))
    .filter((key) => key !== null);
  const lists = [...new Set(keys.map(({ list }) => list))];
  const [people, matters] = await Promise.all([
    seasonPeople(db, campaign.id, unit.id),
    earlierMatters(
      db,
      { campaignId: campaign.id, unitId: unit.id, year: campaign.year },
      { lists, state: keys[0]?.state.key ?? '' },
    ),
  ]);
  const rated = new Map(table.subjects.map((subject) => [subject.subject, subject]));
  const collective = rated.get(COLLECTIVE);
  if (!collective) throw new Error('a branch’s table has its collective');
  const whole = { table, matters: Map.groupBy(matters, (row) => row.member_id ?? COLLECTIVE) };
  return {
    kind: 'branch-summary',
    version: 1,
    campaign: { id: campaign.id, year: campaign.year, title: campaign.title },
    unit: { id: unit.id, name: unit.name },
    handedAt: handed.at,
    reason: handed.reason,
    levels: collective.levels.map(({ key, label }) => ({ key, label })),
    groups: settings.groups.map(({ key, name }) => ({ key, name })),
    collective: { name: collective.name, ...saidBy(whole, collective) },
    // Who was decided with another branch before he came here counts there.
    people: people
      .filter((person) => rated.has(person.id) || !isReviewed(person))
      .map((person) => personIn(whole, person, rated.get(person.id))),
  };
}

interface Whole {
  table: BranchTable;
  /** Of this year and the year before, by whose review they stand in. */
  matters: ReadonlyMap<string, EarlierMatter[]>;
}

function personIn(whole: Whole, person: SeasonPerson, rated: RatedSubject | undefined): SummaryPerson {
  const { campaign, settings } = whole.table;
  const head = person.roles.includes('secretary');
  const standing = standingInCampaign({ standing: person.standing, secretaryOfOwnBranch: head }, campaign);
  return {
    memberId: person.id,
    name: person.full_name,
    birthDate: person.birth_date,
    post: postOf(person),
    standing,
    official: person.official === 1,
    head,
    group: groupOf({ kind: 'person', standing }, settings)?.key ?? '',
    exemption: person.exemption,
    reviewId: rated?.stated ? (rated.review?.id ?? null) : null,
    ...(rated ? saidBy(whole, rated) : NOTHING_SAID),
  };
}

const NOTHING_SAID = { review: 'none', selfLevel: '', proposed: '', ballot: null, earlier: null } as const;

type Said = Omit<BranchSummary['collective'], 'name'>;

function saidBy({ table, matters }: Whole, subject: RatedSubject): Said {
  const { stated, review, rating, ballot } = subject;
  return {
    review: stated ? 'handed-in' : review?.state === 'returned' ? 'returned' : 'none',
    selfLevel: stated?.level ?? '',
    proposed: rating?.branch_level ?? '',
    ballot: ballot && {
      issued: ballot.issued,
      returned: ballot.returned,
      valid: ballot.valid,
      invalid: ballot.invalid,
      votes: ballot.votes.map(({ level, votes }) => ({ level, votes })),
    },
    earlier: stated?.earlier
      ? { ...stated.earlier, ...openFor(matters.get(subject.subject) ?? [], table.campaign.year) }
      : null,
  };
}

/** Not fixed yet although it is two years old, or as long ago as last year's review. */
function openFor(matters: readonly EarlierMatter[], year: number): Pick<SummaryEarlier, 'older' | 'openLastYear'> {
  const open = matters.filter(({ item, state }) => item !== null && (state === 'fixing' || state === 'unfixed'));
  const lastYear = matters.filter((row) => row.year === year - 1);
  return {
    older: open.filter((row) => row.year === year && row.source_year !== null && row.source_year <= year - 2).length,
    openLastYear: lastYear.length === 0 ? null : open.filter((row) => row.year === year - 1).length,
  };
}
