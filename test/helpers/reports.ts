import { type Browser } from './app.ts';
import { formOn } from './author.ts';
import { type RatingWorld, ratingWorld } from './ratings.ts';

/** "Chi bộ Số 1" whose secretary has begun the branch's report. */
export interface ReportWorld extends RatingWorld {
  leader: Browser;
  other: Browser;
  /** `/chi-bo/<unit>/bao-cao<page>` */
  path(page?: string): string;
}

export async function reportWorld(...given: Parameters<typeof ratingWorld>): Promise<ReportWorld> {
  const world = await ratingWorld(...given);
  const leader = await world.as(world.secretary);
  const path = (page = '') => `/chi-bo/${world.office.branch}/bao-cao${page}`;
  const answer = await leader.post(path('/lap'), {});
  if (answer.status !== 303) throw new Error(`not begun: ${answer.status} ${await answer.text()}`);
  return { ...world, leader, other: await world.as(world.deputy), path };
}

/** Opens the page and sends its texts back with some of them filled in, as a browser without JavaScript does. */
export async function writeTexts(
  { path }: Pick<ReportWorld, 'path'>,
  browser: Browser,
  typed: Record<string, string>,
): Promise<Response> {
  return browser.post(path(), { ...(await pageForm(browser, path())), ...typed });
}

export async function pageForm(browser: Browser, path: string): Promise<Record<string, string>> {
  return formOn(await (await browser.get(path)).text());
}

export const SIGNING = { so: '05', nhiem_ky_tu: '2025', nhiem_ky_den: '2030', ngay_ky: '22/11/2026' };

/** "Ghi là đã ký" with the version the page shows. */
export async function signAs(
  world: ReportWorld,
  typed: Record<string, string> = {},
  browser = world.leader,
): Promise<Response> {
  const version = await versionShown(browser, world.path());
  const signer = { nguoi_ky: world.secretary.accountId };
  return browser.post(world.path('/ky'), { phien_ban: version, ...SIGNING, ...signer, ...typed });
}

export async function reopenAs(world: ReportWorld, reason: string): Promise<Response> {
  const version = await versionShown(world.leader, world.path());
  return world.leader.post(world.path('/mo-lai'), { phien_ban: version, ly_do: reason });
}

export async function versionShown(browser: Browser, path: string): Promise<string> {
  const version = /name="phien_ban" value="(\d+)"/.exec(await (await browser.get(path)).text())?.[1];
  if (!version) throw new Error('nothing to sign or open on this page');
  return version;
}
