import { logRow } from '../audit/statements.ts';
import { type Deps, LostGuard, type Statement } from '../deps.ts';
import { AppError } from '../errors.ts';
import type { Actor } from '../http/context.ts';
import { formatDate } from '../views/formats.ts';
import { memberColumns } from './commands.ts';
import type { PersonChange, UnitChange } from './input.ts';
import {
  DEEPEST,
  findMember,
  findSamePerson,
  findUnit,
  holdersOfCard,
  type MemberRow,
  peopleOf,
  unitAndAbove,
  type UnitRow,
  unitsBelow,
} from './queries.ts';
import { BRANCH_DUTIES, levelsOf } from './rules.ts';
import { mayHangBelow, renameAccount, updateMember, updateUnit } from './statements.ts';

type ChangeDeps = Pick<Deps, 'store' | 'now' | 'newId'>;

/**
 * Changes a unit, and hangs it below another committee where `parentId` names one; '' leaves it where it is. Who may
 * touch both is the page's business. Throws `invalid-input`, or `conflict` when somebody was first.
 */
export async function changeUnit(deps: ChangeDeps, actor: Actor, unit: UnitRow, change: UnitChange): Promise<void> {
  const { db } = deps.store;
  const moves = change.parentId !== '' && change.parentId !== unit.parent_id;
  const place = moves ? await placeBelow(deps, unit, change.parentId) : { statements: [] };
  const parentId = moves ? change.parentId : unit.parent_id;
  const update = updateUnit(
    db,
    { id: unit.id, version: change.version },
    {
      parent_id: parentId,
      name: change.name,
      paper_name: change.paperName,
      place: change.place,
      has_branch_committee: change.hasBranchCommittee ? 1 : 0,
    },
  );
  const log = logRow(deps, actor, {
    action: 'unit-changed',
    subject: { kind: 'unit', id: unit.id },
    unitId: unit.id,
    detail: moves ? `moved from ${unit.parent_id ?? 'the top'} to ${change.parentId}` : '',
  });
  await deps.store.atomic([...place.statements, update, log]).catch(async (error: unknown) => {
    if (!(error instanceof LostGuard)) throw error;
    if ((await findUnit(db, unit.id))?.version !== change.version) throw conflict(error);
    if (moves) await placeBelow(deps, unit, change.parentId);
    throw invalid('ten', `Cấp trên ấy đã có tổ chức tên “${change.name}”. Đồng chí ghi tên khác.`, error);
  });
}

async function placeBelow(deps: ChangeDeps, unit: UnitRow, parentId: string): Promise<{ statements: Statement[] }> {
  const { db } = deps.store;
  const [above, below] = await Promise.all([unitAndAbove(db, parentId), unitsBelow(db, [unit.id])]);
  if (above[0]?.kind !== 'committee') {
    throw invalid('cap_tren', 'Chi bộ không có tổ chức trực thuộc. Đồng chí chọn một cấp ủy.');
  }
  if (above.some(({ id }) => id === unit.id)) {
    throw invalid(
      'cap_tren',
      'Một tổ chức không thể trực thuộc chính nó hay cấp dưới của nó. Đồng chí chọn cấp ủy khác.',
    );
  }
  const height = levelsOf(below);
  if (above.length + height > DEEPEST) {
    throw invalid('cap_tren', `Cây tổ chức sâu nhất ${DEEPEST} cấp. Đồng chí chọn cấp ủy cao hơn.`);
  }
  return { statements: [mayHangBelow(db, unit.id, parentId, height)] };
}

/**
 * Changes what stands about a person. `mayName` says whether a person may be named to whoever asks. Throws
 * `invalid-input` for a namesake in the branch, another holder of the card, or a probationary holder of a duty;
 * `conflict` when somebody else changed the record first.
 */
export async function changePerson(
  deps: ChangeDeps,
  actor: Actor,
  member: MemberRow,
  change: PersonChange,
  mayName: (other: MemberRow) => boolean,
): Promise<void> {
  const { db } = deps.store;
  await assertFits(deps, member, change, mayName);
  const statements = [
    updateMember(db, { id: member.id, unit_id: member.unit_id, version: change.version }, memberColumns(change)),
    renameAccount(db, member.id, change.fullName),
    logRow(deps, actor, {
      action: 'member-changed',
      subject: { kind: 'member', id: member.id },
      unitId: member.unit_id,
    }),
  ];
  await deps.store.atomic(statements).catch(async (error: unknown) => {
    if (!(error instanceof LostGuard)) throw error;
    const now = await findMember(db, member.id);
    if (now?.version === change.version) await assertFits(deps, member, change, mayName);
    throw conflict(error);
  });
}

async function assertFits(
  deps: ChangeDeps,
  member: MemberRow,
  change: PersonChange,
  mayName: (other: MemberRow) => boolean,
): Promise<void> {
  const { db } = deps.store;
  const same = await findSamePerson(db, {
    unit_id: member.unit_id,
    full_name: change.fullName,
    birth_date: change.birthDate,
  });
  if (same && same.id !== member.id) {
    const born = formatDate(change.birthDate);
    throw invalid('ho_ten', `Chi bộ đã có đồng chí ${change.fullName}, sinh ${born}. Đồng chí thêm chữ phân biệt.`);
  }
  const [holder] = await holdersOfCard(db, change.cardNumber, member.id);
  if (holder) {
    const whose = mayName(holder) ? `cho đồng chí ${holder.full_name}` : 'cho một đồng chí ở tổ chức khác';
    throw invalid('so_the', `Số thẻ này đang ghi ${whose}. Đồng chí xem lại số thẻ của cả hai.`);
  }
  if (change.official) return;
  const person = (await peopleOf(db, member.unit_id)).find(({ id }) => id === member.id);
  if (!person?.roles.some(({ role }) => BRANCH_DUTIES.includes(role))) return;
  throw invalid('chinh_thuc', 'Đồng chí này đang giữ nhiệm vụ ở chi bộ. Cho thôi nhiệm vụ trước rồi mới ghi là dự bị.');
}

function conflict(cause: unknown): AppError {
  return new AppError('conflict', {
    message: 'changed by somebody else first',
    hint: 'Người khác vừa sửa hồ sơ này trước. Chưa có gì bị ghi đè.',
    cause,
  });
}

function invalid(field: string, sentence: string, cause?: unknown): AppError {
  return new AppError('invalid-input', { fields: { [field]: sentence }, cause });
}
