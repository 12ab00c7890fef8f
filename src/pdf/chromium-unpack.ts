import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, lstat, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { brotliDecompress, createBrotliDecompress } from 'node:zlib';
import { extractFlat } from './chromium-tar.ts';
import { tryBrowser } from './chromium-trial.ts';

const unbrotli = promisify(brotliDecompress);

interface PinnedBrowser {
  path: string;
  version: string;
  /** Folder for LD_LIBRARY_PATH where the machine lacks libnss3 and its kin. */
  libraries: string | undefined;
  /** Private to us; a fonts.conf may stand there. */
  folder: string;
}

/**
 * The browser inside the pinned npm package, unpacked once per version into a private folder.
 * We do it ourselves because the package takes any file of the right name from the shared temporary folder
 * and starts it before it is closed. Throws when no folder takes it or it does not run here.
 */
export async function unpackPinnedBrowser(dataDir: string): Promise<PinnedBrowser> {
  const archive = await pinnedPackage();
  const failures: string[] = [];
  for (const parent of homesFor(dataDir)) {
    try {
      return await unpackInto(join(parent, `chromium-${archive.version}`), archive.bin);
    } catch (error) {
      failures.push(`${parent}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new Error(failures.join(' | '));
}

async function pinnedPackage(): Promise<{ version: string; bin: string }> {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const root = join(dirname(entry), '..');
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  return { version, bin: join(root, 'bin') };
}

/** The user's cache first (200 MB need not be in every backup of the data), then the data folder, then /tmp. */
function homesFor(dataDir: string): string[] {
  // A service's user often has no home; os.homedir() would throw for one that is in no passwd file.
  const cache = process.env.XDG_CACHE_HOME || (process.env.HOME && join(process.env.HOME, '.cache'));
  const homes = [join(dataDir, 'browser'), join(tmpdir(), `tu-soi-${ownUid()}`)];
  return cache ? [join(cache, 'tu-soi'), ...homes] : homes;
}

async function unpackInto(folder: string, bin: string): Promise<PinnedBrowser> {
  await makePrivate(dirname(folder));
  await makePrivate(folder);
  const path = join(folder, 'chromium');
  const libraries = join(folder, 'lib');
  if (!(await exists(path))) await unpackBinary(join(bin, 'chromium.br'), path);

  let trial = await tryBrowser(path, process.env);
  if (trial.outcome === 'lacks-libraries') {
    if (!(await exists(libraries))) await unpackLibraries(join(bin, 'al2023.tar.br'), libraries);
    trial = await tryBrowser(path, { ...process.env, LD_LIBRARY_PATH: libraries });
    if (trial.outcome === 'runs') return { path, version: trial.version, libraries, folder };
  }
  if (trial.outcome === 'runs') return { path, version: trial.version, libraries: undefined, folder };
  // A file that does not run is no use to the next start either: it may have been cut short by a full disk.
  if (trial.outcome === 'fails') await rm(path, { force: true });
  throw new Error(trial.detail);
}

/** Temporary name, then rename: several processes may unpack at once, and none ever sees half a browser. */
async function unpackBinary(source: string, target: string): Promise<void> {
  const unfinished = `${target}.${randomUUID()}`;
  try {
    // Flushed before it gets its name: a power cut must not leave an empty browser behind.
    const file = createWriteStream(unfinished, { flags: 'wx', mode: 0o700, flush: true });
    await pipeline(createReadStream(source), createBrotliDecompress(), file);
    await rename(unfinished, target);
  } finally {
    await rm(unfinished, { force: true });
  }
}

async function unpackLibraries(source: string, target: string): Promise<void> {
  const unfinished = `${target}.${randomUUID()}`;
  try {
    await extractFlat(await unbrotli(await readFile(source)), unfinished);
    await rename(unfinished, target).catch(async (error: unknown) => {
      // Another process was first; its folder is as good as ours.
      if (!(await exists(target))) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** 0700 and ours, and no link: whoever could write here could have us run his program. */
async function makePrivate(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const found = await lstat(folder);
  if (!found.isDirectory() || found.uid !== ownUid()) throw new Error(`${folder} is not a folder of ours`);
  await chmod(folder, 0o700);
}

function ownUid(): number {
  return process.getuid?.() ?? 0;
}

function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
