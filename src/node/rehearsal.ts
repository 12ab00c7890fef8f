import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { oneTimeCode } from '../accounts/statements.ts';
import { ROLE_WORDS } from '../accounts/rules.ts';
import { ConfigError } from '../config.ts';
import type { Deps } from '../deps.ts';
import { isRehearsal, type NodeDeps } from './deps.ts';
import type { NodeStore } from './node-store.ts';
import { type Rehearsal, parseRehearsal } from './rehearsal-data.ts';
import { fillRehearsal } from './rehearsal-fill.ts';
import { parseSeason, type RehearsalSeason } from './rehearsal-season-data.ts';
import { jsonTexts } from './shipped.ts';

/**
 * The rehearsal is a mark in the database (design §4): `demo` touches only an empty database or one that has it,
 * and every page and sheet of such a database is stamped, whatever command serves it.
 */
const FOLDER = fileURLToPath(new URL('../../db/rehearsal', import.meta.url));
/** Rehearsal links live about as long as a working day. */
const LINK_MINUTES = 12 * 60;

export async function readRehearsal(): Promise<Rehearsal> {
  const cast = await readFile(join(FOLDER, 'cast.json'), 'utf8');
  return parseRehearsal(cast, await jsonTexts(join(FOLDER, 'stories')));
}

/**
 * Throws `ConfigError` for a database that is neither empty nor the rehearsal's, before anything is written to it.
 * One that `npm start` has opened is not empty any more: its first administrator's link is out.
 */
export async function assertMayRehearse(store: NodeStore): Promise<void> {
  const tables = await store.tables();
  if (tables.length === 0) return;
  const ours = tables.includes('setting');
  if (ours && ((await isRehearsal(store)) || !(await isUsed(store)))) return;
  throw new ConfigError(
    `Cơ sở dữ liệu ${store.place} đã dùng cho việc ${ours ? 'thật' : 'khác'} nên không dùng để tập huấn được. ` +
      (store.engine === 'sqlite'
        ? 'Hãy chạy với DATA_DIR là một thư mục khác, ví dụ DATA_DIR=data/tap-huan.'
        : 'Hãy tạo một cơ sở dữ liệu trống và trỏ DATABASE_URL tới đó.'),
  );
}

async function isUsed({ db }: NodeStore): Promise<boolean> {
  for (const table of ['unit', 'account', 'one_time_code'] as const) {
    if (await db.selectFrom(table).select('id').limit(1).executeTakeFirst()) return true;
  }
  return false;
}

/** What the office and the branches have done in this year's campaign. */
export async function readSeason(): Promise<RehearsalSeason> {
  const season = await readFile(join(FOLDER, 'season.json'), 'utf8');
  return parseSeason(season, await jsonTexts(join(FOLDER, 'branches')));
}

/** Fills an empty database, or takes one that is filled already. Where `season` gives none, there are only authors in it. */
export async function ensureRehearsal(
  deps: NodeDeps,
  season: () => Promise<RehearsalSeason | null> = readSeason,
): Promise<NodeDeps> {
  const rehearsing = { ...deps, rehearsal: true };
  const { db } = deps.store;
  const progress = await db.selectFrom('setting').where('key', '=', 'rehearsal').select('value').executeTakeFirst();
  if (progress?.value === 'filled') return rehearsing;
  if (progress) {
    throw new ConfigError(
      'Lần tạo bản tập huấn trước bị ngắt giữa chừng. ' +
        (deps.store.engine === 'sqlite'
          ? `Hãy xóa thư mục ${deps.config.dataDir} rồi chạy lại.`
          : `Hãy xóa cơ sở dữ liệu ${deps.store.place}, tạo lại rồi chạy lại.`),
    );
  }
  await deps.store.atomic([setting(db, 'mode', 'rehearsal'), setting(db, 'rehearsal', 'filling')]);
  // Some hundred commits: on an old disk, waiting for each would take longer than people wait for a start. A filling cut
  // short is thrown away, and the mark below is waited for, with everything before it.
  const [people, story] = await Promise.all([readRehearsal(), season()]);
  await deps.store.unwaited(() => fillRehearsal(rehearsing, people, story));
  await deps.store.atomic([setting(db, 'rehearsal', 'filled')]);
  return rehearsing;
}

function setting(db: Deps['store']['db'], key: string, value: string) {
  const query = db
    .insertInto('setting')
    .values({ key, value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }));
  return { query: query.compile(), guard: true };
}

/** One sign-in link for each kind of user; the links of earlier runs stop working. */
export async function rehearsalLinks(deps: Deps): Promise<{ role: string; name: string; url: string }[]> {
  const rehearsal = await readRehearsal();
  const { people, showcase } = rehearsal;
  const firstWith = (role: keyof typeof ROLE_WORDS, unit?: string) =>
    people.find(({ roles }) => roles.some((held) => held.role === role && (unit === undefined || held.unit === unit)));
  const named = (key: string) => people.find((person) => person.key === key);
  const links = [];
  for (const { role, person } of [
    { role: 'Đảng viên, đang soạn bản kiểm điểm', person: named(showcase.draft) },
    { role: 'Đảng viên, đã có kết quả xếp loại', person: named(showcase.rated) },
    { role: `${ROLE_WORDS.secretary}, sắp họp`, person: firstWith('secretary') },
    { role: `${ROLE_WORDS.secretary}, đã họp xong`, person: firstWith('secretary', showcase.finished) },
    { role: ROLE_WORDS.office, person: firstWith('office') },
    { role: ROLE_WORDS.administrator, person: firstWith('administrator') },
  ]) {
    if (!person) continue;
    const account = await deps.store.db
      .selectFrom('account')
      .where('user_name', '=', person.userName)
      .select('id')
      .executeTakeFirstOrThrow();
    const made = oneTimeCode(deps, { purpose: 'rehearsal', accountId: account.id, minutes: LINK_MINUTES });
    await deps.store.atomic(made.statements);
    links.push({ role, name: person.fullName, url: `${deps.config.publicOrigin}/vao/${made.secret}` });
  }
  return links;
}

/** The reviews whose papers `demo` writes. */
export async function showcase(deps: Deps) {
  const rehearsal = await readRehearsal();
  const { complete, draft, blank } = rehearsal.showcase;
  const year = rehearsal.campaigns.thisYear.year;
  const standing = rehearsal.people.find((person) => person.key === blank)?.standing ?? 'no_post';
  const form = await deps.store.db
    .selectFrom('campaign_form')
    .innerJoin('campaign', 'campaign.id', 'campaign_form.campaign_id')
    .where('campaign.year', '=', year)
    .where('campaign_form.standing', '=', standing)
    .select('campaign_form.form_id')
    .executeTakeFirstOrThrow();
  return {
    complete: await reviewIdOf(deps, rehearsal, complete, year),
    draft: await reviewIdOf(deps, rehearsal, draft, year),
    blank: { formId: form.form_id, year },
  };
}

async function reviewIdOf(deps: Deps, rehearsal: Rehearsal, key: string, year: number): Promise<string> {
  const userName = rehearsal.people.find((person) => person.key === key)?.userName ?? '';
  const row = await deps.store.db
    .selectFrom('review')
    .innerJoin('account', 'account.member_id', 'review.member_id')
    .innerJoin('campaign', 'campaign.id', 'review.campaign_id')
    .where('account.user_name', '=', userName)
    .where('campaign.year', '=', year)
    .select('review.id')
    .executeTakeFirstOrThrow();
  return row.id;
}
