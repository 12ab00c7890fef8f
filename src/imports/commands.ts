import { logRow } from '../audit/statements.ts';
import { type Deps, LostGuard, type Statement } from '../deps.ts';
import { AppError } from '../errors.ts';
import type { Actor, Viewer } from '../http/context.ts';
import { legacyEncodingOf } from '../http/legacy-letters.ts';
import type { UnitRow } from '../units/queries.ts';
import { foldName, suggestUserName } from '../units/rules.ts';
import type { ImportContent, ImportReport } from './content.ts';
import type { Grid } from './grid.ts';
import { type JudgedList, judgeList } from './judged.ts';
import { fileProblem } from './problem.ts';
import { allUserNames, findImport, type ImportRow, registerMark } from './queries.ts';
import type { ImportedPerson } from './rows.ts';
import { columnCount, converted, findHeading, guessColumns, headingsAt } from './rules.ts';
import {
  dropImport,
  dropStaleImports,
  dropTwinImport,
  finishImport,
  insertAccounts,
  insertImport,
  insertImportRows,
  insertMembers,
  updateImport,
} from './statements.ts';

type ImportDeps = Pick<Deps, 'store' | 'now' | 'newId'>;

/** A list left lying half-way is thrown away after so many days. */
const STALE_DAYS = 7;
/** D1 takes 2 MB a row. */
const BODY_BYTES = 1_900_000;
/** Enough rows to tell the letters of an old font by. */
const JUDGED_ROWS = 400;

/** Keeps a list that was read, with a guess at its columns. Answers the import's id. Throws `invalid-input`: too much text. */
export async function beginImport(
  deps: ImportDeps,
  viewer: Viewer,
  unit: UnitRow,
  fileName: string,
  grid: Grid,
): Promise<string> {
  const text = grid.rows
    .slice(0, JUDGED_ROWS)
    .flatMap(({ cells }) => cells)
    .join('\n');
  const letters = legacyEncodingOf(text);
  const rows = converted(grid.rows, letters);
  const heading = findHeading(rows);
  const content: ImportContent = {
    ...grid,
    heading,
    columns: columnsFor(rows, heading),
    letters,
    convert: null,
    matched: false,
    usual: { unitId: unit.kind === 'branch' ? unit.id : '', standing: '', official: '', hasAgency: false },
    anyway: [],
    report: null,
  };
  const { db } = deps.store;
  const id = deps.newId();
  const at = deps.now();
  const body = bodyOf(content);
  if (new TextEncoder().encode(body).length > BODY_BYTES) {
    throw fileProblem('Danh sách có quá nhiều chữ. Đồng chí bỏ bớt các cột không dùng, hoặc chia thành nhiều tệp.');
  }
  await deps.store.atomic([
    dropStaleImports(db, new Date(at.getTime() - STALE_DAYS * 86_400_000).toISOString()),
    dropTwinImport(db, { unitId: unit.id, accountId: viewer.accountId, fileName }),
    insertImport(db, {
      id,
      unit_id: unit.id,
      account_id: viewer.accountId,
      file_name: fileName,
      state: 'read',
      body,
      at: at.toISOString(),
      done_at: null,
      version: 1,
    }),
  ]);
  return id;
}

/** A guess for every column of the file, whether it bears a heading or not. */
export function columnsFor(rows: Grid['rows'] | readonly Grid['rows'][number][], heading: ImportContent['heading']) {
  const guessed = heading ? guessColumns(headingsAt(rows, heading)) : [];
  return Array.from({ length: columnCount(rows) }, (_, at) => guessed[at] ?? ('' as const));
}

/** The next step of an import that is under way. Throws `conflict` when another window was first. */
export async function keepStep(
  deps: ImportDeps,
  seen: { id: string; version: number },
  content: ImportContent,
): Promise<void> {
  await deps.store.atomic([updateImport(deps.store.db, seen, bodyOf(content))]).catch((error: unknown) => {
    throw error instanceof LostGuard ? overtaken(error) : error;
  });
}

/** Gives an import up before it has written anything; once is enough. */
export async function abandonImport(deps: ImportDeps, row: ImportRow): Promise<void> {
  await deps.store.atomic([dropImport(deps.store.db, row)]).catch(async (error: unknown) => {
    if (error instanceof LostGuard && !(await findImport(deps.store.db, row.id))) return;
    throw error instanceof LostGuard ? overtaken(error) : error;
  });
}

/** The register may change while a list is judged; then it is judged again. */
const TRIES = 3;

/**
 * Writes everybody of the list who is wanted, with an account and no code yet, in one list of statements. Writing twice is
 * no fault: the second click finds it done. Throws `invalid-input` when nobody is left, `conflict` when others were first.
 */
export async function writeImport(
  deps: ImportDeps,
  actor: Actor,
  viewer: Pick<Viewer, 'roles'>,
  unit: UnitRow,
  row: ImportRow & { content: ImportContent },
): Promise<void> {
  const { db } = deps.store;
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const [register, taken] = [await registerMark(db), await allUserNames(db)];
    const judged = await judgeList(deps, viewer, unit, row.content);
    if (judged.wanted.length === 0) {
      // Everybody is recorded already: perhaps by the first click on this very list.
      if ((await findImport(db, row.id))?.state === 'done') return;
      throw new AppError('invalid-input', { fields: { nhap: 'Không có ai để nhập. Đồng chí xem lại cột hoặc tệp.' } });
    }
    const made = peopleStatements(deps, row.id, judged.wanted, taken);
    const report = reportOf(judged);
    const body = bodyOf({ ...row.content, rows: [], heading: null, columns: [], anyway: [], report });
    const statements = [
      finishImport(db, row, { body, at: deps.now().toISOString(), register }),
      ...made,
      logRow(deps, actor, {
        action: 'members-imported',
        subject: { kind: 'unit', id: unit.id },
        unitId: unit.id,
        detail: `${row.id}: made ${report.made}, skipped ${report.skipped.length}, broken ${report.broken.length}`,
      }),
    ];
    try {
      await deps.store.atomic(statements);
      return;
    } catch (error) {
      if (!(error instanceof LostGuard)) throw error;
      const now = await findImport(db, row.id);
      if (now?.state === 'done') return;
      if (now?.version !== row.version) throw overtaken(error);
    }
  }
  throw overtaken();
}

function peopleStatements(
  deps: ImportDeps,
  importId: string,
  people: readonly ImportedPerson[],
  taken: ReadonlySet<string>,
): Statement[] {
  const { db } = deps.store;
  const at = deps.now().toISOString();
  const nameFor = userNames(taken);
  const members = people.map((person) => ({
    id: deps.newId(),
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
    card_number: person.cardNumber,
    residence: person.residence,
    version: 1,
  }));
  const accounts = members.map((member) => ({
    id: deps.newId(),
    member_id: member.id,
    user_name: nameFor(member.full_name),
    display_name: member.full_name,
    password: null,
    disabled: 0,
    created_at: at,
    version: 1,
  }));
  const ids = members.map(({ id }) => id);
  return [...insertMembers(db, members), ...insertAccounts(db, accounts), ...insertImportRows(db, importId, ids)];
}

/** Whose name leaves nothing to make a user name of. */
const NAMELESS = 'dang.vien';
const USER_NAME_LETTERS = 40;

/** The user name of each new person in turn: as for one recorded by hand, with the first number that is free. */
export function userNames(taken: ReadonlySet<string>): (fullName: string) => string {
  const given = new Set<string>();
  const numbers = new Map<string, number>();
  return (fullName) => {
    const wanted = suggestUserName(fullName) || NAMELESS;
    for (let number = numbers.get(wanted) ?? 1; ; number += 1) {
      const ending = number === 1 ? '' : String(number);
      const name = `${wanted.slice(0, USER_NAME_LETTERS - ending.length)}${ending}`;
      if (taken.has(name) || given.has(name)) continue;
      given.add(name);
      numbers.set(wanted, number + 1);
      return name;
    }
  };
}

function reportOf(judged: JudgedList): ImportReport {
  const made = new Map<string, number>();
  for (const { unitId } of judged.wanted) made.set(unitId, (made.get(unitId) ?? 0) + 1);
  const written = new Set(judged.wanted.map(({ no }) => no));
  const skipped = [...judged.duplicates.values()].filter(({ person }) => !written.has(person.no));
  return {
    made: judged.wanted.length,
    branches: [...made].map(([unitId, count]) => ({ unitId, made: count })),
    skipped: skipped.map(({ person, reasons }) => ({
      no: person.no,
      reason: reasons.map(({ plain }) => plain).join('; '),
    })),
    broken: judged.broken.map(({ no, problems }) => ({ no, reason: problems.join(' ') })),
    takenBack: null,
  };
}

export function bodyOf(content: ImportContent): string {
  return JSON.stringify(content);
}

function overtaken(cause?: unknown): AppError {
  return new AppError('conflict', {
    message: 'the import or the register changed meanwhile',
    hint: 'Lần nhập này, hoặc danh sách đảng viên, vừa được sửa ở một cửa sổ khác. Chưa có ai được ghi thêm: đồng chí mở lại trang nhập để xem rồi làm tiếp.',
    cause,
  });
}
