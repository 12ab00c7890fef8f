import { mkdtempSync, rmSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type BrowserContext, type Page } from 'puppeteer';
import { hashSecret, newToken } from '../../src/accounts/secrets.ts';
import { insertSession } from '../../src/accounts/statements.ts';
import { readConfig } from '../../src/config.ts';
import type { Deps, PdfRenderer } from '../../src/deps.ts';
import { makeNodeDeps, type NodeDeps } from '../../src/node/deps.ts';
import { listen, type RunningServer } from '../../src/node/serve.ts';
import { findBrowser } from '../../src/pdf/chromium-binary.ts';
import { paperFontFolders } from '../../src/pdf/paper-fonts-node.ts';
import { createDatabase } from './postgres.ts';

/** A running installation, on whatever it runs. */
export interface LiveSite {
  origin: string;
  port: number;
  /** The same database, for what a test seeds and looks up. */
  readonly deps: Deps;
}

/** The real server on a real socket, over a data folder of its own, or over a database of its own where TEST_DATABASE_URL names a server. */
export interface LiveServer extends LiveSite {
  /** Of the process as it runs now: a restart makes new ones. */
  readonly deps: NodeDeps;
  /** As the operator would, with Ctrl+C. The data stay. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Stops for good and removes the data. */
  remove(): Promise<void>;
}

export interface LiveOptions {
  /** The name people type; it leads to 127.0.0.1 only in a browser of `startBrowser`. */
  host?: string;
  /** Marks the fresh database as rehearsal. */
  rehearsal?: boolean;
  /** Fills the database before the server listens; what it returns is served. */
  fill?: (deps: NodeDeps) => Promise<NodeDeps>;
  wrapPdf?: (pdf: PdfRenderer) => PdfRenderer;
}

export const LAN_NAME = 'tu-soi.lan';

export async function startServer(options: LiveOptions = {}): Promise<LiveServer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tu-soi-browser-test-'));
  const port = await freePort();
  const origin = `http://${options.host ?? '127.0.0.1'}:${port}`;
  const database = process.env.TEST_DATABASE_URL ? await createDatabase() : undefined;
  const config = readConfig(
    { PORT: String(port), PUBLIC_ORIGIN: origin, LOG_LEVEL: 'silent', DATABASE_URL: database?.url },
    dataDir,
  );
  let deps: NodeDeps;
  let server: RunningServer;
  let first = true;
  const live: LiveServer = {
    origin,
    port,
    get deps() {
      return deps;
    },
    stop: async () => void (await server.stop()),
    async start() {
      deps = await makeNodeDeps(config);
      if (first && options.rehearsal) deps = await markAsRehearsal(deps);
      if (first && options.fill) deps = await options.fill(deps);
      if (options.wrapPdf) deps = { ...deps, pdf: options.wrapPdf(deps.pdf) };
      first = false;
      server = await listen(deps);
    },
    async remove() {
      await server.stop();
      await database?.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
  await live.start();
  return live;
}

async function markAsRehearsal(deps: NodeDeps): Promise<NodeDeps> {
  const mark = deps.store.db.insertInto('setting').values({ key: 'mode', value: 'rehearsal' });
  await deps.store.atomic([{ query: mark.compile(), guard: true }]);
  return { ...deps, rehearsal: true };
}

/** PUBLIC_ORIGIN names the port, so it must be known before the server has it. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

export interface LiveBrowser {
  /** A person at a computer of his own: cookies are not shared. */
  newPerson(): Promise<BrowserContext>;
  close(): Promise<void>;
}

/** A real browser, the one the papers are printed with: no machine needs another for the tests. */
export async function startBrowser(): Promise<LiveBrowser> {
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const binary = await findBrowser({ chromiumPath: process.env.CHROMIUM_PATH, dataDir: tmpdir() }, silent);
  const profile = await mkdtemp(join(tmpdir(), 'tu-soi-xem-'));
  const fonts = join(profile, 'fonts.conf');
  const folders = paperFontFolders().map((folder) => `<dir>${folder}</dir>`);
  await writeFile(
    fonts,
    `<?xml version="1.0"?><fontconfig>${folders.join('')}<cachedir>${profile}/fc</cachedir></fontconfig>`,
  );
  const browser = await puppeteer.launch({
    executablePath: binary.path,
    pipe: true,
    ignoreDefaultArgs: true,
    args: launchArguments(profile),
    env: {
      ...process.env,
      HOME: profile,
      ...(binary.libraries ? { LD_LIBRARY_PATH: binary.libraries } : {}),
      ...(process.platform === 'linux' ? { FONTCONFIG_FILE: fonts } : {}),
    },
  });
  return {
    newPerson: () => browser.createBrowserContext(),
    close: () => closeOwn(browser, profile),
  };
}

function launchArguments(profile: string): string[] {
  return [
    '--headless',
    `--user-data-dir=${profile}`,
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-domain-reliability',
    '--disable-default-apps',
    '--disable-dev-shm-usage',
    '--disable-extensions',
    '--disable-features=Translate,MediaRouter,OptimizationHints',
    '--disable-gpu',
    '--disable-sync',
    '--disable-breakpad',
    '--disable-renderer-backgrounding',
    '--disable-background-timer-throttling',
    '--disable-backgrounding-occluded-windows',
    '--font-render-hinting=none',
    '--force-color-profile=srgb',
    '--hide-scrollbars',
    '--metrics-recording-only',
    '--mute-audio',
    '--no-default-browser-check',
    '--no-first-run',
    '--no-pings',
    '--password-store=basic',
    '--use-mock-keychain',
    // An office without internet: two names lead somewhere, and both here.
    `--host-resolver-rules=MAP ${LAN_NAME} 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`,
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    'about:blank',
  ];
}

async function closeOwn(browser: Browser, profile: string): Promise<void> {
  const child = browser.process();
  const timedOut = new Promise<void>((resolve) => setTimeout(resolve, 5_000).unref());
  await Promise.race([browser.close().catch(() => undefined), timedOut]);
  if (child && child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }).catch(() => undefined);
}

/** What a page asked the network for, and what its browser complained of. */
export interface Watched {
  requests: string[];
  complaints: string[];
}

/**
 * `expected` are complaints a test brings about itself, such as a server that is down; an answer that is no 2xx is
 * always one, and each test looks at the page itself.
 */
export function watch(page: Page, expected: RegExp = /the server responded with a status of/): Watched {
  const watched: Watched = { requests: [], complaints: [] };
  page.on('request', (request) => watched.requests.push(request.url()));
  page.on('console', (message) => {
    const serious = message.type() === 'error' || message.type() === 'warn';
    if (serious && !expected.test(message.text())) watched.complaints.push(message.text());
  });
  page.on('pageerror', (error) => watched.complaints.push(String(error)));
  return watched;
}

export function foreignRequests(watched: Watched, origin: string): string[] {
  return watched.requests.filter((url) => !url.startsWith(`${origin}/`) && !url.startsWith('data:'));
}

/** Signs somebody in without the sign-in page, where that is not the matter. */
export async function signInAs(context: BrowserContext, live: LiveSite, accountId: string): Promise<void> {
  const token = newToken();
  await live.deps.store.atomic([sessionRow(live.deps, accountId, token)]);
  await context.setCookie({
    name: live.deps.rehearsal ? 'tu-soi-tap-huan' : 'tu-soi',
    value: token,
    domain: new URL(live.origin).hostname,
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
  });
}

function sessionRow(deps: Deps, accountId: string, token: string) {
  const at = deps.now().toISOString();
  return insertSession(deps.store.db, {
    id: deps.newId(),
    token_hash: hashSecret(token),
    account_id: accountId,
    created_at: at,
    seen_at: at,
    address: 'test',
    agent: 'test',
    must_choose_password: 0,
  });
}

/** Clicks what leads to another page and waits for that page. */
export async function follow(page: Page, selector: string): Promise<void> {
  await Promise.all([page.waitForNavigation(), press(page, selector)]);
}

/** Clicks in the middle of the window, as people do: at its foot the "Đã lưu" line may lie over a button. */
export async function press(page: Page, selector: string): Promise<void> {
  await page.$eval(selector, (element) => element.scrollIntoView({ block: 'center', behavior: 'instant' }));
  await page.click(selector);
}

/** Puts a text into a control as a paste would, in one go. */
export async function fillIn(page: Page, selector: string, text: string): Promise<void> {
  await page.focus(selector);
  await page.keyboard.sendCharacter(text);
}

export async function textOf(page: Page, selector = 'main'): Promise<string> {
  return page.$eval(selector, (element) => element.textContent?.replace(/\s+/g, ' ').trim() ?? '');
}

export async function valueOf(page: Page, selector: string): Promise<string> {
  return page.$eval(selector, (element) => (element as HTMLInputElement).value);
}

/** Gets a file with the page's own cookies: a headless browser shows no PDF. */
export async function download(page: Page, live: LiveSite, path: string): Promise<{ status: number; body: Buffer }> {
  const cookies = await page.browserContext().cookies();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const headers = { host: new URL(live.origin).host, cookie, connection: 'close' };
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: live.port, path, headers };
    const request = http.get(options, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts) }));
    });
    request.on('error', reject);
  });
}
