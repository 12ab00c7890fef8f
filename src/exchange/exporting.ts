import { logRow } from '../audit/statements.ts';
import { sha256Hex } from '../canonical.ts';
import { type Deps, LostGuard } from '../deps.ts';
import { AppError } from '../errors.ts';
import type { Actor } from '../http/context.ts';
import { deleteHandUp, insertHandUpStep } from '../ratings/statements.ts';
import { findRecord, recordText } from '../records/queries.ts';
import { deleteSummary } from '../summaries/statements.ts';
import { summaryForFile } from './branch-summary.ts';
import { draftSendingsOf, exportsOf, handedUpRows, type OpenedKitRow, stepsOfReviews } from './queries.ts';
import { lockRollUp, RollUp } from './roll-up-file.ts';
import { dropFile, insertExport, insertFile } from './statements.ts';

type ExportDeps = Pick<Deps, 'store' | 'now' | 'newId'>;

/**
 * Makes the next file for the office: what the branch has handed up, signed with the kit's key and locked for the office.
 * `seen` is the number of the last file on the page, so that a double click makes one. Throws `not-allowed-now` before the
 * hand-up, `conflict` when another window was first.
 */
export async function exportRollUp(deps: ExportDeps, actor: Actor, kit: OpenedKitRow, seen: number): Promise<void> {
  const { db } = deps.store;
  const body = await gather(deps, kit);
  const [before] = await exportsOf(db, kit.kit_id);
  if ((before?.serial ?? 0) !== seen) throw madeMeanwhile();
  const at = deps.now().toISOString();
  const by = actor.accountId ?? '';
  const serial = seen + 1;
  const header = { kit: kit.kit_id, campaign: kit.campaign_id, unit: kit.unit_id, serial, madeAt: at };
  const bytes = await lockRollUp({ signingKey: kit.signing_key, recipient: kit.recipient }, header, body);
  const id = deps.newId();
  const made = { sha256: sha256Hex(bytes), bytes: bytes.length };
  const statements = [
    insertExport(
      db,
      { id, kit_id: kit.kit_id, serial, ...made, account_id: by, made_at: at },
      { campaign_id: kit.campaign_id, unit_id: kit.unit_id, handed_at: body.handedAt },
    ),
    ...(before ? dropFile(db, before.id) : []),
    ...insertFile(
      db,
      { id, kind: 'roll-up', campaign_id: kit.campaign_id, account_id: by, name: '', ...made, at },
      bytes,
    ),
    logRow(deps, actor, {
      action: 'roll-up-exported',
      subject: { kind: 'unit', id: kit.unit_id },
      unitId: kit.unit_id,
      detail: `${kit.kit_id} ${serial}: reviews ${body.reviews.length}`,
    }),
  ];
  await deps.store.atomic(statements).catch((error: unknown) => {
    throw error instanceof LostGuard ? madeMeanwhile(error) : error;
  });
}

async function gather(deps: ExportDeps, { campaign_id, unit_id }: OpenedKitRow): Promise<RollUp> {
  const { db } = deps.store;
  const { handUp, ...rows } = await handedUpRows(db, campaign_id, unit_id);
  if (!handUp) throw notHandedUp();
  const collective = rows.reviews.find(({ member_id }) => member_id === null);
  const [reviewSteps, records, draftSendings, summary] = await Promise.all([
    stepsOfReviews(
      db,
      rows.reviews.map(({ id }) => id),
    ),
    Promise.all(rows.reviews.map((review) => frozenRecord(deps, review))),
    collective ? draftSendingsOf(db, collective.id) : [],
    summaryForFile(deps, { campaign_id, unit_id }),
  ]);
  return RollUp.parse({
    handedAt: handUp.handed_at,
    handedBy: handUp.account_id,
    ...rows,
    reviewSteps,
    records,
    draftSendings,
    summary,
  });
}

/**
 * The office has given the proposals back, by word of mouth: the branch opens its table again, with the reason. Throws
 * `not-allowed-now` when nothing is handed up.
 */
export async function reopenHandUp(deps: ExportDeps, actor: Actor, kit: OpenedKitRow, reason: string): Promise<void> {
  const { db } = deps.store;
  const place = { campaign_id: kit.campaign_id, unit_id: kit.unit_id };
  const by = { account_id: actor.accountId ?? '', at: deps.now().toISOString() };
  const statements = [
    deleteHandUp(db, place),
    deleteSummary(db, place),
    insertHandUpStep(db, { id: deps.newId(), ...place, kind: 'given_back', reason, ...by }),
    logRow(deps, actor, {
      action: 'rating-given-back',
      subject: { kind: 'unit', id: kit.unit_id },
      unitId: kit.unit_id,
    }),
  ];
  await deps.store.atomic(statements).catch((error: unknown) => {
    throw error instanceof LostGuard ? notHandedUp() : error;
  });
}

/** The content as it was frozen; what its author has changed since is no part of it. */
async function frozenRecord({ store: { db } }: ExportDeps, review: { id: string; submissions: number }) {
  const record = await findRecord(db, review.id, review.submissions);
  if (!record) throw new Error(`review ${review.id} has no record of its submission`);
  const { bytes: _bytes, superseded: _superseded, ...frozen } = record;
  return { ...frozen, content: await recordText(db, record) };
}

function notHandedUp(): AppError {
  return new AppError('not-allowed-now', {
    message: 'the branch has not handed up',
    hint: 'Chi bộ chưa chuyển bảng đề xuất, nên chưa có gì để nộp. Đồng chí vào trang Xếp loại, chuyển bảng đề xuất, rồi xuất tệp.',
  });
}

function madeMeanwhile(cause?: unknown): AppError {
  return new AppError('conflict', {
    message: 'another file was made, or the hand-up was given back',
    hint: 'Một tệp khác vừa được xuất ở cửa sổ khác. Đồng chí mở lại trang để tải tệp mới nhất.',
    cause,
  });
}
