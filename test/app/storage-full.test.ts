import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newToken } from '../../src/accounts/secrets.ts';
import { insertSession, sessionRow } from '../../src/accounts/statements.ts';
import { readConfig } from '../../src/config.ts';
import { makeNodeDeps } from '../../src/node/deps.ts';
import type { Deps } from '../../src/deps.ts';
import { openSqlite, type SqliteStore } from '../../src/storage/sqlite.ts';
import { createSqliteTestApp, fakePdf } from '../helpers/app.ts';
import { type AuthorWorld, authorWorld, beginComplete, handIn, tableContents } from '../helpers/author.ts';
import { freePort, freshFolder } from '../helpers/commands.ts';
import { officeData } from '../helpers/office-data.ts';

/** No room left: by SQLite's own limit on the real file, and on a real small disk where this machine lets us make one. */
const HINT = 'báo quản trị dọn ổ đĩa';

/** Lets the database grow no further, its last free page used up; the function returned gives the room back. */
function fill({ file }: Pick<SqliteStore, 'file'>): () => void {
  file.pragma(`max_page_count = ${file.pragma('page_count', { simple: true }) as number}`);
  const insert = file.prepare('insert into setting values (?, ?)');
  for (let size = 64_000; size > 1_000; size /= 2) {
    try {
      for (let index = 0; ; index += 1) insert.run(`đầy ${size} ${index}`, 'x'.repeat(size));
    } catch (error) {
      if ((error as { code?: string }).code !== 'SQLITE_FULL') throw error;
    }
  }
  return () => void file.pragma('max_page_count = 1000000');
}

function contents({ deps }: AuthorWorld): Promise<unknown> {
  return tableContents(deps.store);
}

async function worldOnFile(overrides: Partial<Deps> = {}): Promise<AuthorWorld & Pick<SqliteStore, 'file'>> {
  const on = await createSqliteTestApp(overrides);
  return { ...(await authorWorld({}, { on })), file: on.deps.store.file };
}

const LONG_TEXT = 'Đã hoàn thành nhiệm vụ được giao. '.repeat(400);

test('a save on a full disk is refused with what to do, keeps nothing half, and holds as soon as there is room', async () => {
  const world = await worldOnFile();
  const id = await beginComplete(world);
  const free = fill(world);
  const before = await contents(world);
  const save = { key: 'I.2', value: LONG_TEXT, version: 1 };
  const refused = await world.browser.json(`/ban-kiem-diem/${id}/o`, save);
  expect(refused.status).toBe(507);
  expect(((await refused.json()) as { hint: string }).hint).toContain(HINT);
  expect(await contents(world)).toEqual(before);
  // Reading goes on.
  expect((await world.browser.get(`/ban-kiem-diem/${id}`)).status).toBe(200);
  free();
  expect((await world.browser.json(`/ban-kiem-diem/${id}/o`, save)).status).toBe(200);
});

test('handing in on a full disk leaves a draft and no record; with room it is handed in', async () => {
  const world = await worldOnFile();
  const id = await beginComplete(world);
  // A review of usual length: what is frozen of it fits into no page that is half empty.
  await world.browser.json(`/ban-kiem-diem/${id}/o`, { key: 'I.2', value: LONG_TEXT, version: 1 });
  const free = fill(world);
  const before = await contents(world);
  const refused = await handIn(world.browser, id, 'đã xem lại');
  expect(refused.status).toBe(507);
  const page = await refused.text();
  expect(page).toContain('Ổ đĩa của máy chủ đã đầy');
  expect(page).toContain(HINT);
  expect(await contents(world)).toEqual(before);
  free();
  expect((await handIn(world.browser, id, 'đã xem lại')).status).toBe(303);
  expect(await world.deps.store.db.selectFrom('record').select('review_id').execute()).toEqual([{ review_id: id }]);
});

test('a paper that finds no room is made once there is some, and never half', async () => {
  const large = { ...fakePdf(), render: () => Promise.resolve(new Uint8Array(300_000).fill(37)) };
  const world = await worldOnFile({ pdf: large });
  const id = await beginComplete(world);
  expect((await handIn(world.browser, id, 'đã xem lại')).status).toBe(303);
  // What the submission has begun to print is over before the disk fills up.
  const { db } = world.deps.store;
  await expect
    .poll(async () => (await db.selectFrom('paper').where('state', '=', 'working').selectAll().execute()).length)
    .toBe(0);
  await db.deleteFrom('paper_part').execute();
  await db.deleteFrom('paper').execute();
  world.file.exec('vacuum');
  const free = fill(world);
  const refused = await world.browser.get(`/ban-kiem-diem/${id}/ban-in.pdf`);
  expect(refused.status).toBe(507);
  expect(await refused.text()).toContain(HINT);
  expect(await db.selectFrom('paper_part').selectAll().execute()).toEqual([]);
  free();
  world.clock.forward(6);
  const paper = await world.browser.get(`/ban-kiem-diem/${id}/ban-in.pdf`);
  expect(paper.status).toBe(200);
  expect((await paper.arrayBuffer()).byteLength).toBe(300_000);
});

/** A disk of its own for one process: only where the kernel lets a user mount one. */
const MAY_MOUNT = process.platform === 'linux' && spawnSync('unshare', ['-rm', 'true']).status === 0;

function onSmallDisk(script: string, env: Record<string, string>) {
  const child = spawn('unshare', ['-rm', 'sh', '-ec', script], {
    env: { ...process.env, ...env, NODE: process.execPath },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return { child, said: () => said, ended: new Promise<number | null>((resolve) => child.once('exit', resolve)) };
}

test.runIf(MAY_MOUNT)(
  'a backup that finds no room on its disk says so, leaves nothing, is on record, and the next one holds',
  async () => {
    const data = freshFolder();
    await officeData(data);
    const disk = freshFolder();
    const script = `
    mount -t tmpfs -o size=300k tmpfs "$BACKUP_DIR"
    "$NODE" src/node.ts backup && exit 9
    echo "left: [$(ls "$BACKUP_DIR")]"
    mount -o remount,size=50m "$BACKUP_DIR"
    "$NODE" src/node.ts backup
    "$NODE" src/node.ts drill`;
    const env = { DATA_DIR: data, BACKUP_DIR: disk, BACKUP_PASSPHRASE: 'năm từ không liên quan gì' };
    const run = onSmallDisk(script, env);
    expect(await run.ended, run.said()).toBe(0);
    expect(run.said()).toContain('Ổ đĩa đã đầy nên chưa ghi được');
    expect(run.said()).toContain('left: []');
    expect(run.said()).toContain('Diễn tập khôi phục đạt');
    expect(readdirSync(data).filter((name) => name.startsWith('.tam-'))).toEqual([]);
    const deps = await makeNodeDeps(readConfig({ LOG_LEVEL: 'silent' }, data), { pdf: fakePdf() });
    const runs = await deps.store.db.selectFrom('backup_run').orderBy('at').select(['kind', 'ok']).execute();
    await deps.store.close();
    expect(runs).toEqual([
      { kind: 'backup', ok: 0 },
      { kind: 'backup', ok: 1 },
      { kind: 'drill', ok: 1 },
    ]);
  },
  60_000,
);

test.runIf(MAY_MOUNT)(
  'a server on a really full disk refuses a save plainly and takes it, without a restart, once there is room',
  async () => {
    const prepared = freshFolder();
    const { author, reviewId } = await officeData(prepared);
    const token = newToken();
    const deps = await makeNodeDeps(readConfig({ LOG_LEVEL: 'silent' }, prepared), { pdf: fakePdf() });
    const session = {
      id: deps.newId(),
      token,
      accountId: author.accountId,
      at: deps.now().toISOString(),
      address: 'test',
    };
    await deps.store.atomic([insertSession(deps.store.db, sessionRow(session))]);
    await deps.store.db.updateTable('review').set({ state: 'returned' }).execute();
    await deps.store.close();

    const [disk, port] = [freshFolder(), String(await freePort())];
    const script = `
    mount -t tmpfs -o size=16m tmpfs "$DISK"
    cp "$PREPARED"/tu-soi.sqlite "$DISK"/
    exec "$NODE" test/helpers/killed-server.ts "$DISK" "$PORT"`;
    const server = onSmallDisk(script, { DISK: disk, PREPARED: prepared, PORT: port });
    try {
      server.child.stdin.write('go\n');
      await expect.poll(server.said, { timeout: 30_000 }).toContain('listening');
      // The disk as the server sees it.
      const inside = join('/proc', String(server.child.pid), 'root', disk);
      const origin = `http://127.0.0.1:${port}`;
      const headers = { 'content-type': 'application/json', origin, cookie: `tu-soi=${token}` };
      const save = (version: number, value: string) =>
        fetch(`${origin}/ban-kiem-diem/${reviewId}/o`, {
          method: 'POST',
          headers,
          body: JSON.stringify({ key: 'I.2', value, version }),
        });
      expect((await save(1, 'Còn chỗ.')).status).toBe(200);
      const filler = join(inside, 'filler');
      mkdirSync(filler);
      for (let size = 4_000_000, index = 0; size > 0 && index < 400; index += 1) {
        try {
          writeFileSync(join(filler, String(index)), Buffer.alloc(size));
        } catch {
          size = Math.floor(size / 4);
        }
      }
      let [version, refused] = [2, 0];
      for (let tries = 0; tries < 300 && refused === 0; tries += 1) {
        const answer = await save(version, `${tries} ${LONG_TEXT}`);
        if (answer.status === 200) version += 1;
        else {
          refused = answer.status;
          expect(((await answer.json()) as { hint: string }).hint).toContain(HINT);
        }
      }
      expect(refused).toBe(507);
      expect((await fetch(`${origin}/dang-nhap`)).status).toBe(200);
      rmSync(filler, { recursive: true });
      const again = await save(version, 'Lại có chỗ.');
      expect(again.status).toBe(200);
      const copy = freshFolder();
      for (const name of readdirSync(inside).filter((file) => file.startsWith('tu-soi.sqlite')))
        cpSync(join(inside, name), join(copy, name));
      const store = openSqlite(join(copy, 'tu-soi.sqlite'));
      expect(store.file.pragma('integrity_check', { simple: true })).toBe('ok');
      const stored = await store.db
        .selectFrom('review_field')
        .where('key', '=', 'I.2')
        .select(['value', 'version'])
        .execute();
      expect(stored).toEqual([{ value: 'Lại có chỗ.', version: version + 1 }]);
      await store.close();
    } finally {
      server.child.kill('SIGKILL');
    }
  },
  60_000,
);
