import { describe, expect, test } from 'vitest';
import type { RoleName } from '../../db/schema.ts';
import { tellOwner } from '../../src/accounts/statements.ts';
import { ACCESS } from '../../src/access.ts';
import { insertConclusion } from '../../src/branches/statements.ts';
import { assertEveryRouteHasARow } from '../../src/http/access.ts';
import { insertCodeRequest } from '../../src/units/statements.ts';
import { type Browser, browserFor, createTestApp } from '../helpers/app.ts';
import { assistedSession } from '../helpers/assisted.ts';
import { laySentFiles, seedKits } from '../helpers/exchange-seeds.ts';
import { actorFor, type AuthorWorld, authorWorld, begin, submitAs, tableContents } from '../helpers/author.ts';
import { type Person, seedCampaign, seedPerson } from '../helpers/people.ts';
import { seedMeeting } from '../helpers/meetings.ts';
import { seedCriteria, seedSuggestion } from '../helpers/season.ts';
import { completeReview, writePledge } from '../helpers/reviews.ts';
import {
  type Answer,
  expected,
  OPEN_TO_ALL,
  type Route,
  STATES,
  type Who,
  WHO,
  type Whose,
  WHOSE,
} from '../helpers/walk-expected.ts';
import { begunReports, decidedPeople, layBatches, layImports, sentCollective } from '../helpers/walk-seeds.ts';

/**
 * Every route of the app × every role × whose thing it is × every state of a review, against the few lines of
 * helpers/walk-expected.ts.
 */

interface Walk extends AuthorWorld {
  people: Record<Exclude<Who, 'signed out'>, Person>;
  reviews: Map<string, string>;
  /** One session of each person, not the one the walk asks with. */
  sessions: Map<string, string>;
  others: Record<Exclude<Whose, 'own' | 'collective'>, Person>;
  /** Somebody else's request for a code for each of the others. */
  requests: Map<string, string>;
  foreignCampaign: string;
  /** Of the first branch; the other one has its own, too. */
  collective: string;
  /** Of each person the decision that stands (it replaced another), and a discipline on record. */
  decisions: Map<string, string>;
  disciplines: Map<string, string>;
  /** Recorded about each of the others by the leaders of his branch. */
  conclusions: Map<string, string>;
  criteria: Record<'own' | 'foreign', string>;
  campaignOf: (person: Person) => string;
  suggestions: Record<'own' | 'foreign', string>;
  /** Of each branch its kit, and the file its leaders have made. */
  kits: Map<string, string>;
  exported: Map<string, string>;
}

async function walk(): Promise<Walk> {
  const world = await authorWorld();
  const { deps, office } = world;
  const foreignCampaign = await seedCampaign(deps, office.foreignCommittee);
  const people = { member: world.author } as Walk['people'];
  for (const role of WHO.filter((who) => who !== 'signed out' && who !== 'member') as RoleName[]) {
    const leads = role === 'secretary' || role === 'deputy' || role === 'committee_member';
    const roles = [{ unitId: leads ? office.branch : office.committee, role }];
    people[role] = await seedPerson(deps, office.branch, `Người ${role}`, { roles });
  }
  const others = {
    colleague: await seedPerson(deps, office.branch, 'Đồng chí Cùng Chi Bộ'),
    neighbour: await seedPerson(deps, office.otherBranch, 'Đồng chí Chi Bộ Bên'),
    foreign: await seedPerson(deps, office.foreignBranch, 'Đồng chí Đảng Ủy Khác'),
  };
  for (const unitId of [office.branch, office.otherBranch]) await seedMeeting(deps, world.campaignId, unitId);
  const reviews = new Map<string, string>();
  for (const person of [...Object.values(people), ...Object.values(others)]) {
    const campaignId = person === others.foreign ? foreignCampaign : world.campaignId;
    const id = await begin({ browser: await world.as(person), campaignId });
    await completeReview(deps, actorFor(person), id);
    await writePledge(deps, actorFor(person), id);
    await submitAs(deps, person, id);
    reviews.set(person.accountId, id);
  }
  const collective = await sentCollective(world, people.secretary);
  const next = { unitId: office.otherBranch, role: 'secretary' as const };
  await sentCollective(world, await seedPerson(deps, office.otherBranch, 'Bí Thư Chi Bộ Bên', { roles: [next] }), 4);
  const asker = await seedPerson(deps, office.branch, 'Người Đề Nghị');
  const requests = new Map<string, string>();
  for (const { accountId } of Object.values(others)) {
    const id = deps.newId();
    const row = { id, account_id: accountId, asked_by: asker.accountId, asked_at: deps.now().toISOString() };
    const rest = { state: 'waiting' as const, answered_by: null, answered_at: null, version: 1 };
    await deps.store.atomic([insertCodeRequest(deps.store.db, { ...row, ...rest }, '')]);
    requests.set(accountId, id);
  }
  const open = await deps.store.db.selectFrom('session').select(['account_id', 'id']).orderBy('id', 'desc').execute();
  const sessions = new Map(open.map((row) => [row.account_id, row.id]));
  const criteria = {
    own: await seedCriteria(deps, office.committee),
    foreign: await seedCriteria(deps, office.foreignCommittee),
  };
  const suggestions = {
    own: await seedSuggestion(deps, world.campaignId, { member: others.colleague, by: people.office }),
    foreign: await seedSuggestion(deps, foreignCampaign, { member: others.foreign, by: others.foreign }),
  };
  const conclusions = new Map<string, string>();
  for (const other of Object.values(others)) {
    const id = deps.newId();
    const row = { id, campaign_id: world.campaignId, member_id: other.memberId, unit_id: other.unitId };
    const said = { origin: 'branch' as const, text: 'Chậm nộp.', source_year: null };
    const entered = { account_id: people.secretary.accountId, at: deps.now().toISOString() };
    await deps.store.atomic([insertConclusion(deps.store.db, { ...row, ...said, ...entered })]);
    conclusions.set(other.accountId, id);
  }
  await begunReports(world, foreignCampaign);
  const all = [...Object.values(people), ...Object.values(others)];
  const campaignOf = (person: Person) => (person === others.foreign ? foreignCampaign : world.campaignId);
  const rated = await decidedPeople(world, all, campaignOf);
  const exchanged = await seedKits(world, all, campaignOf);
  return {
    ...world,
    people,
    reviews,
    sessions,
    others,
    foreignCampaign,
    collective,
    conclusions,
    requests,
    criteria,
    suggestions,
    campaignOf,
    ...rated,
    ...exchanged,
  };
}

function addressFor(here: Walk, path: string, who: Who, whose: Whose): string {
  const self = who === 'signed out' ? here.people.member : here.people[who];
  const owner = whose === 'own' || whose === 'collective' ? self : here.others[whose];
  const subject = whose === 'own' ? here.others.colleague : owner;
  const asset = here.deps.shipped.assets.get('app.js')?.path.split('/') ?? [];
  const fonts = [...here.deps.shipped.assets.values()].find((one) => one.path.startsWith('/assets/fonts/'));
  const values: Record<string, string> = {
    review: whose === 'collective' ? here.collective : (here.reviews.get(owner.accountId) ?? ''),
    campaign: whose === 'foreign' ? here.foreignCampaign : here.campaignId,
    unit: owner.unitId,
    member: subject.memberId,
    conclusion: here.conclusions.get(subject.accountId) ?? '',
    request: here.requests.get(subject.accountId) ?? '',
    import: owner.accountId,
    file: path.includes('/xuat') ? (here.exported.get(owner.unitId) ?? '') : owner.accountId,
    kit: here.kits.get(owner.unitId) ?? '',
    job: owner.accountId,
    list: 'b',
    criteria: here.criteria[whose === 'foreign' ? 'foreign' : 'own'],
    suggestion: here.suggestions[whose === 'foreign' ? 'foreign' : 'own'],
    edition: 'a-27-v1',
    form: '2b-2025',
    step: 'muc-v',
    session: here.sessions.get(owner.accountId) ?? '',
    subject: owner.memberId,
    decision: here.decisions.get(owner.accountId) ?? '',
    discipline: here.disciplines.get(owner.accountId) ?? '',
    token: 'khong-co',
    hash: asset[2] ?? '',
    name: (path.includes('fonts') ? fonts?.path.split('/')[3] : asset[3]) ?? '',
  };
  return path.replaceAll(/:(\w+)/g, (_, name: string) => values[name] ?? `:${name}`);
}

function ask(browser: Browser, method: string, address: string): Promise<Response> {
  if (method === 'GET') return browser.get(address);
  return /\/o$|^\/phien\//.test(address) ? browser.json(address, {}) : browser.post(address, {});
}

function answerOf(answer: Response): Answer {
  const toSignIn = answer.headers.get('location')?.startsWith('/dang-nhap?ve=') || answer.status === 401;
  if (toSignIn || (answer.status === 303 && answer.headers.get('location') === '/dang-nhap')) return 'sign in';
  if (answer.status === 403) return 'forbidden';
  return answer.status === 404 ? 'hidden' : 'in';
}

/** An answer that kept somebody from something: each must have its row in the log. */
function isRefusal(answer: Response, path: string, who: string): boolean {
  if (answer.status === 403 || answer.status === 410) return true;
  return answer.status === 404 && who !== 'signed out' && path.includes(':') && !path.startsWith('/assets/');
}

/** What every answer must carry, refused or not. */
function headerFaults(answer: Response): string[] {
  const of = (name: string) => answer.headers.get(name) ?? '';
  const kept = of('cache-control') === 'public, max-age=31536000, immutable';
  const faults = {
    'content-security-policy': /(^|; )default-src 'self'(;|$)/.test(of('content-security-policy')),
    'frame-ancestors': of('content-security-policy').includes("frame-ancestors 'none'"),
    'no unsafe sources': !/unsafe-|\*|https?:/.test(of('content-security-policy')),
    'referrer-policy': of('referrer-policy') === 'same-origin',
    'x-content-type-options': of('x-content-type-options') === 'nosniff',
    'x-frame-options': of('x-frame-options') === 'DENY',
    'cache-control': of('cache-control') === 'no-store' || kept,
  };
  return Object.entries(faults)
    .filter(([, good]) => !good)
    .map(([name]) => name);
}

function routesOf({ app }: Pick<AuthorWorld, 'app'>): Route[] {
  const routes = new Map(
    app.routes.filter(({ method }) => method !== 'ALL').map((route) => [`${route.method} ${route.path}`, route]),
  );
  return [...routes.values()];
}

test('every route × role × whose × state answers as the hand-written lines say, with its headers, and refusals are logged', async () => {
  const here = await walk();
  const { db } = here.deps.store;
  const wrong: string[] = [];
  let [cases, refusals] = [0, 0];
  for (const { method, path } of routesOf(here)) {
    const states = path.includes(':review') || path.includes('/tap-the') ? STATES : (['draft'] as const);
    const whoses = path.includes(':review')
      ? [...WHOSE, 'collective' as const]
      : path.includes(':')
        ? WHOSE
        : (['own'] as const);
    for (const state of states) {
      for (const who of WHO) {
        for (const whose of whoses) {
          await db.updateTable('review').set({ state, submissions: 1 }).where('member_id', 'is not', null).execute();
          const sent = state === 'draft' ? 0 : 1;
          await db.updateTable('review').set({ state, submissions: sent }).where('member_id', 'is', null).execute();
          await db.updateTable('campaign').set({ state: 'open' }).execute();
          await db.updateTable('discipline').set({ withdrawn_at: null }).execute();
          if (path.includes(':import')) await layImports(here);
          if (path.includes(':file') && !path.includes('/xuat')) {
            const everybody = [...Object.values(here.people), ...Object.values(here.others)];
            await laySentFiles(here, everybody, path.includes('mo-bo-cai') ? 'kit-sent' : 'roll-up-sent');
          }
          if (path.startsWith('/chi-bo/:unit/in')) await layBatches(here, here.campaignOf);
          const browser = who === 'signed out' ? browserFor(here.app, '') : await here.as(here.people[who]);
          const answer = await ask(browser, method, addressFor(here, path, who, whose));
          const want = expected({ method, path }, who, whose, state);
          const got = answerOf(answer);
          const place = `${method} ${path} by ${who}, ${whose}, ${state}`;
          // Signing out leads to the sign-in page, too.
          const signedOut = path === '/dang-xuat' && who !== 'signed out' && answer.status === 303;
          if (!signedOut && got !== (want === 'absent' ? 'hidden' : want))
            wrong.push(`${place}: ${want}, got ${answer.status}`);
          const faults = headerFaults(answer);
          if (faults.length > 0) wrong.push(`${place}: header ${faults.join(', ')}`);
          if (answer.headers.get('cache-control') !== 'no-store' && !path.startsWith('/assets/'))
            wrong.push(`${place}: kept`);
          if (answer.status >= 500) wrong.push(`${place}: ${answer.status}`);
          cases += 1;
          if (isRefusal(answer, path, who)) refusals += 1;
        }
      }
    }
  }
  expect(wrong).toEqual([]);
  const logged = (
    (await tableContents(here.deps.store, [])).audit as { action: string; subject_kind: string; subject_id: string }[]
  ).filter((row) => row.action === 'access-refused');
  expect(logged).toHaveLength(refusals);
  const named = logged.filter((row) => row.subject_kind === 'review').map((row) => row.subject_id);
  // One's own, too: nobody reads or judges it as a leader.
  expect(new Set(named)).toEqual(new Set([...here.reviews.values(), here.collective]));
  expect(cases).toBeGreaterThan(2_000);
  console.info(`access walk: ${cases} cases, ${refusals} refusals logged, headers checked on every answer`);
}, 300_000);

describe('before a duty is done', () => {
  const DUTIES = [
    { duty: '/mat-khau', still: ['/mat-khau', '/dang-xuat', '/phien/tiep'] },
    { duty: '/thong-bao', still: ['/mat-khau', '/dang-xuat', '/phien/tiep', '/thong-bao'] },
    {
      duty: '/tai-khoan/thong-bao',
      still: ['/mat-khau', '/dang-xuat', '/phien/tiep', '/thong-bao', '/tai-khoan/thong-bao'],
    },
  ];

  test.each(DUTIES)('every route but its own leads to $duty', async ({ duty, still }) => {
    const here = await walk();
    const { db } = here.deps.store;
    const wrong: string[] = [];
    for (const { method, path } of routesOf(here)) {
      if (OPEN_TO_ALL.test(path)) continue;
      const browser = await here.as(here.people.administrator);
      await db
        .updateTable('session')
        .set({ must_choose_password: duty === '/mat-khau' ? 1 : 0 })
        .execute();
      if (duty === '/thong-bao') await db.deleteFrom('notice_acknowledgement').execute();
      if (duty === '/tai-khoan/thong-bao') {
        const told = { accountId: here.people.administrator.accountId, kind: 'new-code' as const, reason: '' };
        await here.deps.store.atomic([tellOwner(here.deps, { accountId: told.accountId, displayName: 'Ai đó' }, told)]);
      }
      const answer = await ask(browser, method, addressFor(here, path, 'administrator', 'own'));
      const sent = answer.status === 303 && answer.headers.get('location') === duty;
      if (sent === still.includes(path)) wrong.push(`${method} ${path}: ${answer.status}`);
    }
    expect(wrong).toEqual([]);
  });
});

describe('while somebody types for the author', () => {
  /** Written by hand: signing off, going on, the notice, the way home, and the one review while it is written. */
  const OPEN =
    /^(GET \/|POST \/dang-xuat|POST \/phien\/tiep|(GET|POST) \/thong-bao|POST \/dot\/:campaign\/bat-dau|GET \/ban-kiem-diem\/:review(\/(kiem-tra|doc-lai|ban-nhap\.pdf|cam-ket\.pdf|ban-chu-lon\.pdf))?|(GET|POST) \/ban-kiem-diem\/:review\/(ghi\/:step|tra-loi)|POST \/ban-kiem-diem\/:review\/(o|tra-loi\/o|nop|ky-nop))$/;

  test.each<RoleName>(['secretary', 'office', 'administrator'])(
    'every other route is closed with a word, and logged, whatever duty the author has (%s)',
    async (role) => {
      const here = await walk();
      const { db } = here.deps.store;
      await db.updateTable('review').set({ state: 'draft' }).execute();
      const author = here.people[role];
      const own = here.reviews.get(author.accountId) ?? '';
      const wrong: string[] = [];
      let closed = 0;
      for (const { method, path } of routesOf(here)) {
        const route = `${method} ${path}`;
        if (OPEN_TO_ALL.test(path)) continue;
        for (const whose of path.includes(':') ? WHOSE : (['own'] as const)) {
          await db.updateTable('review').set({ state: 'draft' }).execute();
          const browser = await assistedSession({ ...here, author, helper: here.people.member }, own);
          const answer = await ask(browser, method, addressFor(here, path, role, whose));
          const theirs = OPEN.test(route) && (!path.includes(':review') || whose === 'own');
          const got = answerOf(answer);
          const signedOut = route === 'POST /dang-xuat' && answer.status === 303;
          const want = theirs ? ['in'] : OPEN.test(route) ? ['hidden'] : ['forbidden'];
          if (!signedOut && !want.includes(got)) wrong.push(`${route}, ${whose}: ${want.join()}, got ${answer.status}`);
          if (!theirs) closed += 1;
          if (headerFaults(answer).length > 0) wrong.push(`${route}: headers`);
          if (answer.headers.get('cache-control') !== 'no-store') wrong.push(`${route}: kept`);
        }
      }
      expect(wrong).toEqual([]);
      expect(closed).toBeGreaterThan(50);
      const logged = await db.selectFrom('audit').where('action', '=', 'access-refused').select('detail').execute();
      expect(logged).toHaveLength(closed);
      const detail = `assisted ${here.people.member.accountId}`;
      expect(logged.filter((row) => !row.detail.endsWith(detail))).toEqual([]);
    },
  );
});

describe('an app', () => {
  test('with a route that has no row does not start', async () => {
    const { app } = await createTestApp();
    const routes = [...app.routes, { method: 'GET', path: '/quen-mat' }];
    expect(() => assertEveryRouteHasARow(routes, ACCESS)).toThrow('routes without an access row: GET /quen-mat');
    expect(() => assertEveryRouteHasARow(app.routes, ACCESS)).not.toThrow();
  });

  test('with a row that has no route does not start either', async () => {
    const { app } = await createTestApp();
    const table = { ...ACCESS, 'GET /da-bo': { to: 'anyone' } as const };
    expect(() => assertEveryRouteHasARow(app.routes, table)).toThrow('access rows without a route: GET /da-bo');
  });

  test('asks for sign-in before it tells whether an address of somebody’s exists', async () => {
    const { app } = await createTestApp();
    const answer = await browserFor(app, '').get('/ban-kiem-diem/khong-co');
    expect(answer.headers.get('location')).toContain('/dang-nhap?ve=');
  });
});
