import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { oneTimeCode } from '../accounts/statements.ts';
import { ROLE_WORDS } from '../accounts/rules.ts';
import { ConfigError } from '../config.ts';
import type { Deps } from '../deps.ts';
import type { NodeDeps } from './deps.ts';
import { type Rehearsal, parseRehearsal } from './rehearsal-data.ts';
import { fillRehearsal } from './rehearsal-fill.ts';
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

/** Fills an empty database, or takes one that is filled already. Throws `ConfigError` for anything else. */
export async function ensureRehearsal(deps: NodeDeps): Promise<NodeDeps> {
  const rehearsing = { ...deps, rehearsal: true };
  const state = await stateOf(deps);
  if (state === 'filled') return rehearsing;
  if (state === 'foreign') {
    throw new ConfigError(
      `Cơ sở dữ liệu ${deps.databasePath} đã có dữ liệu thật nên không dùng để tập huấn được. ` +
        'Hãy chạy với DATA_DIR là một thư mục khác, ví dụ DATA_DIR=data/tap-huan.',
    );
  }
  if (state === 'half-filled') {
    throw new ConfigError(
      `Lần tạo bản tập huấn trước bị ngắt giữa chừng. Hãy xóa thư mục ${deps.config.dataDir} rồi chạy lại.`,
    );
  }
  const { db } = deps.store;
  await deps.store.atomic([setting(db, 'mode', 'rehearsal'), setting(db, 'rehearsal', 'filling')]);
  await fillRehearsal(rehearsing, await readRehearsal());
  await deps.store.atomic([setting(db, 'rehearsal', 'filled')]);
  return rehearsing;
}

type RehearsalState = 'empty' | 'filled' | 'half-filled' | 'foreign';

async function stateOf(deps: NodeDeps): Promise<RehearsalState> {
  const { db } = deps.store;
  const settings = await db.selectFrom('setting').where('key', 'in', ['mode', 'rehearsal']).selectAll().execute();
  const value = (key: string) => settings.find((row) => row.key === key)?.value;
  if (value('mode') === 'rehearsal') return value('rehearsal') === 'filled' ? 'filled' : 'half-filled';
  const unit = await db.selectFrom('unit').select('id').limit(1).executeTakeFirst();
  return unit ? 'foreign' : 'empty';
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
  const firstWith = (role: keyof typeof ROLE_WORDS) =>
    rehearsal.people.find((person) => person.roles.some((held) => held.role === role));
  const links = [];
  for (const { role, person } of [
    { role: 'Đảng viên', person: rehearsal.people.find(({ key }) => key === rehearsal.showcase.draft) },
    { role: ROLE_WORDS.secretary, person: firstWith('secretary') },
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
