import { Hono } from 'hono';
import { logRow } from '../audit/statements.ts';
import { seasonPeople } from '../branches/queries.ts';
import { isReviewed } from '../branches/rules.ts';
import { type BranchSeason, branchSeason } from '../branches/scope.ts';
import type { Deps } from '../deps.ts';
import { AppError, notFound } from '../errors.ts';
import { onlyFirst, parseInput, readForm } from '../http/body.ts';
import { type AppContext, type AppEnv, actorOf } from '../http/context.ts';
import { fileAnswer } from '../http/files.ts';
import { formErrors } from '../http/form-errors.ts';
import { page } from '../http/page.ts';
import { findMeeting } from '../meetings/queries.ts';
import { findHandUp } from '../ratings/queries.ts';
import { exportRollUp, reopenHandUp } from './exporting.ts';
import { ExportForm, ReopenForm } from './input.ts';
import { exportsOf, fileBytes, openedKit, type OpenedKitRow } from './queries.ts';
import { exportPage, exportPaths } from './view-branch.ts';

/** What a branch without network hands up: one signed and locked file, made by its leaders. */
export function exportPages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const { db } = deps.store;

  app.get('/chi-bo/:unit/xuat', async (c) => showExport(c, await seasonOf(c)));

  app.post('/chi-bo/:unit/xuat', async (c) => {
    const season = await seasonOf(c);
    const typed = onlyFirst(await readForm(c));
    try {
      await exportRollUp(deps, actorOf(c), await kitOf(season), parseInput(ExportForm, typed).seen);
      return c.redirect(exportPaths(season).page, 303);
    } catch (error) {
      return showExport(c, season, {}, formErrors(error));
    }
  });

  app.get('/chi-bo/:unit/xuat/tep/:file', async (c) => {
    const season = await seasonOf(c);
    const [newest] = await exportsOf(db, (await kitOf(season)).kit_id);
    if (newest?.id !== c.req.param('file')) throw notFound('no such file, or a newer one has replaced it');
    const bytes = await fileBytes(db, newest.id);
    const { unit, campaign } = season;
    const subject = { kind: 'unit' as const, id: unit.id };
    const detail = String(newest.serial);
    await deps.store.atomic([
      logRow(deps, actorOf(c), { action: 'roll-up-fetched', subject, unitId: unit.id, detail }),
    ]);
    return fileAnswer(c, bytes, `nop-cap-tren-${campaign.year}-tep-so-${newest.serial}`, 'tsnop');
  });

  app.post('/chi-bo/:unit/xuat/mo-lai', async (c) => {
    const season = await seasonOf(c);
    const typed = onlyFirst(await readForm(c));
    try {
      await reopenHandUp(deps, actorOf(c), await kitOf(season), parseInput(ReopenForm, typed).reason);
      return c.redirect(exportPaths(season).ratings, 303);
    } catch (error) {
      return showExport(c, season, typed, formErrors(error));
    }
  });

  async function seasonOf(c: AppContext): Promise<BranchSeason> {
    const season = await branchSeason(deps, c.req.param('unit') ?? '', c.req.query('dot'));
    if (!season) throw notFound('no campaign for this branch');
    return season;
  }

  /** Throws `not-allowed-now` where the branch hands up over the network. */
  async function kitOf({ campaign, unit }: BranchSeason): Promise<OpenedKitRow> {
    const kit = await openedKit(db, campaign.id, unit.id);
    if (kit) return kit;
    throw new AppError('not-allowed-now', {
      message: 'no kit was opened for this branch',
      hint: 'Chi bộ này chuyển bảng đề xuất qua mạng ở trang Xếp loại, không cần nộp bằng tệp.',
    });
  }

  async function showExport(
    c: AppContext,
    season: BranchSeason,
    typed: Record<string, string> = {},
    errors: Record<string, string> = {},
  ): Promise<Response> {
    const { campaign, unit } = season;
    const kit = await openedKit(db, campaign.id, unit.id);
    const [handUp, people, meeting, files] = await Promise.all([
      findHandUp(db, campaign.id, unit.id),
      seasonPeople(db, campaign.id, unit.id),
      findMeeting(db, campaign.id, unit.id),
      kit ? exportsOf(db, kit.kit_id) : [],
    ]);
    const reviewed = people.filter(isReviewed);
    const handedIn = reviewed.filter(({ review }) => review && !['draft', 'returned'].includes(review.state)).length;
    const reviews = { handedIn, people: reviewed.length };
    const shown = { season, kit, handedAt: handUp?.handed_at ?? null, reviews, files };
    const model = exportPage({ ...shown, meetingOn: meeting?.held_on || null }, typed, errors);
    const status = Object.keys(errors).length > 0 ? 422 : 200;
    return page(c, 'exchange/export', model, { title: 'Xuất tệp nộp cấp trên', status });
  }

  return app;
}
