import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sealLog } from '../../src/audit/sealing.ts';
import { logRow } from '../../src/audit/statements.ts';
import { readConfig } from '../../src/config.ts';
import { makeNodeDeps } from '../../src/node/deps.ts';
import { openSqlite } from '../../src/storage/sqlite.ts';
import { fakePdf } from '../helpers/app.ts';
import { freshFolder, run } from '../helpers/commands.ts';

/** `npm run log`, as an auditor at the server uses it: real processes on a real folder. */
async function sealedFolder(lines: number): Promise<string> {
  const folder = freshFolder();
  const deps = await makeNodeDeps(readConfig({ LOG_LEVEL: 'silent' }, folder), { pdf: fakePdf() });
  const actor = { accountId: null, address: '10.0.0.7', requestId: 'thử' };
  for (let line = 1; line <= lines; line += 1) {
    const detail = `=lần ${line}, số 001085012345`;
    await deps.store.atomic([
      logRow(deps, actor, { action: 'sign-in-failed', subject: { kind: 'route', id: null }, detail }),
    ]);
  }
  await sealLog({ ...deps, now: () => new Date(Date.now() + 60_000) });
  await deps.store.close();
  return folder;
}

async function log(folder: string, words: string[]): Promise<{ code: number | null; printed: string }> {
  const command = run(['log', ...words], { DATA_DIR: folder });
  const code = await command.ended;
  return { code, printed: command.printed() };
}

function tamper(folder: string, sql: string): void {
  const { file } = openSqlite(join(folder, 'tu-soi.sqlite'));
  file.exec(sql);
  file.close();
}

test('verify: a log nobody touched is whole, and stands on the seal that was noted before', async () => {
  const folder = await sealedFolder(4);
  const first = await log(folder, ['verify']);
  expect(first).toMatchObject({ code: 0 });
  expect(first.printed).toContain('Đã kiểm tra 4 dòng có niêm phong.');
  expect(first.printed).toContain('Sổ nhật ký nguyên vẹn.');
  const seal = /Niêm phong cuối: (4:[0-9a-f]{64})/.exec(first.printed)?.[1] ?? '';
  expect(await log(folder, ['verify', seal])).toMatchObject({ code: 0 });
  tamper(
    folder,
    'delete from audit where id = (select audit_id from audit_seal where seq = 4); delete from audit_seal where seq = 4',
  );
  const cut = await log(folder, ['verify', seal]);
  expect(cut).toMatchObject({ code: 1 });
  expect(cut.printed).toContain(`Niêm phong ${seal} đã ghi lại trước đây không còn trong sổ`);
}, 30_000);

test.each([
  [
    'changed',
    "update audit set address = '10.0.0.8' where id = (select audit_id from audit_seal where seq = 2)",
    'Dòng 2 bị sửa',
  ],
  ['taken out', 'delete from audit where id = (select audit_id from audit_seal where seq = 3)', 'Dòng 3 không còn'],
  ['taken out with its seal', 'delete from audit_seal where seq = 2', 'Mất niêm phong từ 2 đến 2.'],
])(
  'verify: a line %s is named, and the command ends with 1',
  async (_what, sql, words) => {
    const folder = await sealedFolder(4);
    tamper(folder, sql);
    const answer = await log(folder, ['verify']);
    expect(answer.printed).toContain(words);
    expect(answer.printed).toContain('Sổ nhật ký không còn nguyên vẹn.');
    expect(answer.printed).not.toContain('Sổ nhật ký nguyên vẹn.');
    expect(answer.code).toBe(1);
  },
  30_000,
);

test('export: every line as a text, numbers of people masked, and never over a file that is there', async () => {
  const folder = await sealedFolder(3);
  const path = join(folder, 'nhat-ky.csv');
  const answer = await log(folder, ['export', path]);
  expect(answer).toMatchObject({ code: 0 });
  expect(answer.printed).toContain('Đã xuất 3 dòng');
  const rows = readFileSync(path, 'utf8').trimEnd().split('\r\n');
  expect(rows).toHaveLength(4);
  expect(rows[0]).toContain('"Việc"');
  expect(rows[3]).toContain(`"'=lần 3, số 00…45"`);
  writeFileSync(path, 'của người khác');
  const again = await log(folder, ['export', path]);
  expect(again).toMatchObject({ code: 1 });
  expect(again.printed).toContain('hãy đặt tên khác');
  expect(readFileSync(path, 'utf8')).toBe('của người khác');
}, 30_000);

test.each([[[]], [['export']], [['verify', 'x', 'y']], [['verify', '4:ngắn']], [['xoa']]])(
  'words it does not know (%j) are answered with the usage',
  async (words) => {
    const answer = await log(await sealedFolder(1), words);
    expect(answer.code).toBe(1);
    expect(answer.printed).toContain('Cách dùng: npm run log');
    expect(answer.printed).not.toMatch(/\n\s+at /);
  },
);
