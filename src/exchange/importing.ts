import { logRow } from '../audit/statements.ts';
import { type Deps, LostGuard, type Statement } from '../deps.ts';
import { AppError } from '../errors.ts';
import type { Actor } from '../http/context.ts';
import { recordParts } from '../records/statements.ts';
import type { ReviewContent } from '../reviews/content.ts';
import { storeSummary } from './branch-summary.ts';
import type { JudgedRollUp } from './judging.ts';
import type { RollUp } from './roll-up-file.ts';
import {
  clearRatings,
  clearReviews,
  insertHandUpByFile,
  insertImport,
  insertMissing,
  insertRows,
  kitIsCurrent,
  takeBackReviews,
  takeComment,
  takeMeeting,
  takeRecord,
  takeReview,
  useFile,
} from './statements.ts';

type ImportDeps = Pick<Deps, 'store' | 'now' | 'newId'>;

/**
 * Takes a branch's file in: its hand-up stands from now on as if it had come over the network. One list of statements, so
 * that nothing is ever half-written. Throws `not-allowed-now` when somebody was first, or anything changed since the file
 * was judged.
 */
export async function takeIn(deps: ImportDeps, actor: Actor, judged: JudgedRollUp, fileId: string): Promise<void> {
  const { db } = deps.store;
  const { header, body, branch, campaign } = judged;
  const at = deps.now().toISOString();
  const by = actor.accountId ?? '';
  const place = { campaign_id: campaign.id, unit_id: branch.id };
  const known = (id: string) => (judged.accounts.has(id) ? id : by);
  const statements: Statement[] = [
    ...useFile(db, fileId),
    kitIsCurrent(db, header.kit),
    insertImport(db, {
      id: deps.newId(),
      kit_id: header.kit,
      ...place,
      serial: header.serial,
      sha256: judged.sha256,
      made_at: header.madeAt,
      account_id: by,
      imported_at: at,
    }),
    ...reviewStatements(deps, judged, at, known),
    clearRatings(db, place),
    ...insertRows(
      db,
      'rating',
      body.ratings.map((row) => ({ ...place, ...row })),
    ),
    ...insertMissing(
      db,
      'discipline',
      body.disciplines.map((row) => ({ ...row, ...place, account_id: known(row.account_id), withdrawn_at: null })),
    ),
    ...insertMissing(
      db,
      'conclusion',
      body.conclusions.map((row) => ({ ...row, ...place, account_id: known(row.account_id), withdrawn_at: null })),
    ),
    ...body.residence.map((row) => takeComment(db, { campaign_id: campaign.id, ...row, version: 1 })),
    ...(body.meeting ? meetingStatements(deps, place, body.meeting) : []),
    insertHandUpByFile(db, { ...place, handed_at: body.handedAt, account_id: known(body.handedBy) }),
    ...insertMissing(
      db,
      'hand_up_step',
      body.steps.map((row) => ({ ...row, ...place, account_id: known(row.account_id) })),
    ),
    ...storeSummary(deps, place, body.summary),
    logRow(deps, actor, {
      action: 'roll-up-imported',
      subject: { kind: 'unit', id: branch.id },
      unitId: branch.id,
      detail: `${header.kit} ${header.serial}: reviews ${body.reviews.length}`,
    }),
    logRow(deps, actor, {
      action: 'rating-handed-up',
      subject: { kind: 'unit', id: branch.id },
      unitId: branch.id,
      detail: 'by file',
    }),
  ];
  await deps.store.atomic(statements).catch((error: unknown) => {
    throw error instanceof LostGuard ? overtaken(error) : error;
  });
}

function reviewStatements(
  { store: { db } }: ImportDeps,
  { body, branch, campaign, contents, gone }: JudgedRollUp,
  at: string,
  known: (accountId: string) => string,
): Statement[] {
  const ids = body.reviews.map(({ id }) => id);
  const collective = body.reviews.find(({ member_id }) => member_id === null);
  return [
    ...takeBackReviews(
      db,
      gone.map(({ id }) => id),
      at,
    ),
    ...clearReviews(db, ids),
    ...body.reviews.map((row) => takeReview(db, { ...row, campaign_id: campaign.id, unit_id: branch.id, version: 1 })),
    ...body.records.flatMap(({ content, ...record }) => [
      takeRecord(db, { ...record, bytes: new TextEncoder().encode(content).length, superseded: 0 }),
      ...insertMissing(db, 'record_part', recordParts(record.id, content)),
    ]),
    ...body.records.flatMap((record) =>
      writtenRows(db, record, contents.get(record.id), collective?.id === record.review_id),
    ),
    ...insertMissing(
      db,
      'review_step',
      body.reviewSteps.map((row) => ({ ...row, account_id: known(row.account_id), remark: '' })),
    ),
    ...(collective
      ? insertMissing(
          db,
          'draft_sending',
          body.draftSendings.map((row) => ({
            review_id: collective.id,
            ...row,
            account_id: known(row.account_id),
          })),
        )
      : []),
  ];
}

/** Field by field, as the pages of levels read a review that was handed in: from the frozen record, and nothing beside it. */
function writtenRows(
  db: Deps['store']['db'],
  record: RollUp['records'][number],
  content: ReviewContent | undefined,
  collective: boolean,
): Statement[] {
  const { review_id, frozen_at } = record;
  const fields = Object.entries(content?.fields ?? {});
  // Conclusions on a collective stand in their own table, and suggestions always do.
  const own = (content?.items ?? []).filter(
    ({ origin, handAdded }) =>
      origin !== 'suggested' && !(collective && !handAdded && (origin === 'branch' || origin === 'higher')),
  );
  return [
    ...insertRows(
      db,
      'review_field',
      fields.map(([key, value]) => ({ review_id, key, value, version: 1, saved_at: frozen_at })),
    ),
    ...insertRows(
      db,
      'review_item',
      own.map((item, position) => ({
        id: item.id,
        review_id,
        list: item.list,
        position,
        origin: item.origin as Exclude<typeof item.origin, 'suggested'>,
        source_text: item.handAdded ? '' : item.sourceText,
        source_year: item.sourceYear,
        source_due: item.sourceDue,
        removed: 0,
        version: 1,
      })),
    ),
  ];
}

function meetingStatements(
  { store: { db } }: ImportDeps,
  place: { campaign_id: string; unit_id: string },
  meeting: NonNullable<RollUp['meeting']>,
): Statement[] {
  const { attendance, fields, subjects, roster, counts, votes, ...row } = meeting;
  const meeting_id = row.id;
  return [
    ...takeMeeting(db, { ...row, ...place, current_subject: 'closing', version: 1 }),
    ...insertRows(
      db,
      'meeting_attendance',
      attendance.map((each) => ({ meeting_id, ...each, version: 1 })),
    ),
    ...insertRows(
      db,
      'meeting_field',
      fields.map((each) => ({ meeting_id, ...each, version: 1 })),
    ),
    ...insertRows(
      db,
      'meeting_subject',
      subjects.map((each) => ({ meeting_id, ...each })),
    ),
    ...insertRows(
      db,
      'meeting_roster',
      roster.map((each) => ({ meeting_id, ...each })),
    ),
    ...insertRows(
      db,
      'ballot_count',
      counts.map((each) => ({ meeting_id, ...each, version: 1 })),
    ),
    ...insertRows(
      db,
      'ballot_votes',
      votes.map((each) => ({ meeting_id, ...each })),
    ),
  ];
}

function overtaken(cause: unknown): AppError {
  return new AppError('not-allowed-now', {
    message: 'the office has changed since the file was judged',
    hint: 'Chưa ghi gì cả: tệp này vừa được nhập ở cửa sổ khác, hoặc chi bộ, đợt, bộ cài vừa thay đổi. Đồng chí mở lại trang để xem rồi tải tệp lên lần nữa nếu cần.',
    cause,
  });
}
