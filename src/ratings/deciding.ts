import { logRow } from '../audit/statements.ts';
import { type Deps, LostGuard } from '../deps.ts';
import { AppError, type FieldErrors } from '../errors.ts';
import type { Actor } from '../http/context.ts';
import { formatDate } from '../views/formats.ts';
import { logSubject, placeOf } from './commands.ts';
import { type DecisionInput, LEVEL_FIELD, type RedecisionInput } from './input.ts';
import { type DecisionRow, decisionsNumbered } from './queries.ts';
import { COLLECTIVE } from './rules.ts';
import { insertDecision } from './statements.ts';
import type { RatedSubject } from './subjects.ts';
import { type BranchTable, currentDecision } from './table.ts';

/** The committee decides. What is decided is never edited: a change is a later decision that replaces it (Mẫu 03). */
type DecideDeps = Pick<Deps, 'store' | 'now' | 'newId'>;

/** What the bulk form asks for, found and checked: subjects of this table that are not decided yet, with a level of theirs. */
export function chosenLevels(table: BranchTable, typed: ReadonlyMap<string, string>): [RatedSubject, string][] {
  const errors: FieldErrors = {};
  const chosen: [RatedSubject, string][] = [];
  const firstField = `${LEVEL_FIELD}${table.subjects[0]?.subject ?? COLLECTIVE}`;
  for (const [id, level] of typed) {
    const subject = table.subjects.find((each) => each.subject === id);
    const field = `${LEVEL_FIELD}${id}`;
    if (!subject)
      errors[firstField] = 'Có một dòng không còn trong danh sách của chi bộ. Đồng chí xem lại danh sách rồi ghi lại.';
    else if (currentDecision(subject))
      errors[field] = `${subject.name} đã có quyết định; thay đổi thì ghi quyết định xếp loại lại.`;
    else if (!subject.levels.some(({ key }) => key === level)) errors[field] = 'Đồng chí chọn một mức trong danh sách.';
    else chosen.push([subject, level]);
  }
  if (Object.keys(errors).length > 0) throw new AppError('invalid-input', { fields: errors });
  if (chosen.length === 0) {
    throw new AppError('invalid-input', { fields: { [firstField]: 'Đồng chí chọn mức cho ít nhất một dòng.' } });
  }
  return chosen;
}

/**
 * Writes one document's decisions, all or none. Throws `invalid-input` (the number stands for another document) or
 * `not-allowed-now` (not handed up, or somebody was decided meanwhile).
 */
export async function decideRatings(
  deps: DecideDeps,
  actor: Actor,
  table: BranchTable,
  decision: DecisionInput,
  chosen: readonly (readonly [RatedSubject, string])[],
): Promise<void> {
  assertHandedUp(table);
  await assertNumberFree(deps, table, { ...decision, again: false });
  const at = deps.now().toISOString();
  const inserts = chosen.map(([subject, level]) =>
    insertDecision(deps.store.db, {
      id: deps.newId(),
      ...placeOf(table),
      subject: subject.subject,
      level,
      number: decision.number,
      decided_on: decision.decidedOn,
      body: decision.body,
      reason: decision.reason,
      replaces_id: null,
      account_id: actor.accountId ?? '',
      at,
    }),
  );
  const log = logRow(deps, actor, {
    action: 'rating-decided',
    subject: { kind: 'unit', id: table.unit.id },
    unitId: table.unit.id,
    detail: String(chosen.length),
  });
  await writeDecisions(deps, table, { ...decision, again: false }, [...inserts, log]);
}

/** Replaces the decision that stands. Throws `invalid-input` or, when another replaced it first, `not-allowed-now`. */
export async function decideAgain(
  deps: DecideDeps,
  actor: Actor,
  table: BranchTable,
  subject: RatedSubject,
  typed: RedecisionInput,
): Promise<void> {
  const current = currentDecision(subject);
  if (!current || current.id !== typed.replaces) throw decidedMeanwhile();
  if (current.level === typed.level) {
    throw new AppError('invalid-input', {
      fields: { muc: 'Mức này là mức đang có. Đồng chí chọn mức xếp loại lại, hoặc quay về nếu không thay đổi.' },
    });
  }
  await assertNumberFree(deps, table, { ...typed, again: true });
  const row: DecisionRow = {
    id: deps.newId(),
    ...placeOf(table),
    subject: subject.subject,
    level: typed.level,
    number: typed.number,
    decided_on: typed.decidedOn,
    body: typed.body,
    reason: typed.reason,
    replaces_id: current.id,
    account_id: actor.accountId ?? '',
    at: deps.now().toISOString(),
  };
  const log = logRow(deps, actor, {
    action: 'rating-decided',
    subject: logSubject(table, subject.subject),
    unitId: table.unit.id,
    detail: 'again',
  });
  await writeDecisions(deps, table, { ...typed, again: true }, [insertDecision(deps.store.db, row), log]);
}

interface Document {
  number: string;
  decidedOn: string;
  body: string;
  /** A later decision, beside the one that decided first. */
  again: boolean;
}

async function writeDecisions(
  deps: DecideDeps,
  table: BranchTable,
  document: Document,
  statements: Parameters<Deps['store']['atomic']>[0],
): Promise<void> {
  try {
    await deps.store.atomic(statements);
  } catch (error) {
    if (!(error instanceof LostGuard)) throw error;
    await assertNumberFree(deps, table, document);
    throw decidedMeanwhile(error);
  }
}

/** One number of one body is one document: of one day, and either the first decision or a later one. */
async function assertNumberFree(deps: DecideDeps, table: BranchTable, document: Document): Promise<void> {
  const same = await decisionsNumbered(deps.store.db, table.campaign.id, document.number);
  const clash = same.find(
    (row) =>
      row.body === document.body &&
      (row.decided_on !== document.decidedOn || (row.replaces_id !== null) !== document.again),
  );
  if (!clash) return;
  const words = clash.replaces_id === null ? 'quyết định xếp loại' : 'quyết định xếp loại lại';
  throw new AppError('invalid-input', {
    fields: {
      so: `Số ${document.number} đã dùng cho ${words} ngày ${formatDate(clash.decided_on)}. Đồng chí xem lại số, ngày.`,
    },
  });
}

/** Throws `not-allowed-now`: there is nothing to decide on before the branch has handed up. */
export function assertHandedUp(table: BranchTable): void {
  if (table.handedAt !== null) return;
  throw new AppError('not-allowed-now', {
    message: 'the branch has not handed up',
    hint: 'Chi bộ chưa chuyển bảng đề xuất nên chưa ghi quyết định được. Đồng chí đề nghị chi bộ chuyển trước.',
  });
}

function decidedMeanwhile(cause?: unknown): AppError {
  return new AppError('not-allowed-now', {
    message: 'decided meanwhile',
    hint: 'Vừa có quyết định khác được ghi trước, nên lần này chưa ghi gì. Đồng chí mở lại trang để xem quyết định đang có.',
    cause,
  });
}
