import type { ReviewState } from '../../db/schema.ts';
import { type AuditAction, logRow } from '../audit/statements.ts';
import { settingsOf } from '../campaigns/settings.ts';
import { dayInHanoi } from '../calendar.ts';
import { type Deps, LostGuard, type Statement } from '../deps.ts';
import { AppError } from '../errors.ts';
import type { Actor } from '../http/context.ts';
import { supersedeRecord } from '../records/statements.ts';
import type { ReviewContent } from './content.ts';
import { needsReason, noticeOf } from './draft-notice.ts';
import { freezeContent } from './freezing.ts';
import type { LoadedCollective } from './loaded.ts';
import { assertComplete } from './moving.ts';
import { findReview, type ReviewRow, sendingsOf } from './queries.ts';
import { sentReport } from './sent.ts';
import { insertSending, insertStep, moveReview, passReviewRow, submitReviewRow } from './statements.ts';
import { collectiveMove, type CollectiveMove } from './transitions.ts';

/** How the collective's report goes to its participants, comes back, and is passed. Who may do it: src/access.ts. */

type MoveDeps = Pick<Deps, 'store' | 'now' | 'newId'>;

export interface Sending {
  /** Why it goes although a warning stands. */
  reason: string;
  meetingOn: string;
  /** Why it goes later than the rule says. */
  lateReason: string;
}

/**
 * Sends the draft to the participants: its content is frozen as "Dự thảo lần N". A double click, or another leader a
 * moment earlier, changes nothing and is fine.
 * Throws `invalid-input` while something is missing, or a warning or a late day has no reason; `conflict` if a field was
 * saved in the same moment; `not-allowed-now` once the campaign has ended.
 */
export async function sendDraft(
  deps: MoveDeps,
  actor: Actor,
  review: LoadedCollective,
  sending: Sending,
): Promise<'sent' | 'was-sent'> {
  const { row, campaign, content } = review;
  if (isSent(review)) return 'was-sent';
  assertComplete(review, sending.reason);
  const { db } = deps.store;
  const earlier = await sendingsOf(db, row.id);
  assertInTime(deps, campaign, sending, earlier);
  const at = deps.now().toISOString();
  const number = earlier.length + 1;
  const draft: ReviewContent = { ...content, head: headWith(content, number) };
  const kept = {
    review_id: row.id,
    submission: row.submissions + 1,
    number,
    meeting_on: sending.meetingOn,
    late_reason: sending.lateReason.trim(),
    account_id: actor.accountId ?? '',
    sent_at: at,
  };
  try {
    await deps.store.atomic([
      submitReviewRow(db, row, review.mark, at),
      ...freezeContent(deps, row, draft, at),
      insertSending(db, kept),
      ...stepAndLog(deps, actor, row, { to: 'submitted', remark: sending.reason, action: 'review-submitted' }),
    ]);
    return 'sent';
  } catch (error) {
    if (!(error instanceof LostGuard)) throw error;
    if ((await findReview(db, row.id))?.state === 'submitted') return 'was-sent';
    throw new AppError('conflict', {
      hint: 'Ngay lúc gửi, một ô vừa được lưu ở cửa sổ khác. Chưa gửi gì cả: đồng chí xem lại trang kiểm tra rồi bấm gửi lần nữa.',
      cause: error,
    });
  }
}

/** Whether the draft is with the participants already. Throws `not-allowed-now` where it can no longer be sent. */
export function isSent({ row, mayWrite }: LoadedCollective): boolean {
  if (row.state === 'submitted') return true;
  assertMove('send', row.state);
  if (!mayWrite) throw campaignEnded();
  return false;
}

/** Takes the draft back to be changed after what the participants said; they keep the one they were sent. */
export async function reviseDraft(deps: MoveDeps, actor: Actor, row: ReviewRow, remark: string): Promise<void> {
  const to = assertMove('revise', row.state);
  const { db } = deps.store;
  await orMoved(
    deps.store.atomic([
      moveReview(db, row, to, deps.now().toISOString()),
      supersedeRecord(db, row.id, row.submissions),
      ...stepAndLog(deps, actor, row, { to, remark, action: 'review-returned' }),
    ]),
  );
}

/** The meeting passed the draft as it was sent: the same words are frozen once more, as the report of that day. */
export async function passReport(deps: MoveDeps, actor: Actor, row: ReviewRow, passedOn: string): Promise<void> {
  const to = assertMove('pass', row.state);
  const { db } = deps.store;
  const sent = await sentReport(deps, row);
  if (!sent) throw new Error(`nothing was frozen of ${row.id}`);
  const { content } = sent;
  const at = deps.now().toISOString();
  const report: ReviewContent = { ...content, head: headWith(content, null), signedOn: passedOn };
  await orMoved(
    deps.store.atomic([
      passReviewRow(db, row, at),
      supersedeRecord(db, row.id, row.submissions),
      ...freezeContent(deps, row, report, at),
      ...stepAndLog(deps, actor, row, { to, remark: '', action: 'review-accepted' }),
    ]),
  );
}

function headWith({ head }: ReviewContent, draftNumber: number | null): ReviewContent['head'] {
  return head.kind === 'collective' ? { ...head, draftNumber } : head;
}

function assertInTime(
  deps: MoveDeps,
  campaign: LoadedCollective['campaign'],
  { meetingOn, lateReason }: Sending,
  earlier: readonly { sent_at: string }[],
): void {
  const rule = settingsOf(campaign);
  const now = noticeOf(dayInHanoi(deps.now()), meetingOn, rule);
  const sentOn = earlier.map((sending) => dayInHanoi(new Date(sending.sent_at)));
  if (lateReason.trim() !== '' || !needsReason(now, sentOn, rule)) return;
  throw new AppError('invalid-input', {
    fields: { ly_do_muon: 'Gửi muộn so với quy định: đồng chí ghi lý do, hoặc lùi ngày họp.' },
  });
}

function assertMove(move: CollectiveMove, state: ReviewState): ReviewState {
  const to = collectiveMove(move, state);
  if (!to) throw moved();
  return to;
}

async function orMoved(done: Promise<unknown>): Promise<void> {
  await done.catch((error: unknown) => {
    throw error instanceof LostGuard ? moved(error) : error;
  });
}

function moved(cause?: unknown): AppError {
  return new AppError('not-allowed-now', {
    message: 'the collective report is in another state',
    hint: 'Báo cáo của tập thể đang ở bước khác: có thể một đồng chí khác vừa làm việc này. Đồng chí tải lại trang để xem.',
    cause,
  });
}

function campaignEnded(): AppError {
  return new AppError('not-allowed-now', {
    hint: 'Đợt kiểm điểm đã kết thúc nên không gửi được nữa. Đồng chí báo văn phòng đảng ủy.',
  });
}

function stepAndLog(
  deps: MoveDeps,
  actor: Actor,
  row: ReviewRow,
  done: { to: ReviewState; remark: string; action: AuditAction },
): Statement[] {
  return [
    insertStep(deps.store.db, {
      id: deps.newId(),
      review_id: row.id,
      from_state: row.state,
      to_state: done.to,
      account_id: actor.accountId ?? '',
      remark: done.remark.trim(),
      at: deps.now().toISOString(),
    }),
    logRow(deps, actor, { action: done.action, subject: { kind: 'review', id: row.id }, unitId: row.unit_id }),
  ];
}
