import { Hono } from 'hono';
import { branchSeason, type BranchSeason } from '../branches/scope.ts';
import { leadsBranch } from '../branches/rules.ts';
import type { Deps } from '../deps.ts';
import { AppError, type FieldErrors, notFound } from '../errors.ts';
import { onlyFirst, parseInput, readForm } from '../http/body.ts';
import { type AppContext, type AppEnv, actorOf, viewerOf } from '../http/context.ts';
import { formErrors } from '../http/form-errors.ts';
import { page } from '../http/page.ts';
import { byName } from '../units/rules.ts';
import { recordSigned, takeBackSigned } from './commands.ts';
import { signedForm, TakeBackForm } from './input.ts';
import { handedInAt, type HandedInRow } from './queries.ts';
import { signedPath } from './rules.ts';
import { signedPage } from './view-signed.ts';

/** The signed sheets of a branch: who has brought his, and on which day, one by one or many at once. */
export function signedPages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const { db } = deps.store;

  app.get('/chi-bo/:unit/ban-ky', async (c) => {
    const season = await seasonOf(c, c.req.query('dot'));
    return show(c, season, {
      all: c.req.query('chon') === 'tat-ca',
      done: doneWords(c.req.query('ghi'), c.req.query('roi'), c.req.query('rut')),
    });
  });

  app.post('/chi-bo/:unit/ban-ky', async (c) => {
    const values = await readForm(c);
    const typed = onlyFirst(values);
    const season = await seasonOf(c, typed.dot);
    const reviewIds = [...new Set(values.get('ban') ?? [])];
    try {
      if (reviewIds.length === 0) {
        const ban = 'Đồng chí đánh dấu ít nhất một đồng chí trong danh sách.';
        throw new AppError('invalid-input', { fields: { ban } });
      }
      const { ngay: day } = parseInput(signedForm(season.today), typed);
      const list = () => sheetsOf(season);
      const { unit } = season;
      const { recorded, already } = await recordSigned(deps, actorOf(c), unit.id, list, { reviewIds, day });
      return goBack(c, season, { ghi: String(recorded), roi: String(already) });
    } catch (error) {
      return show(c, season, { ticked: new Set(reviewIds), day: typed.ngay ?? '', errors: formErrors(error) });
    }
  });

  app.post('/chi-bo/:unit/ban-ky/rut', async (c) => {
    const typed = onlyFirst(await readForm(c));
    const season = await seasonOf(c, typed.dot);
    const { ban } = parseInput(TakeBackForm, { ban: typed.ban ?? '' });
    const row = (await sheetsOf(season)).find(({ id }) => id === ban);
    if (!row) throw notFound('a sheet that this branch does not have');
    await takeBackSigned(deps, actorOf(c), season.unit.id, row);
    return goBack(c, season, { rut: '1' });
  });

  /** Throws `not-found` where the branch has no campaign. */
  async function seasonOf(c: AppContext, asked: string | undefined): Promise<BranchSeason> {
    const season = await branchSeason(deps, c.req.param('unit') ?? '', asked);
    if (!season) throw notFound('no campaign for this branch');
    return season;
  }

  async function sheetsOf({ campaign, unit }: BranchSeason): Promise<HandedInRow[]> {
    return (await handedInAt(db, campaign.id, unit.id)).toSorted(byName);
  }

  async function show(
    c: AppContext,
    season: BranchSeason,
    shown: { all?: boolean; ticked?: ReadonlySet<string>; day?: string; errors?: FieldErrors; done?: string | null },
  ): Promise<Response> {
    const sheets = await sheetsOf(season);
    const model = signedPage({ season, sheets, leads: leadsBranch(viewerOf(c), season.unit.id) }, shown);
    const trail = [{ text: season.unit.name, href: `/chi-bo/${season.unit.id}?dot=${season.campaign.id}` }];
    return page(c, 'verification/signed', model, {
      title: 'Bản giấy có chữ ký',
      trail,
      status: shown.errors ? 422 : 200,
    });
  }

  return app;
}

function goBack(c: AppContext, { unit, campaign }: BranchSeason, done: Record<string, string>): Response {
  return c.redirect(`${signedPath(unit.id)}?${new URLSearchParams({ dot: campaign.id, ...done })}`, 303);
}

/** Numbers only come out of the address. */
function doneWords(recorded: string | undefined, already: string | undefined, back: string | undefined): string | null {
  if (back === '1') return 'Đã rút. Bản giấy của đồng chí ấy lại ở phần chưa nhận.';
  if (!recorded || !/^\d{1,4}$/.test(recorded)) return null;
  const before =
    already && /^[1-9]\d{0,3}$/.test(already) ? ` ${already} bản đã ghi từ trước nên giữ nguyên ngày cũ.` : '';
  return `Đã ghi nhận ${Number(recorded)} bản giấy.${before}`;
}
