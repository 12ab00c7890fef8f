import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSqlite } from '../../src/storage/sqlite.ts';
import { freePort, freshFolder, run } from '../helpers/commands.ts';

test('npm start prints a one-time link for the first administrator, says what it is not for, and stops on a signal', async () => {
  const port = await freePort();
  const server = run(['serve'], { DATA_DIR: freshFolder(), PORT: String(port), LOG_LEVEL: 'silent' });
  await server.until('Bản in PDF:');
  expect(server.printed()).toContain('chưa dùng cho hồ sơ thật');
  const link = new RegExp(`http://127\\.0\\.0\\.1:${port}/thiet-lap/[0-9a-f]{64}`).exec(server.printed())?.[0];
  expect((await fetch(link ?? '')).status).toBe(200);
  // The terminal's own signal and the launcher's arrive together.
  server.child.kill('SIGINT');
  server.child.kill('SIGINT');
  expect(await server.ended).toBe(0);
  await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();
}, 60_000);

test('demo leaves a database of real use exactly as it found it, and says what to do', async () => {
  const folder = freshFolder();
  const port = String(await freePort());
  const server = run(['serve'], { DATA_DIR: folder, PORT: port, LOG_LEVEL: 'silent' });
  await server.until('Bản in PDF:');
  server.child.kill('SIGTERM');
  expect(await server.ended).toBe(0);
  const before = readFileSync(join(folder, 'tu-soi.sqlite'));
  const demo = run(['demo', '--once', '--out', join(folder, 'out')], { DATA_DIR: folder, LOG_LEVEL: 'silent' });
  expect(await demo.ended).toBe(1);
  expect(demo.printed()).toContain('đã dùng cho việc thật nên không dùng để tập huấn được');
  expect(readFileSync(join(folder, 'tu-soi.sqlite')).equals(before)).toBe(true);
}, 60_000);

test('start on the rehearsal’s database keeps the stamps', async () => {
  const folder = freshFolder();
  const demo = run(['demo', '--once', '--out', join(folder, 'out')], { DATA_DIR: folder, LOG_LEVEL: 'silent' });
  expect(await demo.ended).toBe(0);
  const store = openSqlite(join(folder, 'tu-soi.sqlite'));
  const people = store.file.prepare('select count(*) from member').pluck().get();
  await store.close();
  expect(people).toBe(38);
  const sheets = [
    'ban-kiem-diem-kem-phu-luc.pdf',
    'chi-bo-bien-ban-hop.pdf',
    'dang-uy-thong-bao-ket-qua.pdf',
    'chi-bo-bao-cao-ket-qua.pdf',
    'chi-bo-ho-so-gop.pdf',
    'chi-bo-ho-so.zip',
    'chi-bo-xep-loai.xlsx',
  ];
  expect(readdirSync(join(folder, 'out'))).toEqual(expect.arrayContaining(sheets));
  const port = await freePort();
  const server = run(['serve'], { DATA_DIR: folder, PORT: String(port), LOG_LEVEL: 'silent' });
  await server.until('Bản in PDF:');
  expect(server.printed()).not.toContain('/thiet-lap/');
  const page = await (await fetch(`http://127.0.0.1:${port}/dang-nhap`)).text();
  expect(page).toContain('BẢN TẬP HUẤN – KHÔNG CÓ GIÁ TRỊ');
  server.child.kill('SIGTERM');
  expect(await server.ended).toBe(0);
}, 90_000);

test('without any browser the start-up says what to do, and everything but the paper works', async () => {
  const port = await freePort();
  const env = {
    DATA_DIR: freshFolder(),
    PORT: String(port),
    LOG_LEVEL: 'silent',
    CHROMIUM_PATH: '/khong/co/trinh-duyet',
  };
  const server = run(['serve'], env);
  await server.until('Bản in PDF:');
  expect(server.printed()).toContain('CHROMIUM_PATH');
  expect((await fetch(`http://127.0.0.1:${port}/dang-nhap`)).status).toBe(200);
  server.child.kill('SIGTERM');
  expect(await server.ended).toBe(0);
}, 60_000);

test.each([
  ['HOST=0.0.0.0 without the address people type', { HOST: '0.0.0.0' }, 'PUBLIC_ORIGIN'],
  ['a data folder that is a file', { DATA_DIR: 'package.json' }, 'DATA_DIR phải là một thư mục'],
])('%s is refused with a sentence, not a stack', async (_what, env, words) => {
  const server = run(['serve'], { DATA_DIR: freshFolder(), PORT: String(await freePort()), ...env });
  expect(await server.ended).toBe(1);
  expect(server.printed()).toContain(words);
  expect(server.printed()).not.toMatch(/\n\s+at /);
});
