import { logRow } from '../audit/statements.ts';
import { type CampaignRow, formIdFor } from '../campaigns/queries.ts';
import { dayInHanoi } from '../calendar.ts';
import { type Deps, LostGuard, type Statement } from '../deps.ts';
import { AppError } from '../errors.ts';
import { formOrThrow } from '../forms/queries.ts';
import { listFromLastYear } from '../forms/rules.ts';
import type { HeadFieldKey } from '../forms/version.ts';
import type { Actor } from '../http/context.ts';
import { findRecord, recordText } from '../records/queries.ts';
import type { MemberRow } from '../units/queries.ts';
import { apartFrom, standsApart } from './apart.ts';
import { type CarriedItem, carryOver } from './carry-over.ts';
import type { ReviewContent } from './content.ts';
import { findReviewOf, lastSubmittedBefore, type ReviewRow } from './queries.ts';
import { HEAD_PREFIX } from './questions.ts';
import { giveConclusions, insertFirstField, insertItem, insertReview, insertStep } from './statements.ts';

type BeginDeps = Pick<Deps, 'store' | 'now' | 'newId'>;

/**
 * Begins a person's review of a campaign and returns its id; where it has begun already, that one's.
 * Personal data comes from the register, section III from last year's own words and what the branch concluded.
 * Throws `not-allowed-now` when the campaign has no form for the person's standing, is not open, or excuses the person.
 */
export async function beginReview(
  deps: BeginDeps,
  actor: Actor,
  campaign: CampaignRow,
  member: MemberRow,
): Promise<string> {
  const { db } = deps.store;
  const begun = await findReviewOf(db, member.id, campaign.id);
  if (begun) return begun.id;
  if (campaign.state !== 'open' || campaign.opens_on > dayInHanoi(deps.now())) throw campaignClosed();
  const apart = await apartFrom(deps, campaign.id, member.id);
  if (apart) throw standsApart(apart);
  const formId = await formIdFor(db, campaign, member);
  if (!formId) throw noFormForStanding();
  const id = deps.newId();
  const at = deps.now().toISOString();
  const review = {
    id,
    campaign_id: campaign.id,
    member_id: member.id,
    unit_id: member.unit_id,
    form_id: formId,
    state: 'draft' as const,
    version: 1,
    submissions: 0,
    created_at: at,
    submitted_at: null,
    state_at: at,
  };
  const last = await lastSubmittedBefore(db, member.id, campaign.year);
  const items = await carriedItems(deps, last, formId);
  const conclusionsTo = listFromLastYear(await formOrThrow(db, formId))?.key;
  const statements = [
    ...(await headValues(deps, formId, member)).map(([key, value]) =>
      insertFirstField(db, { review_id: id, key: `${HEAD_PREFIX}${key}`, value, saved_at: at }),
    ),
    ...items.map((item, position) =>
      insertItem(db, { id: deps.newId(), review_id: id, position, removed: 0, version: 1, ...item }),
    ),
    ...(conclusionsTo ? [giveConclusions(db, campaign.id, member.id, conclusionsTo)] : []),
    insertStep(db, {
      id: deps.newId(),
      review_id: id,
      from_state: 'none',
      to_state: 'draft',
      account_id: actor.accountId ?? '',
      remark: '',
      at,
    }),
    logRow(deps, actor, { action: 'review-begun', subject: { kind: 'review', id }, unitId: member.unit_id }),
  ];
  return insertBegun(deps, { review, year: campaign.year, statements }, () => findReviewOf(db, member.id, campaign.id));
}

const REFERENCE_TRIES = 5;

/** Begins under a new reference, and returns the id of the review that stands now: this one, or one begun meanwhile. */
export async function insertBegun(
  deps: BeginDeps,
  begun: {
    review: Omit<Parameters<typeof insertReview>[1], 'reference'>;
    year: number;
    statements: readonly Statement[];
  },
  findOther: () => Promise<{ id: string } | undefined>,
): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const first = insertReview(deps.store.db, { ...begun.review, reference: newReference(begun.year) });
      await deps.store.atomic([first, ...begun.statements]);
      return begun.review.id;
    } catch (error) {
      if (!(error instanceof LostGuard)) throw error;
      // A double click, two tabs or two leaders: the other one has begun it.
      const other = await findOther();
      if (other) return other.id;
      // Else the reference is taken: among a thousand reviews two share their six digits as often as not.
      if (attempt === REFERENCE_TRIES) throw error;
    }
  }
}

async function headValues(deps: BeginDeps, formId: string, member: MemberRow): Promise<[HeadFieldKey, string][]> {
  const form = await formOrThrow(deps.store.db, formId);
  const fromRegister: Partial<Record<HeadFieldKey, string>> = {
    fullName: member.full_name,
    birthDate: member.birth_date,
    partyPost: member.party_post,
    governmentPost: member.government_post,
    unionPost: member.union_post,
    workplace: member.workplace,
  };
  return form.headFields
    .map((field) => field.key)
    .map((key): [HeadFieldKey, string] => [key, fromRegister[key] ?? ''])
    .filter(([, value]) => value !== '');
}

/** What section III starts from: the shortcomings and promises of the last review. */
export async function carriedItems(
  deps: BeginDeps,
  last: ReviewRow | undefined,
  formId: string,
): Promise<CarriedItem[]> {
  const { db } = deps.store;
  const record = last && (await findRecord(db, last.id, last.submissions));
  if (!last || !record) return [];
  const content = JSON.parse(await recordText(db, record)) as ReviewContent;
  const [lastForm, thisForm] = await Promise.all([formOrThrow(db, last.form_id), formOrThrow(db, formId)]);
  return carryOver({ content, form: lastForm }, thisForm);
}

/** Digits only, so that it can be read out over the telephone: "2026-483-205". */
function newReference(year: number): string {
  const [number = 0] = crypto.getRandomValues(new Uint32Array(1));
  const digits = String(number % 1_000_000).padStart(6, '0');
  return `${year}-${digits.slice(0, 3)}-${digits.slice(3)}`;
}

export function campaignClosed(): AppError {
  return new AppError('not-allowed-now', {
    hint: 'Đợt kiểm điểm này chưa mở hoặc đã kết thúc. Đồng chí hỏi bí thư chi bộ hoặc văn phòng đảng ủy.',
  });
}

function noFormForStanding(): AppError {
  return new AppError('not-allowed-now', {
    hint: 'Đợt này chưa có biểu mẫu cho đối tượng kiểm điểm của đồng chí. Đồng chí báo văn phòng đảng ủy.',
  });
}
