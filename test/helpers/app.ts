import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { v7 as uuidv7 } from 'uuid';
import { onTestFinished } from 'vitest';
import { newToken } from '../../src/accounts/secrets.ts';
import { insertSession, sessionRow } from '../../src/accounts/statements.ts';
import { createApp } from '../../src/app.ts';
import { storeShippedEditions } from '../../src/catalogues/commands.ts';
import { readConfig } from '../../src/config.ts';
import type { Deps, PdfRenderer, Store } from '../../src/deps.ts';
import { storeShippedForms } from '../../src/forms/commands.ts';
import type { AppEnv } from '../../src/http/context.ts';
import type { NodeStore } from '../../src/node/node-store.ts';
import { readShipped } from '../../src/node/shipped.ts';
import type { Person } from './people.ts';
import { NOTHING_PRINTED } from './nothing-printed.ts';
import type { OpenedStore } from './opened-store.ts';
import {
  type FileStore,
  type PreparedDatabase,
  type PreparedFile,
  prepareDatabase,
  prepareFile,
} from './prepared-database.ts';

/** The whole app on a real database, with a clock the test sets and a renderer that needs no browser. */
export interface TestApp {
  app: Hono<AppEnv>;
  deps: Deps & { store: NodeStore };
  clock: { now: Date; forward(minutes: number): void };
  /** Somebody who has signed in; `null` is nobody. */
  as(person: Person | null): Promise<Browser>;
}

export interface Browser {
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  /** Posts a form as a page of ours would; as pairs where a name comes several times. */
  post(
    path: string,
    fields: Record<string, string> | [string, string][],
    headers?: Record<string, string>,
  ): Promise<Response>;
  json(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  cookie: string;
}

export const ORIGIN = 'http://tu-soi.test:2424';
const START = '2026-11-22T03:00:00.000Z';

let shipped: ReturnType<typeof readShipped> | undefined;
let installation: Promise<PreparedDatabase> | undefined;
let installationFile: Promise<PreparedFile> | undefined;

/** The lists and forms that come with the program: what a new installation holds. */
async function storeShipped(store: Store): Promise<void> {
  shipped ??= readShipped();
  const filling = { store, shipped: await shipped, newId: uuidv7, now: () => new Date(START) };
  await storeShippedEditions(filling);
  await storeShippedForms(filling);
}

/** `database`: one that holds more than a new installation. */
export async function createTestApp(overrides: Partial<Deps> = {}, database?: PreparedDatabase): Promise<TestApp> {
  return testAppOn(await (database ?? (await (installation ??= prepareDatabase(storeShipped)))).open(), overrides);
}

/** On SQLite, whatever engine the other tests run on: for tests of the file itself, or of what stands beside it. */
export async function createSqliteTestApp(
  overrides: Partial<Deps> = {},
  database?: PreparedFile,
): Promise<TestApp & { deps: Deps & { store: FileStore }; databasePath: string }> {
  const opened = await (database ?? (await (installationFile ??= prepareFile(storeShipped)))).open();
  return { ...(await testAppOn(opened, overrides)), databasePath: opened.address };
}

async function testAppOn<Opened extends OpenedStore & { store: NodeStore }>(
  { store, close }: Opened,
  overrides: Partial<Deps>,
) {
  const folder = mkdtempSync(join(tmpdir(), 'tu-soi-test-'));
  const clock = {
    now: new Date(START),
    forward(minutes: number) {
      clock.now = new Date(clock.now.getTime() + minutes * 60_000);
    },
  };
  shipped ??= readShipped();
  const deps = {
    pdf: fakePdf(),
    now: () => clock.now,
    newId: uuidv7,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    config: readConfig({ PUBLIC_ORIGIN: ORIGIN }, folder),
    rehearsal: false,
    addressOf: () => '10.0.0.9',
    shipped: await shipped,
    upkeep: null,
    ...overrides,
    store: store as Opened['store'],
  };
  onTestFinished(async () => {
    await close();
    rmSync(folder, { recursive: true, force: true });
  });
  const app = createApp(deps);
  return {
    app,
    deps,
    clock,
    as: async (person: Person | null) => browserFor(app, person ? await signedIn(deps, person) : ''),
  };
}

/** A session straight in the database: the cost of scrypt is paid only where sign-in itself is tested. */
async function signedIn(deps: Deps, person: Person): Promise<string> {
  const token = newToken();
  const at = deps.now().toISOString();
  await deps.store.atomic([
    insertSession(
      deps.store.db,
      sessionRow({ id: deps.newId(), token, accountId: person.accountId, at, address: 'test' }),
    ),
  ]);
  return `${deps.rehearsal ? 'tu-soi-tap-huan' : 'tu-soi'}=${token}`;
}

export function browserFor(app: Hono<AppEnv>, cookie: string): Browser {
  const common = { host: new URL(ORIGIN).host, ...(cookie ? { cookie } : {}) };
  const send = (path: string, init: RequestInit) => Promise.resolve(app.request(`${ORIGIN}${path}`, init));
  return {
    cookie,
    get: (path, headers = {}) => send(path, { headers: { ...common, ...headers } }),
    post: (path, fields, headers = {}) =>
      send(path, {
        method: 'POST',
        body: new URLSearchParams(fields).toString(),
        headers: { ...common, origin: ORIGIN, 'content-type': 'application/x-www-form-urlencoded', ...headers },
      }),
    json: (path, body, headers = {}) =>
      send(path, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { ...common, origin: ORIGIN, 'content-type': 'application/json', ...headers },
      }),
  };
}

/** The session cookie of an answer, to go on as a browser would. */
export function cookieFrom(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

/** Writes the HTML's title as a "PDF": enough where the paper itself is not the matter. */
export function fakePdf(): PdfRenderer & { printed: string[] } {
  const printed: string[] = [];
  return {
    printed,
    render: (html) => {
      printed.push(html);
      return Promise.resolve(new TextEncoder().encode(`%PDF-fake ${printed.length}`));
    },
    health: () => Promise.resolve({ ready: true, detail: 'bản thử' }),
    numbers: () => NOTHING_PRINTED,
    close: () => Promise.resolve(),
  };
}
