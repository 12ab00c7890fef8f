import { findAccountOfMember, rolesOf, userNamesFrom } from '../accounts/queries.ts';
import { endSessions, insertAccount, insertRole, oneTimeCode, tellOwner } from '../accounts/statements.ts';
import { logRow } from '../audit/statements.ts';
import { type Deps, LostGuard, type Statement } from '../deps.ts';
import { AppError } from '../errors.ts';
import type { Actor, Viewer } from '../http/context.ts';
import { formatDate } from '../views/formats.ts';
import type { PersonInput, UnitInput } from './input.ts';
import { administeredUnits, DEEPEST, findSamePerson, type MemberRow, unitAndAbove, type UnitRow } from './queries.ts';
import { foldName, freeUserName, roleProblem, suggestUserName } from './rules.ts';
import { insertMemberOnce, insertUnitOnce } from './statements.ts';

type AdminDeps = Pick<Deps, 'store' | 'now' | 'newId'>;

/** Days a code on a slip is good for: long enough to hand it out at the next branch meeting. */
export const CODE_DAYS = 14;

/** What stands on a slip. The code is shown once, in the answer that made it, and kept nowhere. */
export interface Slip {
  fullName: string;
  userName: string;
  code: string;
  validUntil: string;
}

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
  await assertFree(deps, wanted);
  const [memberId, accountId] = [deps.newId(), deps.newId()];
  const statements = [
    insertMemberOnce(db, memberRow(memberId, person)),
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
  const slip = slipFor(deps, actor, {
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

/**
 * A new one-time code for somebody who has lost the way in. Open sessions end and older codes die; the password,
 * the roles and everything written stay as they are. Throws `forbidden` for oneself and for whoever has a duty
 * beyond this administrator's units.
 */
export async function makeNewCode(deps: AdminDeps, actor: Actor, viewer: Viewer, member: MemberRow): Promise<Slip> {
  const account = await accountToHelp(deps, viewer, member, {
    nobody: 'Đồng chí này chưa có tài khoản, hoặc tài khoản đang khóa, nên chưa cấp mã được.',
    oneself: 'Không ai tự cấp mã cho mình. Đồng chí đổi mật khẩu ở trang Đổi mật khẩu, hoặc nhờ quản trị khác.',
  });
  const made = slipFor(deps, actor, {
    id: account.id,
    userName: account.user_name,
    fullName: account.display_name,
    unitId: member.unit_id,
  });
  const told = { accountId: account.id, kind: 'new-code' as const, reason: '' };
  await deps.store.atomic([endSessions(deps.store.db, account.id), ...made.statements, tellOwner(deps, viewer, told)]);
  return made.slip;
}

export type HelpedAccount = NonNullable<Awaited<ReturnType<typeof findAccountOfMember>>>;

/**
 * The account of a member whom this administrator may let in again. Throws `not-allowed-now` where there is none to use,
 * `forbidden` for oneself and for whoever has a duty beyond this administrator's units; `hints` say what to do instead.
 */
export async function accountToHelp(
  deps: Pick<Deps, 'store'>,
  viewer: Viewer,
  member: MemberRow,
  hints: { nobody: string; oneself: string },
): Promise<HelpedAccount> {
  const account = await findAccountOfMember(deps.store.db, member.id);
  if (!account || account.disabled === 1) throw new AppError('not-allowed-now', { hint: hints.nobody });
  if (account.id === viewer.accountId) throw new AppError('forbidden', { hint: hints.oneself });
  await assertWithinReach(deps, viewer, account.id);
  return account;
}

/** Who lets a person in could go in as that person: nobody may so take on a duty above his own. */
async function assertWithinReach(deps: Pick<Deps, 'store'>, viewer: Viewer, accountId: string): Promise<void> {
  const own = new Set((await administeredUnits(deps.store.db, viewer)).map(({ id }) => id));
  const roles = await rolesOf(deps.store.db, accountId);
  if (roles.every(({ unitId }) => own.has(unitId))) return;
  throw new AppError('forbidden', {
    message: 'the account has a role beyond this administrator',
    hint: 'Đồng chí này còn giữ nhiệm vụ ở tổ chức ngoài phạm vi của đồng chí. Quản trị của tổ chức ấy mới làm được việc này.',
  });
}

function slipFor(
  deps: AdminDeps,
  actor: Actor,
  account: { id: string; userName: string; fullName: string; unitId: string },
): { slip: Slip; statements: Statement[] } {
  const minutes = CODE_DAYS * 24 * 60;
  const made = oneTimeCode(deps, { purpose: 'first_sign_in', accountId: account.id, minutes });
  const log = logRow(deps, actor, {
    action: 'code-made',
    subject: { kind: 'account', id: account.id },
    unitId: account.unitId,
  });
  const validUntil = new Date(deps.now().getTime() + minutes * 60_000).toISOString();
  return {
    slip: { fullName: account.fullName, userName: account.userName, code: made.secret, validUntil },
    statements: [...made.statements, log],
  };
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

function memberRow(id: string, person: PersonInput) {
  return {
    id,
    unit_id: person.unitId,
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
    card_number: '',
    residence: '',
    version: 1,
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
