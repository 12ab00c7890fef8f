import { logRow } from '../audit/statements.ts';
import { type Deps, LostGuard } from '../deps.ts';
import { AppError } from '../errors.ts';
import type { Actor } from '../http/context.ts';
import { bodyOf } from './commands.ts';
import type { ImportContent } from './content.ts';
import {
  findImport,
  type ImportedMember,
  type ImportRow,
  importsOf,
  membersOf,
  usedAccounts,
  usedMembers,
} from './queries.ts';
import { finishUndo, takeBack } from './statements.ts';

type UndoDeps = Pick<Deps, 'store' | 'now' | 'newId'>;

/** What undoing would do: people nobody has used go, the others stay, each with the reason. */
export interface UndoPlan {
  going: ImportedMember[];
  staying: { member: ImportedMember; reason: string }[];
}

export async function planOfUndo(deps: Pick<Deps, 'store'>, importId: string): Promise<UndoPlan> {
  const { db } = deps.store;
  const members = await membersOf(db, importId);
  const [accounts, used] = await Promise.all([
    usedAccounts(
      db,
      members.map(({ account_id: id }) => id),
    ),
    usedMembers(
      db,
      members.map(({ id }) => id),
    ),
  ]);
  const reasonFor = (member: ImportedMember): string | null => {
    if (used.reviewed.has(member.id)) return 'đã bắt đầu bản kiểm điểm';
    if (member.password !== null || accounts.signedIn.has(member.account_id)) return 'đã đăng nhập';
    if (accounts.onDuty.has(member.account_id)) return 'đã được giao nhiệm vụ';
    if (used.written.has(member.id)) return 'đã có việc ghi về đồng chí ấy';
    return member.version > 1 ? 'hồ sơ đã được sửa sau khi nhập' : null;
  };
  const plan: UndoPlan = { going: [], staying: [] };
  for (const member of members) {
    const reason = reasonFor(member);
    if (reason === null) plan.going.push(member);
    else plan.staying.push({ member, reason });
  }
  return plan;
}

/** Only the newest of a unit's imports can be taken back: an older one has been worked upon. */
export async function isNewest(deps: Pick<Deps, 'store'>, row: ImportRow): Promise<boolean> {
  const imports = (await importsOf(deps.store.db, row.unit_id)).filter(({ state }) => state === 'done');
  return imports.every(({ done_at: at }) => (at ?? '') <= (row.done_at ?? ''));
}

/** Takes an import back, all of it that may go, in one list. Undoing twice is no fault. Throws `not-allowed-now`, `conflict`. */
export async function undoImport(
  deps: UndoDeps,
  actor: Actor,
  row: ImportRow & { content: ImportContent },
): Promise<void> {
  if (row.state === 'undone') return;
  if (row.state !== 'done' || !(await isNewest(deps, row))) {
    throw new AppError('not-allowed-now', {
      hint: 'Chỉ hoàn tác được lần nhập gần nhất của tổ chức này. Lần cũ hơn thì sửa từng đồng chí.',
    });
  }
  const { db } = deps.store;
  const plan = await planOfUndo(deps, row.id);
  const report = row.content.report && { ...row.content.report, takenBack: plan.going.length };
  const statements = [
    ...takeBack(db, plan.going),
    finishUndo(db, row, { body: bodyOf({ ...row.content, report }), staying: plan.staying.length }),
    logRow(deps, actor, {
      action: 'members-import-undone',
      subject: { kind: 'unit', id: row.unit_id },
      unitId: row.unit_id,
      detail: `${row.id}: taken back ${plan.going.length}, stayed ${plan.staying.length}`,
    }),
  ];
  await deps.store.atomic(statements).catch(async (error: unknown) => {
    if (!(error instanceof LostGuard)) throw error;
    if ((await findImport(db, row.id))?.state === 'undone') return;
    throw new AppError('conflict', {
      message: 'somebody used an imported account meanwhile',
      hint: 'Vừa có người đăng nhập hoặc sửa hồ sơ trong số này. Chưa bỏ ai cả: đồng chí mở lại trang hoàn tác để xem.',
      cause: error,
    });
  });
}
