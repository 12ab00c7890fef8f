import { logRow } from '../audit/statements.ts';
import { type Deps, LostGuard, type Statement } from '../deps.ts';
import { AppError } from '../errors.ts';
import type { Actor } from '../http/context.ts';
import { summaryText } from '../summaries/content.ts';
import { deleteSummary, insertSummary } from '../summaries/statements.ts';
import { findingsFor } from './conditions.ts';
import { gapsIn } from './counting.ts';
import type { DisciplineInput, RatingInput } from './input.ts';
import { type DisciplineRow, findHandUp, findRating, type RatingRow } from './queries.ts';
import { COLLECTIVE, hasGaps } from './rules.ts';
import {
  deleteHandUp,
  insertDiscipline,
  insertHandUp,
  insertHandUpStep,
  saveRating,
  withdrawDiscipline,
} from './statements.ts';
import type { RatedSubject } from './subjects.ts';
import { branchSummary } from './summary.ts';
import { type BranchTable, currentDecision, factsOf } from './table.ts';

type RatingDeps = Pick<Deps, 'store' | 'now' | 'newId'>;

/** Somebody else saved the row meanwhile: both are shown, nothing is lost, and the next save goes over this version. */
export class RatingConflict extends Error {
  readonly stored: RatingRow;
  constructor(stored: RatingRow) {
    super('the row was saved elsewhere');
    this.stored = stored;
  }
}

/**
 * Saves one row. Throws `invalid-input` (a warning stands and no reason is given), `RatingConflict` with what is
 * stored, or `not-allowed-now` once the branch has handed up, the campaign is over or the level is decided.
 */
export async function proposeRating(
  deps: RatingDeps,
  actor: Actor,
  table: BranchTable,
  subject: RatedSubject,
  typed: RatingInput,
): Promise<void> {
  assertOpen(table, subject);
  const row: RatingRow = {
    campaign_id: table.campaign.id,
    unit_id: table.unit.id,
    subject: subject.subject,
    agency_level: subject.hasAgency ? typed.agencyLevel : '',
    committee_level: table.unit.has_branch_committee === 1 ? typed.committeeLevel : '',
    mass_body_level: typed.massBodyLevel,
    branch_level: typed.branchLevel,
    reason: typed.reason,
    quarters: subject.kind === 'person' ? typed.quarters : '',
    tasks_done: subject.kind === 'collective' ? typed.tasksDone : '',
    version: typed.version,
    saved_at: deps.now().toISOString(),
  };
  assertReasonGiven(table, { ...subject, rating: row });
  try {
    await deps.store.atomic([
      saveRating(deps.store.db, row, typed.version),
      logRow(deps, actor, {
        action: 'rating-proposed',
        subject: logSubject(table, subject.subject),
        unitId: table.unit.id,
      }),
    ]);
  } catch (error) {
    if (!(error instanceof LostGuard)) throw error;
    const stored = await findRating(deps.store.db, {
      campaignId: table.campaign.id,
      unitId: table.unit.id,
      subject: subject.subject,
    });
    if (stored && stored.version !== typed.version) throw new RatingConflict(stored);
    throw closedTable(error);
  }
}

/** With the row as it would be: what is typed now decides which warnings stand. */
function assertReasonGiven(table: BranchTable, subject: RatedSubject): void {
  const subjects = table.subjects.map((each) => (each.subject === subject.subject ? subject : each));
  const findings = findingsFor(subject.rating?.branch_level ?? '', factsOf({ ...table, subjects }, subject));
  if (findings.length === 0 || (subject.rating?.reason ?? '') !== '') return;
  throw new AppError('invalid-input', {
    fields: { ly_do: 'Mức này còn điều cần cân nhắc nêu ở dưới. Đồng chí ghi lý do chi bộ vẫn đề xuất.' },
  });
}

function assertOpen(table: BranchTable, subject: RatedSubject): void {
  if (table.campaign.state === 'open' && table.handedAt === null && currentDecision(subject) === null) return;
  throw closedTable();
}

function closedTable(cause?: unknown): AppError {
  return new AppError('not-allowed-now', {
    message: 'the table of proposals is closed',
    hint: 'Bảng đề xuất đã chuyển lên cấp trên hoặc đợt đã kết thúc nên không sửa được nữa. Cần sửa, đồng chí đề nghị văn phòng cấp ủy trả lại bảng.',
    cause,
  });
}

/** Hands the proposals up and freezes what the committee sums up. Throws `invalid-input` where something is missing and no reason is given. */
export async function handUp(deps: RatingDeps, actor: Actor, table: BranchTable, reason: string): Promise<void> {
  if (table.campaign.state !== 'open' || table.handedAt !== null) throw closedTable();
  if (hasGaps(gapsIn(table)) && reason === '') {
    throw new AppError('invalid-input', {
      fields: { ly_do: 'Còn những chỗ nêu ở trên. Đồng chí ghi ngắn gọn lý do vẫn chuyển.' },
    });
  }
  const place = placeOf(table);
  const at = deps.now().toISOString();
  const summary = summaryText(await branchSummary(deps, table, { at, reason }));
  try {
    await deps.store.atomic([
      insertHandUp(deps.store.db, { ...place, handed_at: at, account_id: actor.accountId ?? '' }, table.mark),
      insertSummary(deps.store.db, { ...place, ...summary, written_at: at }),
      step(deps, actor, table, 'handed', reason),
      logRow(deps, actor, unitEntry(table, 'rating-handed-up')),
    ]);
  } catch (error) {
    if (!(error instanceof LostGuard)) throw error;
    if (await findHandUp(deps.store.db, place.campaign_id, place.unit_id)) throw closedTable(error);
    throw new AppError('conflict', {
      hint: 'Ngay lúc chuyển, một dòng vừa được sửa ở nơi khác. Chưa chuyển gì cả: đồng chí xem lại bảng rồi bấm chuyển lần nữa.',
      cause: error,
    });
  }
}

/** The office opens the branch's table again, with a reason. Throws `not-allowed-now` once anything is decided. */
export async function giveBack(deps: RatingDeps, actor: Actor, table: BranchTable, reason: string): Promise<void> {
  const decided = table.subjects.some((subject) => currentDecision(subject) !== null);
  if (table.handedAt === null || decided || table.campaign.state !== 'open') throw notToGiveBack();
  try {
    await deps.store.atomic([
      deleteHandUp(deps.store.db, placeOf(table)),
      deleteSummary(deps.store.db, placeOf(table)),
      step(deps, actor, table, 'given_back', reason),
      logRow(deps, actor, unitEntry(table, 'rating-given-back')),
    ]);
  } catch (error) {
    throw error instanceof LostGuard ? notToGiveBack(error) : error;
  }
}

function notToGiveBack(cause?: unknown): AppError {
  return new AppError('not-allowed-now', {
    message: 'nothing to give back',
    hint: 'Không trả lại được: chi bộ chưa chuyển, đã có quyết định, hoặc đợt đã kết thúc. Đã có quyết định thì mọi thay đổi là một quyết định xếp loại lại.',
    cause,
  });
}

/** Records a discipline beside the conditions; the decision itself lies elsewhere. Throws `invalid-input`: it stands there. */
export async function recordDiscipline(
  deps: RatingDeps,
  actor: Actor,
  table: BranchTable,
  subject: RatedSubject,
  typed: DisciplineInput,
): Promise<void> {
  const insert = insertDiscipline(deps.store.db, {
    id: deps.newId(),
    ...placeOf(table),
    member_id: subject.subject === COLLECTIVE ? null : subject.subject,
    kind: typed.kind,
    duty_related: typed.dutyRelated ? 1 : 0,
    document: typed.document,
    decided_on: typed.decidedOn,
    account_id: actor.accountId ?? '',
    at: deps.now().toISOString(),
    withdrawn_at: null,
  });
  const log = logRow(deps, actor, {
    action: 'discipline-recorded',
    subject: logSubject(table, subject.subject),
    unitId: table.unit.id,
  });
  await deps.store.atomic([insert, log]).catch((error: unknown) => {
    if (!(error instanceof LostGuard)) throw error;
    const fields = { so_ky_luat: 'Quyết định kỷ luật này đã ghi ở đây rồi. Đồng chí xem danh sách bên trên.' };
    throw new AppError('invalid-input', { fields, cause: error });
  });
}

/** Takes a record back that should not stand there; the row stays, marked. Throws `not-allowed-now`. */
export async function takeDisciplineBack(
  deps: RatingDeps,
  actor: Actor,
  table: BranchTable,
  row: DisciplineRow,
): Promise<void> {
  try {
    await deps.store.atomic([
      withdrawDiscipline(deps.store.db, row.id, placeOf(table), deps.now().toISOString()),
      logRow(deps, actor, {
        action: 'discipline-withdrawn',
        subject: logSubject(table, row.member_id ?? COLLECTIVE),
        unitId: table.unit.id,
      }),
    ]);
  } catch (error) {
    if (!(error instanceof LostGuard)) throw error;
    const hint = 'Dòng kỷ luật này đã được rút trước đó. Đồng chí mở lại trang để xem.';
    throw new AppError('not-allowed-now', { hint, cause: error });
  }
}

function step(
  deps: RatingDeps,
  actor: Actor,
  table: BranchTable,
  kind: 'handed' | 'given_back',
  reason: string,
): Statement {
  return insertHandUpStep(deps.store.db, {
    id: deps.newId(),
    ...placeOf(table),
    kind,
    reason,
    account_id: actor.accountId ?? '',
    at: deps.now().toISOString(),
  });
}

export function placeOf(table: BranchTable): { campaign_id: string; unit_id: string } {
  return { campaign_id: table.campaign.id, unit_id: table.unit.id };
}

function unitEntry(table: BranchTable, action: 'rating-handed-up' | 'rating-given-back') {
  return { action, subject: { kind: 'unit' as const, id: table.unit.id }, unitId: table.unit.id };
}

/** Whose record a log row is about. */
export function logSubject(table: BranchTable, subject: string): { kind: 'unit' | 'member'; id: string } {
  return subject === COLLECTIVE ? { kind: 'unit', id: table.unit.id } : { kind: 'member', id: subject };
}
