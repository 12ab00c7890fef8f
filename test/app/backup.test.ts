import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Encrypter } from 'age-encryption';
import { expect, test } from 'vitest';
import { packBackup } from '../../src/node/backup-file.ts';
import { openSqlite } from '../../src/storage/sqlite.ts';
import { freePort, freshFolder, run } from '../helpers/commands.ts';
import { officeData, paperHashes } from '../helpers/office-data.ts';

/** Backup, restore and drill as an operator does them: real processes, real files. */
const PASSPHRASE = 'năm từ không liên quan gì';
const LONG = 120_000;

/** Little work for the passphrase, unless it is the matter. */
const LIGHT = { NODE_OPTIONS: `--import ${new URL('../helpers/light-passphrase.ts', import.meta.url).href}` };

function env(dataDir: string, more: Record<string, string> = {}): Record<string, string> {
  return { DATA_DIR: dataDir, LOG_LEVEL: 'silent', BACKUP_PASSPHRASE: PASSPHRASE, ...LIGHT, ...more };
}

/** Every file below a folder, with its bytes' hash. Locks are empty and say nothing. */
function contentsOf(folder: string): Record<string, string> {
  if (!existsSync(folder)) return {};
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).filter((path) => !path.endsWith('.lock'));
  return Object.fromEntries(paths.map((path) => [path, createHash('sha256').update(readFileSync(path)).digest('hex')]));
}

async function command(
  words: string[],
  environment: Record<string, string>,
): Promise<{ code: number | null; said: string }> {
  const ran = run(words, environment);
  return { code: await ran.ended, said: ran.printed() };
}

async function backedUp(dataDir: string, more: Record<string, string> = {}): Promise<string> {
  const { code, said } = await command(['backup'], env(dataDir, more));
  if (code !== 0) throw new Error(said);
  return /Đã sao lưu: (\S+)/.exec(said)?.[1] ?? '';
}

function rowsOf(dataDir: string, sql: string): Record<string, unknown>[] {
  const store = openSqlite(join(dataDir, 'tu-soi.sqlite'));
  try {
    return store.file.prepare(sql).all() as Record<string, unknown>[];
  } finally {
    store.file.close();
  }
}

test(
  'one file from a running server brings everything to a new machine, papers byte for byte, and is nothing to read',
  { timeout: LONG },
  async () => {
    const here = freshFolder();
    await officeData(here);
    const port = String(await freePort());
    const server = run(['serve'], env(here, { PORT: port }));
    await server.until('Bản in PDF:');
    const file = await backedUp(here, { PORT: port, NODE_OPTIONS: '' });
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);

    expect(file).toMatch(/\/tu-soi-\d{8}-\d{4}\.tsbackup$/);
    const bytes = readFileSync(file);
    expect(bytes.toString('latin1', 0, 21)).toBe('age-encryption.org/v1');
    expect(bytes.toString('latin1', 0, 80)).toMatch(/\n-> scrypt \S+ 18\n/);
    for (const word of ['SQLite format', 'Trần Thị', 'counts']) expect(bytes.includes(word)).toBe(false);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0);

    const there = join(freshFolder(), 'may-moi');
    const checked = await command(['restore', file, '--check'], env(there));
    expect(checked.said).toContain('1 bản kiểm điểm, 1 bản đã nộp');
    expect(checked.code).toBe(0);
    expect(existsSync(there)).toBe(false);

    const restored = await command(['restore', file], env(there));
    expect(restored.said).toContain('Đã khôi phục vào');
    expect(restored.said).toContain(`PORT=${port}`);
    expect(restored.code).toBe(0);
    const papers = await paperHashes(join(there, 'tu-soi.sqlite'));
    expect(papers).toEqual(await paperHashes(join(here, 'tu-soi.sqlite')));
    expect(papers.length).toBeGreaterThan(0);
    for (const { stored, found } of papers) expect(found).toBe(stored);

    const next = run(['serve'], env(there, { PORT: port }));
    await next.until('Bản in PDF:');
    expect((await fetch(`http://127.0.0.1:${port}/dang-nhap`)).status).toBe(200);
    next.child.kill('SIGTERM');
    expect(await next.ended).toBe(0);
    expect(rowsOf(there, "select action from audit where action = 'data-restored'")).toHaveLength(1);
  },
);

test(
  'the present data are set aside whole, and while a server runs nothing is touched at all',
  { timeout: LONG },
  async () => {
    const here = freshFolder();
    const { reviewId } = await officeData(here);
    const file = await backedUp(here);
    const store = openSqlite(join(here, 'tu-soi.sqlite'));
    store.file.exec("insert into setting values ('sau-sao-luu', 'có')");
    await store.close();

    const server = run(['serve'], env(here, { PORT: String(await freePort()) }));
    await server.until('Bản in PDF:');
    const refused = await command(['restore', file], env(here));
    expect(refused.code).toBe(1);
    expect(refused.said).toContain('Hãy dừng máy chủ');
    expect(rowsOf(here, "select value from setting where key = 'sau-sao-luu'")).toEqual([{ value: 'có' }]);
    expect(readdirSync(here).filter((name) => name.includes('truoc-khoi-phuc'))).toEqual([]);
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);

    const done = await command(['restore', file], env(here));
    expect(done.code).toBe(0);
    expect(rowsOf(here, "select value from setting where key = 'sau-sao-luu'")).toEqual([]);
    expect(rowsOf(here, 'select id from review')).toEqual([{ id: reviewId }]);
    const aside = readdirSync(here).find((name) => /truoc-khoi-phuc-\d{8}-\d{6}$/.test(name)) ?? '';
    const old = openSqlite(join(here, aside));
    expect(old.file.prepare("select value from setting where key = 'sau-sao-luu'").pluck().get()).toBe('có');
    await old.close();
  },
);

test(
  'a file that is not a whole backup of this program under this passphrase is refused in a sentence, and nothing is touched',
  { timeout: LONG },
  async () => {
    const here = freshFolder();
    await officeData(here);
    const file = await backedUp(here);
    const bytes = readFileSync(file);
    const place = freshFolder();
    const lay = (name: string, content: Uint8Array | string) => {
      writeFileSync(join(place, name), content);
      return join(place, name);
    };
    const changed = Uint8Array.from(bytes);
    changed[Math.floor(bytes.length / 2)] = (changed[Math.floor(bytes.length / 2)] ?? 0) ^ 1;
    const sealed = async (name: string, content: string) => {
      const encrypter = new Encrypter();
      encrypter.setPassphrase(PASSPHRASE);
      encrypter.setScryptWorkFactor(10);
      return lay(name, await encrypter.encrypt(content));
    };
    const cases: [string, string, string, Record<string, string>?][] = [
      ['wrong passphrase', file, 'Sai mật khẩu sao lưu', { BACKUP_PASSPHRASE: 'một câu hoàn toàn khác' }],
      ['no passphrase', file, 'Chưa có mật khẩu sao lưu', { BACKUP_PASSPHRASE: '' }],
      ['cut off', lay('cut', bytes.subarray(0, bytes.length - 70_000)), 'bị cắt cụt hoặc đã bị thay đổi'],
      ['cut at a chunk', lay('chunk', bytes.subarray(0, bytes.length - (bytes.length % 65_552))), 'bị cắt cụt'],
      ['a changed byte', lay('changed', changed), 'bị cắt cụt hoặc đã bị thay đổi'],
      ['something added', lay('added', Buffer.concat([bytes, Buffer.from('x')])), 'bị cắt cụt hoặc đã bị thay đổi'],
      ['another program’s', lay('other', 'PK zip'), 'không phải bản sao lưu của Tự soi'],
      ['an empty file', lay('empty', ''), 'không phải bản sao lưu của Tự soi'],
      ['another program’s in age', await sealed('age', 'hello\nworld\n'), 'mã hóa bằng một chương trình khác'],
      ['a newer format', await sealed('newer', 'tu-soi-backup 2\n{"format":2}\n'), 'phiên bản mới hơn'],
      ['a newer database', await newerDatabase(here, place), 'phiên bản mới hơn'],
      ['no file', join(place, 'khong-co'), 'Không thấy tệp'],
      ['a folder', place, 'không phải là một tệp đọc được'],
    ];
    const before = contentsOf(here);
    const wrong: string[] = [];
    for (const [what, path, words, more] of cases) {
      const dry = what.startsWith('a changed') ? ['--check'] : [];
      const { code, said } = await command(['restore', path, ...dry], env(here, more));
      if (code !== 1 || !said.includes(words) || /\n\s+at /.test(said)) wrong.push(`${what}: ${code} ${said}`);
    }
    expect(wrong).toEqual([]);
    expect(contentsOf(here)).toEqual(before);
    const nowhere = join(place, 'chua-co');
    expect((await command(['restore', join(place, 'changed')], env(nowhere))).code).toBe(1);
    expect(existsSync(nowhere)).toBe(false);
  },
);

/** A backup of a database that has been through a migration this program does not know. */
async function newerDatabase(dataDir: string, place: string): Promise<string> {
  const database = join(place, 'newer.sqlite');
  copyFileSync(join(dataDir, 'tu-soi.sqlite'), database);
  const rest = { madeAt: new Date().toISOString(), rehearsal: false, counts: {}, sealHead: null, settings: {} };
  const content = readFileSync(database);
  const proof = { sha256: createHash('sha256').update(content).digest('hex'), bytes: content.length };
  const to = join(place, 'newer.tsbackup');
  const header = { program: '9.0.0', migration: '0999-later', ...rest, ...proof };
  await packBackup({ header, database, to, passphrase: PASSPHRASE, workFactor: 10 });
  return to;
}

test(
  'the newest files stay, others’ files are left alone, and what a killed run left behind goes',
  { timeout: LONG },
  async () => {
    const here = freshFolder();
    await officeData(here);
    const dir = freshFolder();
    for (const name of [
      'tu-soi-20250101-2200.tsbackup',
      'tu-soi-20250102-2200-2.tsbackup',
      'tu-soi-20250102-2200.tsbackup',
    ])
      writeFileSync(join(dir, name), 'cũ');
    for (const name of ['ghi-chu.txt', 'tu-soi-ban-rieng.tsbackup']) writeFileSync(join(dir, name), 'của người khác');
    writeFileSync(join(dir, 'tu-soi-20250103-2200.tsbackup.dang-ghi'), 'nửa chừng');
    mkdirSync(join(here, '.tam-cu'));
    writeFileSync(join(here, '.tam-cu', 'tu-soi.sqlite'), 'bản rõ');
    const file = await backedUp(here, { BACKUP_DIR: dir, BACKUP_KEEP: '2' });
    expect(readdirSync(dir).sort()).toEqual(
      ['ghi-chu.txt', 'tu-soi-20250102-2200-2.tsbackup', file.split('/').at(-1), 'tu-soi-ban-rieng.tsbackup'].sort(),
    );
    expect(readdirSync(here).filter((name) => name.startsWith('.tam-'))).toEqual([]);
  },
);

test.each([
  ['without a passphrase', { BACKUP_PASSPHRASE: '' }, 'Chưa có mật khẩu sao lưu'],
  ['with a short one', { BACKUP_PASSPHRASE: 'ngắn quá' }, 'mới có 8 ký tự, cần ít nhất 12'],
  ['with a file that is not there', { BACKUP_PASSPHRASE_FILE: '/khong/co' }, 'BACKUP_PASSPHRASE_FILE'],
])('%s no backup is made, it says what to do, and the run is on record', async (_what, more, words) => {
  const here = freshFolder();
  await officeData(here);
  const { code, said } = await command(['backup'], env(here, more));
  expect(code).toBe(1);
  expect(said).toContain(words);
  expect(said).not.toContain('ngắn quá');
  expect(rowsOf(here, 'select kind, ok, detail from backup_run')).toEqual([
    { kind: 'backup', ok: 0, detail: expect.stringContaining(words) as string },
  ]);
  expect(rowsOf(here, "select action from audit where action like 'backup%'")).toEqual([{ action: 'backup-failed' }]);
});

test('a passphrase in a file of its own is the same one as typed', { timeout: LONG }, async () => {
  const here = freshFolder();
  await officeData(here);
  const secret = join(freshFolder(), 'mat-khau.txt');
  // As an editor on Windows or macOS may write it: a mark, split letters, a line's end.
  writeFileSync(secret, `\uFEFF${PASSPHRASE.normalize('NFD')}\r\n`);
  const file = await backedUp(here, { BACKUP_PASSPHRASE: '', BACKUP_PASSPHRASE_FILE: secret });
  expect((await command(['restore', file, '--check'], env(freshFolder()))).code).toBe(0);
});

test(
  'a drill opens the newest backup and one paper, and is on record; a spoilt backup fails it',
  { timeout: LONG },
  async () => {
    const here = freshFolder();
    await officeData(here);
    const without = await command(['drill'], env(here));
    expect(without.said).toContain('Chưa có bản sao lưu nào');
    const file = await backedUp(here);
    const before = rowsOf(here, 'select count(*) as papers from paper');
    const { code, said } = await command(['drill'], env(here));
    expect(said).toContain('một bản in đã mở ra và đúng như lúc in');
    expect(code).toBe(0);
    const bytes = readFileSync(file);
    bytes[bytes.length - 9] = (bytes[bytes.length - 9] ?? 0) ^ 4;
    writeFileSync(file, bytes);
    const spoilt = await command(['drill'], env(here));
    expect(spoilt.code).toBe(1);
    expect(spoilt.said).toContain('bị cắt cụt hoặc đã bị thay đổi');
    expect(rowsOf(here, "select ok from backup_run where kind = 'drill' order by at")).toEqual([
      { ok: 0 },
      { ok: 1 },
      { ok: 0 },
    ]);
    expect(rowsOf(here, "select action from audit where action like 'drill%' order by id")).toEqual([
      { action: 'drill-failed' },
      { action: 'drill-passed' },
      { action: 'drill-failed' },
    ]);
    expect(rowsOf(here, 'select count(*) as papers from paper')).toEqual(before);
    expect(readdirSync(here).filter((name) => name.startsWith('.tam-'))).toEqual([]);
  },
);

test('a server with a set time makes the first copy by itself, and goes on serving', { timeout: LONG }, async () => {
  const here = freshFolder();
  await officeData(here);
  const port = String(await freePort());
  const server = run(['serve'], env(here, { PORT: port, BACKUP_AT: '22:00' }));
  await server.until('Sao lưu: hằng ngày lúc 22:00');
  const runs = () => rowsOf(here, 'select kind, ok from backup_run');
  await expect.poll(runs, { timeout: 60_000, interval: 300 }).toEqual([{ kind: 'backup', ok: 1 }]);
  expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
  server.child.kill('SIGTERM');
  expect(await server.ended).toBe(0);
  expect(readdirSync(join(here, 'backups'))).toHaveLength(1);
  expect(runs()).toHaveLength(1);
});
