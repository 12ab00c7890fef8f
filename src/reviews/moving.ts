import type { ReviewState } from '../../db/schema.ts';
import { type Help, helpWith, openAssistancesOf } from '../assistance/queries.ts';
import { closeAssistances, logEnd } from '../assistance/statements.ts';
import { type AuditAction, logRow } from '../audit/statements.ts';
import { canonicalJson, sha256Hex } from '../canonical.ts';
import { dayInHanoi } from '../calendar.ts';
import { type Deps, LostGuard, type Statement } from '../deps.ts';
import { AppError } from '../errors.ts';
import type { Actor, Viewer } from '../http/context.ts';
import { askForPaper, insertRecord, supersedeRecord } from '../records/statements.ts';
import { leadersOf, memberCount, unitAndAbove } from '../units/queries.ts';
import { contradictionsIn } from './advice.ts';
import { findingsOf, progressIn } from './completeness.ts';
import type { ReviewContent } from './content.ts';
import type { LoadedReview } from './loaded.ts';
import { findReview } from './queries.ts';
import { REASON_KEY } from './questions.ts';
import { insertStep, moveReview, submitReviewRow } from './statements.ts';
import {
  isWithItsAuthor,
  mayMove,
  type Move,
  type Mover,
  type MoveRefusal,
  type ReviewCircumstances,
} from './transitions.ts';

type MoveDeps = Pick<Deps, 'store' | 'now' | 'newId'>;

/** Names the print templates a record was frozen for; a later change of theirs takes the next number. */
const PAPER_TEMPLATE = 'review-1';

/**
 * Hands the review in. In one list: the state, the frozen content with its hash, the request for its paper,
 * the step and the log row. Handing in again what is handed in already changes nothing and is fine:
 * a double click and the back button both end on the confirmation.
 * Whoever types for the author elsewhere is out with it; `signed` stands in the list where the author signed on paper.
 * Throws `invalid-input` while something is missing, or a warning has no reason; `conflict` if a field was
 * saved elsewhere in the same moment.
 */
export async function submitReview(
  deps: MoveDeps,
  actor: Actor,
  review: LoadedReview,
  reason: string,
  signed: readonly Statement[] = [],
): Promise<'submitted' | 'was-submitted'> {
  if (review.row.state === 'submitted' || review.row.state === 'accepted') return 'was-submitted';
  const mover = { isAuthor: true, isBranchLeader: false, isOffice: false };
  if (isWithItsAuthor(review.row.state) && !review.mayWrite) throw campaignEnded();
  assertMove('submit', mover, { ...ALONE, state: review.row.state }, '');
  const remark = assertComplete(review, reason) ? reason : '';
  const { db } = deps.store;
  const at = deps.now().toISOString();
  const recordId = deps.newId();
  const submission = review.row.submissions + 1;
  const help = await helpWith(db, [review.row.id]);
  const content: ReviewContent = { ...review.content, signedOn: dayInHanoi(deps.now()), ...typedBy(help) };
  const json = canonicalJson(content);
  const record = {
    id: recordId,
    review_id: review.row.id,
    submission,
    sha256: sha256Hex(json),
    bytes: new TextEncoder().encode(json).length,
    form_id: content.formId,
    edition_a: content.editionA,
    edition_b: content.editionB ?? '',
    template: PAPER_TEMPLATE,
    frozen_at: at,
    superseded: 0,
  };
  try {
    await deps.store.atomic([
      submitReviewRow(db, review.row, review.mark, at),
      ...insertRecord(db, record, json),
      askForPaper(db, { id: deps.newId(), record_id: recordId, variant: 'plain', due_at: at }),
      stepRow(deps, actor, review, 'submitted', remark),
      logMove(deps, actor, review, 'review-submitted'),
      ...signed,
      ...(await assistancesEnd(deps, actor, review.row.id)),
      ...closeAssistances(db, review.row.id, submission, at),
    ]);
    return 'submitted';
  } catch (error) {
    if (!(error instanceof LostGuard)) throw error;
    const now = await findReview(db, review.row.id);
    if (now?.state === 'submitted') return 'was-submitted';
    throw new AppError('conflict', {
      hint: 'Ngay lúc nộp, một ô vừa được lưu ở cửa sổ khác. Chưa nộp gì cả: đồng chí xem lại trang kiểm tra rồi bấm nộp lần nữa.',
      cause: error,
    });
  }
}

/** Those who typed since the review was handed in last. */
function typedBy(help: readonly Help[]): Pick<ReviewContent, 'typedBy'> {
  const typed = help.flatMap(({ submission, changedAt, helperAccountId: accountId, helperName: name }) =>
    submission === null && changedAt !== null ? [{ accountId, name, at: changedAt }] : [],
  );
  return typed.length > 0 ? { typedBy: typed } : {};
}

/** The log of what `closeAssistances` ends. */
async function assistancesEnd(deps: MoveDeps, actor: Actor, reviewId: string): Promise<Statement[]> {
  const open = await openAssistancesOf(deps.store.db, { reviewId });
  return open.map((ended) => logEnd(deps, actor, ended));
}

/** Whether a reason is asked for. One typed before the last open place was closed explains nothing any more. */
function assertComplete(review: LoadedReview, reason: string): boolean {
  const value = (key: string) => review.fields.get(key)?.value ?? '';
  const findings = [...findingsOf(progressIn(review)), ...contradictionsIn(review.frame, value)];
  const missing = findings.filter((finding) => finding.kind === 'missing');
  if (missing.length > 0) {
    throw new AppError('invalid-input', {
      fields: { nop: `Còn ${missing.length} mục bắt buộc chưa ghi nên chưa nộp được.` },
    });
  }
  if (findings.length > 0 && reason.trim() === '') {
    throw new AppError('invalid-input', {
      fields: { [REASON_KEY]: 'Đồng chí ghi ngắn gọn lý do vẫn nộp khi còn những chỗ nêu ở đầu trang.' },
    });
  }
  return findings.length > 0;
}

/** Return, accept, close or reopen, by the rules of design §4c. Throws `not-allowed-now` or `not-found`. */
export async function judgeReview(
  deps: MoveDeps,
  actor: Actor,
  viewer: Viewer,
  review: LoadedReview,
  judged: { move: Exclude<Move, 'submit'>; remark: string },
): Promise<void> {
  const { db } = deps.store;
  const circumstances = await circumstancesOf(deps, review);
  const to = assertMove(judged.move, await moverFor(deps, viewer, review), circumstances, judged.remark);
  const at = deps.now().toISOString();
  const gives = to === 'returned' ? [supersedeRecord(db, review.row.id, review.row.submissions)] : [];
  try {
    await deps.store.atomic([
      moveReview(db, review.row, to, at),
      ...gives,
      stepRow(deps, actor, review, to, judged.remark),
      logMove(deps, actor, review, MOVE_ACTIONS[judged.move]),
    ]);
  } catch (error) {
    if (error instanceof LostGuard) throw refused('wrong-state');
    throw error;
  }
}

const MOVE_ACTIONS: Record<Exclude<Move, 'submit'>, AuditAction> = {
  return: 'review-returned',
  accept: 'review-accepted',
  close: 'review-closed',
  reopen: 'review-reopened',
};

const ALONE = { authorIsSecretary: false, branchHasDeputy: false, branchHasOneMember: false };

function assertMove(move: Move, mover: Mover, circumstances: ReviewCircumstances, remark: string): ReviewState {
  const answer = mayMove(move, mover, circumstances, remark);
  if (!answer.allowed) throw refused(answer.because);
  return answer.to;
}

async function circumstancesOf(deps: MoveDeps, review: LoadedReview): Promise<ReviewCircumstances> {
  const leaders = await leadersOf(deps.store.db, review.row.unit_id);
  const author = review.row.member_id;
  return {
    state: review.row.state,
    authorIsSecretary: leaders.some(({ role, member_id: id }) => role === 'secretary' && id === author),
    branchHasDeputy: leaders.some(({ role, member_id: id }) => role === 'deputy' && id !== author),
    branchHasOneMember: (await memberCount(deps.store.db, review.row.unit_id)) <= 1,
  };
}

async function moverFor(deps: MoveDeps, viewer: Viewer, review: LoadedReview): Promise<Mover> {
  const above = new Set((await unitAndAbove(deps.store.db, review.row.unit_id)).map((unit) => unit.id));
  return {
    isAuthor: viewer.memberId === review.row.member_id,
    isBranchLeader: viewer.roles.some(
      ({ role, unitId }) => (role === 'secretary' || role === 'deputy') && unitId === review.row.unit_id,
    ),
    isOffice: viewer.roles.some(({ role, unitId }) => role === 'office' && above.has(unitId)),
  };
}

function campaignEnded(): AppError {
  return new AppError('not-allowed-now', {
    hint: 'Đợt kiểm điểm đã kết thúc nên không nộp được nữa. Đồng chí báo văn phòng đảng ủy.',
  });
}

function refused(because: MoveRefusal): AppError {
  const hints: Record<MoveRefusal, string> = {
    'wrong-state': 'Bản kiểm điểm đang ở bước khác nên chưa làm được việc này. Đồng chí tải lại trang để xem.',
    'not-yours-to-move': 'Việc này do người khác được giao thực hiện.',
    'own-review': 'Không ai tự tiếp nhận hoặc trả lại bản kiểm điểm của chính mình.',
    'remark-missing': 'Đồng chí ghi rõ điều cần bổ sung để người viết biết sửa chỗ nào.',
  };
  return new AppError('not-allowed-now', { message: because, hint: hints[because] });
}

function stepRow(deps: MoveDeps, actor: Actor, review: LoadedReview, to: ReviewState, remark: string): Statement {
  return insertStep(deps.store.db, {
    id: deps.newId(),
    review_id: review.row.id,
    from_state: review.row.state,
    to_state: to,
    account_id: actor.accountId ?? '',
    remark: remark.trim(),
    at: deps.now().toISOString(),
  });
}

function logMove(deps: MoveDeps, actor: Actor, review: LoadedReview, action: AuditAction): Statement {
  return logRow(deps, actor, { action, subject: { kind: 'review', id: review.row.id }, unitId: review.row.unit_id });
}
