import { describe, expect, test } from 'vitest';
import type { ReviewState, RoleName } from '../../db/schema.ts';
import { tellOwner } from '../../src/accounts/statements.ts';
import { ACCESS } from '../../src/access.ts';
import { insertConclusion } from '../../src/branches/statements.ts';
import { assertEveryRouteHasARow } from '../../src/http/access.ts';
import { insertCodeRequest } from '../../src/units/statements.ts';
import { type Browser, browserFor, createTestApp } from '../helpers/app.ts';
import { assistedSession } from '../helpers/assisted.ts';
import { actorFor, type AuthorWorld, authorWorld, begin, submitAs, tableContents } from '../helpers/author.ts';
import { type Person, seedCampaign, seedPerson } from '../helpers/people.ts';
import { seedMeeting } from '../helpers/meetings.ts';
import { seedCriteria, seedSuggestion } from '../helpers/season.ts';
import { completeReview, writePledge } from '../helpers/reviews.ts';
import { decidedPeople, layImports, sentCollective } from '../helpers/walk-seeds.ts';

/**
 * Every route of the app × every role × whose thing it is × every state of a review, against the few lines below.
 * They are written by hand from design §4e and law.md, not from src/access.ts.
 */

type Who = 'signed out' | 'member' | RoleName;
/** `collective`: the review of the branch itself, on the routes of a review. */
type Whose = 'own' | 'colleague' | 'neighbour' | 'foreign' | 'collective';
/** in: the page's own code answers · hidden: 404 and logged · forbidden: 403 and logged · absent: a plain 404 */
type Answer = 'in' | 'hidden' | 'forbidden' | 'absent' | 'sign in';

const WHO: Who[] = [
  'signed out',
  'member',
  'secretary',
  'deputy',
  'committee_member',
  'office',
  'administrator',
  'auditor',
];
const WHOSE: Whose[] = ['own', 'colleague', 'neighbour', 'foreign'];
const STATES: ReviewState[] = ['draft', 'submitted', 'returned', 'accepted', 'closed'];
const LEADS: Who[] = ['secretary', 'deputy'];
const SITS: Who[] = [...LEADS, 'committee_member'];
const OPEN_TO_ALL =
  /^\/(healthz|assets|dang-nhap|vao|thiet-lap|co-chu)(\/|$)|^\/phien(\/(vao|ma))?$|^\/nhap-giup\/xong$/;

/** Of the office's part, what only an administrator does. */
const ADMINISTRATORS = /\/(tat-hai-buoc|he-thong(\/[a-z-]+)?)$/;

function expected(route: Route, who: Who, whose: Whose, state: ReviewState): Answer {
  const { method, path } = route;
  // Links for invented people: a real database has no such page.
  if (path === '/vao/:token' && method === 'GET') return 'absent';
  // The second step of signing in: without the first it leads back there.
  if (path === '/dang-nhap/ma' && method === 'GET') return 'sign in';
  if (OPEN_TO_ALL.test(path)) return 'in';
  if (who === 'signed out') return 'sign in';
  if (path.startsWith('/chi-bo/:unit/xep-loai')) return proposals(method, who, whose);
  if (path.startsWith('/quan-tri/dot/:campaign/xep-loai')) {
    // Levels are decided by the committee's office alone; an administrator has no content.
    if (path.includes(':unit')) return who === 'office' && whose !== 'foreign' ? 'in' : 'hidden';
    if (who !== 'office') return 'forbidden';
    return whose === 'foreign' ? 'hidden' : 'in';
  }
  // The own result; anybody else's does not exist.
  if (path.startsWith('/xep-loai/') && whose !== 'own') return 'absent';
  if (path.startsWith('/quan-tri')) {
    if (who !== 'administrator' && (who !== 'office' || ADMINISTRATORS.test(path))) return 'forbidden';
    // The two lists and their editions are the installation's own.
    if (path.includes(':list')) return 'in';
    // A list half-way into the register is its maker's alone, even in one office.
    if (path.includes(':import') && whose !== 'own') return 'hidden';
    // The committee's office and administrator reach both its branches, and nothing of the neighbour committee.
    return whose === 'foreign' && path.includes(':') ? 'hidden' : 'in';
  }
  if (path.startsWith('/chi-bo/:unit/cap-ma')) {
    // The branch's own secretary and deputy; the committee's office and administrator for both its branches.
    const leads = (who === 'secretary' || who === 'deputy') && (whose === 'own' || whose === 'colleague');
    const keeps = (who === 'office' || who === 'administrator') && whose !== 'foreign';
    if (!leads && !keeps) return 'hidden';
    // A code is handed to whoever asked for it, and nobody here did.
    return path.endsWith('/nhan') ? 'forbidden' : 'in';
  }
  // Sheets of codes are printed by the branch's secretary or deputy, and by the committee's office and administrator.
  if (path === '/chi-bo/:unit/nhap-giup') {
    const theirs = whose === 'own' || whose === 'colleague';
    if (who === 'office' || who === 'administrator') return whose === 'foreign' ? 'hidden' : 'in';
    return theirs && (who === 'secretary' || who === 'deputy') ? 'in' : 'hidden';
  }
  // What has come from the places of residence is noted by the branch's own chi ủy.
  if (path === '/chi-bo/:unit/cu-tru') {
    return SITS.includes(who) && (whose === 'own' || whose === 'colleague') ? 'in' : 'hidden';
  }
  if (path.includes('/tap-the')) return expectedOfCollective(route, who, whose, state);
  const leads = who === 'secretary' || who === 'deputy';
  const sits = leads || who === 'committee_member';
  if (path.startsWith('/ban-kiem-diem/')) {
    if (whose === 'collective') {
      // Read and judged like a person's is no way of a collective's.
      if (!SITS.includes(who) || /\/(doc|tiep-nhan|bo-sung|ket-qua)$/.test(path)) return 'hidden';
      // Handed in, printed and pledged is a person's review; the collective's is sent, on its branch's pages.
      return /\/(nop|da-nop|doc-lai|ky-nop|ban-chu-lon|ban-in|ban-in-phu-luc|cam-ket)(\.pdf)?$/.test(path)
        ? 'absent'
        : 'in';
    }
    const frozen = state !== 'draft' && state !== 'returned';
    const printed = /ban-in(-phu-luc)?\.pdf$/.test(path);
    // The chi ủy reads its branch's reviews while they are handed in, and nobody his own this way.
    const readsThis = frozen && whose === 'colleague' && sits;
    if (path.endsWith('/doc')) return readsThis ? 'in' : 'hidden';
    // Judging is the leaders'; who comes too late is told so, and a draft was never theirs.
    if (/\/(tiep-nhan|bo-sung|ket-qua)$/.test(path)) {
      return state !== 'draft' && whose === 'colleague' && leads ? 'in' : 'hidden';
    }
    if (whose !== 'own') return printed && readsThis ? 'in' : 'hidden';
    return printed && !frozen ? 'absent' : 'in';
  }
  if (path.startsWith('/chi-bo/:unit/hop')) {
    // The branch's own leaders and chi ủy, and nobody else, its office and administrators included.
    const ownBranch = whose === 'own' || whose === 'colleague';
    const leads = who === 'secretary' || who === 'deputy';
    const closes = /\/(ket-thuc|mo-lai)$/.test(path);
    return ownBranch && (leads || (who === 'committee_member' && !closes)) ? 'in' : 'hidden';
  }
  if (path.startsWith('/chi-bo/')) {
    const theirs = whose === 'own' || whose === 'colleague';
    return theirs && (method === 'GET' ? sits : leads) ? 'in' : 'hidden';
  }
  // A session of one's own; anybody else's does not exist.
  if (path.includes(':session') && whose !== 'own') return 'hidden';
  if (path === '/dot/:campaign/bat-dau') return whose === 'foreign' ? 'absent' : 'in';
  return 'in';
}

/** Everybody here belongs to the first branch, the administrator and the committee's office too; "own" is that branch. */
function expectedOfCollective({ method, path }: Route, who: Who, whose: Whose, state: ReviewState): Answer {
  const here = whose === 'own' || whose === 'colleague';
  if (path.includes('/ban-gui')) {
    // Of the other branch, which has handed up, its office reads what was sent.
    if (!here && !(who === 'office' && whose === 'neighbour')) return 'hidden';
    return state === 'draft' ? 'absent' : 'in';
  }
  if (!here) return 'hidden';
  // The chi ủy writes along; the secretary and the deputy send, take back and pass.
  if (method === 'POST' && !path.endsWith('/bat-dau')) return LEADS.includes(who) ? 'in' : 'hidden';
  return SITS.includes(who) ? 'in' : 'hidden';
}

/** A branch's table: its secretary and deputy write, another member of its chi ủy sees it, nobody else knows of it. */
function proposals(method: string, who: Who, whose: Whose): Answer {
  const leads = who === 'secretary' || who === 'deputy';
  const sees = leads || (who === 'committee_member' && method === 'GET');
  return sees && (whose === 'own' || whose === 'colleague') ? 'in' : 'hidden';
}

interface Route {
  method: string;
  path: string;
}

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
  suggestions: Record<'own' | 'foreign', string>;
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
  const all = [...Object.values(people), ...Object.values(others)];
  const rated = await decidedPeople(world, all, (person) =>
    person === others.foreign ? foreignCampaign : world.campaignId,
  );
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
    ...rated,
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
    tableContents(here.deps.store, []).audit as { action: string; subject_kind: string; subject_id: string }[]
  ).filter((row) => row.action === 'access-refused');
  expect(logged).toHaveLength(refusals);
  const named = logged.filter((row) => row.subject_kind === 'review').map((row) => row.subject_id);
  // One's own, too: nobody reads or judges it as a leader.
  expect(new Set(named)).toEqual(new Set([...here.reviews.values(), here.collective]));
  expect(cases).toBeGreaterThan(2_000);
  console.info(`access walk: ${cases} cases, ${refusals} refusals logged, headers checked on every answer`);
}, 120_000);

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
