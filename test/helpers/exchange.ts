import { insertAccount, insertRole, acknowledgeNotice } from '../../src/accounts/statements.ts';
import { NOTICE_VERSION } from '../../src/accounts/rules.ts';
import { lockFor, openWithIdentity } from '../../src/exchange/sealed.ts';
import type { Deps } from '../../src/deps.ts';
import { insertUnit } from '../../src/units/statements.ts';
import { type Browser, createTestApp, ORIGIN, type TestApp } from './app.ts';
import { type Person } from './people.ts';
import { countBallots, handIn, handUpAs, proposeAll, type RatingWorld, ratingWorld } from './ratings.ts';

/** Two machines: the office's, and a fresh one that stands in a branch without network. */
export interface TwoMachines {
  office: RatingWorld;
  branch: TestApp;
  /** First administrator of the branch's machine; nobody else is there. */
  installer: Person;
}

export async function twoMachines(overrides: Partial<Deps> = {}): Promise<TwoMachines> {
  const office = await ratingWorld(overrides);
  return { office, ...(await freshMachine(overrides)) };
}

/** As it stands after `npm start` and the first administrator's link. */
export async function freshMachine(
  overrides: Partial<Deps> = {},
  userName = 'quantri',
): Promise<Pick<TwoMachines, 'branch' | 'installer'>> {
  const branch = await createTestApp(overrides);
  const { deps } = branch;
  const { db } = deps.store;
  const [unitId, accountId] = [deps.newId(), deps.newId()];
  const at = deps.now().toISOString();
  await deps.store.atomic([
    insertUnit(db, {
      id: unitId,
      parent_id: null,
      kind: 'committee',
      name: 'Chi bộ của tôi',
      paper_name: 'CHI BỘ CỦA TÔI',
      place: 'Hà Nội',
      has_branch_committee: 0,
      version: 1,
    }),
    insertAccount(db, {
      id: accountId,
      member_id: null,
      user_name: userName,
      display_name: 'Người Cài Máy',
      password: null,
      disabled: 0,
      created_at: at,
      version: 1,
    }),
    insertRole(db, { account_id: accountId, unit_id: unitId, role: 'administrator' }),
    acknowledgeNotice(db, accountId, NOTICE_VERSION, at),
  ]);
  return { branch, installer: { accountId, memberId: '', userName, fullName: 'Người Cài Máy', unitId } };
}

export function exchangePath(office: RatingWorld): string {
  return `/quan-tri/dot/${office.campaignId}/chi-bo-ngoai-mang`;
}

export interface FetchedKit {
  code: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** The office issues a kit, reads the code off the page and fetches the file. */
export async function issueKit(office: RatingWorld, more: Record<string, string> = {}): Promise<FetchedKit> {
  const clerk = await office.as(office.clerk);
  const path = exchangePath(office);
  const form = hiddenOn(await (await clerk.get(path)).text());
  const answer = await clerk.post(`${path}/bo-cai`, { ...form, chi_bo: office.office.branch, ...more });
  const html = await answer.text();
  const code = /[A-Z2-9]{4}(-[A-Z2-9]{4}){3}/.exec(html)?.[0];
  const href = /href="([^"]+\/bo-cai\/[^"]+)"/.exec(html)?.[1];
  if (!code || !href) throw new Error(`no kit: ${answer.status} ${html}`);
  return { code, bytes: await bytesOf(await clerk.get(href)) };
}

export function hiddenOn(html: string): Record<string, string> {
  const found = [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
  return Object.fromEntries(found.map(([, name = '', value = '']) => [name, value]));
}

export async function bytesOf(answer: Response): Promise<Uint8Array<ArrayBuffer>> {
  if (answer.status !== 200) throw new Error(`no file: ${answer.status} ${await answer.text()}`);
  return new Uint8Array(await answer.arrayBuffer());
}

/** Posts a form with a file, as a browser would. */
export function sendForm(
  it: Pick<TestApp, 'app'>,
  browser: Pick<Browser, 'cookie'>,
  path: string,
  file: Uint8Array<ArrayBuffer> | null,
  fields: Record<string, string> = {},
): Promise<Response> {
  const body = new FormData();
  body.append('tep', file ? new File([file], 'tep') : new File([], ''));
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  const headers = { host: new URL(ORIGIN).host, origin: ORIGIN, cookie: browser.cookie };
  return Promise.resolve(it.app.request(`${ORIGIN}${path}`, { method: 'POST', body, headers }));
}

/** Opens a kit as the administrator of the fresh machine does: file and code, preview, confirmation. */
export async function openKit(machines: TwoMachines, kit: FetchedKit): Promise<Response> {
  const browser = await machines.branch.as(machines.installer);
  const preview = await sendForm(machines.branch, browser, '/quan-tri/mo-bo-cai', kit.bytes, { ma: kit.code });
  const html = await preview.text();
  const action = /action="(\/quan-tri\/mo-bo-cai\/[^"]+)"/.exec(html)?.[1];
  if (!action) throw new Error(`no preview: ${preview.status} ${html}`);
  return browser.post(action, hiddenOn(html));
}

/** The branch's own machine as the helpers of ratings know a world: the same people, other database. */
export function branchWorld({ office, branch }: TwoMachines): RatingWorld {
  return { ...office, ...branch };
}

/** Everybody writes, the branch meets, counts, proposes and hands up. */
export async function workThrough(machines: TwoMachines): Promise<RatingWorld> {
  const world = branchWorld(machines);
  for (const person of [world.secretary, world.deputy, world.sitting, world.member]) {
    await (await world.as(person)).post('/thong-bao', { da_doc: '1' });
  }
  for (const person of [world.member, world.sitting]) await handIn(world, person);
  await countBallots(world, {
    collective: { good: 4 },
    [world.member.memberId]: { good: 3, completed: 1 },
  });
  await proposeAll(world);
  const answer = await handUpAs(world, world.secretary);
  if (answer.status !== 303) throw new Error(`not handed up: ${answer.status} ${await answer.text()}`);
  return world;
}

/** The secretary makes the file and fetches it. */
export async function exportFile(world: RatingWorld): Promise<Uint8Array<ArrayBuffer>> {
  const browser = await world.as(world.secretary);
  const path = `/chi-bo/${world.office.branch}/xuat`;
  const made = await browser.post(path, hiddenOn(await (await browser.get(path)).text()));
  if (made.status !== 303) throw new Error(`no file: ${made.status} ${await made.text()}`);
  const href = /href="([^"]+\/xuat\/tep\/[^"]+)"/.exec(await (await browser.get(path)).text())?.[1];
  return bytesOf(await browser.get((href ?? '').replaceAll('&amp;', '&')));
}

/** The office sends the file to be judged; the answer leads to the preview, or says why not. */
export async function sendToOffice(office: RatingWorld, bytes: Uint8Array<ArrayBuffer> | null): Promise<Response> {
  return sendForm(office, await office.as(office.clerk), `${exchangePath(office)}/tep`, bytes);
}

export async function importFile(office: RatingWorld, bytes: Uint8Array<ArrayBuffer>): Promise<Response> {
  const sent = await sendToOffice(office, bytes);
  const preview = sent.headers.get('location');
  if (!preview) throw new Error(`not taken: ${sent.status} ${await sent.text()}`);
  return (await office.as(office.clerk)).post(preview, {});
}

/** From the kit to the branch's file, ready to be sent. */
export async function handedUpByFile(): Promise<{
  machines: TwoMachines;
  office: RatingWorld;
  world: RatingWorld;
  kit: FetchedKit;
  file: Uint8Array<ArrayBuffer>;
}> {
  const machines = await twoMachines();
  const kit = await issueKit(machines.office);
  await openKit(machines, kit);
  const world = await workThrough(machines);
  return { machines, office: machines.office, world, kit, file: await exportFile(world) };
}

/** The file's inside, as only the office's own key opens it. */
export async function insideOf(office: RatingWorld, file: Uint8Array): Promise<string> {
  const plain = await openWithIdentity((await officeKey(office)).identity, file);
  if (typeof plain === 'string') throw new Error(plain);
  return new TextDecoder().decode(plain);
}

/** Locked again for the office by somebody who knows its public key, whatever stands in it. */
export async function lockedAgain(office: RatingWorld, plain: string | Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = typeof plain === 'string' ? new TextEncoder().encode(plain) : plain;
  return lockFor((await officeKey(office)).recipient, bytes);
}

export async function officeKey(office: RatingWorld): Promise<{ identity: string; recipient: string }> {
  return office.deps.store.db.selectFrom('committee_key').selectAll().executeTakeFirstOrThrow();
}

export function flipped(bytes: Uint8Array, at: number, mask = 1): Uint8Array<ArrayBuffer> {
  const other = new Uint8Array(bytes);
  other[at] = (other[at] ?? 0) ^ mask;
  return other;
}
