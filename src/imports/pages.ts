import { Hono } from 'hono';
import type { Deps } from '../deps.ts';
import { AppError, type FieldErrors } from '../errors.ts';
import { onlyFirst, parseInput, readForm, readUpload } from '../http/body.ts';
import { type AppContext, type AppEnv, actorOf, viewerOf } from '../http/context.ts';
import { formErrors } from '../http/form-errors.ts';
import { page } from '../http/page.ts';
import type { UnitRow } from '../units/queries.ts';
import { administeredUnit } from '../units/scope.ts';
import { abandonImport, beginImport, columnsFor, keepStep, writeImport } from './commands.ts';
import { readList } from './file.ts';
import { cellText } from './grid.ts';
import { BY_COLUMN, columnsForm, HeadingForm, PreviewForm } from './input.ts';
import { branchesBelow, judgeList, readableRows } from './judged.ts';
import { fileProblem } from './problem.ts';
import { importsOf } from './queries.ts';
import { headingAround } from './rules.ts';
import { sampleFile } from './sample.ts';
import { type OwnImport, ownImport } from './scope.ts';
import { isNewest, planOfUndo, undoImport } from './undo.ts';
import { columnsPage, importPath, importsPath, startPage, typedColumns } from './view-steps.ts';
import { previewPage, reportPage, undoPage } from './view.ts';

/** The wizard that brings a list of people out of a file into the register: file, columns, preview, report, and back. */
export function importPages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const { db } = deps.store;

  app.get('/quan-tri/to-chuc/:unit/nhap', async (c) => {
    const unit = await ownUnit(c);
    const model = startPage(unit, await importsOf(db, unit.id), viewerOf(c).accountId);
    return page(c, 'imports/start', model, frameOf(unit));
  });

  app.get('/quan-tri/to-chuc/:unit/nhap/tep-mau.xlsx', async (c) => {
    await ownUnit(c);
    c.header('content-type', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
    c.header('content-disposition', 'attachment; filename="danh-sach-dang-vien.xlsx"');
    return c.body(sampleFile()) as Response;
  });

  app.post('/quan-tri/to-chuc/:unit/nhap', async (c) => {
    const unit = await ownUnit(c);
    try {
      const file = await readUpload(c, 'tep');
      if (!file) throw fileProblem('Đồng chí chọn một tệp .xlsx hoặc .csv.');
      const grid = await readList(file);
      const id = await beginImport(deps, viewerOf(c), unit, cellText(file.name).slice(-120), grid);
      return c.redirect(`${importsPath(unit.id)}/${id}/cot`, 303);
    } catch (error) {
      const errors = formErrors(error);
      const model = startPage(unit, await importsOf(db, unit.id), viewerOf(c).accountId, errors);
      return page(c, 'imports/start', model, { ...frameOf(unit), status: 422 });
    }
  });

  app.get('/quan-tri/to-chuc/:unit/nhap/:import', async (c) => {
    const { unit, row } = await own(c);
    const { report, matched } = row.content;
    if (!report) return c.redirect(`${importPath(row)}/${matched ? 'xem' : 'cot'}`, 303);
    const mayUndo = row.state === 'done' && (await isNewest(deps, row));
    const branches = await branchesBelow(deps, unit);
    const pages = { skipped: askedPage(c, 'trung'), broken: askedPage(c, 'loi') };
    const stayed = row.state === 'undone' ? (await planOfUndo(deps, row.id)).staying : [];
    const model = reportPage({ row, report, unit, branches, mayUndo, stayed, pages });
    return page(c, 'imports/report', model, frameOf(unit, 'Kết quả nhập'));
  });

  app.get('/quan-tri/to-chuc/:unit/nhap/:import/cot', async (c) => {
    const found = await own(c);
    if (found.row.state !== 'read') return c.redirect(importPath(found.row), 303);
    return showColumns(c, found, typedColumns(found.row.content, found.unit.kind === 'branch'));
  });

  app.post('/quan-tri/to-chuc/:unit/nhap/:import/cot', async (c) => {
    const found = await own(c);
    const { unit, row } = found;
    const { content } = row;
    if (row.state !== 'read') return c.redirect(importPath(row), 303);
    const typed = onlyFirst(await readForm(c));
    try {
      if (typed.di === 'doc-lai') {
        const { phien_ban: version, tieu_de: no } = parseInput(HeadingForm, typed);
        const rows = readableRows(content);
        const at = rows.findIndex((each) => each.no === Number(no));
        const heading = at < 0 ? null : headingAround(rows, at);
        await keepStep(
          deps,
          { id: row.id, version },
          { ...content, heading, columns: columnsFor(rows, heading), matched: false },
        );
        return c.redirect(`${importPath(row)}/cot`, 303);
      }
      const isBranch = unit.kind === 'branch';
      const schema = columnsForm({ columns: content.columns.length, isBranch, old: content.letters !== null });
      const { version, columns, convert, unitId: asked, ...usual } = parseInput(schema, typed);
      const unitId = isBranch ? unit.id : asked === BY_COLUMN ? '' : asked;
      if (unitId !== '') await administeredUnit(deps, actorOf(c), viewerOf(c), unitId);
      const next = { ...content, columns, convert, usual: { ...usual, unitId }, matched: true, anyway: [] };
      await keepStep(deps, { id: row.id, version }, next);
      return c.redirect(`${importPath(row)}/xem`, 303);
    } catch (error) {
      const whole = { tieu_de: typedColumns(content, false).tieu_de ?? '', ...typed };
      if (isConflict(error)) return showColumns(c, await own(c), whole, { notice: error.hint ?? '' });
      const asSeen = { ...found, row: { ...row, version: Number(typed.phien_ban) || row.version } };
      return showColumns(c, asSeen, whole, { errors: formErrors(error) });
    }
  });

  app.get('/quan-tri/to-chuc/:unit/nhap/:import/xem', async (c) => {
    const found = await own(c);
    if (found.row.state !== 'read' || !found.row.content.matched) return c.redirect(importPath(found.row), 303);
    return showPreview(c, found);
  });

  app.post('/quan-tri/to-chuc/:unit/nhap/:import/xem', async (c) => {
    const found = await own(c);
    const { unit, row } = found;
    if (row.state !== 'read' || !row.content.matched) return c.redirect(importPath(row), 303);
    const form = await readForm(c);
    try {
      const { version, next } = parseInput(PreviewForm, onlyFirst(form));
      const content = { ...row.content, anyway: anywayAfter(row.content.anyway, form) };
      if (next === 'ghi') {
        await writeImport(deps, actorOf(c), viewerOf(c), unit, { ...row, version, content });
        return c.redirect(importPath(row), 303);
      }
      await keepStep(deps, { id: row.id, version }, content);
      return c.redirect(`${importPath(row)}/xem${next === 'luu' ? '' : `?trung=${next}`}#trung`, 303);
    } catch (error) {
      if (isConflict(error)) return showPreview(c, await own(c), { notice: error.hint ?? '' });
      return showPreview(c, found, { errors: formErrors(error) });
    }
  });

  app.post('/quan-tri/to-chuc/:unit/nhap/:import/bo', async (c) => {
    const { unit, row } = await own(c);
    if (row.state !== 'read') return c.redirect(importPath(row), 303);
    await abandonImport(deps, row);
    return c.redirect(importsPath(unit.id), 303);
  });

  app.get('/quan-tri/to-chuc/:unit/nhap/:import/hoan-tac', async (c) => {
    const { unit, row } = await own(c);
    if (row.state !== 'done' || !(await isNewest(deps, row))) return c.redirect(importPath(row), 303);
    return page(c, 'imports/undo', undoPage(row, await planOfUndo(deps, row.id)), frameOf(unit, 'Hoàn tác lần nhập'));
  });

  app.post('/quan-tri/to-chuc/:unit/nhap/:import/hoan-tac', async (c) => {
    const { row } = await own(c);
    if (row.state === 'read')
      throw new AppError('not-allowed-now', { hint: 'Lần nhập này chưa ghi ai nên không có gì để hoàn tác.' });
    await undoImport(deps, actorOf(c), row);
    return c.redirect(importPath(row), 303);
  });

  async function showColumns(
    c: AppContext,
    { unit, row }: OwnImport,
    typed: Record<string, string>,
    back: SentBack = {},
  ): Promise<Response> {
    const branches = await branchesBelow(deps, unit);
    const { errors = {}, notice = null } = back;
    const model = columnsPage({ row, content: row.content, unit, branches, typed, errors, notice });
    return page(c, 'imports/columns', model, { ...frameOf(unit, 'Ghép cột'), wide: true, ...statusOf(back) });
  }

  async function showPreview(c: AppContext, { unit, row }: OwnImport, back: SentBack = {}): Promise<Response> {
    if (row.state !== 'read') return c.redirect(importPath(row), 303);
    const judged = await judgeList(deps, viewerOf(c), unit, row.content);
    const pages = { doubles: askedPage(c, 'trung'), broken: askedPage(c, 'loi') };
    const { errors = {}, notice = null } = back;
    const model = previewPage({ row, content: row.content, judged, pages, errors, notice });
    return page(c, 'imports/preview', model, { ...frameOf(unit, 'Xem trước khi nhập'), wide: true, ...statusOf(back) });
  }

  function ownUnit(c: AppContext): Promise<UnitRow> {
    return administeredUnit(deps, actorOf(c), viewerOf(c), c.req.param('unit') ?? '');
  }

  function own(c: AppContext): Promise<OwnImport> {
    const address = { unit: c.req.param('unit') ?? '', id: c.req.param('import') ?? '' };
    return ownImport(deps, actorOf(c), viewerOf(c), address);
  }

  return app;
}

/** Why a step comes back: mistakes at its fields, or a word about another window. */
interface SentBack {
  errors?: FieldErrors;
  notice?: string;
}

function statusOf({ errors, notice }: SentBack): { status?: number } {
  if (notice) return { status: 409 };
  return errors ? { status: 422 } : {};
}

function isConflict(error: unknown): error is AppError {
  return error instanceof AppError && error.code === 'conflict';
}

/** The choices of one page replace what was chosen there before; those of the other pages stay. */
function anywayAfter(before: readonly number[], form: ReadonlyMap<string, readonly string[]>): number[] {
  const shown = new Set((form.get('hien') ?? []).map(Number));
  const chosen = (form.get('nhap') ?? []).map(Number).filter((no) => shown.has(no));
  return [...before.filter((no) => !shown.has(no)), ...chosen].slice(0, 10_000);
}

function askedPage(c: AppContext, name: string): number {
  const asked = c.req.query(name) ?? '';
  return /^\d{1,4}$/.test(asked) ? Number(asked) : 1;
}

function frameOf(unit: UnitRow, step?: string) {
  const start = { text: 'Nhập từ tệp', href: importsPath(unit.id) };
  const trail = [
    { text: 'Quản trị', href: '/quan-tri' },
    { text: unit.name, href: `/quan-tri/to-chuc/${unit.id}` },
  ];
  return { title: step ?? 'Nhập từ tệp', trail: step ? [...trail, start] : trail };
}
