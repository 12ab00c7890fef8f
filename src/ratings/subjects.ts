import type { ReviewState, Standing } from '../../db/schema.ts';
import { ROLE_WORDS } from '../accounts/rules.ts';
import type { seasonPeople } from '../branches/queries.ts';
import { EXEMPTION_WORDS } from '../branches/rules.ts';
import { type CampaignRow, formIdsOf } from '../campaigns/queries.ts';
import { standingInCampaign } from '../campaigns/rules.ts';
import type { CampaignSettings } from '../campaigns/settings.ts';
import type { Deps } from '../deps.ts';
import { allForms, formOrThrow } from '../forms/queries.ts';
import type { FormLevel, FormVersion } from '../forms/version.ts';
import type { UnitRow } from '../units/queries.ts';
import {
  type ballotsOf,
  type DecisionRow,
  type DisciplineRow,
  type RatingRow,
  reviewsWith,
  statedRows,
} from './queries.ts';
import { type Ballot, COLLECTIVE, passedLevel } from './rules.ts';
import { askedOf, type Stated, statedIn } from './stated.ts';

/** The lines of a branch's table, put together from what the database holds about each. */

/** One line of the table: the collective, or a person. */
export interface RatedSubject {
  subject: string;
  kind: 'person' | 'collective';
  name: string;
  /** "Bí thư chi bộ"; empty without a post. */
  post: string;
  /** Whom the person stands apart from, "Sinh hoạt tạm thời ở nơi khác"; null for most. */
  note: string | null;
  birthDate: string;
  /** As it counts in this campaign; null for the collective. */
  standing: Standing | null;
  place: 'head' | 'member' | null;
  hasAgency: boolean;
  form: FormVersion | null;
  levels: readonly FormLevel[];
  /** "Quy định 366-QĐ/TW, Điều 11" */
  basis: string;
  review: { id: string; state: ReviewState } | null;
  stated: Stated | null;
  rating: RatingRow | null;
  ballot: (Ballot & { passed: string | null }) | null;
  /** The oldest first; the last one stands. */
  decisions: DecisionRow[];
  disciplines: DisciplineRow[];
}

export interface RatingTablePlace {
  unit: UnitRow;
  superior: UnitRow | null;
  campaign: CampaignRow;
}

type TableDeps = Pick<Deps, 'store'>;

interface Forms {
  all: readonly FormVersion[];
  byStanding: Partial<Record<Standing, string>>;
  collective: FormVersion | null;
}

export async function formsOf({ store: { db } }: TableDeps, campaign: CampaignRow): Promise<Forms> {
  const [all, byStanding] = await Promise.all([allForms(db), formIdsOf(db, campaign.id)]);
  const end = `${campaign.year}-12-31`;
  const collective = all
    .filter((form) => form.standing === 'collective' && form.effectiveFrom <= end)
    .filter(({ effectiveUntil }) => effectiveUntil === null || end <= effectiveUntil)
    .toSorted((left, right) => right.effectiveFrom.localeCompare(left.effectiveFrom))[0];
  return { all, byStanding, collective: collective ?? null };
}

type StatedReview = { id: string; state: ReviewState; form: FormVersion; stated: Stated | null };

/** The reviews with this branch by their author, the collective's under its own key; `stated` once handed in. */
export async function statedReviews(
  { store: { db } }: TableDeps,
  { campaign, unit }: RatingTablePlace,
  { all }: Forms,
): Promise<ReadonlyMap<string, StatedReview>> {
  const rows = await reviewsWith(db, campaign.id, unit.id);
  const ids = new Set(rows.map((row) => row.form_id));
  const forms = all.filter(({ id }) => ids.has(id));
  const { values, items } = await statedRows(db, { campaignId: campaign.id, unitId: unit.id }, askedOf(forms));
  const valuesOf = Map.groupBy(values, (row) => row.review_id);
  const itemsOf = Map.groupBy(items, (row) => row.review_id);
  const reviews = await Promise.all(
    rows.map(async (row) => {
      const form = await formOrThrow(db, row.form_id);
      const said = new Map((valuesOf.get(row.id) ?? []).map(({ key, value }) => [key, value]));
      const handedIn = row.state !== 'draft' && row.state !== 'returned';
      const stated = handedIn ? statedIn(form, { values: said, items: itemsOf.get(row.id) ?? [] }) : null;
      return [row.member_id ?? COLLECTIVE, { id: row.id, state: row.state, form, stated }] as const;
    }),
  );
  return new Map(reviews);
}

export interface Parts extends RatingTablePlace {
  settings: CampaignSettings;
  forms: Forms;
  reviews: ReadonlyMap<string, StatedReview>;
  ratings: readonly RatingRow[];
  decisions: readonly DecisionRow[];
  disciplines: readonly DisciplineRow[];
  ballots: Awaited<ReturnType<typeof ballotsOf>>;
  among: number | null;
}

export function collectiveSubject(parts: Parts): RatedSubject {
  const form = parts.reviews.get(COLLECTIVE)?.form ?? parts.forms.collective;
  return {
    ...common(parts, COLLECTIVE, form),
    kind: 'collective',
    name: `Tập thể ${parts.unit.name}`,
    post: '',
    note: null,
    birthDate: '',
    standing: null,
    place: null,
    hasAgency: false,
    disciplines: parts.disciplines.filter(({ member_id: id }) => id === null),
  };
}

type Person = Pick<
  Awaited<ReturnType<typeof seasonPeople>>[number],
  'id' | 'full_name' | 'birth_date' | 'standing' | 'has_agency' | 'government_post' | 'roles' | 'exemption'
>;

export function personSubject(parts: Parts, person: Person): RatedSubject {
  const secretaryOfOwnBranch = person.roles.includes('secretary');
  const standing = standingInCampaign({ standing: person.standing, secretaryOfOwnBranch }, parts.campaign);
  const form = parts.reviews.get(person.id)?.form ?? formFor(parts.forms, standing);
  return {
    ...common(parts, person.id, form),
    kind: 'person',
    name: person.full_name,
    post: postOf(person),
    note: person.exemption ? EXEMPTION_WORDS[person.exemption.kind] : null,
    birthDate: person.birth_date,
    standing,
    place: secretaryOfOwnBranch ? 'head' : dutyOf(person) ? 'member' : null,
    hasAgency: person.has_agency === 1,
    disciplines: parts.disciplines.filter(({ member_id: id }) => id === person.id),
  };
}

/** "Bí thư chi bộ, Chủ tịch Hội" */
export function postOf(person: Pick<Person, 'roles' | 'government_post'>): string {
  const duty = dutyOf(person);
  return [duty ? ROLE_WORDS[duty] : '', person.government_post].filter((words) => words !== '').join(', ');
}

function dutyOf({ roles }: Pick<Person, 'roles'>) {
  return (['secretary', 'deputy', 'committee_member'] as const).find((role) => roles.includes(role));
}

function formFor({ all, byStanding }: Forms, standing: Standing): FormVersion | null {
  return all.find(({ id }) => id === byStanding[standing]) ?? null;
}

function common(parts: Parts, subject: string, form: FormVersion | null) {
  const review = parts.reviews.get(subject);
  const [basis] = (form ?? anyForm(parts.forms)).legalBasis;
  return {
    subject,
    form,
    // Someone without a form in the tool is rated all the same, by the levels everybody has.
    levels: form?.levels ?? bareLevels(anyForm(parts.forms)),
    basis: [basis?.document, basis?.article].filter((words) => words !== undefined).join(', '),
    review: review ? { id: review.id, state: review.state } : null,
    stated: review?.stated ?? null,
    rating: parts.ratings.find((row) => row.subject === subject) ?? null,
    ballot: ballotFor(parts, subject),
    decisions: parts.decisions.filter((row) => row.subject === subject),
  };
}

function anyForm({ all, byStanding }: Forms): FormVersion {
  const ids = Object.values(byStanding);
  const form = all.find(({ id }) => ids.includes(id)) ?? all[0];
  if (!form) throw new Error('no form is stored');
  return form;
}

function bareLevels(form: FormVersion): FormLevel[] {
  return form.levels.map(({ key, label }) => ({ key, label, from: 0, below: 101, conditions: [] }));
}

function ballotFor({ ballots, settings, among }: Parts, subject: string): RatedSubject['ballot'] {
  const count = ballots?.counts.find((row) => row.subject === subject);
  if (!ballots || !count) return null;
  const votes = ballots.votes.filter((row) => row.subject === subject);
  const { issued, returned, valid, invalid } = count;
  return { issued, returned, valid, invalid, votes, passed: passedLevel({ votes }, among, settings.pass) };
}

export function presentAt(ballots: Parts['ballots']): number | null {
  return ballots && ballots.officialPresent > 0 ? ballots.officialPresent : null;
}

/** Official members who must come: those excused, suspended or away for a while need not (forms.md §6). */
export function summoned(people: readonly { official: number; exemption: { kind: string } | null }[]): number {
  const away = ['excused', 'suspended', 'elsewhere'];
  return people.filter(({ official, exemption }) => official === 1 && !(exemption && away.includes(exemption.kind)))
    .length;
}
