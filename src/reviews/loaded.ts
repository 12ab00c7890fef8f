import { type CampaignRow, findCampaign } from '../campaigns/queries.ts';
import { provisionalWords } from '../campaigns/rules.ts';
import { findAnswer, isAnswerable, signAddress } from '../catalogues/rules.ts';
import { editionOrThrow } from '../catalogues/queries.ts';
import { dayInHanoi } from '../calendar.ts';
import type { Deps } from '../deps.ts';
import { notFound } from '../errors.ts';
import { formOrThrow } from '../forms/queries.ts';
import type { FormVersion } from '../forms/version.ts';
import { findMember, type MemberRow, type UnitRow, unitAndAbove } from '../units/queries.ts';
import { type ReviewContent, type ReviewItem, signKey } from './content.ts';
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
import { HEAD_PREFIX, REASON_KEY, type ReviewFrame, SOURCE_COLUMN } from './questions.ts';
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

/** One review with everything it says. */
export interface LoadedReview extends OpenReview {
  member: MemberRow;
  unit: UnitRow;
  content: ReviewContent;
  /** Changes when anything of the content is saved; submission freezes only what still has it. */
  mark: ContentMark;
}

type LoadDeps = Pick<Deps, 'store' | 'now' | 'rehearsal'>;

/** Throws `not-found`. Who may see it is the access table's business, before this is called. */
export async function loadReview(deps: LoadDeps, reviewId: string): Promise<LoadedReview> {
  const { db } = deps.store;
  const { row, campaign } = await reviewAndCampaign(deps, reviewId);
  const [member, units, fieldRows, itemRows] = await Promise.all([
    row.member_id === null ? undefined : findMember(db, row.member_id),
    unitAndAbove(db, row.unit_id),
    fieldsOfReview(db, reviewId),
    itemsOfReview(db, reviewId),
  ]);
  const [unit, superior] = units;
  if (!member || !unit) throw notFound('the review has lost its member or unit');
  const open = await openReview(deps, { row, campaign, fieldRows, itemRows });
  const content = contentOf({ ...open, member, unit, superior });
  return { ...open, member, unit, content, mark: contentMark(fieldRows, itemRows) };
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
  const itemRows = ITEM_COLUMN.test(key) ? await itemsOfReview(db, reviewId) : [];
  return openReview(deps, { row, campaign, fieldRows: field ? [field] : [], itemRows });
}

async function reviewAndCampaign(deps: LoadDeps, reviewId: string): Promise<{ row: ReviewRow; campaign: CampaignRow }> {
  const row = await findReview(deps.store.db, reviewId);
  const campaign = row && (await findCampaign(deps.store.db, row.campaign_id));
  if (!row || !campaign) throw notFound('no such review');
  return { row, campaign };
}

async function openReview(
  deps: LoadDeps,
  rows: { row: ReviewRow; campaign: CampaignRow; fieldRows: readonly FieldRow[]; itemRows: readonly ItemRow[] },
): Promise<OpenReview> {
  const { db } = deps.store;
  const { row, campaign } = rows;
  const form = await formOrThrow(db, row.form_id);
  const [a, b] = await Promise.all([
    editionOrThrow(db, campaign.edition_a),
    listBApplies(campaign, form) ? editionOrThrow(db, campaign.edition_b) : null,
  ]);
  const fields = new Map(rows.fieldRows.map((field) => [field.key, field]));
  const items = rows.itemRows.filter((item) => item.removed === 0).map((item) => toItem(item, fields));
  const words = provisionalWords(campaign, deps.rehearsal);
  const frame: ReviewFrame = { form, a, b, items, words, today: dayInHanoi(deps.now()) };
  return { row, campaign, fields, frame, mayWrite: isEditable(row.state, campaign.state) };
}

/** Members outside the political system answer list B only where the cấp ủy switched it on (signs.md). */
function listBApplies(campaign: CampaignRow, form: FormVersion): boolean {
  return form.standing !== 'outside' || campaign.list_b_outside === 1;
}

function toItem(item: ItemRow, fields: ReadonlyMap<string, FieldRow>): ReviewItem {
  const handAdded = item.origin === 'branch' || item.origin === 'higher';
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

interface Parts {
  row: ReviewRow;
  campaign: CampaignRow;
  member: MemberRow;
  unit: UnitRow;
  superior: UnitRow | undefined;
  fields: ReadonlyMap<string, FieldRow>;
  frame: ReviewFrame;
}

function contentOf({ row, campaign, member, unit, superior, fields, frame }: Parts): ReviewContent {
  const standing = new Set(frame.items.map((item) => item.id));
  const head = (key: string, fromRegister: string) => fields.get(`${HEAD_PREFIX}${key}`)?.value ?? fromRegister;
  return {
    reference: row.reference,
    year: campaign.year,
    campaignTitle: campaign.title,
    formId: frame.form.id,
    editionA: frame.a.id,
    editionB: frame.b?.id ?? null,
    head: {
      fullName: head('fullName', member.full_name),
      birthDate: head('birthDate', member.birth_date),
      partyPost: head('partyPost', member.party_post),
      governmentPost: head('governmentPost', member.government_post),
      unionPost: head('unionPost', member.union_post),
      workplace: head('workplace', member.workplace),
      branch: unit.name,
      hasAgency: member.has_agency === 1,
    },
    unit: {
      superiorLines: (superior?.paper_name ?? '').split('\n').filter((line) => line !== ''),
      issuerLines: unit.paper_name.split('\n'),
      place: unit.place,
      hasBranchCommittee: unit.has_branch_committee === 1,
    },
    fields: Object.fromEntries(
      [...fields.values()]
        .filter((field) => field.value !== '' && field.key !== REASON_KEY)
        .filter((field) => belongsToStandingItem(field.key, standing))
        .filter((field) => isStillSaid(frame, field.key, fields))
        .map((field) => [field.key, field.value]),
    ),
    items: frame.items.filter((item) => item.sourceText !== '' || hasWords(item, fields)),
    provisionalWords: frame.words,
    signedOn: null,
  };
}

/**
 * What was written beside an answer counts only while that answer stands, and only on signs this campaign asks:
 * a confession its author took back is frozen nowhere.
 */
function isStillSaid(frame: ReviewFrame, key: string, fields: ReadonlyMap<string, FieldRow>): boolean {
  const address = signAddress(frame.b ? [frame.a, frame.b] : [frame.a], key);
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
