import { logRow } from '../audit/statements.ts';
import { type Deps, LostGuard } from '../deps.ts';
import { AppError } from '../errors.ts';
import type { Actor, Viewer } from '../http/context.ts';
import { type Slip, slipFor } from './codes.ts';
import { renderSlips, slipsPaper } from './print.ts';
import { draftHolders, peopleOf, type PersonRow, type UnitRow } from './queries.ts';
import { byName } from './rules.ts';
import { reachOf } from './scope.ts';
import { noDraftInHand } from './statements.ts';

/** First sign-in slips for a whole branch: many codes in one act, on one paper. */

type SlipDeps = Pick<Deps, 'store' | 'now' | 'newId' | 'pdf' | 'config' | 'rehearsal'>;

export interface SlipPerson {
  person: PersonRow;
  /** Why no slip can be made for him here; null where one can. */
  refusal: string | null;
}

/** Everybody of a branch in the order of its lists, with whether a slip can be made by this viewer. */
export async function peopleForSlips(
  deps: Pick<Deps, 'store'>,
  viewer: Viewer,
  branch: UnitRow,
): Promise<SlipPerson[]> {
  const { db } = deps.store;
  const [people, drafts, reach] = await Promise.all([
    peopleOf(db, branch.id),
    draftHolders(db, branch.id),
    reachOf(deps, viewer),
  ]);
  return people.toSorted(byName).map((person) => ({ person, refusal: refusalOf(person) }));

  function refusalOf(person: PersonRow): string | null {
    if (person.account_id === null) return 'Chưa có tài khoản.';
    if (person.disabled === 1) return 'Tài khoản đang khóa.';
    if (person.account_id === viewer.accountId) return 'Không ai tự cấp mã cho mình.';
    const roles = person.roles.map(({ role, unit_id: unitId }) => ({ role, unitId }));
    if (!roles.every(reach)) return 'Giữ nhiệm vụ ngoài phạm vi của đồng chí.';
    if (!drafts.has(person.id)) return null;
    return 'Đang soạn bản kiểm điểm: mã cần người thứ hai xác nhận, cấp riêng ở trang của đồng chí ấy.';
  }
}

/**
 * Makes codes for these people and the paper that shows them. The paper comes first: a code that could not be shown
 * would only have closed a door. Throws `invalid-input` when nobody is left, `conflict`, and what the printer throws.
 */
export async function makeSlips(
  deps: SlipDeps,
  actor: Actor,
  viewer: Viewer,
  branch: UnitRow,
  memberIds: ReadonlySet<string>,
): Promise<Uint8Array> {
  const people = await peopleForSlips(deps, viewer, branch);
  const chosen = people.filter(({ person, refusal }) => refusal === null && memberIds.has(person.id));
  if (chosen.length === 0) {
    throw new AppError('invalid-input', { fields: { chon: 'Đồng chí chọn ít nhất một người để in phiếu.' } });
  }
  const made = chosen.map(({ person }) => {
    const account = {
      id: person.account_id as string,
      userName: person.user_name as string,
      fullName: person.full_name,
      unitId: branch.id,
    };
    const { slip, statements } = slipFor(deps, actor, person.has_password === 1 ? viewer : null, account);
    return { slip, statements: [noDraftInHand(deps.store.db, account.id), ...statements] };
  });
  const bytes = await deps.pdf.render(
    renderSlips(
      paperOf(
        deps,
        branch,
        people,
        made.map(({ slip }) => slip),
      ),
    ),
  );
  const printed = logRow(deps, actor, {
    action: 'paper-printed',
    subject: { kind: 'unit', id: branch.id },
    unitId: branch.id,
    detail: `slips ${made.length}`,
  });
  await deps.store.atomic([...made.flatMap(({ statements }) => statements), printed]).catch((error: unknown) => {
    if (!(error instanceof LostGuard)) throw error;
    throw new AppError('conflict', {
      message: 'somebody began a draft while slips were made',
      hint: 'Một đồng chí trong danh sách vừa bắt đầu soạn bản kiểm điểm. Chưa có mã nào được cấp: đồng chí mở lại trang và in lại.',
      cause: error,
    });
  });
  return bytes;
}

function paperOf(deps: SlipDeps, branch: UnitRow, people: readonly SlipPerson[], slips: readonly Slip[]) {
  return slipsPaper({
    unit: branch.name,
    address: deps.config.publicOrigin,
    rehearsal: deps.rehearsal,
    slips,
    leftOut: people.flatMap(({ person, refusal }) => (refusal ? [{ name: person.full_name, reason: refusal }] : [])),
  });
}
