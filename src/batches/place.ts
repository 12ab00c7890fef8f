import { collectiveReview, type SeasonPerson, seasonPeople } from '../branches/queries.ts';
import { isReviewed } from '../branches/rules.ts';
import type { BranchSeason } from '../branches/scope.ts';
import type { Deps } from '../deps.ts';
import { allForms } from '../forms/queries.ts';
import { type MeetingPapers, meetingPapers } from '../meetings/papers.ts';
import { statedRows } from '../ratings/queries.ts';
import { type BranchTable, loadTable } from '../ratings/table.ts';
import type { PaperIssuer } from '../units/print-issuer.ts';
import { leadersOf, paperIssuer } from '../units/queries.ts';
import { type PrintableReview, printableReviews, standingSuggestions } from './queries.ts';

export type BatchDeps = Pick<Deps, 'store' | 'now' | 'newId' | 'pdf' | 'rehearsal' | 'log'>;

/** A branch in a campaign as the kinds of papers look at it. What several of them ask for is read once. */
export interface BatchPlace {
  deps: BatchDeps;
  season: BranchSeason;
  /** Everybody the branch reviews, by post and name. */
  people(): Promise<SeasonPerson[]>;
  /** Frozen reviews by member's id; the branch's own under 'collective'. */
  reviews(): Promise<ReadonlyMap<string, PrintableReview>>;
  /** The branch's own, whatever its state. */
  collective(): Promise<Awaited<ReturnType<typeof collectiveReview>>>;
  /** Members whose handed-in review ends with a pledge. */
  pledged(): Promise<ReadonlySet<string>>;
  meeting(): Promise<MeetingPapers | null>;
  table(): Promise<BranchTable>;
  secretary(): Promise<string>;
  /** Directly above the branch, for the papers it issues about it. */
  committee(): Promise<PaperIssuer | null>;
  suggestions(): Promise<Awaited<ReturnType<typeof standingSuggestions>>>;
}

export const COLLECTIVE = 'collective';

export function placeOf(deps: BatchDeps, season: BranchSeason): BatchPlace {
  const { db } = deps.store;
  const { unit, campaign } = season;
  const reviews = once(async () => {
    const rows = await printableReviews(db, campaign.id, unit.id);
    return new Map(rows.map((review) => [review.memberId ?? COLLECTIVE, review]));
  });
  return {
    deps,
    season,
    people: once(async () => (await seasonPeople(db, campaign.id, unit.id)).filter(isReviewed)),
    reviews,
    collective: once(() => collectiveReview(db, campaign.id, unit.id)),
    pledged: once(async () => pledgedIn(deps, season, await reviews())),
    meeting: once(() => meetingPapers(deps, season)),
    table: once(() => loadTable(deps, season)),
    secretary: once(async () => {
      const leaders = await leadersOf(db, unit.id);
      return leaders.find(({ role }) => role === 'secretary')?.display_name ?? '';
    }),
    committee: once(() => paperIssuer(db, unit.parent_id)),
    suggestions: once(() => standingSuggestions(db, campaign.id, unit.id)),
  };
}

/** What was handed in cannot be edited, so its fields are what was frozen. */
async function pledgedIn(
  { store: { db } }: BatchDeps,
  { unit, campaign }: BranchSeason,
  reviews: ReadonlyMap<string, PrintableReview>,
): Promise<ReadonlySet<string>> {
  const lists = [...new Set((await allForms(db)).map(({ pledge }) => pledge?.field.key ?? '').filter(Boolean))];
  const asked = { keys: [''], patterns: lists.map((list) => `${list}.%`), lists: [] };
  const { values } = await statedRows(db, { campaignId: campaign.id, unitId: unit.id }, asked);
  const written = new Set(values.filter(({ value }) => value !== '').map(({ review_id }) => review_id));
  return new Set([...reviews.values()].flatMap(({ id, memberId }) => (memberId && written.has(id) ? [memberId] : [])));
}

function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => (loaded ??= load());
}
