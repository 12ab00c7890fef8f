import { sha256Hex } from '../canonical.ts';
import type { CampaignRow } from '../campaigns/queries.ts';
import type { Deps } from '../deps.ts';
import { findHandUp } from '../ratings/queries.ts';
import { COLLECTIVE } from '../ratings/rules.ts';
import type { ReviewContent } from '../reviews/content.ts';
import type { UnitRow } from '../units/queries.ts';
import { byName } from '../units/rules.ts';
import { formatDateTime } from '../views/formats.ts';
import { summaryOf } from './branch-summary.ts';
import { findKit, identityOf, importsOf, knownHashes, officeSide } from './queries.ts';
import { type RollUp, type RollUpHeader, unlockRollUp } from './roll-up-file.ts';
import { fileProblem } from './sealed.ts';

type JudgeDeps = Pick<Deps, 'store'>;

/** A file of a branch that may be taken in as it stands: unlocked, its signature checked, every row in its place. */
export interface JudgedRollUp {
  header: RollUpHeader;
  body: RollUp;
  branch: UnitRow;
  campaign: CampaignRow;
  sha256: string;
  /** Record id → what it says. */
  contents: ReadonlyMap<string, ReviewContent>;
  /** Accounts that exist here; rows of any other fall to whoever takes the file in. */
  accounts: ReadonlySet<string>;
  /** Reviews that an earlier file brought and this one does not: they are back with their authors. */
  gone: readonly { id: string; member_id: string | null }[];
  /** The branch's members as the office has them, by name. */
  people: readonly { id: string; full_name: string }[];
}

/** Throws `invalid-input` with the one plain reason why the file is not taken; nothing was written. */
export async function judgeRollUp(
  deps: JudgeDeps,
  place: { campaign: CampaignRow; branches: readonly UnitRow[] },
  bytes: Uint8Array,
): Promise<JudgedRollUp> {
  const { db } = deps.store;
  const { campaign, branches } = place;
  const identity = await identityOf(db, campaign.unit_id);
  if (identity === undefined) {
    throw fileProblem('Đảng ủy chưa lập bộ cài nào, nên chưa có chi bộ nào nộp được bằng tệp.');
  }
  const file = await unlockRollUp(identity, bytes);
  const { header } = file;
  const branch = branches.find(({ id }) => id === header.unit);
  if (header.campaign !== campaign.id || !branch) {
    throw fileProblem('Tệp này của đợt khác hoặc của chi bộ không thuộc đợt này. Đồng chí mở đúng đợt rồi tải lên.');
  }
  const kit = await findKit(db, header.kit);
  if (
    !kit ||
    kit.campaign_id !== campaign.id ||
    kit.unit_id !== branch.id ||
    !(await file.isSignedBy(kit.public_key))
  ) {
    throw fileProblem(
      'Chữ ký của tệp không đúng khóa đã cấp cho chi bộ này: tệp đã bị sửa, hoặc không phải do máy của chi bộ xuất ra. Chưa ghi gì cả.',
    );
  }
  if (kit.revoked_at !== null) {
    throw fileProblem(
      `Tệp ký bằng bộ cài cũ, đã được thay lúc ${formatDateTime(kit.revoked_at)}. Chi bộ phải mở bộ cài mới rồi xuất lại.`,
    );
  }
  const sha256 = sha256Hex(bytes);
  await assertNewest(deps, header, sha256);
  if (await findHandUp(db, campaign.id, branch.id)) {
    throw fileProblem(
      `${branch.name} đã chuyển bảng đề xuất rồi. Muốn nhận tệp mới, đồng chí trả lại bảng đang có trước (trang Xếp loại).`,
    );
  }
  if (campaign.state !== 'open') throw fileProblem('Đợt này đã kết thúc. Đồng chí mở lại đợt rồi tải lên.');
  const body = file.body();
  return { header, body, branch, campaign, sha256, ...(await placeRows(deps, { header, body, branch })) };
}

async function assertNewest({ store: { db } }: JudgeDeps, header: RollUpHeader, sha256: string): Promise<void> {
  const before = (await importsOf(db, header.campaign)).filter(({ kit_id }) => kit_id === header.kit);
  const same = before.find((row) => row.sha256 === sha256 || row.serial === header.serial);
  if (same) {
    throw fileProblem(
      `Tệp này (số ${same.serial}) đã nhập lúc ${formatDateTime(same.imported_at)}. Không cần nhập lại.`,
    );
  }
  const newest = Math.max(0, ...before.map(({ serial }) => serial));
  if (header.serial < newest) {
    throw fileProblem(
      `Tệp số ${header.serial} cũ hơn tệp số ${newest} đã nhập. Đồng chí lấy tệp mới nhất ở máy của chi bộ.`,
    );
  }
}

type Placed = Pick<JudgedRollUp, 'contents' | 'accounts' | 'gone' | 'people'>;

/** Every row belongs to this branch and this campaign, and hangs together with the others. */
async function placeRows(
  deps: JudgeDeps,
  { header, body, branch }: Pick<JudgedRollUp, 'header' | 'body' | 'branch'>,
): Promise<Placed> {
  const { db } = deps.store;
  const here = await officeSide(db, { campaignId: header.campaign, unitId: branch.id });
  const summary = body.summary === null ? null : summaryOf(body.summary, placeOf(header));
  if (body.summary !== null && !summary) throw fileProblem(TORN);
  assertPeopleKnown(body, summary?.people ?? [], branch, here.members);
  const [earlier, contents] = await Promise.all([importsOf(db, header.campaign), readContents(deps, body)]);
  const brought = new Set(body.reviews.map(({ id }) => id));
  const theirs = here.reviews.filter(
    (row) =>
      row.unit_id === branch.id || body.reviews.some(({ member_id }) => member_id && member_id === row.member_id),
  );
  const other = theirs.filter(({ id }) => !brought.has(id));
  const hasEarlier = earlier.some(({ unit_id }) => unit_id === branch.id);
  const clashing = other.filter((row) => !hasEarlier || row.state === 'draft' || row.unit_id !== branch.id);
  if (clashing.length > 0) {
    const names = clashing.map(({ member_id }) => here.members.get(member_id ?? '')?.full_name ?? branch.name);
    throw fileProblem(
      `Trên hệ thống của đảng ủy đã có bản kiểm điểm năm nay của: ${names.join(', ')}. Một người chỉ có một bản, nên chưa ghi gì cả.`,
    );
  }
  if (theirs.some((row) => brought.has(row.id) && row.unit_id !== branch.id)) throw fileProblem(TORN);
  if (body.reviews.some(({ id, reference }) => (here.references.get(reference) ?? id) !== id)) {
    throw fileProblem('Một số tham chiếu trong tệp trùng với bản khác ở đây. Đồng chí báo người hỗ trợ chương trình.');
  }
  return {
    contents,
    accounts: here.accounts,
    gone: other.filter(({ state }) => state === 'submitted' || state === 'accepted'),
    people: [...here.members.values()].filter(({ unit_id }) => unit_id === branch.id).toSorted(byName),
  };
}

const TORN = 'Nội dung tệp không khớp nhau. Chưa ghi gì cả: đồng chí đề nghị chi bộ xuất lại tệp.';

function placeOf({ campaign, unit }: RollUpHeader): { campaign_id: string; unit_id: string } {
  return { campaign_id: campaign, unit_id: unit };
}

function assertPeopleKnown(
  body: RollUp,
  summed: readonly { memberId: string }[],
  branch: UnitRow,
  members: ReadonlyMap<string, { unit_id: string; full_name: string }>,
): void {
  const named = [
    ...body.reviews.flatMap(({ member_id }) => member_id ?? []),
    ...summed.map(({ memberId }) => memberId),
    ...body.ratings.map(({ subject }) => subject),
    ...body.disciplines.flatMap(({ member_id }) => member_id ?? []),
    ...body.residence.map(({ member_id }) => member_id),
    ...body.conclusions.flatMap(({ member_id }) => member_id ?? []),
    ...(body.meeting?.attendance.map(({ member_id }) => member_id) ?? []),
  ].filter((id) => id !== COLLECTIVE);
  const unknown = new Set(named.filter((id) => !members.has(id)));
  if (unknown.size > 0) {
    throw fileProblem(
      `Trong tệp có ${unknown.size} đảng viên chưa có trong danh sách của đảng ủy: chi bộ đã tự ghi thêm sau khi nhận bộ cài. Chưa ghi gì cả.`,
    );
  }
  const elsewhere = [...new Set(named)].filter((id) => members.get(id)?.unit_id !== branch.id);
  if (elsewhere.length > 0) {
    const names = elsewhere.map((id) => members.get(id)?.full_name ?? '').join(', ');
    throw fileProblem(
      `Ở đảng ủy, các đồng chí sau không còn ở chi bộ này: ${names}. Đồng chí đối chiếu danh sách, chuyển lại nếu nhầm, rồi tải lên.`,
    );
  }
}

/** The frozen records, each with its hash, its review, and lists and forms that stand here. */
async function readContents({ store: { db } }: JudgeDeps, body: RollUp): Promise<ReadonlyMap<string, ReviewContent>> {
  const reviews = new Map(body.reviews.map((review) => [review.id, review]));
  const contents = new Map<string, ReviewContent>();
  for (const record of body.records) {
    const review = reviews.get(record.review_id);
    const content = contentIn(record.content);
    const holds =
      sha256Hex(record.content) === record.sha256 &&
      review?.submissions === record.submission &&
      review.form_id === record.form_id &&
      content?.formId === record.form_id &&
      (content.editionA ?? '') === record.edition_a &&
      (content.editionB ?? '') === record.edition_b &&
      content.reference === review.reference;
    if (!holds) throw fileProblem(TORN);
    contents.set(record.id, content);
  }
  const recorded = new Set(body.records.map(({ review_id }) => review_id));
  const twice = recorded.size !== body.records.length || reviews.size !== body.reviews.length;
  const steps = body.reviewSteps.every(({ review_id }) => reviews.has(review_id));
  const collectives = body.reviews.filter(({ member_id }) => member_id === null).length;
  if (twice || recorded.size !== reviews.size || !steps || collectives > 1) throw fileProblem(TORN);
  await assertTextsKnown(db, body);
  return contents;
}

async function assertTextsKnown(db: Deps['store']['db'], body: RollUp): Promise<void> {
  const forms = [...new Set(body.records.map(({ form_id }) => form_id))];
  const editions = [...new Set(body.records.flatMap((row) => [row.edition_a, row.edition_b]))].filter(
    (id) => id !== '',
  );
  const known = await knownHashes(db, { editions, forms });
  if ([...forms, ...editions].every((id) => known.has(id))) return;
  throw fileProblem('Tệp dùng danh mục hoặc biểu mẫu chưa có ở đây. Đồng chí báo chi bộ mở đúng bộ cài đã cấp.');
}

/** The content is checked by its hash, which the signature holds; here only what is read of it. */
function contentIn(text: string): ReviewContent | null {
  try {
    const content = JSON.parse(text) as Partial<ReviewContent>;
    const whole =
      typeof content.fields === 'object' && Array.isArray(content.items) && typeof content.head === 'object';
    return whole && Object.values(content.fields ?? {}).every((value) => typeof value === 'string')
      ? (content as ReviewContent)
      : null;
  } catch {
    return null;
  }
}
