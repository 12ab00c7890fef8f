import type { CampaignTable, Database, Standing } from '../../db/schema.ts';
import type { Deps, Store } from '../../src/deps.ts';
import type { Actor, Viewer } from '../../src/http/context.ts';
import { loadReview } from '../../src/reviews/loaded.ts';
import { judgeReview, submitReview } from '../../src/reviews/moving.ts';
import { REASON_KEY } from '../../src/reviews/questions.ts';
import type { Move } from '../../src/reviews/transitions.ts';
import { type Browser, createTestApp, type TestApp } from './app.ts';
import { type Office, type Person, seedCampaign, seedOffice, seedPerson } from './people.ts';
import { completeReview } from './reviews.ts';

/** A member of "Chi bộ Số 1" with this year's campaign open, signed in and at the home page. */
export interface AuthorWorld extends TestApp {
  office: Office;
  campaignId: string;
  author: Person;
  browser: Browser;
}

export async function authorWorld(
  overrides: Partial<Deps> = {},
  more: {
    campaign?: Partial<CampaignTable>;
    branch?: 'branch' | 'otherBranch';
    standing?: Standing;
    on?: TestApp;
  } = {},
): Promise<AuthorWorld> {
  const test = more.on ?? (await createTestApp(overrides));
  const office = await seedOffice(test.deps);
  const campaignId = await seedCampaign(test.deps, office.committee, more.campaign);
  const unitId = office[more.branch ?? 'branch'];
  const author = await seedPerson(test.deps, unitId, 'Phạm Thị Tự Soi', { standing: more.standing ?? 'no_post' });
  return { ...test, office, campaignId, author, browser: await test.as(author) };
}

/** Presses "Bắt đầu bản kiểm điểm" and returns the id of the review it led to. */
export async function begin({ browser, campaignId }: Pick<AuthorWorld, 'browser' | 'campaignId'>): Promise<string> {
  const answer = await browser.post(`/dot/${campaignId}/bat-dau`, {});
  const id = /^\/ban-kiem-diem\/([0-9a-f-]{36})$/.exec(answer.headers.get('location') ?? '')?.[1];
  if (!id) throw new Error(`not begun: ${answer.status}`);
  return id;
}

/** A begun review with everything written that form 2B requires. */
export async function beginComplete(world: AuthorWorld): Promise<string> {
  const id = await begin(world);
  await completeReview(world.deps, actorFor(world.author), id);
  return id;
}

export function actorFor(person: Person): Actor {
  return { accountId: person.accountId, address: 'test', requestId: 'test' };
}

/** Opens the check page and presses "Nộp bản kiểm điểm", with a reason where the page asks for one. */
export async function handIn(browser: Browser, reviewId: string, reason = ''): Promise<Response> {
  const path = `/ban-kiem-diem/${reviewId}`;
  const form = formOn(await (await browser.get(`${path}/kiem-tra`)).text());
  return browser.post(`${path}/nop`, { ...form, [REASON_KEY]: reason, di: 'nop' });
}

/** Hands a review in by its command, as last year's was. */
export async function submitAs(deps: Deps, person: Person, reviewId: string): Promise<void> {
  await submitReview(deps, actorFor(person), await loadReview(deps, reviewId), 'đã xem lại');
}

/** What a branch leader or the office does with a review; the pages for it come with the branch's season. */
export async function judgeAs(
  deps: Deps,
  person: Person,
  roles: Viewer['roles'],
  reviewId: string,
  judged: { move: Exclude<Move, 'submit'>; remark?: string },
): Promise<void> {
  const viewer: Viewer = {
    accountId: person.accountId,
    sessionId: '',
    userName: person.userName,
    displayName: person.fullName,
    memberId: person.memberId,
    unitId: person.unitId,
    unitName: null,
    roles,
    mustChoosePassword: false,
    mustAcknowledge: false,
    mustReadNotices: false,
  };
  const review = await loadReview(deps, reviewId);
  await judgeReview(deps, actorFor(person), viewer, review, { move: judged.move, remark: judged.remark ?? '' });
}

/** The form of a page as a browser without JavaScript would send it: hidden fields, texts, checked choices. */
export function formOn(html: string): Record<string, string> {
  const fields: Record<string, string> = {};
  const main = html.slice(html.indexOf('<main'), html.indexOf('</main>'));
  for (const [tag] of main.matchAll(/<input\b[^>]*>/g)) {
    const name = attribute(tag, 'name');
    const type = attribute(tag, 'type');
    if (name === null || ((type === 'radio' || type === 'checkbox') && !/ checked[ >]/.test(tag))) continue;
    fields[name] = attribute(tag, 'value') ?? '';
  }
  for (const [, tag = '', text = ''] of main.matchAll(/(<textarea\b[^>]*>)\n?([^<]*)<\/textarea>/g)) {
    const name = attribute(tag, 'name');
    if (name !== null) fields[name] = unescaped(text);
  }
  return fields;
}

function attribute(tag: string, name: string): string | null {
  const found = new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1];
  return found === undefined ? null : unescaped(found);
}

export function unescaped(html: string): string {
  return html
    .replaceAll(/&#x([0-9a-f]+);/gi, (_, code: string) => String.fromCodePoint(parseInt(code, 16)))
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** A page's words without its tags, for sentences that cross elements. */
export function wordsOn(html: string): string {
  return unescaped(html.replaceAll(/<[^>]*>/g, ' ')).replaceAll(/\s+/g, ' ');
}

/** Opens a step and sends its form back with some of it filled in, as a browser without JavaScript does. */
export async function write(
  browser: Browser,
  reviewId: string,
  slug: string,
  typed: Record<string, string>,
): Promise<Response> {
  const path = `/ban-kiem-diem/${reviewId}/ghi/${slug}`;
  return browser.post(path, { ...formOn(await (await browser.get(path)).text()), ...typed });
}

/**
 * Every row of every table but those that tell of the visit itself, to see that nothing was half-written. In an order of
 * their own: a row may lie elsewhere after a change that was taken back.
 */
export async function tableContents(
  { db }: Pick<Store, 'db'>,
  except: readonly string[] = ['audit', 'session', 'attempt'],
): Promise<Record<string, unknown[]>> {
  const names = (await tablesOf(db)).filter((name) => !except.includes(name));
  const contents = names.map(async (name) => [name, sorted(await db.selectFrom(name).selectAll().execute())] as const);
  return Object.fromEntries(await Promise.all(contents));
}

let tables: Promise<(keyof Database)[]> | undefined;

/** Asked once: every database of the tests has the same. */
function tablesOf(db: Store['db']): Promise<(keyof Database)[]> {
  return (tables ??= db.introspection.getTables().then((found) => found.map(({ name }) => name as keyof Database)));
}

function sorted(rows: unknown[]): unknown[] {
  return rows
    .map((row) => [JSON.stringify(row), row] as const)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([, row]) => row);
}

export async function actionsLogged(deps: Pick<Deps, 'store'>): Promise<string[]> {
  const rows = await deps.store.db.selectFrom('audit').orderBy('id').select('action').execute();
  return rows.map((row) => row.action);
}
