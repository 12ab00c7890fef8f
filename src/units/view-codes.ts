import type { Viewer } from '../http/context.ts';
import { errorSummary } from '../views/error-summary.ts';
import type { CodeRequestModel, CodeRequestsModel, SlipsModel } from '../views/models/people.ts';
import type { Status } from '../views/models/parts.ts';
import { checkbox } from '../views/parts.ts';
import { CODE_DAYS } from './codes.ts';
import type { CodeRequestRow, UnitRow } from './queries.ts';
import { REQUEST_HOURS, type RequestStanding, standingOf } from './rules.ts';
import type { SlipPerson } from './slips.ts';
import { accountWords, unitPath } from './view.ts';

/** Requests for a code and the slips of a branch, ready to show. */

const REQUEST_STATUS: Record<RequestStanding, Status> = {
  waiting: { kind: 'todo', text: 'Chờ xác nhận' },
  confirmed: { kind: 'doing', text: 'Đã xác nhận, chờ nhận mã' },
  refused: { kind: 'problem', text: 'Không đồng ý' },
  used: { kind: 'done', text: 'Đã cấp mã' },
  lapsed: { kind: 'done', text: 'Đã quá hạn' },
};

export function requestPath(request: Pick<CodeRequestRow, 'unit_id' | 'id'>): string {
  return `/chi-bo/${request.unit_id}/cap-ma/${request.id}`;
}

export function codeRequestPage(
  request: CodeRequestRow,
  unit: UnitRow,
  viewer: Viewer,
  now: Date,
  keepsUnits: boolean,
): CodeRequestModel {
  const standing = standingOf(request, now);
  const path = requestPath(request);
  const isAsker = request.asked_by === viewer.accountId;
  const mayAnswer = standing === 'waiting' && !isAsker && request.account_id !== viewer.accountId;
  return {
    owner: request.full_name,
    unit: unit.name,
    asker: request.asker_name,
    askedAt: request.asked_at,
    status: REQUEST_STATUS[standing],
    next: nextWords(request, standing, isAsker, mayAnswer),
    until: untilOf(request, standing),
    answer: mayAnswer ? { confirm: `${path}/dong-y`, refuse: `${path}/tu-choi` } : null,
    collect: standing === 'confirmed' && isAsker ? `${path}/nhan` : null,
    back: keepsUnits
      ? { text: `Về trang của đồng chí ${request.full_name}`, href: `/quan-tri/dang-vien/${request.member_id}` }
      : null,
  };
}

function nextWords(request: CodeRequestRow, standing: RequestStanding, isAsker: boolean, mayAnswer: boolean): string {
  const answerer = request.answerer_name ?? '';
  if (standing === 'refused') return `Đồng chí ${answerer} không đồng ý cấp mã. Cần thì trao đổi rồi đề nghị lại.`;
  if (standing === 'used') return 'Mã đã hiện một lần cho người đề nghị. Mất phiếu thì đề nghị lại.';
  if (standing === 'lapsed') return `Quá ${REQUEST_HOURS} giờ nên đề nghị này không còn hiệu lực. Cần thì đề nghị lại.`;
  if (standing === 'confirmed') {
    return isAsker
      ? `Đồng chí ${answerer} đã xác nhận. Bấm nút bên dưới để hiện mã, một lần duy nhất.`
      : `Đồng chí ${answerer} đã xác nhận. Người đề nghị sẽ nhận mã.`;
  }
  if (mayAnswer) {
    return 'Có mã này thì vào được tài khoản của đồng chí ấy. Đồng chí chỉ xác nhận khi biết chắc chính chủ đã nhờ.';
  }
  return isAsker
    ? 'Đồng chí nhờ một người thứ hai mở trang này và xác nhận: bí thư, phó bí thư chi bộ, hoặc một đồng chí khác ở văn phòng, quản trị. Sau đó trở lại đây nhận mã.'
    : 'Việc này cần người khác xác nhận: không phải chủ tài khoản.';
}

/** ISO instant until which the request is good for something. */
function untilOf(request: CodeRequestRow, standing: RequestStanding): string | null {
  if (standing !== 'waiting' && standing !== 'confirmed') return null;
  const since = standing === 'confirmed' ? (request.answered_at ?? request.asked_at) : request.asked_at;
  return new Date(Date.parse(since) + REQUEST_HOURS * 3_600_000).toISOString();
}

export function codeRequestsPage(unit: UnitRow, requests: readonly CodeRequestRow[], now: Date): CodeRequestsModel {
  return {
    unit: unit.name,
    requests: requests.map((request) => ({
      text: `Đồng chí ${request.asker_name} đề nghị cấp mã cho đồng chí ${request.full_name}`,
      href: requestPath(request),
      askedAt: request.asked_at,
      status: REQUEST_STATUS[standingOf(request, now)],
    })),
  };
}

/** Who has no password yet is ticked beforehand: the slips are for them. */
export function slipsPage(
  branch: UnitRow,
  people: readonly SlipPerson[],
  chosen: ReadonlySet<string> | null,
  error: string | null = null,
): SlipsModel {
  const able = people.filter(({ refusal }) => refusal === null);
  return {
    summary: errorSummary(error ? { 'chon-1': error } : {}),
    unit: branch.name,
    action: `${unitPath(branch.id)}/phieu.pdf`,
    people: able.map(({ person }, index) => ({
      ...checkbox({
        id: `o-chon-${index + 1}`,
        name: 'chon',
        value: person.id,
        label: person.full_name,
        checked: chosen ? chosen.has(person.id) : person.has_password === 0,
      }),
      state: accountWords(person),
    })),
    leftOut: people.flatMap(({ person, refusal }) => (refusal ? [{ name: person.full_name, reason: refusal }] : [])),
    days: CODE_DAYS,
  };
}
