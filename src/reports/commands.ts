import { type AuditAction, logRow } from '../audit/statements.ts';
import type { BranchSeason } from '../branches/scope.ts';
import { settingsOf } from '../campaigns/settings.ts';
import { canonicalJson, sha256Hex } from '../canonical.ts';
import { type Deps, LostGuard, type Statement } from '../deps.ts';
import { AppError } from '../errors.ts';
import type { Actor } from '../http/context.ts';
import type { ReportStepTable } from '../../db/schema.ts';
import type { ReportContent, SignTotals } from './content.ts';
import { type SignInput, termKey } from './input.ts';
import type { LoadedReport } from './loaded.ts';
import { findReport, findSignTotals, holderOf } from './queries.ts';
import {
  insertEdition,
  insertReport,
  insertReportStep,
  insertSignTotals,
  keepTerm,
  raiseDraft,
  reopenReportRow,
  signReportRow,
  takeNumber,
} from './statements.ts';

type ReportDeps = Pick<Deps, 'store' | 'now' | 'newId'>;

/** The kind of document, as its number names it: "05-BC/CB". */
export const REPORT_KIND = 'BC';

/** Begins the branch's report. A double click, or another leader a moment earlier, is fine. */
export async function beginReport(deps: ReportDeps, actor: Actor, season: BranchSeason): Promise<void> {
  const { campaign, unit } = season;
  if (campaign.state !== 'open') throw notNow();
  const id = deps.newId();
  const row = { id, campaign_id: campaign.id, unit_id: unit.id, state: 'draft' as const, draft_number: 1, version: 1 };
  try {
    await deps.store.atomic([
      insertReport(deps.store.db, row),
      stepOf(deps, actor, id, 'begun'),
      log(deps, actor, { id, unitId: unit.id }, 'report-begun'),
    ]);
  } catch (error) {
    if (!(error instanceof LostGuard)) throw error;
    if (!(await findReport(deps.store.db, campaign.id, unit.id))) throw notNow(error);
  }
}

/** From now on "Dự thảo lần N + 1" is printed. Throws `not-allowed-now`, or `conflict` if somebody was first. */
export async function beginNextDraft(
  deps: ReportDeps,
  actor: Actor,
  report: LoadedReport,
  version: number,
): Promise<void> {
  if (!report.open) throw notNow();
  const { row } = report;
  await orConflict(
    deps.store.atomic([
      raiseDraft(deps.store.db, { ...row, version }),
      stepOf(deps, actor, row.id, 'drafted'),
      log(deps, actor, placeOf(report), 'report-drafted', `draft ${row.draft_number + 1}`),
    ]),
  );
}

export interface Signer {
  accountId: string;
  name: string;
  /** "BÍ THƯ" */
  post: string;
}

/**
 * Records that the report is signed: its content is frozen with its number, and only opening it again changes anything.
 * Throws `invalid-input` for a number that is taken, `not-allowed-now`, or `conflict` where something was saved in the
 * same moment.
 */
export async function signReport(
  deps: ReportDeps,
  actor: Actor,
  report: LoadedReport,
  typed: SignInput,
  signer: Signer,
): Promise<void> {
  if (!report.open) throw notNow();
  const { db } = deps.store;
  const { row, editions } = report;
  const unitId = row.unit_id;
  const series = { unitId, kind: REPORT_KIND, term: termKey(typed.term) };
  const holder = await holderOf(db, series, typed.number);
  if (holder !== undefined && holder !== row.id) throw taken(typed.number);
  const content: ReportContent = {
    ...report.content,
    draft: null,
    number: typed.number,
    datedOn: typed.signedOn,
    signer: { post: signer.post, name: signer.name },
  };
  const json = canonicalJson(content);
  const edition = {
    id: deps.newId(),
    report_id: row.id,
    edition: (editions[0]?.edition ?? 0) + 1,
    number: typed.number,
    term: series.term,
    signed_on: typed.signedOn,
    signer: signer.name,
    sha256: sha256Hex(json),
    bytes: new TextEncoder().encode(json).length,
    account_id: actor.accountId ?? '',
    at: deps.now().toISOString(),
  };
  const number = { unit_id: unitId, kind: REPORT_KIND, term: series.term, number: typed.number, holder_id: row.id };
  try {
    await deps.store.atomic([
      signReportRow(db, { ...row, version: typed.version }, report.mark),
      ...(holder === undefined ? [takeNumber(db, number)] : []),
      ...insertEdition(db, edition, json),
      keepTerm(db, unitId, typed.term),
      stepOf(deps, actor, row.id, 'signed'),
      log(deps, actor, placeOf(report), 'report-signed', `edition ${edition.edition}`),
    ]);
  } catch (error) {
    if (!(error instanceof LostGuard)) throw error;
    const now = await holderOf(db, series, typed.number);
    if (now !== undefined && now !== row.id) throw taken(typed.number, error);
    throw changedMeanwhile(error);
  }
}

/** The report becomes a draft again; what was signed stays on record. Throws `not-allowed-now` or `conflict`. */
export async function reopenReport(
  deps: ReportDeps,
  actor: Actor,
  report: LoadedReport,
  typed: { version: number; reason: string },
): Promise<void> {
  const { row, season } = report;
  if (row.state !== 'signed' || season.campaign.state !== 'open') throw notNow();
  await orConflict(
    deps.store.atomic([
      reopenReportRow(deps.store.db, { ...row, version: typed.version }),
      stepOf(deps, actor, row.id, 'reopened', typed.reason),
      log(deps, actor, placeOf(report), 'report-reopened'),
    ]),
  );
}

/** Keeps the totals of answers to the signs, once for good. Throws `not-allowed-now` without a decision, or the second time. */
export async function freezeSignTotals(
  deps: ReportDeps,
  actor: Actor,
  report: LoadedReport,
  totals: SignTotals | null,
): Promise<void> {
  const { campaign, unit } = report.season;
  if (!report.open || settingsOf(campaign).signTotals === null || totals === null) throw notNow();
  const row = {
    campaign_id: campaign.id,
    unit_id: unit.id,
    body: canonicalJson(totals),
    account_id: actor.accountId ?? '',
    at: deps.now().toISOString(),
  };
  try {
    await deps.store.atomic([
      insertSignTotals(deps.store.db, row),
      log(deps, actor, placeOf(report), 'sign-totals-frozen'),
    ]);
  } catch (error) {
    if (!(error instanceof LostGuard)) throw error;
    if (!(await findSignTotals(deps.store.db, campaign.id, unit.id))) throw notNow(error);
  }
}

function stepOf(
  deps: ReportDeps,
  actor: Actor,
  reportId: string,
  kind: ReportStepTable['kind'],
  reason = '',
): Statement {
  return insertReportStep(deps.store.db, {
    id: deps.newId(),
    report_id: reportId,
    kind,
    reason,
    account_id: actor.accountId ?? '',
    at: deps.now().toISOString(),
  });
}

function placeOf({ row }: LoadedReport): { id: string; unitId: string } {
  return { id: row.id, unitId: row.unit_id };
}

function log(
  deps: ReportDeps,
  actor: Actor,
  report: { id: string; unitId: string },
  action: AuditAction,
  detail = '',
): Statement {
  return logRow(deps, actor, {
    action,
    subject: { kind: 'report', id: report.id },
    unitId: report.unitId,
    detail,
  });
}

async function orConflict(done: Promise<unknown>): Promise<void> {
  await done.catch((error: unknown) => {
    throw error instanceof LostGuard ? changedMeanwhile(error) : error;
  });
}

export function notNow(cause?: unknown): AppError {
  return new AppError('not-allowed-now', {
    message: 'the report cannot be changed now',
    hint: 'Báo cáo đã ký hoặc đợt kiểm điểm đã kết thúc nên không sửa được nữa. Báo cáo đã ký cần sửa thì bí thư hoặc phó bí thư mở lại, có ghi lý do.',
    cause,
  });
}

function taken(number: number, cause?: unknown): AppError {
  const shown = String(number).padStart(2, '0');
  const so = `Số ${shown}-BC/CB đã dùng cho một báo cáo khác của chi bộ trong nhiệm kỳ này. Đồng chí ghi số khác.`;
  return new AppError('invalid-input', { fields: { so }, cause });
}

function changedMeanwhile(cause: unknown): AppError {
  return new AppError('conflict', {
    hint: 'Báo cáo vừa được sửa, lập dự thảo mới hoặc ký ở một máy khác nên lần này chưa ghi gì. Đồng chí mở lại trang báo cáo, xem rồi làm tiếp.',
    cause,
  });
}
