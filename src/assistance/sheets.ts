import { findAccountOfMember } from '../accounts/queries.ts';
import { oneTimeCodes } from '../accounts/statements.ts';
import { logRow } from '../audit/statements.ts';
import type { Deps } from '../deps.ts';
import { AppError } from '../errors.ts';
import type { Actor, Viewer } from '../http/context.ts';
import { rosterOf, type UnitRow } from '../units/queries.ts';
import { helpSheet, renderHelpSheet } from './print.ts';
import { CODES_ON_A_SHEET, SHEET_DAYS } from './rules.ts';

/**
 * A sheet of codes for somebody who cannot type: each opens one sitting, none opens his account. So he needs no password
 * and no new slip each time he comes; and whoever printed the sheet is not the one who types by it.
 */

type SheetDeps = Pick<Deps, 'store' | 'now' | 'newId' | 'pdf' | 'config' | 'rehearsal'>;

export interface SheetPerson {
  memberId: string;
  fullName: string;
}

/** Those of a branch for whom this person may print a sheet, in the order of its lists: everybody with an account but himself. */
export async function sheetPeople(
  deps: Pick<Deps, 'store'>,
  viewer: Pick<Viewer, 'accountId'>,
  unitId: string,
): Promise<SheetPerson[]> {
  const people = await rosterOf(deps.store.db, unitId);
  return people
    .filter(({ account_id: id }) => id !== null && id !== viewer.accountId)
    .map(({ id, full_name }) => ({ memberId: id, fullName: full_name }));
}

/**
 * Makes the codes and the paper that shows them, once; an earlier sheet is worth nothing then. The paper comes first: codes
 * that could not be shown would only have spoilt the earlier ones. Throws `invalid-input`, and what the printer throws.
 */
export async function makeSheet(
  deps: SheetDeps,
  actor: Actor,
  viewer: Viewer,
  branch: UnitRow,
  memberId: string,
): Promise<{ bytes: Uint8Array; userName: string }> {
  const { db } = deps.store;
  const person = (await sheetPeople(deps, viewer, branch.id)).find((one) => one.memberId === memberId);
  const account = person && (await findAccountOfMember(db, memberId));
  if (!account) throw invalid('Đồng chí chọn một người trong danh sách.');
  if (account.disabled === 1) {
    throw invalid('Tài khoản của đồng chí này đang khóa. Văn phòng đảng ủy mở khóa rồi mới in phiếu được.');
  }
  const days = SHEET_DAYS * 24 * 60;
  const made = oneTimeCodes(
    deps,
    { purpose: 'assisted_entry', accountId: account.id, minutes: days, madeBy: viewer.accountId },
    CODES_ON_A_SHEET,
  );
  const sheet = helpSheet({
    unit: branch.name,
    address: deps.config.publicOrigin,
    rehearsal: deps.rehearsal,
    fullName: account.display_name,
    userName: account.user_name,
    codes: made.secrets,
    validUntil: new Date(deps.now().getTime() + days * 60_000).toISOString(),
    maker: viewer.displayName,
  });
  const bytes = await deps.pdf.render(renderHelpSheet(sheet));
  await deps.store.atomic([
    ...made.statements,
    logRow(deps, actor, {
      action: 'code-made',
      subject: { kind: 'account', id: account.id },
      unitId: branch.id,
      detail: `assisted_entry ${CODES_ON_A_SHEET}`,
    }),
  ]);
  return { bytes, userName: account.user_name };
}

function invalid(sentence: string): AppError {
  return new AppError('invalid-input', { fields: { nguoi: sentence } });
}
