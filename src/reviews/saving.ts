import type { CampaignState, ItemOrigin } from '../../db/schema.ts';
import { noteTyping } from '../assistance/statements.ts';
import { logEdit } from '../audit/statements.ts';
import { findCampaign } from '../campaigns/queries.ts';
import { type Deps, LostGuard } from '../deps.ts';
import { AppError } from '../errors.ts';
import { fieldByKey, isItemField, type ItemField } from '../forms/rules.ts';
import type { Actor } from '../http/context.ts';
import type { TypedField } from '../http/saved-fields.ts';
import type { OpenReview } from './loaded.ts';
import { findField, findReview, type ReviewRow } from './queries.ts';
import { schemaOf } from './questions.ts';
import { addItem, type FieldSave, saveField, setItemRemoved } from './statements.ts';
import { isEditable } from './transitions.ts';

type SaveDeps = Pick<Deps, 'store' | 'now' | 'newId'>;

/** What became of one typed field. Good ones are stored whatever happens to the others. */
export type FieldOutcome =
  | { kind: 'unchanged' | 'saved'; key: string; value: string; version: number; savedAt: string | null }
  | { kind: 'invalid'; key: string; typed: string; error: string }
  /** `base` is the version its typist saw, `version` the one that is stored now. */
  | { kind: 'conflict'; key: string; typed: string; base: number; theirs: string; version: number; savedAt: string };

/**
 * Saves what was typed, field by field (design §4b): never refuses for incompleteness, keeps the good ones,
 * hands the bad and the conflicting ones back as they were typed.
 * Throws `already-submitted` once the review is handed in.
 */
export async function saveFields(
  deps: SaveDeps,
  actor: Actor,
  review: OpenReview,
  typed: readonly TypedField[],
): Promise<FieldOutcome[]> {
  assertEditable(review.row, review.campaign.state);
  const judged = typed.map((field) => judge(review, field));
  const changed = judged.filter((outcome) => outcome.kind === 'changed');
  const saved = changed.length > 0 ? await saveChanged(deps, actor, review, changed) : new Map<string, FieldOutcome>();
  return judged.map((outcome) => (outcome.kind === 'changed' ? (saved.get(outcome.key) as FieldOutcome) : outcome));
}

/** The text of a field as it stands stored after this request; undefined where it was refused or not sent. */
export function storedBy(outcomes: readonly FieldOutcome[], key: string): string | undefined {
  const outcome = outcomes.find((one) => one.key === key);
  return outcome?.kind === 'saved' || outcome?.kind === 'unchanged' ? outcome.value : undefined;
}

type Changed = { kind: 'changed'; key: string; typed: string; value: string; version: number };

function judge(review: OpenReview, { key, value, version }: TypedField): FieldOutcome | Changed {
  const schema = schemaOf(review.frame, key);
  if (!schema) {
    return {
      kind: 'invalid',
      key,
      typed: value,
      error: 'Mục này không có trong bản kiểm điểm. Đồng chí tải lại trang.',
    };
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    return { kind: 'invalid', key, typed: value, error: parsed.error.issues[0]?.message ?? 'Nội dung chưa đúng dạng.' };
  }
  const stored = review.fields.get(key);
  if (parsed.data === (stored?.value ?? '')) {
    const { version: now = 0, saved_at: savedAt = null } = stored ?? {};
    return { kind: 'unchanged', key, value: parsed.data, version: now, savedAt };
  }
  return { kind: 'changed', key, typed: value, value: parsed.data, version };
}

/** All in one list; if one of them has lost, each by itself, so that the others stay saved. */
async function saveChanged(
  deps: SaveDeps,
  actor: Actor,
  review: OpenReview,
  changed: readonly Changed[],
): Promise<Map<string, FieldOutcome>> {
  const at = deps.now().toISOString();
  try {
    await saveList(deps, actor, review, changed, at);
    return new Map(changed.map((field) => [field.key, savedOutcome(field, at)]));
  } catch (error) {
    if (!(error instanceof LostGuard)) throw error;
  }
  const outcomes = new Map<string, FieldOutcome>();
  for (const field of changed) outcomes.set(field.key, await saveAlone(deps, actor, review, field, at));
  return outcomes;
}

async function saveAlone(
  deps: SaveDeps,
  actor: Actor,
  review: OpenReview,
  field: Changed,
  at: string,
): Promise<FieldOutcome> {
  try {
    await saveList(deps, actor, review, [field], at);
    return savedOutcome(field, at);
  } catch (error) {
    if (!(error instanceof LostGuard)) throw error;
    return explainLoss(deps, review, field);
  }
}

async function saveList(
  deps: SaveDeps,
  actor: Actor,
  review: OpenReview,
  changed: readonly Changed[],
  at: string,
): Promise<void> {
  const saves = changed.map((field): FieldSave => {
    return { reviewId: review.row.id, key: field.key, value: field.value, baseVersion: field.version, at };
  });
  await deps.store.atomic([
    ...saves.map((save) => saveField(deps.store.db, save)),
    logEdit(deps, actor, review.row.id, review.row.unit_id),
    ...noteTyping(deps, actor),
  ]);
}

function savedOutcome(field: Changed, at: string): FieldOutcome {
  return { kind: 'saved', key: field.key, value: field.value, version: field.version + 1, savedAt: at };
}

/** Somebody was first: either the review was handed in, or the same field was saved elsewhere meanwhile. */
async function explainLoss(deps: SaveDeps, review: OpenReview, field: Changed): Promise<FieldOutcome> {
  const stored = await findField(deps.store.db, review.row.id, field.key);
  const version = stored?.version ?? 0;
  const savedAt = stored?.saved_at ?? review.row.created_at;
  // The very words are stored, for instance by the other half of a double click that has handed the review in by now.
  if (stored?.value === field.value) {
    return { kind: 'unchanged', key: field.key, value: field.value, version, savedAt };
  }
  await assertStillEditable(deps, review);
  const theirs = stored?.value ?? '';
  return { kind: 'conflict', key: field.key, typed: field.typed, base: field.version, theirs, version, savedAt };
}

function assertEditable({ state, member_id }: Pick<ReviewRow, 'state' | 'member_id'>, campaign: CampaignState): void {
  if (isEditable(state, campaign)) return;
  if (state === 'draft') {
    throw new AppError('not-allowed-now', {
      hint: 'Đợt kiểm điểm đã kết thúc nên nội dung vừa gõ chưa được lưu. Đồng chí báo văn phòng đảng ủy nếu vẫn cần nộp.',
    });
  }
  throw new AppError('already-submitted', { hint: member_id === null ? ALREADY_SENT : ALREADY_SUBMITTED });
}

const ALREADY_SUBMITTED =
  'Bản kiểm điểm đã nộp nên không sửa được nữa; nội dung vừa gõ chưa được lưu. Nếu cần sửa, đồng chí đề nghị chi ủy trả lại để bổ sung.';
const ALREADY_SENT =
  'Dự thảo đã gửi cho dự họp nên không sửa được nữa; nội dung vừa gõ chưa được lưu. Nếu cần sửa, bí thư hoặc phó bí thư bấm “Sửa sau góp ý” ở trang Kiểm điểm tập thể.';

async function assertStillEditable(deps: SaveDeps, review: OpenReview): Promise<void> {
  const [row, campaign] = await Promise.all([
    findReview(deps.store.db, review.row.id),
    findCampaign(deps.store.db, review.campaign.id),
  ]);
  assertEditable({ ...review.row, state: row?.state ?? 'closed' }, campaign?.state ?? 'closed');
}

/** Most entries of one list: a review is read aloud at a meeting. */
const MOST_ITEMS = 40;

/** Adds an empty entry to a list and returns its id. Throws `invalid-input` for a list this form does not have. */
export async function addListItem(
  deps: SaveDeps,
  actor: Actor,
  review: OpenReview,
  wanted: { list: string; origin: Extract<ItemOrigin, 'written' | 'branch' | 'higher'> },
): Promise<string> {
  assertEditable(review.row, review.campaign.state);
  const place = fieldByKey(review.frame.form, wanted.list);
  const existing = review.frame.items.filter((item) => item.list === wanted.list);
  if (!place || !isItemField(place.field) || !takesOrigin(place.field, wanted.origin)) {
    throw new AppError('invalid-input', { hint: 'Không thêm được mục này. Đồng chí mở lại trang rồi bấm nút thêm.' });
  }
  if (existing.length >= MOST_ITEMS) {
    throw new AppError('invalid-input', { hint: `Mỗi danh sách có nhiều nhất ${MOST_ITEMS} mục.` });
  }
  const id = deps.newId();
  const row = {
    id,
    review_id: review.row.id,
    list: wanted.list,
    position: 1_000 + existing.length,
    origin: wanted.origin,
    source_text: '',
    source_year: null,
    source_due: null,
    removed: 0,
    version: 1,
  };
  try {
    await deps.store.atomic([
      addItem(deps.store.db, row),
      logEdit(deps, actor, review.row.id, review.row.unit_id),
      ...noteTyping(deps, actor),
    ]);
    return id;
  } catch (error) {
    if (error instanceof LostGuard) await assertStillEditable(deps, review);
    throw error;
  }
}

/** Section III takes conclusions of others beside last year's items; every other list takes what is written here. */
function takesOrigin(field: ItemField, origin: ItemOrigin): boolean {
  const fromLastYear = field.kind === 'list' && field.startsFromLastYear;
  return fromLastYear === (origin !== 'written');
}

/** Takes an entry out of its list, or brings it back: its words are kept. */
export async function setListItemRemoved(
  deps: SaveDeps,
  actor: Actor,
  review: OpenReview,
  itemId: string,
  removed: boolean,
): Promise<void> {
  assertEditable(review.row, review.campaign.state);
  await deps.store
    .atomic([
      setItemRemoved(deps.store.db, review.row.id, itemId, removed),
      logEdit(deps, actor, review.row.id, review.row.unit_id),
      ...noteTyping(deps, actor),
    ])
    .catch(async (error: unknown) => {
      if (!(error instanceof LostGuard)) throw error;
      // Handed in meanwhile; else twice the same click, and it is as wanted already.
      await assertStillEditable(deps, review);
    });
}
