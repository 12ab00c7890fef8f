import type { Kysely, Selectable } from 'kysely';
import type {
  BranchKitTable,
  Database,
  ExchangeFileTable,
  OpenedKitTable,
  RollUpExportTable,
  RollUpImportTable,
} from '../../db/schema.ts';
import { fromBase64 } from '../files/base64.ts';

type Db = Kysely<Database>;

export type KitRow = Selectable<BranchKitTable>;
export type OpenedKitRow = Selectable<OpenedKitTable>;
export type ExportRow = Selectable<RollUpExportTable>;
export type ImportRow = Selectable<RollUpImportTable>;
export type FileRow = Selectable<ExchangeFileTable>;

/** D1 takes 100 parameters a statement. */
const CHUNK = 90;

export function chunks<Item>(items: readonly Item[], size = CHUNK): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}

/** The public half: what kits carry. Undefined before the first kit is issued. */
export async function recipientOf(db: Db, unitId: string): Promise<string | undefined> {
  const row = await db.selectFrom('committee_key').where('unit_id', '=', unitId).select('recipient').executeTakeFirst();
  return row?.recipient;
}

/** The private half: to open a file, and for nothing else. */
export async function identityOf(db: Db, unitId: string): Promise<string | undefined> {
  const row = await db.selectFrom('committee_key').where('unit_id', '=', unitId).select('identity').executeTakeFirst();
  return row?.identity;
}

/** The kits of a campaign that are good now, by branch, with who issued them. */
export async function currentKits(db: Db, campaignId: string) {
  const rows = await db
    .selectFrom('branch_kit')
    .innerJoin('account', 'account.id', 'branch_kit.account_id')
    .where('branch_kit.campaign_id', '=', campaignId)
    .where('branch_kit.revoked_at', 'is', null)
    .selectAll('branch_kit')
    .select('account.display_name')
    .execute();
  return new Map(rows.map((row) => [row.unit_id, row]));
}

export type IssuedKit = KitRow & { display_name: string };

export async function findKit(db: Db, id: string): Promise<KitRow | undefined> {
  return db.selectFrom('branch_kit').where('id', '=', id).selectAll().executeTakeFirst();
}

export async function currentKit(db: Db, campaignId: string, unitId: string): Promise<KitRow | undefined> {
  return db
    .selectFrom('branch_kit')
    .where('campaign_id', '=', campaignId)
    .where('unit_id', '=', unitId)
    .where('revoked_at', 'is', null)
    .selectAll()
    .executeTakeFirst();
}

/** Files taken in for a campaign, the newest first. */
export async function importsOf(db: Db, campaignId: string): Promise<ImportRow[]> {
  return db
    .selectFrom('roll_up_import')
    .where('campaign_id', '=', campaignId)
    .orderBy('imported_at', 'desc')
    .orderBy('id', 'desc')
    .selectAll()
    .execute();
}

export async function findFile(db: Db, id: string): Promise<FileRow | undefined> {
  return db.selectFrom('exchange_file').where('id', '=', id).selectAll().executeTakeFirst();
}

/** The encrypted bytes; empty where they were put away. */
export async function fileBytes(db: Db, id: string): Promise<Uint8Array<ArrayBuffer>> {
  const parts = await db
    .selectFrom('exchange_file_part')
    .where('file_id', '=', id)
    .orderBy('part')
    .select('body')
    .execute();
  return fromBase64(parts.map(({ body }) => body).join(''));
}

/** What a kit takes along of a branch and its campaign. */
export async function kitRows(db: Db, campaignId: string, unitId: string) {
  const [members, accounts, duties, exemptions, suggestions, residence, conclusions] = await Promise.all([
    db.selectFrom('member').where('unit_id', '=', unitId).orderBy('id').selectAll().execute(),
    db
      .selectFrom('account')
      .innerJoin('member', 'member.id', 'account.member_id')
      .where('member.unit_id', '=', unitId)
      .orderBy('account.id')
      .select(['account.id', 'member.id as member_id', 'account.user_name', 'account.display_name'])
      .execute(),
    db
      .selectFrom('role')
      .innerJoin('account', 'account.id', 'role.account_id')
      .innerJoin('member', 'member.id', 'account.member_id')
      .where('role.unit_id', '=', unitId)
      .where('member.unit_id', '=', unitId)
      .where('role.role', 'in', ['secretary', 'deputy', 'committee_member'])
      .orderBy('role.account_id')
      .orderBy('role.role')
      .select(['role.account_id', 'role.role'])
      .execute(),
    db
      .selectFrom('exemption')
      .innerJoin('member', 'member.id', 'exemption.member_id')
      .where('exemption.campaign_id', '=', campaignId)
      .where('member.unit_id', '=', unitId)
      .orderBy('exemption.member_id')
      .select(['exemption.member_id', 'exemption.kind', 'exemption.reason', 'exemption.at'])
      .execute(),
    db
      .selectFrom('suggestion')
      .leftJoin('member', 'member.id', 'suggestion.member_id')
      .where('suggestion.campaign_id', '=', campaignId)
      .where('suggestion.withdrawn_at', 'is', null)
      .where(({ eb, or }) => or([eb('member.unit_id', '=', unitId), eb('suggestion.unit_id', '=', unitId)]))
      .orderBy('suggestion.id')
      .select(['suggestion.id', 'suggestion.member_id', 'suggestion.unit_id', 'suggestion.text', 'suggestion.source'])
      .select(['suggestion.document_number', 'suggestion.document_date', 'suggestion.at'])
      .execute(),
    residenceOf(db, campaignId, unitId),
    conclusionsOf(db, campaignId, unitId),
  ]);
  return { members, accounts, duties, exemptions, suggestions, residence, conclusions };
}

export async function residenceOf(db: Db, campaignId: string, unitId: string) {
  return db
    .selectFrom('residence_comment as comment')
    .innerJoin('member', 'member.id', 'comment.member_id')
    .where('comment.campaign_id', '=', campaignId)
    .where('member.unit_id', '=', unitId)
    .orderBy('comment.member_id')
    .select(['comment.member_id', 'comment.state', 'comment.requested_on', 'comment.received_on', 'comment.note'])
    .execute();
}

export async function conclusionsOf(db: Db, campaignId: string, unitId: string) {
  return db
    .selectFrom('conclusion')
    .where('campaign_id', '=', campaignId)
    .where('unit_id', '=', unitId)
    .where('withdrawn_at', 'is', null)
    .orderBy('id')
    .select(['id', 'member_id', 'origin', 'text', 'source_year', 'account_id', 'at'])
    .execute();
}

/** Lists, forms and sets of criteria as they are stored, word for word. */
export async function storedTexts(
  db: Db,
  ids: { editions: readonly string[]; forms: readonly string[]; criteria: readonly string[] },
) {
  const [editions, forms, criteria] = await Promise.all([
    db
      .selectFrom('catalogue_edition')
      .where('id', 'in', ids.editions)
      .orderBy('id')
      .select(['id', 'list', 'edition', 'body', 'sha256'])
      .execute(),
    db
      .selectFrom('form_version')
      .where('id', 'in', ids.forms)
      .orderBy('id')
      .select(['id', 'standing', 'body', 'sha256'])
      .execute(),
    ids.criteria.length === 0
      ? []
      : db
          .selectFrom('criteria_set')
          .where('id', 'in', ids.criteria)
          .select(['id', 'unit_id', 'name', 'body', 'sha256'])
          .execute(),
  ]);
  return { editions, forms, criteria };
}

/** What is stored of these ids already, with the hash of each. */
export async function knownHashes(
  db: Db,
  ids: { editions: readonly string[]; forms: readonly string[] },
): Promise<ReadonlyMap<string, string>> {
  const [editions, forms] = await Promise.all([
    db.selectFrom('catalogue_edition').where('id', 'in', ids.editions).select(['id', 'sha256']).execute(),
    db.selectFrom('form_version').where('id', 'in', ids.forms).select(['id', 'sha256']).execute(),
  ]);
  return new Map([...editions, ...forms].map(({ id, sha256 }) => [id, sha256]));
}

/** What stands in the way of opening a kit: a kit is for a database that holds nothing but its first administrator. */
export async function fillOf(db: Db) {
  const [units, members, campaigns, names] = await Promise.all([
    db.selectFrom('unit').orderBy('id').select(['id', 'name', 'kind']).execute(),
    db
      .selectFrom('member')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirst(),
    db
      .selectFrom('campaign')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirst(),
    db.selectFrom('account').select('user_name').execute(),
  ]);
  return {
    units,
    members: Number(members?.count ?? 0),
    campaigns: Number(campaigns?.count ?? 0),
    userNames: new Set(names.map(({ user_name }) => user_name)),
  };
}

/** The kits opened on this machine, the newest first. */
export async function openedKits(db: Db) {
  return db
    .selectFrom('opened_kit')
    .innerJoin('unit', 'unit.id', 'opened_kit.unit_id')
    .innerJoin('campaign', 'campaign.id', 'opened_kit.campaign_id')
    .orderBy('opened_kit.opened_at', 'desc')
    .orderBy('opened_kit.kit_id', 'desc')
    .select(['opened_kit.kit_id', 'opened_kit.unit_id', 'opened_kit.campaign_id', 'opened_kit.opened_at'])
    .select(['unit.name as unit_name', 'campaign.title as campaign_title'])
    .execute();
}

export async function openedKit(db: Db, campaignId: string, unitId: string): Promise<OpenedKitRow | undefined> {
  return db
    .selectFrom('opened_kit')
    .where('campaign_id', '=', campaignId)
    .where('unit_id', '=', unitId)
    .selectAll()
    .executeTakeFirst();
}

/** The files made with a kit, the newest first, with who made them. */
export async function exportsOf(db: Db, kitId: string) {
  return db
    .selectFrom('roll_up_export')
    .innerJoin('account', 'account.id', 'roll_up_export.account_id')
    .where('roll_up_export.kit_id', '=', kitId)
    .orderBy('roll_up_export.serial', 'desc')
    .selectAll('roll_up_export')
    .select('account.display_name')
    .execute();
}

/** Everything of a hand-up but what the frozen records say. */
export async function handedUpRows(db: Db, campaignId: string, unitId: string) {
  const here = { campaign_id: campaignId, unit_id: unitId };
  const [handUp, steps, reviews, ratings, disciplines, residence, conclusions, meeting] = await Promise.all([
    db
      .selectFrom('hand_up')
      .where('campaign_id', '=', campaignId)
      .where('unit_id', '=', unitId)
      .selectAll()
      .executeTakeFirst(),
    db
      .selectFrom('hand_up_step')
      .where('campaign_id', '=', campaignId)
      .where('unit_id', '=', unitId)
      .orderBy('id')
      .select(['id', 'kind', 'reason', 'account_id', 'at'])
      .execute(),
    db
      .selectFrom('review')
      .where('campaign_id', '=', campaignId)
      .where('unit_id', '=', unitId)
      .where('state', 'in', ['submitted', 'accepted', 'closed'])
      .orderBy('id')
      .select(['id', 'member_id', 'form_id', 'state', 'submissions', 'reference'])
      .select(['created_at', 'submitted_at', 'state_at'])
      .execute(),
    db
      .selectFrom('rating')
      .where('campaign_id', '=', campaignId)
      .where('unit_id', '=', unitId)
      .orderBy('subject')
      .select(['subject', 'agency_level', 'committee_level', 'mass_body_level', 'branch_level'])
      .select(['reason', 'quarters', 'tasks_done', 'version', 'saved_at'])
      .execute(),
    db
      .selectFrom('discipline')
      .where('campaign_id', '=', campaignId)
      .where('unit_id', '=', unitId)
      .where('withdrawn_at', 'is', null)
      .orderBy('id')
      .select(['id', 'member_id', 'kind', 'duty_related', 'document', 'decided_on', 'account_id', 'at'])
      .execute(),
    residenceOf(db, campaignId, unitId),
    conclusionsOf(db, campaignId, unitId),
    meetingRows(db, here),
  ]);
  return { handUp, steps, reviews, ratings, disciplines, residence, conclusions, meeting };
}

async function meetingRows(db: Db, here: { campaign_id: string; unit_id: string }) {
  const meeting = await db
    .selectFrom('meeting')
    .where('campaign_id', '=', here.campaign_id)
    .where('unit_id', '=', here.unit_id)
    .select(['id', 'state', 'held_on', 'starts_at', 'place', 'chair', 'clerk', 'content', 'entered_after'])
    .executeTakeFirst();
  if (!meeting) return null;
  const [attendance, fields, subjects, roster, counts, votes] = await Promise.all([
    db
      .selectFrom('meeting_attendance')
      .where('meeting_id', '=', meeting.id)
      .orderBy('member_id')
      .select(['member_id', 'presence', 'reason'])
      .execute(),
    db
      .selectFrom('meeting_field')
      .where('meeting_id', '=', meeting.id)
      .orderBy('subject')
      .orderBy('key')
      .select(['subject', 'key', 'value', 'saved_at'])
      .execute(),
    db
      .selectFrom('meeting_subject')
      .where('meeting_id', '=', meeting.id)
      .orderBy('position')
      .select(['subject', 'position', 'name', 'post', 'exemption'])
      .execute(),
    db
      .selectFrom('meeting_roster')
      .where('meeting_id', '=', meeting.id)
      .orderBy('position')
      .select(['member_id', 'position', 'name', 'post', 'official', 'exemption'])
      .execute(),
    db
      .selectFrom('ballot_count')
      .where('meeting_id', '=', meeting.id)
      .orderBy('subject')
      .select(['subject', 'issued', 'returned', 'valid', 'invalid', 'saved_at'])
      .execute(),
    db
      .selectFrom('ballot_votes')
      .where('meeting_id', '=', meeting.id)
      .orderBy('subject')
      .orderBy('level')
      .select(['subject', 'level', 'votes'])
      .execute(),
  ]);
  return { ...meeting, attendance, fields, subjects, roster, counts, votes };
}

export async function stepsOfReviews(db: Db, reviewIds: readonly string[]) {
  const found = await Promise.all(
    chunks(reviewIds).map((ids) =>
      db
        .selectFrom('review_step')
        .where('review_id', 'in', ids)
        .orderBy('id')
        .select(['id', 'review_id', 'from_state', 'to_state', 'account_id', 'at'])
        .execute(),
    ),
  );
  return found.flat();
}

export async function draftSendingsOf(db: Db, reviewId: string) {
  return db
    .selectFrom('draft_sending')
    .where('review_id', '=', reviewId)
    .orderBy('number')
    .select(['submission', 'number', 'meeting_on', 'late_reason', 'account_id', 'sent_at'])
    .execute();
}

/** What the office has of a branch already, as a file meets it. */
export async function officeSide(db: Db, place: { campaignId: string; unitId: string }) {
  const [members, reviews, accounts, references] = await Promise.all([
    db.selectFrom('member').select(['id', 'unit_id', 'full_name']).execute(),
    db
      .selectFrom('review')
      .where('campaign_id', '=', place.campaignId)
      .select(['id', 'member_id', 'unit_id', 'state', 'submissions'])
      .execute(),
    db.selectFrom('account').select('id').execute(),
    db.selectFrom('review').select(['id', 'reference']).execute(),
  ]);
  return {
    members: new Map(members.map((row) => [row.id, row])),
    reviews,
    accounts: new Set(accounts.map(({ id }) => id)),
    references: new Map(references.map(({ id, reference }) => [reference, id])),
  };
}
