import { logRow } from '../audit/statements.ts';
import { type Deps, LostGuard } from '../deps.ts';
import { AppError } from '../errors.ts';
import type { Actor } from '../http/context.ts';
import { usualPaperName } from '../units/rules.ts';
import { insertUnit } from '../units/statements.ts';
import type { NewSession } from './begin-session.ts';
import { linkUsed } from './commands.ts';
import type { FirstAdministratorInput } from './input.ts';
import { anyAdministrator, findCode } from './queries.ts';
import { passwordProblem } from './rules.ts';
import { hashPassword, hashSecret, newToken } from './secrets.ts';
import { insertAccount, insertRole, insertSession, oneTimeCode, sessionRow, useCode } from './statements.ts';

/**
 * The first administrator is made through a link that `npm start` prints on the server's own screen:
 * there is no default password anywhere.
 */
export const FIRST_LINK_MINUTES = 30;

type FirstDeps = Pick<Deps, 'store' | 'now' | 'newId'>;

/** A fresh link while there is no administrator; null once there is one. */
export async function firstAdministratorLink(deps: FirstDeps & Pick<Deps, 'config'>): Promise<string | null> {
  if (await anyAdministrator(deps.store.db)) return null;
  const made = oneTimeCode(deps, { purpose: 'first_administrator', accountId: null, minutes: FIRST_LINK_MINUTES });
  const onServer = { accountId: null, address: 'máy chủ', requestId: 'start' };
  const subject = { kind: 'account' as const, id: null };
  await deps.store.atomic([
    ...made.statements,
    logRow(deps, onServer, { action: 'code-made', subject, detail: 'first_administrator' }),
  ]);
  return `${deps.config.publicOrigin}/thiet-lap/${made.secret}`;
}

/** Throws `link-used` unless the link is still good. */
export async function findOpenFirstLink(deps: FirstDeps, token: string): Promise<{ id: string }> {
  const code = await findCode(deps.store.db, hashSecret(token));
  const open =
    code?.purpose === 'first_administrator' && code.used_at === null && code.expires_at > deps.now().toISOString();
  if (!open) throw linkUsed();
  return code;
}

/** Makes the base committee, its administrator and a session, all in one list with the use of the link. */
export async function createFirstAdministrator(
  deps: FirstDeps,
  actor: Actor,
  form: FirstAdministratorInput,
): Promise<NewSession> {
  const code = await findOpenFirstLink(deps, form.lien_ket);
  const problem = passwordProblem(form.mat_khau_moi, form.ten_dang_nhap);
  if (problem) throw new AppError('invalid-input', { fields: { mat_khau_moi: problem } });
  if (form.mat_khau_moi !== form.nhap_lai) {
    throw new AppError('invalid-input', {
      fields: { nhap_lai: 'Hai lần gõ chưa giống nhau. Đồng chí gõ lại lần thứ hai.' },
    });
  }
  const { db } = deps.store;
  const at = deps.now().toISOString();
  const [unitId, accountId, token] = [deps.newId(), deps.newId(), newToken()];
  const password = await hashPassword(form.mat_khau_moi);
  const self = { ...actor, accountId };
  const subject = { kind: 'account' as const, id: accountId };
  const statements = [
    useCode(db, code.id, at),
    insertUnit(db, {
      id: unitId,
      parent_id: null,
      kind: 'committee',
      name: form.to_chuc,
      paper_name: usualPaperName(form.to_chuc),
      place: 'Hà Nội',
      has_branch_committee: 0,
      version: 1,
    }),
    insertAccount(db, {
      id: accountId,
      member_id: null,
      user_name: form.ten_dang_nhap,
      display_name: form.ho_ten,
      password,
      disabled: 0,
      created_at: at,
      version: 1,
    }),
    insertRole(db, { account_id: accountId, unit_id: unitId, role: 'administrator' }),
    insertSession(db, sessionRow({ id: deps.newId(), token, accountId, at, address: actor.address })),
    logRow(deps, self, { action: 'unit-made', subject: { kind: 'unit', id: unitId }, unitId }),
    logRow(deps, self, { action: 'account-made', subject }),
    logRow(deps, self, { action: 'role-given', subject, unitId, detail: 'administrator' }),
    logRow(deps, self, { action: 'sign-in', subject }),
  ];
  await deps.store.atomic(statements).catch((error: unknown) => {
    throw error instanceof LostGuard ? linkUsed() : error;
  });
  return { token, accountId };
}
