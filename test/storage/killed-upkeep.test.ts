import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import DatabaseFile from 'better-sqlite3';
import { Migrator } from 'kysely/migration';
import { expect, onTestFinished, test } from 'vitest';
import { migrations } from '../../db/migrations/index.ts';
import { verifyBackup } from '../../src/node/backup-file.ts';
import { backupsIn } from '../../src/node/backup-folder.ts';
import { openSqlite } from '../../src/storage/sqlite.ts';
import { freePort } from '../helpers/commands.ts';
import { loadServer, says } from '../helpers/killing.ts';
import { officeData } from '../helpers/office-data.ts';

/** `KILL_SECONDS=600 npm run test:long -- test/storage/killed-upkeep` is the long run. */
const SECONDS = Number(process.env['KILL_SECONDS'] ?? 14);
const PASSPHRASE = 'năm từ không liên quan gì';
/** Rows that make a copy take long enough to be killed in. */
const FILLER = 20_000_000;

function folderFor(what: string): string {
  const folder = mkdtempSync(join(tmpdir(), `tu-soi-killed-${what}-`));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function pause(most: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.random() * most));
}

function addFiller(path: string): void {
  const file = new DatabaseFile(path);
  file.prepare("insert into setting values ('đệm', hex(zeroblob(?)))").run(FILLER / 2);
  file.close();
}

test(
  `killed for ${SECONDS} s while it migrates, the database is of before or of after, with every row, and any copy of it is whole`,
  { timeout: (SECONDS + 60) * 1000 },
  async () => {
    const folder = folderFor('migration');
    const old = join(folder, 'old.sqlite');
    await makeOld(old);
    const [port, until] = [await freePort(), performance.now() + SECONDS * 1000];
    const tally = { kills: 0, before: 0, after: 0, copies: 0 };
    while (performance.now() < until) {
      const dataDir = mkdtempSync(join(folder, 'life-'));
      const path = join(dataDir, 'tu-soi.sqlite');
      await copyOf(old, path);
      const server = loadServer(dataDir, port);
      await says(server, 'loaded');
      server.stdin?.write('go\n');
      await Promise.race([pause(tally.kills % 2 === 0 ? 150 : 1_200), once(server, 'exit')]);
      server.kill('SIGKILL');
      await once(server, 'exit').catch(() => undefined);
      tally.kills += 1;
      const names = lookAt(path);
      if (names.length === 4) tally.before += 1;
      else expect(names).toEqual(Object.keys(migrations));
      if (names.length > 4) tally.after += 1;
      const copy = `${path}.before-0005-season`;
      if (existsSync(copy)) {
        expect(lookAt(copy)).toHaveLength(4);
        tally.copies += 1;
      }
      rmSync(dataDir, { recursive: true, force: true });
    }
    console.log('killed during migrations:', JSON.stringify(tally));
    expect(tally.kills).toBeGreaterThan(1);
    expect(tally.before + tally.after).toBe(tally.kills);
  },
);

async function makeOld(path: string): Promise<void> {
  const store = openSqlite(path);
  const migrator = new Migrator({ db: store.db, provider: { getMigrations: async () => migrations } });
  expect((await migrator.migrateTo('0004-account-notice')).error).toBeUndefined();
  store.file.exec("insert into setting values ('mot-dong', 'của đồng chí')");
  await store.close();
  addFiller(path);
}

async function copyOf(from: string, to: string): Promise<void> {
  const file = new DatabaseFile(from, { readonly: true });
  await file.backup(to, { progress: () => 0x7fffffff });
  file.close();
}

/** Opened as the next start would, it is sound and holds its row; the migrations it has been through. */
function lookAt(path: string): string[] {
  const file = new DatabaseFile(path);
  try {
    expect(file.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(file.pragma('foreign_key_check')).toEqual([]);
    expect(file.prepare("select value from setting where key = 'mot-dong'").pluck().get()).toBe('của đồng chí');
    return file.prepare('select name from kysely_migration order by name').pluck().all() as string[];
  } finally {
    file.close();
  }
}

test(
  `killed for ${SECONDS} s while it backs up, no file counts that is not whole, and the next run cleans up and holds`,
  { timeout: (SECONDS + 90) * 1000 },
  async () => {
    const data = folderFor('backup');
    await officeData(data);
    addFiller(join(data, 'tu-soi.sqlite'));
    const dir = join(data, 'backups');
    mkdirSync(dir);
    const until = performance.now() + SECONDS * 1000;
    const tally = { kills: 0, left: 0, whole: 0 };
    const known = new Set<string>();
    while (performance.now() < until) {
      const child = backup(data);
      // Every other time near the end: from the first byte of the file on.
      const late = tally.kills % 2 === 1;
      const begun = () => (late ? hasUnfinished(dir) : hasScratch(data));
      while (child.exitCode === null && !begun()) await pause(20);
      await Promise.race([pause(late ? 6_000 : 3_000), once(child, 'exit')]);
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      tally.kills += 1;
      if (hasUnfinished(dir)) tally.left += 1;
      for (const name of (await backupsIn(dir)).filter((one) => !known.has(one))) {
        known.add(name);
        await verifyBackup(join(dir, name), PASSPHRASE);
        tally.whole += 1;
      }
    }
    const last = backup(data);
    const [code] = (await once(last, 'exit')) as [number];
    console.log('killed during backups:', JSON.stringify(tally));
    expect(code).toBe(0);
    expect(readdirSync(dir).filter((name) => name.endsWith('.dang-ghi'))).toEqual([]);
    expect(readdirSync(data).filter((name) => name.startsWith('.tam-'))).toEqual([]);
    const [newest = ''] = await backupsIn(dir);
    await verifyBackup(join(dir, newest), PASSPHRASE);
    expect(tally.kills).toBeGreaterThan(1);
  },
);

test(
  `killed for ${SECONDS / 2} s while it restores, the place holds the old data or the new, and the old are never gone`,
  { timeout: (SECONDS + 90) * 1000 },
  async () => {
    const data = folderFor('restore');
    await officeData(data);
    addFiller(join(data, 'tu-soi.sqlite'));
    const made = backup(data);
    await once(made, 'exit');
    const [name = ''] = await backupsIn(join(data, 'backups'));
    const until = performance.now() + SECONDS * 500;
    const tally = { kills: 0, old: 0, restored: 0 };
    for (let life = 1; performance.now() < until; life += 1) {
      const mark = `lần ${life}`;
      setMark(data, mark);
      const child = program(data, ['restore', join(data, 'backups', name)]);
      while (child.exitCode === null && !hasScratch(data)) await pause(20);
      await Promise.race([pause(4_000), once(child, 'exit')]);
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      tally.kills += 1;
      if (marksIn(join(data, 'tu-soi.sqlite')).includes(mark)) tally.old += 1;
      else {
        tally.restored += 1;
        const aside = readdirSync(data).filter((entry) => /truoc-khoi-phuc-\d{8}-\d{6}$/.test(entry));
        expect(aside.flatMap((entry) => marksIn(join(data, entry)))).toContain(mark);
      }
    }
    console.log('killed during restores:', JSON.stringify(tally));
    expect(await exitOf(program(data, ['restore', join(data, 'backups', name)]))).toBe(0);
    expect(await exitOf(backup(data))).toBe(0);
    expect(readdirSync(data).filter((entry) => entry.startsWith('.tam-'))).toEqual([]);
    expect(tally.kills).toBeGreaterThan(0);
  },
);

function setMark(data: string, mark: string): void {
  const file = new DatabaseFile(join(data, 'tu-soi.sqlite'));
  file.prepare("insert or replace into setting values ('dau', ?)").run(mark);
  file.close();
}

function marksIn(path: string): unknown[] {
  const file = new DatabaseFile(path);
  try {
    expect(file.pragma('integrity_check', { simple: true })).toBe('ok');
    return file.prepare("select value from setting where key = 'dau'").pluck().all();
  } finally {
    file.close();
  }
}

async function exitOf(child: ChildProcess): Promise<unknown> {
  const [code] = (await once(child, 'exit')) as [unknown];
  return code;
}

function backup(data: string): ChildProcess {
  return program(data, ['backup']);
}

function hasScratch(data: string): boolean {
  return readdirSync(data).some((name) => name.startsWith('.tam-'));
}

function hasUnfinished(dir: string): boolean {
  return readdirSync(dir).some((name) => name.endsWith('.dang-ghi'));
}

function program(data: string, words: string[]): ChildProcess {
  const env = {
    ...process.env,
    DATA_DIR: data,
    BACKUP_PASSPHRASE: PASSPHRASE,
    NODE_OPTIONS: `--import ${new URL('../helpers/light-passphrase.ts', import.meta.url).href}`,
  };
  return spawn(process.execPath, ['src/node.ts', ...words], { env, stdio: 'ignore' });
}
