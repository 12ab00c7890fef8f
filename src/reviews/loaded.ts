import {
  type CampaignRow,
  criteriaFor,
  findCampaign,
  suggestionsFor,
  type SuggestionRow,
} from '../campaigns/queries.ts';
import { provisionalWords } from '../campaigns/rules.ts';
import { findAnswer, isAnswerable, signAddress } from '../catalogues/rules.ts';
import { editionOrThrow } from '../catalogues/queries.ts';
import { dayInHanoi } from '../calendar.ts';
import type { Deps } from '../deps.ts';
import { notFound } from '../errors.ts';
import { formOrThrow } from '../forms/queries.ts';
import type { FormVersion, HeadFieldKey } from '../forms/version.ts';
import { findMember, type MemberRow, printFor, type UnitRow, unitAndAbove } from '../units/queries.ts';
import { type ReviewContent, type ReviewHead, type ReviewItem, type ReviewUnit, signKey } from './content.ts';
import { concludedItems } from './concluded.ts';
import { findCriterion, isCriterionKey } from './criteria.ts';
import { collectiveHead, collectiveStanding, personalHead } from './heads.ts';
import {
  type ContentMark,
  contentMark,
  type FieldRow,
  fieldsOfReview,
  findForSaving,
  findReview,
  itemsOfReview,
  type ItemRow,
  type ReviewRow,
} from './queries.ts';
import { editionsOf, HEAD_PREFIX, REASON_KEY, type ReviewFrame, SOURCE_COLUMN } from './questions.ts';
import { paperUnit } from './print-unit.ts';
import { suggestedItems } from './suggested.ts';
import { isEditable } from './transitions.ts';

/** `III.<item>.state` */
const ITEM_COLUMN = /^[A-Z0-9.]+?\.([0-9a-f-]{36})\.[a-z]+$/;

/** What saving has to know of a review: its state, and what its fields mean. */
export interface OpenReview {
  row: ReviewRow;
  campaign: CampaignRow;
  fields: ReadonlyMap<string, FieldRow>;
  frame: ReviewFrame;
  /** Whether its author may write now. */
  mayWrite: boolean;
}

/** A person's review with everything it says. */
export interface LoadedReview extends WholeReview {
  member: MemberRow;
}

/** A branch's review of itself (Mẫu 01), on the same engine: its writers are the branch's leaders and its chi ủy. */
export interface LoadedCollective extends WholeReview {
  member: null;
}

export type AnyReview = LoadedReview | LoadedCollective;

interface WholeReview extends OpenReview {
  unit: UnitRow;
  content: ReviewContent;
  /** What the person is asked to explain, whenever it was said; the withdrawn too. */
  suggestions: readonly SuggestionRow[];
  /** Changes when anything of the content is saved; submission freezes only what still has it. */
  mark: ContentMark;
}

type LoadDeps = Pick<Deps, 'store' | 'now' | 'rehearsal'>;

/**
 * A person's review; a collective's is not found, so that no page made for persons ever shows one. Throws `not-found`.
 * Who may see it is the access table's business, before this is called.
 */
export async function loadReview(deps: LoadDeps, reviewId: string): Promise<LoadedReview> {
  const review = await loadAnyReview(deps, reviewId);
  if (review.member === null) throw notFound('a collective’s review is no person’s');
  return review;
}

/** The other way round. Throws `not-found`. */
export async function loadCollective(deps: LoadDeps, reviewId: string): Promise<LoadedCollective> {
  const review = await loadAnyReview(deps, reviewId);
  if (review.member !== null) throw notFound('a person’s review is no collective’s');
  return review;
}

/** For the pages on which both kinds are written. Throws `not-found`. */
export async function loadAnyReview(deps: LoadDeps, reviewId: string): Promise<AnyReview> {
  const { db } = deps.store;
  const { row, campaign } = await reviewAndCampaign(deps, reviewId);
  const [member, units, fieldRows, itemRows, suggestions] = await Promise.all([
    row.member_id === null ? null : findMember(db, row.member_id),
    unitAndAbove(db, row.unit_id),
    fieldsOfReview(db, reviewId),
    itemsOfReview(db, reviewId),
    suggestionsTo(deps, row),
  ]);
  const [unit, superior] = units;
  if (member === undefined || !unit) throw notFound('the review has lost its member or unit');
  const print = await printFor(db, units);
  const said = (itemId: string) => fieldRows.some(({ key, value }) => key.includes(`.${itemId}.`) && value !== '');
  const open = await openReview(deps, { row, campaign, fieldRows, itemRows, suggestions, said });
  const typed = (key: HeadFieldKey) => open.fields.get(`${HEAD_PREFIX}${key}`)?.value;
  const mark = contentMark(fieldRows, itemRows);
  if (member) {
    const head = personalHead(member, unit, typed);
    const paper = paperUnit(unit, superior, unit.has_branch_committee === 1, print);
    return { ...open, member, unit, mark, suggestions, content: contentOf({ ...open, head, unit: paper }) };
  }
  const standing = await collectiveStanding(db, unit, campaign);
  const head = collectiveHead(standing, unit, typed);
  const paper = paperUnit(unit, superior, standing.collective.of === 'committee', print);
  return { ...open, member, unit, mark, suggestions, content: contentOf({ ...open, head, unit: paper }) };
}

/**
 * A review as the save of one field needs it, with that field alone: typing saves every few seconds, and most of
 * what a page shows is no part of it. Throws `not-found`.
 */
export async function loadForSaving(deps: LoadDeps, reviewId: string, key: string): Promise<OpenReview> {
  const { db } = deps.store;
  const found = await findForSaving(db, reviewId, key);
  if (!found) throw notFound('no such review');
  const { review: row, campaign, field } = found;
  const [itemRows, suggestions] = ITEM_COLUMN.test(key)
    ? await Promise.all([itemsOfReview(db, reviewId), suggestionsTo(deps, row)])
    : [null, []];
  const fieldRows = field ? [field] : [];
  return openReview(deps, { row, campaign, fieldRows, itemRows, suggestions, said: () => true });
}

function suggestionsTo({ store }: Pick<Deps, 'store'>, row: ReviewRow): Promise<SuggestionRow[]> {
  const whom = row.member_id === null ? { unit: row.unit_id } : { member: row.member_id };
  return suggestionsFor(store.db, row.campaign_id, whom);
}

async function reviewAndCampaign(deps: LoadDeps, reviewId: string): Promise<{ row: ReviewRow; campaign: CampaignRow }> {
  const row = await findReview(deps.store.db, reviewId);
  const campaign = row && (await findCampaign(deps.store.db, row.campaign_id));
  if (!row || !campaign) throw notFound('no such review');
  return { row, campaign };
}

/** `itemRows` null: nothing asked about is an item's. */
async function openReview(
  deps: LoadDeps,
  rows: {
    row: ReviewRow;
    campaign: CampaignRow;
    fieldRows: readonly FieldRow[];
    itemRows: readonly ItemRow[] | null;
    suggestions: readonly SuggestionRow[];
    /** Whether its author has written to an entry. */
    said: (itemId: string) => boolean;
  },
): Promise<OpenReview> {
  const { db } = deps.store;
  const { row, campaign } = rows;
  const form = await formOrThrow(db, row.form_id);
  const collective = form.standing === 'collective';
  const [a, b, concluded, criteria] = await Promise.all([
    collective ? null : editionOrThrow(db, campaign.edition_a),
    listBApplies(campaign, form) ? editionOrThrow(db, campaign.edition_b) : null,
    collective && rows.itemRows ? concludedItems(db, row, campaign, form) : [],
    criteriaFor(db, campaign, form.standing),
  ]);
  const fields = new Map(rows.fieldRows.map((field) => [field.key, field]));
  const kept = (rows.itemRows ?? []).filter((item) => item.removed === 0);
  const items = [
    ...suggestedItems(form, row, rows.suggestions, rows.said),
    ...kept.map((item) => toItem(item, fields)),
    ...concluded,
  ];
  const words = provisionalWords(campaign, deps.rehearsal);
  const frame: ReviewFrame = { form, a, b, items, words, criteria, today: dayInHanoi(deps.now()) };
  return { row, campaign, fields, frame, mayWrite: isEditable(row.state, campaign.state) };
}

/** Members outside the political system answer list B only where the cấp ủy switched it on (signs.md). */
function listBApplies(campaign: CampaignRow, form: FormVersion): boolean {
  return form.standing !== 'outside' || campaign.list_b_outside === 1;
}

function toItem(item: ItemRow, fields: ReadonlyMap<string, FieldRow>): ReviewItem {
  // What the branch itself has entered comes with its words.
  const handAdded = (item.origin === 'branch' || item.origin === 'higher') && item.source_text === '';
  const typed = fields.get(`${item.list}.${item.id}.${SOURCE_COLUMN}`)?.value ?? '';
  return {
    id: item.id,
    list: item.list,
    origin: item.origin,
    sourceText: handAdded ? typed : item.source_text,
    sourceYear: item.source_year,
    sourceDue: item.source_due,
    handAdded,
  };
}

interface Parts extends Pick<OpenReview, 'row' | 'campaign' | 'fields' | 'frame'> {
  head: ReviewHead;
  unit: ReviewUnit;
}

function contentOf({ row, campaign, head, unit, fields, frame }: Parts): ReviewContent {
  const standing = new Set(frame.items.map((item) => item.id));
  return {
    reference: row.reference,
    year: campaign.year,
    campaignTitle: campaign.title,
    formId: frame.form.id,
    editionA: frame.a?.id ?? null,
    editionB: frame.b?.id ?? null,
    head,
    unit,
    fields: Object.fromEntries(
      [...fields.values()]
        .filter((field) => field.value !== '' && field.key !== REASON_KEY)
        .filter((field) => belongsToStandingItem(field.key, standing))
        .filter((field) => isStillSaid(frame, field.key, fields))
        .map((field) => [field.key, field.value]),
    ),
    items: frame.items.filter((item) => item.sourceText !== '' || hasWords(item, fields)),
    provisionalWords: frame.words,
    ...(frame.criteria ? { criteriaSet: frame.criteria.id } : {}),
    signedOn: null,
  };
}

/**
 * What was written beside an answer counts only while that answer stands, and only on signs this campaign asks:
 * a confession its author took back is frozen nowhere. Points count by the set of criteria that holds now.
 */
function isStillSaid(frame: ReviewFrame, key: string, fields: ReadonlyMap<string, FieldRow>): boolean {
  if (isCriterionKey(key)) return findCriterion(frame.criteria, key) !== undefined;
  const address = signAddress(editionsOf(frame), key);
  if (!address) return !/^[AB]\d/.test(key);
  const { edition, sign, question } = address;
  if (!isAnswerable(sign, frame.words)) return false;
  if (!question) return true;
  const given = fields.get(signKey(edition.list, sign.no))?.value ?? '';
  return findAnswer(edition, sign, given)?.asks.some((asked) => asked.key === question.key) ?? false;
}

/** `III.<item>.state` of a removed item is kept in the database and left out of the content. */
function belongsToStandingItem(key: string, standing: ReadonlySet<string>): boolean {
  const item = ITEM_COLUMN.exec(key)?.[1];
  return item === undefined || standing.has(item);
}

/** An entry that was added and left empty is kept for its author, but is no part of what the review says. */
function hasWords(item: ReviewItem, fields: ReadonlyMap<string, FieldRow>): boolean {
  const prefix = `${item.list}.${item.id}.`;
  return [...fields.values()].some((field) => field.key.startsWith(prefix) && field.value !== '');
}
