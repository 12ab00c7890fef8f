import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'puppeteer';
import type { Log } from '../deps.ts';
import type { BrowserBinary } from './chromium-binary.ts';
import { paperFontFolders } from './paper-fonts-node.ts';

const START_MS = 30_000;
const CLOSE_MS = 5_000;
const PROFILE_PREFIX = 'tu-soi-in-';

/** One running browser that this process started, with its own profile folder. */
export interface Session {
  browser: Browser;
  pid: number;
  /** Ends this browser and no other, and removes its profile. Never throws. */
  end(): Promise<void>;
}

/**
 * Our own arguments and no others: the lists that come with browser packages switch web security off.
 * `--font-render-hinting=none` decides the width of every line (the title is 72.7 mm with it, 71.9 without).
 */
function launchArguments(profile: string, asRoot: boolean): string[] {
  return [
    '--headless',
    `--user-data-dir=${profile}`,
    '--font-render-hinting=none',
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--disable-extensions',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-domain-reliability',
    '--disable-default-apps',
    '--disable-sync',
    '--disable-breakpad',
    '--disable-crash-reporter',
    '--disable-renderer-backgrounding',
    '--disable-background-timer-throttling',
    '--disable-features=Translate,MediaRouter,OptimizationHints',
    '--force-color-profile=srgb',
    '--hide-scrollbars',
    '--mute-audio',
    '--metrics-recording-only',
    '--no-default-browser-check',
    '--no-first-run',
    '--no-pings',
    '--password-store=basic',
    '--use-mock-keychain',
    // The second lock after the refused requests: no name and no address can be reached.
    '--host-resolver-rules=MAP * ~NOTFOUND',
    ...(asRoot ? ['--no-sandbox'] : []),
    'about:blank',
  ];
}

export async function startSession(binary: BrowserBinary, log: Log): Promise<Session> {
  await removeProfilesOfTheDead();
  const profile = await mkdtemp(join(tmpdir(), `${PROFILE_PREFIX}${process.pid}-`));
  const asRoot = process.getuid?.() === 0;
  if (asRoot)
    log.warn({}, 'running as root: the browser starts with --no-sandbox; better run the server as a user of its own');
  try {
    // Only now: every command line starts with this program, and few of them print.
    const { default: puppeteer } = await import('puppeteer');
    const browser = await puppeteer.launch({
      executablePath: binary.path,
      ignoreDefaultArgs: true,
      args: launchArguments(profile, asRoot),
      env: await environment(profile, binary.libraries),
      // A pipe, not a port: on a port every user of this machine could read the papers being printed.
      pipe: true,
      acceptInsecureCerts: false,
      handleSIGHUP: false,
      handleSIGINT: false,
      handleSIGTERM: false,
      timeout: START_MS,
    });
    const child = browser.process();
    if (!child?.pid) throw new Error('browser started without a process of its own');
    return { browser, pid: child.pid, end: () => endSession(browser, profile, log) };
  } catch (error) {
    await removeFolder(profile);
    throw error;
  }
}

/**
 * The browser sees none of our environment's secrets, writes nothing outside its profile, and on Linux knows no font
 * but the paper's: what the server has installed must never show on a paper, and a bare server has no font at all.
 */
async function environment(
  profile: string,
  libraries: string | undefined,
): Promise<Record<string, string | undefined>> {
  if (process.platform === 'win32') return { ...process.env };
  const env: Record<string, string | undefined> = {
    PATH: process.env.PATH,
    TMPDIR: process.env.TMPDIR,
    LANG: 'C.UTF-8',
    HOME: profile,
  };
  if (libraries) env.LD_LIBRARY_PATH = libraries;
  if (process.platform === 'linux') {
    env.FONTCONFIG_FILE = join(profile, 'fonts.conf');
    const folders = paperFontFolders().map(
      (folder) => `<dir>${folder.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</dir>`,
    );
    await writeFile(
      env.FONTCONFIG_FILE,
      `<?xml version="1.0"?><fontconfig>${folders.join('')}<cachedir>${join(profile, 'fontcache')}</cachedir></fontconfig>`,
    );
  }
  return env;
}

async function endSession(browser: Browser, profile: string, log: Log): Promise<void> {
  const child = browser.process();
  const closed = browser
    .close()
    .catch((error: unknown) => log.warn({ cause: String(error) }, 'browser did not close by itself'));
  const timedOut = new Promise<void>((resolve) => setTimeout(resolve, CLOSE_MS).unref());
  await Promise.race([closed, timedOut]);
  if (child && child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  await removeFolder(profile);
}

/** A process that was killed could not clear up: its folders bear its number. */
async function removeProfilesOfTheDead(): Promise<void> {
  const names = await readdir(tmpdir()).catch(() => []);
  for (const name of names) {
    const pid = name.startsWith(PROFILE_PREFIX) ? Number.parseInt(name.slice(PROFILE_PREFIX.length), 10) : Number.NaN;
    if (!Number.isInteger(pid) || isAlive(pid)) continue;
    const folder = join(tmpdir(), name);
    const found = await stat(folder).catch(() => undefined);
    if (found?.uid === (process.getuid?.() ?? found?.uid)) await removeFolder(folder);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function removeFolder(folder: string): Promise<void> {
  // The browser's children may still write for a moment after it has gone.
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }).catch(() => undefined);
}
