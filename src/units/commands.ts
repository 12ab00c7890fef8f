import { userNamesFrom } from '../accounts/queries.ts';
import { insertAccount, insertRole } from '../accounts/statements.ts';
import { logRow } from '../audit/statements.ts';
import { type Deps, LostGuard, type Statement } from '../deps.ts';
import { AppError } from '../errors.ts';
import type { Actor } from '../http/context.ts';
import { formatDate } from '../views/formats.ts';
import { type Slip, slipFor } from './codes.ts';
import type { PersonFields, PersonInput, UnitInput } from './input.ts';
import { DEEPEST, findSamePerson, unitAndAbove, type UnitRow } from './queries.ts';
import { foldName, freeUserName, roleProblem, suggestUserName } from './rules.ts';
import { insertMemberOnce, insertUnitOnce } from './statements.ts';

type AdminDeps = Pick<Deps, 'store' | 'now' | 'newId'>;

/** Makes a unit below a committee. Answers its id. Throws `invalid-input`: a name twice under one parent. */
export async function makeUnit(deps: AdminDeps, actor: Actor, parent: UnitRow, unit: UnitInput): Promise<string> {
  const { db } = deps.store;
  if (parent.kind !== 'committee')
    throw invalid('cap_tren', 'Chi bộ không có tổ chức trực thuộc. Đồng chí chọn một cấp ủy.');
  if ((await unitAndAbove(db, parent.id)).length >= DEEPEST) {
    throw invalid('cap_tren', `Cây tổ chức sâu nhất ${DEEPEST} cấp. Đồng chí chọn cấp ủy cao hơn.`);
  }
  const id = deps.newId();
  const insert = insertUnitOnce(db, {
    id,
    parent_id: parent.id,
    kind: unit.kind,
    name: unit.name,
    paper_name: unit.paperName,
    place: unit.place,
    has_branch_committee: unit.hasBranchCommittee ? 1 : 0,
    version: 1,
  });
  const log = logRow(deps, actor, {
    action: 'unit-made',
    subject: { kind: 'unit', id },
    unitId: id,
    detail: unit.kind,
  });
  await deps.store.atomic([insert, log]).catch((error: unknown) => {
    if (!(error instanceof LostGuard)) throw error;
    throw invalid('ten', `${parent.name} đã có tổ chức tên “${unit.name}”. Đồng chí ghi tên khác.`, error);
  });
  return id;
}

/**
 * Writes a member into the register with an account and its first one-time code, in one list.
 * Throws `invalid-input` when the person is recorded already, or the user name is taken; the sentence says what to do.
 */
export async function makePerson(deps: AdminDeps, actor: Actor, branch: UnitRow, person: PersonInput): Promise<Slip> {
  const { db } = deps.store;
  if (branch.kind !== 'branch') throw invalid('to_chuc', 'Đảng viên sinh hoạt ở chi bộ. Đồng chí chọn một chi bộ.');
  const unfit = roleProblem(person, branch);
  if (unfit) throw invalid(unfit.field, unfit.sentence);
  const wanted = person.userName || suggestUserName(person.fullName);
  if (wanted === '') throw invalid('ten_dang_nhap', 'Đồng chí ghi tên đăng nhập: họ tên này không tự gợi ý được.');
  await assertNotRecorded(deps, branch, person);
  await assertFree(deps, wanted).catch(async (taken: unknown) => {
    // The name may have gone, since the look above, to the person himself: a double click is told so.
    await assertNotRecorded(deps, branch, person);
    throw taken;
  });
  const [memberId, accountId] = [deps.newId(), deps.newId()];
  const statements = [
    insertMemberOnce(db, { id: memberId, unit_id: person.unitId, version: 1, ...memberColumns(person) }),
    insertAccount(db, {
      id: accountId,
      member_id: memberId,
      user_name: wanted,
      display_name: person.fullName,
      password: null,
      disabled: 0,
      created_at: deps.now().toISOString(),
      version: 1,
    }),
    logRow(deps, actor, { action: 'member-made', subject: { kind: 'member', id: memberId }, unitId: person.unitId }),
    logRow(deps, actor, { action: 'account-made', subject: { kind: 'account', id: accountId }, unitId: person.unitId }),
    ...roleStatements(deps, actor, accountId, person),
  ];
  const slip = slipFor(deps, actor, null, {
    id: accountId,
    userName: wanted,
    fullName: person.fullName,
    unitId: person.unitId,
  });
  try {
    await deps.store.atomic([...statements, ...slip.statements]);
    return slip.slip;
  } catch (error) {
    if (error instanceof LostGuard) {
      await assertNotRecorded(deps, branch, person, error);
      await assertFree(deps, wanted, error);
    }
    throw error;
  }
}

function roleStatements(deps: AdminDeps, actor: Actor, accountId: string, { role }: PersonInput): Statement[] {
  if (!role) return [];
  return [
    insertRole(deps.store.db, { account_id: accountId, unit_id: role.unitId, role: role.role }),
    logRow(deps, actor, {
      action: 'role-given',
      subject: { kind: 'account', id: accountId },
      unitId: role.unitId,
      detail: role.role,
    }),
  ];
}

/** What the register holds of a person, beside where he belongs. */
export function memberColumns(person: PersonFields) {
  return {
    full_name: person.fullName,
    folded_name: foldName(person.fullName),
    birth_date: person.birthDate,
    workplace: person.workplace,
    party_post: person.partyPost,
    government_post: person.governmentPost,
    union_post: person.unionPost,
    standing: person.standing,
    official: person.official ? 1 : 0,
    has_agency: person.hasAgency ? 1 : 0,
    card_number: person.cardNumber,
    residence: person.residence,
  };
}

/** The user name a new person would get; empty when the name leaves nothing to make one of. */
export async function freeNameFor(deps: Pick<Deps, 'store'>, fullName: string): Promise<string> {
  const wanted = suggestUserName(fullName);
  return wanted === '' ? '' : freeUserName(wanted, await userNamesFrom(deps.store.db, wanted));
}

/** Before the user name: the second click of a double click must not be offered a free one, and so a second person. */
async function assertNotRecorded(
  deps: AdminDeps,
  branch: UnitRow,
  person: PersonInput,
  cause?: unknown,
): Promise<void> {
  const same = { unit_id: branch.id, full_name: person.fullName, birth_date: person.birthDate };
  if (!(await findSamePerson(deps.store.db, same))) return;
  const sentence =
    `${branch.name} đã có đồng chí ${person.fullName}, sinh ${formatDate(person.birthDate)}. ` +
    `Cần phiếu đăng nhập thì mở trang Quản trị, vào ${branch.name}, bấm “Cấp mã mới” ở dòng của đồng chí ấy. ` +
    'Nếu là người khác trùng tên, đồng chí ghi đủ ngày sinh hoặc thêm chữ phân biệt sau họ tên.';
  throw invalid('ho_ten', sentence, cause);
}

async function assertFree(deps: AdminDeps, wanted: string, cause?: unknown): Promise<void> {
  const taken = await userNamesFrom(deps.store.db, wanted);
  if (!taken.has(wanted)) return;
  const free = freeUserName(wanted, taken);
  throw invalid('ten_dang_nhap', `Tên đăng nhập ${wanted} đã có người dùng. Đồng chí có thể dùng ${free}.`, cause);
}

function invalid(field: string, sentence: string, cause?: unknown): AppError {
  return new AppError('invalid-input', { fields: { [field]: sentence }, cause });
}
