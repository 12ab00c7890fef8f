import { ROLE_WORDS } from '../accounts/rules.ts';
import type { FieldErrors } from '../errors.ts';
import { errorSummary } from '../views/error-summary.ts';
import { formatDate } from '../views/formats.ts';
import type { PersonMoveCheckModel, PersonMoveModel, UnitChangeModel } from '../views/models/people.ts';
import { lineField, selectField } from '../views/parts.ts';
import type { MoveInput } from './input.ts';
import type { MovePlan } from './moving.ts';
import type { MemberRow, ReviewInHand, UnitRow } from './queries.ts';
import { fieldsFrom, type Typed, unitFieldsOf, unitOption } from './view-forms.ts';
import { personPath, unitPath } from './view.ts';

/** What was typed, with its errors → the forms that change a unit and move a person. */

export function typedUnit(unit: UnitRow): Typed {
  return {
    ten: unit.name,
    ten_van_ban: unit.paper_name,
    noi: unit.place,
    ...(unit.has_branch_committee ? { co_chi_uy: '1' } : {}),
    cap_tren: unit.parent_id ?? '',
  };
}

/** `parents`: committees the unit may hang below; empty at the top of what the person keeps in order. */
export function unitChangePage(
  unit: UnitRow,
  parents: readonly UnitRow[],
  typed: Typed,
  errors: FieldErrors = {},
): UnitChangeModel {
  const { hasBranchCommittee, ...fields } = unitFieldsOf(typed, errors);
  const field = fieldsFrom(typed, errors);
  return {
    summary: errorSummary(errors),
    title: unit.name,
    action: `${unitPath(unit.id)}/sua`,
    version: unit.version,
    ...fields,
    parent:
      parents.length === 0
        ? null
        : selectField({
            ...field('cap_tren', 'Cấp ủy cấp trên trực tiếp'),
            hint: 'Chuyển sang cấp ủy khác thì tổ chức này theo các đợt kiểm điểm của cấp ủy mới. Đang giữa đợt thì nên đợi.',
            options: parents.map(unitOption),
          }),
    hasBranchCommittee: unit.kind === 'branch' ? hasBranchCommittee : null,
  };
}

export function unitWords(units: readonly UnitRow[]) {
  return (name: string, value: string): string => {
    if (name === 'cap_tren') return `“${units.find(({ id }) => id === value)?.name ?? 'cấp ủy khác'}”.`;
    if (name === 'co_chi_uy') return value === '1' ? 'có đánh dấu.' : 'không đánh dấu.';
    return `“${value.replaceAll('\n', ' / ')}”.`;
  };
}

export function personMovePage(
  member: MemberRow,
  from: UnitRow,
  branches: readonly UnitRow[],
  typed: Typed,
  errors: FieldErrors = {},
): PersonMoveModel {
  const field = fieldsFrom(typed, errors);
  return {
    summary: errorSummary(errors),
    name: member.full_name,
    from: from.name,
    action: `${personPath(member.id)}/chuyen`,
    version: member.version,
    unit: selectField({ ...field('den', 'Chuyển đến chi bộ'), options: branches.map(unitOption) }),
    movedOn: lineField({
      ...field('ngay', 'Ngày chuyển'),
      hint: 'Ngày ghi trên giấy giới thiệu sinh hoạt đảng, ví dụ 20/11/2026.',
      width: 'medium',
    }),
    reason: lineField({ ...field('ly_do', 'Lý do'), hint: 'Ví dụ: chuyển nơi ở; chuyển công tác.' }),
  };
}

export function personMoveCheckPage(shown: {
  member: MemberRow;
  from: UnitRow;
  to: UnitRow;
  move: MoveInput;
  plan: MovePlan;
  changed: boolean;
}): PersonMoveCheckModel {
  const { member, from, to, move, plan, changed } = shown;
  return {
    name: member.full_name,
    from: from.name,
    to: to.name,
    movedOn: formatDate(move.movedOn),
    reason: move.reason,
    changed,
    effects: effectsOf(plan, from, to),
    action: `${personPath(member.id)}/chuyen`,
    hidden: [
      { name: 'phien_ban', value: String(member.version) },
      { name: 'den', value: to.id },
      { name: 'ngay', value: formatDate(move.movedOn) },
      { name: 'ly_do', value: move.reason },
      { name: 'xac_nhan', value: '1' },
    ],
    back: `${personPath(member.id)}/chuyen`,
  };
}

function effectsOf({ going, staying, ending }: MovePlan, from: UnitRow, to: UnitRow): string[] {
  return [
    ...going.map(
      (review) => `Bản kiểm điểm của “${review.campaign_title}” ${GOING[review.state]}, đi theo sang ${to.name}.`,
    ),
    ...staying.map(
      (review) => `Bản kiểm điểm của “${review.campaign_title}” ${stayingWords(review)} ở lại ${from.name}.`,
    ),
    ...(going.length + staying.length === 0 ? ['Chưa có bản kiểm điểm nào để đi theo hay ở lại.'] : []),
    ...ending.map(({ role }) => `Nhiệm vụ ${ROLE_WORDS[role]} ở ${from.name} kết thúc.`),
    `Chi ủy ${to.name} phụ trách từ nay; chi ủy ${from.name} không còn xem được bản đi theo.`,
    'Tên đăng nhập và mật khẩu giữ nguyên.',
  ];
}

const GOING: Record<ReviewInHand['state'], string> = {
  draft: 'đang soạn',
  submitted: 'đã nộp, chưa được tiếp nhận',
  returned: 'đang bổ sung',
  accepted: '',
  closed: '',
};

function stayingWords({ state }: ReviewInHand): string {
  if (state === 'accepted') return 'đã được tiếp nhận nên';
  if (state === 'closed') return 'đã kết thúc nên';
  return 'thuộc đợt của cấp ủy khác, hoặc đợt đã kết thúc, nên';
}
