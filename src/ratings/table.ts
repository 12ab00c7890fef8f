import { seasonPeople } from '../branches/queries.ts';
import { isReviewed } from '../branches/rules.ts';
import { type CampaignSettings, settingsOf } from '../campaigns/settings.ts';
import type { Deps } from '../deps.ts';
import { findMember } from '../units/queries.ts';
import type { ConditionFacts } from './conditions.ts';
import { DISCIPLINE_WORDS } from './disciplines.ts';
import {
  ballotsOf,
  decidedElsewhere,
  type DecisionRow,
  decisionsOf,
  disciplinesOf,
  findHandUp,
  type HandUpStep,
  handUpSteps,
  namesOf,
  ratingsOf,
} from './queries.ts';
import { COLLECTIVE } from './rules.ts';
import {
  collectiveSubject,
  formsOf,
  personSubject,
  presentAt,
  type RatedSubject,
  type RatingTablePlace,
  statedReviews,
  summoned,
} from './subjects.ts';

/** Everything the pages and papers of one branch's ratings show. */
export interface BranchTable extends RatingTablePlace {
  settings: CampaignSettings;
  /** The collective first, then persons by post and name: never by level. */
  subjects: RatedSubject[];
  handedAt: string | null;
  steps: HandUpStep[];
  /** People with a row here who no longer belong to this table: moved away, or exempt by now. */
  strays: string[];
  /** Sum of the rows' versions: changes with every save, so that a hand-up carries what was read. */
  mark: number;
}

type TableDeps = Pick<Deps, 'store'>;

export async function loadTable(deps: TableDeps, place: RatingTablePlace): Promise<BranchTable> {
  const { db } = deps.store;
  const [campaignId, unitId] = [place.campaign.id, place.unit.id];
  const [people, ratings, decisions, disciplines, handUp, steps, ballots, elsewhere] = await Promise.all([
    seasonPeople(db, campaignId, unitId),
    ratingsOf(db, campaignId, unitId),
    decisionsOf(db, campaignId, unitId),
    disciplinesOf(db, campaignId, unitId),
    findHandUp(db, campaignId, unitId),
    handUpSteps(db, campaignId, unitId),
    ballotsOf(db, campaignId, unitId),
    decidedElsewhere(db, campaignId, unitId),
  ]);
  const settings = settingsOf(place.campaign);
  const forms = await formsOf(deps, place.campaign);
  const reviews = await statedReviews(deps, place, forms);
  const among = settings.pass.among === 'present' ? presentAt(ballots) : summoned(people);
  const parts = { ...place, settings, forms, reviews, ratings, decisions, disciplines, ballots, among };
  const decided = new Set(decisions.map(({ subject }) => subject));
  const rated = people
    .filter(({ id }) => decided.has(id) || !elsewhere.has(id))
    .filter((one) => decided.has(one.id) || isReviewed(one));
  const gone = [...decided].filter((id) => id !== COLLECTIVE && !people.some((person) => person.id === id));
  const away = await Promise.all(gone.map((id) => findMember(db, id)));
  const subjects = [
    collectiveSubject(parts),
    ...rated.map((person) => personSubject(parts, person)),
    ...away.flatMap((member) => (member ? [personSubject(parts, { ...member, roles: [], exemption: null })] : [])),
  ];
  const listed = new Set(subjects.map(({ subject }) => subject));
  const strays = ratings.map(({ subject }) => subject).filter((subject) => !listed.has(subject));
  return {
    ...place,
    settings,
    subjects,
    handedAt: handUp?.handed_at ?? null,
    steps,
    strays: [...(await namesOf(db, strays)).values()],
    mark: ratings.reduce((sum, { version }) => sum + version, 0),
  };
}

export function currentDecision({ decisions }: Pick<RatedSubject, 'decisions'>): DecisionRow | null {
  return decisions.at(-1) ?? null;
}

/** The level that counts for a subject now: the decision's, and before it the branch's proposal. */
export function levelNow(subject: Pick<RatedSubject, 'decisions' | 'rating'>): string {
  return currentDecision(subject)?.level ?? subject.rating?.branch_level ?? '';
}

/** What is weighed beside one name: of the subject itself, and of the branch as a collective. */
export function factsOf(table: BranchTable, subject: RatedSubject): ConditionFacts {
  const collective = table.subjects.find(({ kind }) => kind === 'collective');
  const state = subject.review?.state;
  const tasks = collective?.rating?.tasks_done ?? '';
  return {
    kind: subject.kind,
    levels: subject.levels,
    basis: subject.basis,
    post: subject.place,
    review: subject.stated ? 'handed-in' : state === 'returned' ? 'returned' : 'none',
    stated: subject.stated,
    agencyLevel: subject.rating?.agency_level ?? '',
    disciplines: subject.disciplines.map((row) => ({
      kind: DISCIPLINE_WORDS[row.kind] ?? row.kind,
      dutyRelated: row.duty_related === 1,
      document: row.document,
      decidedOn: row.decided_on,
    })),
    collective: {
      level: collective ? levelNow(collective) : '',
      tasksDone: tasks === '' ? null : Number(tasks),
    },
    disciplinedLeaders: table.subjects
      .filter(({ place, disciplines }) => place !== null && disciplines.length > 0)
      .map(({ name }) => name),
    quarters: quartersOf(subject.rating?.quarters ?? ''),
    ballot: subject.ballot && { passed: subject.ballot.passed },
  };
}

function quartersOf(stored: string): ConditionFacts['quarters'] {
  return stored === 'none' || stored === 'failed' ? stored : '';
}
