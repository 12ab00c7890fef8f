import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { freePort, freshFolder, run } from '../helpers/commands.ts';
import { officeData, paperHashes } from '../helpers/office-data.ts';
import { readPdf } from '../helpers/pdf-reader.ts';
import { createDatabase } from '../helpers/postgres.ts';

/** An installation on PostgreSQL as an operator has it: real processes, DATABASE_URL and nothing else. */
const PASSPHRASE = 'năm từ không liên quan gì';
const LONG = 180_000;

async function database(): Promise<string> {
  const made = await createDatabase();
  onTestFinished(made.drop);
  return made.url;
}

function env(dataDir: string, url: string | null, more: Record<string, string> = {}): Record<string, string> {
  const common = { DATA_DIR: dataDir, LOG_LEVEL: 'silent', BACKUP_PASSPHRASE: PASSPHRASE };
  return { ...common, ...(url ? { DATABASE_URL: url } : {}), ...more };
}

async function command(words: string[], environment: Record<string, string>) {
  const ran = run(words, environment);
  return { code: await ran.ended, said: ran.printed() };
}

async function ask<Row>(url: string, question: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(question)).rows as Row[];
  } finally {
    await client.end();
  }
}

/** Every row there is, as text. */
async function everythingIn(url: string): Promise<string> {
  const tables = await ask<{ name: string }>(
    url,
    'select tablename as name from pg_tables where schemaname = $$public$$ order by 1',
  );
  const contents = await Promise.all(
    tables.map(async ({ name }) => [name, await ask(url, `select t::text from "${name}" t order by 1`)]),
  );
  return JSON.stringify(contents);
}

async function serving(environment: Record<string, string>) {
  const port = String(await freePort());
  const server = run(['serve'], { ...environment, PORT: port });
  await server.until('Bản in PDF:');
  return { server, origin: `http://127.0.0.1:${port}` };
}

async function stopped({ server }: Awaited<ReturnType<typeof serving>>): Promise<void> {
  server.child.kill('SIGTERM');
  expect(await server.ended).toBe(0);
}

const MOVED = /^ {2}(\w+) +([\d.]+) {2}([0-9a-f]{16})$/gm;

/** What a move says of each table, but of the log, which learns of the move itself. */
function tablesMoved(said: string): string[] {
  return [...said.matchAll(MOVED)].map(([line]) => line).filter((line) => !line.startsWith('  audit '));
}

test(
  'npm start needs DATABASE_URL and nothing else, and leaves no database file behind',
  { timeout: LONG },
  async () => {
    const [folder, url] = [freshFolder(), await database()];
    const running = await serving(env(folder, url));
    const link = /http:\/\/\S+\/thiet-lap\/[0-9a-f]{64}/.exec(running.server.printed())?.[0];
    expect((await fetch(link ?? '')).status).toBe(200);
    expect((await fetch(`${running.origin}/readyz`)).status).toBe(200);
    await stopped(running);
    expect(readdirSync(folder).filter((name) => name.endsWith('.sqlite'))).toEqual([]);
    // A second start finds what the first one made.
    await stopped(await serving(env(folder, url)));
  },
);

test('the rehearsal prints the same papers from either database', { timeout: LONG }, async () => {
  const papers = await Promise.all(
    [null, await database()].map(async (url) => {
      const folder = freshFolder();
      const demo = run(['demo', '--out', join(folder, 'out')], { ...env(folder, url), PORT: String(await freePort()) });
      await demo.until('Dừng: nhấn Ctrl+C.');
      demo.child.kill('SIGTERM');
      expect(await demo.ended).toBe(0);
      const names = readdirSync(join(folder, 'out')).sort();
      const texts: Record<string, string[]> = {};
      for (const name of names) texts[name] = await pageTexts(join(folder, 'out', name));
      return texts;
    }),
  );
  expect(Object.keys(papers[0] ?? {})).toHaveLength(3);
  expect(withoutCodes(papers[1])).toEqual(withoutCodes(papers[0]));
});

async function pageTexts(file: string): Promise<string[]> {
  const { pages } = await readPdf(readFileSync(file));
  return pages.map(({ text }) => text);
}

/** A paper's code and a review's reference are drawn by lot. */
function withoutCodes(papers: Record<string, string[]> | undefined): string {
  return JSON.stringify(papers).replace(/[A-Z0-9]{4}(-[A-Z0-9]{4})+/g, 'MÃ');
}

test(
  'demo leaves a database alone that is in real use or somebody else’s, and start the latter',
  { timeout: LONG },
  async () => {
    const used = await database();
    await officeData(freshFolder(), used);
    const before = await everythingIn(used);
    const onUsed = await command(['demo', '--once'], env(freshFolder(), used));
    expect(onUsed.code).toBe(1);
    expect(onUsed.said).toContain('đã dùng cho việc thật nên không dùng để tập huấn được');
    expect(await everythingIn(used)).toBe(before);

    const foreign = await database();
    await ask(foreign, 'create table hoa_don (id integer); insert into hoa_don values (1)');
    const untouched = await everythingIn(foreign);
    const onForeign = await command(['demo', '--once'], env(freshFolder(), foreign));
    expect(onForeign.said).toContain('đã dùng cho việc khác');
    const start = await command(['serve'], { ...env(freshFolder(), foreign), PORT: String(await freePort()) });
    expect([onForeign.code, start.code]).toEqual([1, 1]);
    expect(start.said).toContain('bảng của chương trình khác');
    expect(await everythingIn(foreign)).toBe(untouched);
  },
);

test.each([
  ['no server', (url: URL) => (url.port = '1'), 'không có máy chủ PostgreSQL nào trả lời'],
  ['no such database', (url: URL) => (url.pathname = '/khong_co'), 'chưa có cơ sở dữ liệu tên ấy'],
  ['no such machine', (url: URL) => (url.hostname = 'khong-co.invalid'), 'không tìm thấy máy ấy'],
])('%s: said in a sentence that shows no password', { timeout: LONG }, async (_what, change, words) => {
  const url = new URL(process.env.TEST_DATABASE_URL ?? '');
  url.password = 'bí-mật';
  change(url);
  const start = await command(['serve'], { ...env(freshFolder(), url.href), PORT: String(await freePort()) });
  expect(start.code).toBe(1);
  expect(start.said).toContain(words);
  expect(start.said).not.toMatch(/\n\s+at |b%C3%AD|bí-mật/);
});

test('an installation moves to PostgreSQL and back: the same rows, papers and log', { timeout: LONG }, async () => {
  const [here, back, url] = [freshFolder(), join(freshFolder(), 've'), await database()];
  await officeData(here);
  const running = await serving(env(here, null));
  const whileServing = await command(['move', url], env(here, null));
  expect(whileServing.code).toBe(1);
  expect(whileServing.said).toContain('Hãy dừng máy chủ');
  await stopped(running);

  const there = await command(['move', url], env(here, null));
  expect(there.said).toContain('số dòng và mã băm đều khớp');
  expect(there.code).toBe(0);
  const serving2 = await serving(env(here, url));
  const whileServing2 = await command(['move', back], env(here, url));
  expect(whileServing2.code).toBe(1);
  await stopped(serving2);
  const log = await command(['log', 'verify'], env(here, url));
  expect(log.said).toContain('Sổ nhật ký nguyên vẹn.');
  const [member] = await ask<{ n: number }>(url, 'select count(*)::int as n from member');
  expect(member?.n).toBe(1);

  const home = await command(['move', back], env(here, url));
  expect(home.code).toBe(0);
  const changed = (said: string) => tablesMoved(said).filter((line) => !/^ {2}(audit_seal|one_time_code) /.test(line));
  expect(changed(home.said)).toEqual(changed(there.said));
  expect(tablesMoved(home.said).length).toBeGreaterThan(15);
  for (const { stored, found } of await paperHashes(join(back, 'tu-soi.sqlite'))) expect(found).toBe(stored);
  expect(await paperHashes(join(back, 'tu-soi.sqlite'))).toEqual(await paperHashes(join(here, 'tu-soi.sqlite')));
  await stopped(await serving(env(back, null)));
});

test('a move goes into an empty place only, and out of one that holds something', { timeout: LONG }, async () => {
  const [here, url] = [freshFolder(), await database()];
  await officeData(here);
  const used = await database();
  await officeData(freshFolder(), used);
  const before = await everythingIn(used);
  const intoUsed = await command(['move', used], env(here, null));
  expect([intoUsed.code, intoUsed.said]).toEqual([1, expect.stringContaining('không trống')]);
  expect(await everythingIn(used)).toBe(before);
  const intoFolder = await command(['move', here], env(freshFolder(), used));
  expect([intoFolder.code, intoFolder.said]).toEqual([1, expect.stringContaining('Hãy chọn một thư mục khác')]);
  const empty = await command(['move', join(freshFolder(), 'x')], env(freshFolder(), url));
  expect([empty.code, empty.said]).toEqual([1, expect.stringContaining('chưa có gì để chuyển')]);
  const nowhere = await command(['move', url], env(join(freshFolder(), 'khong-co'), null));
  expect([nowhere.code, nowhere.said]).toEqual([1, expect.stringContaining('Không thấy cơ sở dữ liệu')]);
  const wordless = await command(['move'], env(here, null));
  expect([wordless.code, wordless.said]).toEqual([1, expect.stringContaining('Cách dùng')]);
});

test(
  'a backup from PostgreSQL comes back there and on SQLite; what stood there is put aside',
  { timeout: LONG },
  async () => {
    const [here, url] = [freshFolder(), await database()];
    await officeData(here, url);
    const running = await serving(env(here, url));
    const backup = await command(['backup'], env(here, url));
    expect(backup.code).toBe(0);
    const file = /Đã sao lưu: (\S+)/.exec(backup.said)?.[1] ?? '';
    expect((await command(['drill'], env(here, url))).said).toContain('Diễn tập khôi phục đạt');
    const whileServing = await command(['restore', file], env(here, url));
    expect([whileServing.code, whileServing.said]).toEqual([1, expect.stringContaining('Hãy dừng máy chủ')]);
    await stopped(running);

    await ask(url, `update member set full_name = 'Người Gõ Nhầm'`);
    const restored = await command(['restore', file], env(here, url));
    expect(restored.said).toContain(`Đã khôi phục vào postgres://`);
    expect(restored.code).toBe(0);
    const names = await ask<{ full_name: string }>(url, 'select full_name from member');
    expect(names).toEqual([{ full_name: 'Trần Thị Sao Lưu' }]);
    expect(await ask(url, 'select 1 from session')).toEqual([]);
    const aside = /được cất ở (\S+);/.exec(restored.said)?.[1] ?? '';
    expect(existsSync(aside)).toBe(true);
    expect(readFileSync(aside).includes('Người Gõ Nhầm')).toBe(true);
    await stopped(await serving(env(here, url)));
    expect((await command(['log', 'verify'], env(here, url))).said).toContain('Sổ nhật ký nguyên vẹn.');

    const elsewhere = freshFolder();
    expect((await command(['restore', file], env(elsewhere, null))).code).toBe(0);
    for (const { stored, found } of await paperHashes(join(elsewhere, 'tu-soi.sqlite'))) expect(found).toBe(stored);
  },
);

test(
  'a restore that is killed leaves the old rows or the new ones, never some of both',
  { timeout: LONG },
  async () => {
    const [here, url] = [freshFolder(), await database()];
    await officeData(here, url);
    const file = /Đã sao lưu: (\S+)/.exec((await command(['backup'], env(here, url))).said)?.[1] ?? '';
    await ask(url, `update member set full_name = 'Người Gõ Nhầm'; update unit set place = 'Nơi Gõ Nhầm'`);
    const start = Date.now();
    expect((await command(['restore', file, '--check'], env(here, url))).code).toBe(0);
    const usual = Date.now() - start;
    for (const part of [0.6, 0.8, 0.9, 1, 1.1]) {
      const restore = run(['restore', file], env(here, url));
      const end = setTimeout(() => restore.child.kill('SIGKILL'), usual * part);
      await restore.ended;
      clearTimeout(end);
      const [{ name = '', place = '' } = {}] = await ask<{ name: string; place: string }>(
        url,
        'select min(full_name) as name, (select min(place) from unit) as place from member',
      );
      expect([
        ['Người Gõ Nhầm', 'Nơi Gõ Nhầm'],
        ['Trần Thị Sao Lưu', 'Hà Nội'],
      ]).toContainEqual([name, place]);
    }
    expect((await command(['restore', file], env(here, url))).code).toBe(0);
  },
);
