import type { ReviewState } from '../../db/schema.ts';
import { type Help, helpWith, openAssistancesOf } from '../assistance/queries.ts';
import { closeAssistances, logEnd } from '../assistance/statements.ts';
import { type AuditAction, logRow } from '../audit/statements.ts';
import { dayInHanoi } from '../calendar.ts';
import { type Deps, LostGuard, type Statement } from '../deps.ts';
import { AppError } from '../errors.ts';
import { formOrThrow } from '../forms/queries.ts';
import { listFromLastYear } from '../forms/rules.ts';
import type { Actor, Viewer } from '../http/context.ts';
import { supersedeRecord } from '../records/statements.ts';
import { leadersOf, memberCount, unitAndAbove } from '../units/queries.ts';
import { contradictionsIn } from './advice.ts';
import { apartFrom, standsApart } from './apart.ts';
import { findingsOf, progressIn } from './completeness.ts';
import type { ReviewContent } from './content.ts';
import { blocks } from './finding.ts';
import { freezeContent } from './freezing.ts';
import type { AnyReview, LoadedReview } from './loaded.ts';
import { findReview } from './queries.ts';
import { REASON_KEY } from './questions.ts';
import { giveConclusions, insertStep, moveReview, submitReviewRow } from './statements.ts';
import {
  circumstancesIn,
  isWithItsAuthor,
  mayMove,
  type Move,
  type Mover,
  type MoveRefusal,
  type ReviewCircumstances,
} from './transitions.ts';

type MoveDeps = Pick<Deps, 'store' | 'now' | 'newId'>;

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
  const apart = await apartFrom(deps, review.row.campaign_id, review.row.member_id);
  if (apart) throw standsApart(apart);
  assertMove('submit', mover, { ...ALONE, state: review.row.state }, '');
  const remark = assertComplete(review, reason) ? reason : '';
  const { db } = deps.store;
  const at = deps.now().toISOString();
  const submission = review.row.submissions + 1;
  const help = await helpWith(db, [review.row.id]);
  const content: ReviewContent = { ...review.content, signedOn: dayInHanoi(deps.now()), ...typedBy(help) };
  try {
    await deps.store.atomic([
      submitReviewRow(db, review.row, review.mark, at),
      ...freezeContent(deps, review.row, content, at),
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
    const excused = await apartFrom(deps, review.row.campaign_id, review.row.member_id);
    if (excused) throw standsApart(excused, error);
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

/**
 * Whether a reason is asked for. One typed before the last open place was closed explains nothing any more.
 * Throws `invalid-input`, at `nop` or at the field of the reason.
 */
export function assertComplete(review: AnyReview, reason: string): boolean {
  const verb = review.member === null ? 'gửi' : 'nộp';
  const value = (key: string) => review.fields.get(key)?.value ?? '';
  const findings = [...findingsOf(progressIn(review)), ...contradictionsIn(review.frame, value)];
  if (findings.some(blocks)) {
    const missing = findings.filter((finding) => finding.kind === 'missing').length;
    const nop = missing > 0 ? `Còn ${missing} mục bắt buộc chưa ghi` : 'Còn chữ không in được trên giấy';
    throw new AppError('invalid-input', { fields: { nop: `${nop} nên chưa ${verb} được.` } });
  }
  if (findings.length > 0 && reason.trim() === '') {
    const field = review.member === null ? 'ly_do' : REASON_KEY;
    throw new AppError('invalid-input', {
      fields: { [field]: `Đồng chí ghi ngắn gọn lý do vẫn ${verb} khi còn những chỗ nêu ở đầu trang.` },
    });
  }
  return findings.length > 0;
}

/** Moving needs to know where a review stands, never what it says. */
type Judged = Pick<LoadedReview, 'row'>;

/**
 * Return, accept, close or reopen, by the rules of design §4c. What the branch concluded meanwhile waits for a return.
 * Throws `not-allowed-now` or `not-found`.
 */
export async function judgeReview(
  deps: MoveDeps,
  actor: Actor,
  viewer: Viewer,
  review: Judged,
  judged: { move: Exclude<Move, 'submit'>; remark: string },
): Promise<void> {
  const { db } = deps.store;
  const circumstances = await circumstancesOf(deps, review);
  const to = assertMove(judged.move, await moverFor(deps, viewer, review), circumstances, judged.remark);
  const at = deps.now().toISOString();
  const returns = to === 'returned' ? await returnStatements(deps, review) : [];
  try {
    await deps.store.atomic([
      moveReview(db, review.row, to, at),
      ...returns,
      stepRow(deps, actor, review, to, judged.remark),
      logMove(deps, actor, review, MOVE_ACTIONS[judged.move]),
    ]);
  } catch (error) {
    if (error instanceof LostGuard) throw refused('wrong-state');
    throw error;
  }
}

async function returnStatements(deps: MoveDeps, { row }: Judged): Promise<Statement[]> {
  const { db } = deps.store;
  const list = listFromLastYear(await formOrThrow(db, row.form_id))?.key;
  return [
    supersedeRecord(db, row.id, row.submissions),
    ...(row.member_id && list ? [giveConclusions(db, row.campaign_id, row.member_id, list)] : []),
  ];
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

async function circumstancesOf(deps: MoveDeps, { row }: Judged): Promise<ReviewCircumstances> {
  const { db } = deps.store;
  const [leaders, members] = await Promise.all([leadersOf(db, row.unit_id), memberCount(db, row.unit_id)]);
  return { state: row.state, ...circumstancesIn({ leaders, members }, row.member_id) };
}

async function moverFor(deps: MoveDeps, viewer: Viewer, review: Judged): Promise<Mover> {
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

function stepRow(deps: MoveDeps, actor: Actor, review: Judged, to: ReviewState, remark: string): Statement {
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

function logMove(deps: MoveDeps, actor: Actor, review: Judged, action: AuditAction): Statement {
  return logRow(deps, actor, { action, subject: { kind: 'review', id: review.row.id }, unitId: review.row.unit_id });
}
