import { Hono } from 'hono';
import { logRow } from '../audit/statements.ts';
import { dayInHanoi } from '../calendar.ts';
import type { Deps } from '../deps.ts';
import { AppError, type FieldErrors } from '../errors.ts';
import { allForms } from '../forms/queries.ts';
import type { FormVersion } from '../forms/version.ts';
import { onlyFirst, parseInput, readForm } from '../http/body.ts';
import { type AppContext, type AppEnv, actorOf, viewerOf } from '../http/context.ts';
import { pdfAnswer } from '../http/files.ts';
import { formErrors } from '../http/form-errors.ts';
import { page } from '../http/page.ts';
import { blankPaper, renderReviewPaper } from '../reviews/print.ts';
import { paperUnit } from '../reviews/print-unit.ts';
import { changePrint, dropPrint } from './print-changing.ts';
import { PrintForm } from './print-input.ts';
import { printSettings, unitAndAbove, type UnitRow } from './queries.ts';
import { administeredUnit } from './scope.ts';
import { printOf } from './settings.ts';
import { printPath, printSettingsPage, typedPrint } from './view-print.ts';
import { unitPath } from './view.ts';

/** How a unit's papers are printed, with a sample sheet beside it. */
export function printSettingPages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const { db } = deps.store;

  app.get('/quan-tri/to-chuc/:unit/in-an', async (c) => {
    const unit = await ownUnit(c);
    return show(c, unit, { done: DONE[c.req.query('xong') ?? ''] ?? null });
  });

  app.post('/quan-tri/to-chuc/:unit/in-an', async (c) => {
    const unit = await ownUnit(c);
    const typed = onlyFirst(await readForm(c));
    try {
      await changePrint(deps, actorOf(c), unit, parseInput(PrintForm, typed));
      return c.redirect(`${printPath(unit.id)}?xong=luu`, 303);
    } catch (error) {
      if (error instanceof AppError && error.code === 'conflict') {
        return show(c, await ownUnit(c), { typed, notice: OVERTAKEN }, 409);
      }
      return show(c, unit, { typed, errors: formErrors(error) }, 422);
    }
  });

  app.post('/quan-tri/to-chuc/:unit/in-an/bo', async (c) => {
    const unit = await ownUnit(c);
    await dropPrint(deps, actorOf(c), unit);
    return c.redirect(`${printPath(unit.id)}?xong=bo`, 303);
  });

  app.get('/quan-tri/to-chuc/:unit/in-an/trang-mau.pdf', async (c) => {
    const unit = await ownUnit(c);
    const { path, print } = await printHere(unit);
    const form = await sampleForm();
    const paper = blankPaper(
      form,
      { a: null, b: null },
      {
        annex: false,
        rehearsal: deps.rehearsal,
        year: Number(dayInHanoi(deps.now()).slice(0, 4)),
        // A review is the branch's paper: nobody of a committee signs it in this place.
        unit: paperUnit(
          unit,
          path[1],
          unit.has_branch_committee === 1,
          unit.kind === 'branch' ? print : { ...print, post: '', signer: '' },
        ),
        provisionalWords: 'withheld',
        code: print.footerCode ? 'ACDE-FHJK-MNPQ-RTWX (mẫu)' : undefined,
      },
    );
    const bytes = await deps.pdf.render(renderReviewPaper(paper));
    const subject = { kind: 'unit' as const, id: unit.id };
    await deps.store.atomic([logRow(deps, actorOf(c), { action: 'paper-printed', subject, detail: 'sample' })]);
    return pdfAnswer(c, bytes, 'trang-mau.pdf');
  });

  function ownUnit(c: AppContext): Promise<UnitRow> {
    return administeredUnit(deps, actorOf(c), viewerOf(c), c.req.param('unit') ?? '');
  }

  async function printHere(unit: UnitRow) {
    const path = await unitAndAbove(db, unit.id);
    const stored = await printSettings(
      db,
      path.map(({ id }) => id),
    );
    return { path, stored, print: printOf(path, stored) };
  }

  /** The newest of those that most members fill in. */
  async function sampleForm(): Promise<FormVersion> {
    const yearOf = ({ id }: FormVersion) => id.split('-')[1] ?? '';
    const forms = (await allForms(db)).filter(({ standing }) => standing === 'no_post');
    const [form] = forms.toSorted((one, other) => yearOf(other).localeCompare(yearOf(one)));
    if (!form) throw new Error('no form is stored');
    return form;
  }

  async function show(
    c: AppContext,
    unit: UnitRow,
    shown: { typed?: Record<string, string>; errors?: FieldErrors; notice?: string; done?: string | null },
    status = 200,
  ): Promise<Response> {
    const { path, stored, print } = await printHere(unit);
    const own = stored.find((row) => row.unit_id === unit.id)?.version ?? 0;
    const form = await sampleForm();
    const model = printSettingsPage({ unit, path, print, own, form }, { typed: typedPrint(unit, print), ...shown });
    const trail = [
      { text: 'Quản trị', href: '/quan-tri' },
      { text: unit.name, href: unitPath(unit.id) },
    ];
    return page(c, 'admin/print-settings', model, { title: 'Thiết lập in', trail, status });
  }

  return app;
}

const OVERTAKEN =
  'Người khác vừa lưu thiết lập của tổ chức này. Những gì đồng chí chọn vẫn còn trong các ô dưới đây, chưa được lưu; hình bên trên là bản đang lưu. Bấm Lưu lần nữa thì thay bằng của đồng chí.';

const DONE: Record<string, string> = {
  luu: 'Đã lưu. Bản in từ nay theo thiết lập này; bản đã lưu trữ giữ nguyên.',
  bo: 'Đã bỏ thiết lập riêng. Từ nay in theo cấp trên.',
};
