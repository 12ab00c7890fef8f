import type { CampaignTable, MemberTable, RoleName, Standing } from '../../db/schema.ts';
import { createApp } from '../../src/app.ts';
import type { Deps } from '../../src/deps.ts';
import { COLLECTIVE } from '../../src/ratings/rules.ts';
import { guarded } from '../../src/storage/statement.ts';
import { type Browser, browserFor, createTestApp, type TestApp } from './app.ts';
import { actorFor, begin, formOn, submitAs } from './author.ts';
import { type Office, type Person, seedCampaign, seedOffice, seedPerson } from './people.ts';
import { completeReview } from './reviews.ts';

/** "Chi bộ Số 1" with its leaders, this year's campaign, and the office above it. */
export interface RatingWorld extends TestApp {
  office: Office;
  campaignId: string;
  secretary: Person;
  deputy: Person;
  sitting: Person;
  member: Person;
  clerk: Person;
  administrator: Person;
  /** The branch's table, as its secretary opens it. */
  table: string;
  officeAll: string;
  officeBranch: string;
}

export async function ratingWorld(
  overrides: Partial<Deps> = {},
  campaign: Partial<CampaignTable> = {},
): Promise<RatingWorld> {
  const test = await createTestApp(overrides);
  const office = await seedOffice(test.deps);
  const campaignId = await seedCampaign(test.deps, office.committee, campaign);
  const person = (name: string, role: RoleName, unitId: string, standing: Standing = 'no_post') =>
    seedPerson(test.deps, office.branch, name, { roles: [{ unitId, role }], standing });
  return {
    ...test,
    office,
    campaignId,
    secretary: await person('Lê Văn Thư', 'secretary', office.branch, 'leader'),
    deputy: await person('Ngô Thị Phó', 'deputy', office.branch, 'leader'),
    sitting: await person('Đỗ Văn Ủy', 'committee_member', office.branch),
    member: await seedPerson(test.deps, office.branch, 'Phạm Thị Viên'),
    clerk: await seedPerson(test.deps, office.otherBranch, 'Vũ Thị Phòng', {
      roles: [{ unitId: office.committee, role: 'office' }],
    }),
    administrator: await seedPerson(test.deps, office.otherBranch, 'Trần Quản Trị', {
      roles: [{ unitId: office.committee, role: 'administrator' }],
    }),
    table: `/chi-bo/${office.branch}/xep-loai`,
    officeAll: `/quan-tri/dot/${campaignId}/xep-loai`,
    officeBranch: `/quan-tri/dot/${campaignId}/xep-loai/chi-bo/${office.branch}`,
  };
}

/** Writes and hands in a review of form 2B; some of its fields said otherwise. */
export async function handIn(world: RatingWorld, person: Person, said: Record<string, string> = {}): Promise<string> {
  const { deps, campaignId } = world;
  const id = await begin({ browser: await world.as(person), campaignId });
  await completeReview(deps, actorFor(person), id);
  for (const [key, value] of Object.entries(said)) {
    const save = deps.store.db.updateTable('review_field').set({ value }).where('review_id', '=', id);
    await deps.store.atomic([guarded(save.where('key', '=', key))]);
  }
  await submitAs(deps, person, id);
  return id;
}

/** A matter of last year in section III, with the state its author gave. */
export async function earlierMatter(world: RatingWorld, reviewId: string, state: string, text: string): Promise<void> {
  const { deps } = world;
  const id = deps.newId();
  await deps.store.atomic([
    guarded(
      deps.store.db.insertInto('review_item').values({
        id,
        review_id: reviewId,
        list: 'III',
        position: 1,
        origin: 'own_shortcoming',
        source_text: text,
        source_year: 2025,
        source_due: null,
        removed: 0,
        version: 1,
      }),
    ),
    ...(state === ''
      ? []
      : [
          guarded(
            deps.store.db.insertInto('review_field').values({
              review_id: reviewId,
              key: `III.${id}.state`,
              value: state,
              version: 1,
              saved_at: deps.now().toISOString(),
            }),
          ),
        ]),
  ]);
}

/** The meeting's totals: subject → votes by level; everybody present votes. */
export async function countBallots(
  world: RatingWorld,
  ballots: Record<string, Record<string, number>>,
  unitId = world.office.branch,
): Promise<void> {
  const { db } = world.deps.store;
  const meeting = world.deps.newId();
  const at = world.deps.now().toISOString();
  await world.deps.store.atomic([
    guarded(
      db.insertInto('meeting').values({
        id: meeting,
        campaign_id: world.campaignId,
        unit_id: unitId,
        state: 'held',
        held_on: '2026-11-20',
        starts_at: '08:00',
        place: 'Nhà văn hóa',
        chair: '',
        clerk: '',
        current_subject: COLLECTIVE,
        version: 1,
      }),
    ),
    ...Object.entries(ballots).flatMap(([subject, votes]) => {
      const all = Object.values(votes).reduce((sum, each) => sum + each, 0);
      const count = { issued: all, returned: all, valid: all, invalid: 0, version: 1, saved_at: at };
      return [
        guarded(db.insertInto('ballot_count').values({ meeting_id: meeting, subject, ...count })),
        ...Object.entries(votes).map(([level, number]) =>
          guarded(db.insertInto('ballot_votes').values({ meeting_id: meeting, subject, level, votes: number })),
        ),
      ];
    }),
  ]);
}

export async function exempt(world: RatingWorld, person: Person, kind: 'suspended' | 'elsewhere'): Promise<void> {
  const row = { campaign_id: world.campaignId, member_id: person.memberId, kind, reason: '', version: 1 };
  const by = { account_id: world.clerk.accountId, at: world.deps.now().toISOString() };
  await world.deps.store.atomic([guarded(world.deps.store.db.insertInto('exemption').values({ ...row, ...by }))]);
}

export async function changeMember(world: RatingWorld, person: Person, change: Partial<MemberTable>): Promise<void> {
  const update = world.deps.store.db.updateTable('member').set(change).where('id', '=', person.memberId);
  await world.deps.store.atomic([guarded(update)]);
}

export function rowPath(world: RatingWorld, person: Person | typeof COLLECTIVE): string {
  return `${world.table}/muc/${person === COLLECTIVE ? COLLECTIVE : person.memberId}`;
}

/** Opens a row, fills some of its form in and sends it, as a browser without JavaScript would. */
export async function propose(
  world: RatingWorld,
  browser: Browser,
  person: Person | typeof COLLECTIVE,
  typed: Record<string, string>,
): Promise<Response> {
  const path = rowPath(world, person);
  return browser.post(path, { ...formOn(await (await browser.get(path)).text()), ...typed });
}

/** Every row of the branch's table with this level, and a reason where one is asked for. */
export async function proposeAll(world: RatingWorld, level = 'good'): Promise<void> {
  const browser = await world.as(world.secretary);
  for (const person of [COLLECTIVE, world.secretary, world.deputy, world.sitting, world.member] as const) {
    const answer = await propose(world, browser, person, {
      chi_bo: level,
      ly_do: 'Chi bộ đã thảo luận và thống nhất.',
    });
    if (answer.status !== 303) throw new Error(`not saved: ${answer.status} ${await answer.text()}`);
  }
}

/** Hands up with a reason for whatever is missing. */
export async function handUpAs(world: RatingWorld, person: Person): Promise<Response> {
  return (await world.as(person)).post(`${world.table}/chuyen`, { ly_do: 'Họp chi bộ trên giấy.' });
}

/** The bulk form of the office, filled in. */
export function decisionFields(
  world: RatingWorld,
  more: Record<string, string> = {},
  level = 'good',
): Record<string, string> {
  const people = [world.secretary, world.deputy, world.sitting, world.member];
  return {
    so: '45-QĐ/ĐU',
    ngay: '21/11/2026',
    noi: 'Ban Thường vụ Đảng ủy phường Thử Nghiệm',
    [`muc-${COLLECTIVE}`]: level,
    ...Object.fromEntries(people.map(({ memberId }) => [`muc-${memberId}`, level])),
    ...more,
  };
}

/** Decides for everybody, confirmed, as the office does in two steps. */
export async function decideAll(world: RatingWorld, more: Record<string, string> = {}): Promise<Response> {
  const clerk = await world.as(world.clerk);
  return clerk.post(`${world.officeBranch}/quyet-dinh`, {
    ...decisionFields(world),
    buoc: '2',
    xac_nhan: '1',
    ly_do: '',
    ...more,
  });
}

/** The same office behind an app that notes every answer of the database, to see what a page has read. */
export function watchDatabase(world: RatingWorld): { answers: string[]; as(person: Person): Promise<Browser> } {
  const answers: string[] = [];
  const db = world.deps.store.db.withPlugin({
    transformQuery: ({ node }) => node,
    transformResult: ({ result }) => {
      answers.push(JSON.stringify(result.rows));
      return Promise.resolve(result);
    },
  });
  const app = createApp({ ...world.deps, store: { ...world.deps.store, db } });
  return { answers, as: async (person) => browserFor(app, (await world.as(person)).cookie) };
}
