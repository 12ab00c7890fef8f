import type { CampaignTable, ExemptionKind } from '../../db/schema.ts';
import { dayInHanoi } from '../../src/calendar.ts';
import type { Deps } from '../../src/deps.ts';
import { insertMeeting } from '../../src/meetings/statements.ts';
import { type Browser, createTestApp, type TestApp } from './app.ts';
import { actorFor, begin, formOn, submitAs } from './author.ts';
import { type Office, type Person, seedCampaign, seedOffice, seedPerson } from './people.ts';
import { completeReview } from './reviews.ts';

/** "Chi bộ Số 1" with a secretary, a deputy, three official members and a probationary one; the day is 05/12/2026. */
export interface MeetingWorld extends TestApp {
  office: Office;
  campaignId: string;
  secretary: Person;
  deputy: Person;
  members: Person[];
  probationary: Person;
  chair: Browser;
  clerk: Browser;
  /** `/chi-bo/<unit>/hop<page>` */
  path(page?: string): string;
}

export const MEETING_DAY = '05/12/2026';

export async function meetingWorld(
  more: { campaign?: Partial<CampaignTable>; overrides?: Partial<Deps>; members?: number; on?: TestApp } = {},
): Promise<MeetingWorld> {
  const test = more.on ?? (await createTestApp(more.overrides));
  test.clock.now = new Date('2026-12-05T01:00:00Z');
  const office = await seedOffice(test.deps);
  const campaignId = await seedCampaign(test.deps, office.committee, more.campaign);
  const { branch } = office;
  const secretary = await seedPerson(test.deps, branch, 'Nguyễn Thị Bí Thư', {
    roles: [{ unitId: branch, role: 'secretary' }],
  });
  const deputy = await seedPerson(test.deps, branch, 'Trần Văn Phó', { roles: [{ unitId: branch, role: 'deputy' }] });
  const members: Person[] = [];
  for (let index = 0; index < (more.members ?? 3); index += 1) {
    members.push(await seedPerson(test.deps, branch, `Lê Văn ${NAMES[index % NAMES.length]}`));
  }
  const probationary = await seedPerson(test.deps, branch, 'Hoàng Thị Dự Bị');
  await test.deps.store.db.updateTable('member').set({ official: 0 }).where('id', '=', probationary.memberId).execute();
  return {
    ...test,
    office,
    campaignId,
    secretary,
    deputy,
    members,
    probationary,
    chair: await test.as(secretary),
    clerk: await test.as(deputy),
    path: (page = '') => `/chi-bo/${branch}/hop${page}`,
  };
}

const NAMES = ['An', 'Bình', 'Cường', 'Dũng', 'Giang'];

export const PLAN = {
  phien_ban: '0',
  ngay: MEETING_DAY,
  gio: '08:00',
  dia_diem: 'Nhà văn hóa Tổ dân phố số 12',
  chu_tri: 'Nguyễn Thị Bí Thư',
  thu_ky: 'Trần Văn Phó',
  noi_dung: 'Kiểm điểm năm 2026.',
};

export async function plan({ chair, path }: MeetingWorld, typed: Record<string, string> = {}): Promise<void> {
  const answer = await chair.post(path('/ke-hoach'), { ...PLAN, ...typed });
  if (answer.status !== 303) throw new Error(`not planned: ${answer.status} ${await answer.text()}`);
}

/** Opens a page of the meeting and sends its form back with some of it filled in, as a browser without JavaScript does. */
export async function send(browser: Browser, path: string, typed: Record<string, string>): Promise<Response> {
  return browser.post(path, { ...formOn(await (await browser.get(path)).text()), ...typed });
}

type Marks = Record<string, 'present' | 'excused' | 'absent'>;

/** Marks everybody present, but those named otherwise. */
export async function markPresent(world: MeetingWorld, others: Marks = {}): Promise<void> {
  const { secretary, deputy, members, probationary, chair, path } = world;
  const all = [secretary, deputy, ...members, probationary].map(({ memberId }) => memberId);
  const typed = Object.fromEntries(all.map((id) => [`p:${id}`, others[id] ?? 'present']));
  const answer = await send(chair, path('/diem-danh'), typed);
  if (answer.status !== 303) throw new Error(`not marked: ${answer.status}`);
}

const COLUMNS = [
  'issued',
  'returned',
  'valid',
  'invalid',
  'level.excellent',
  'level.good',
  'level.completed',
  'level.not-completed',
];

/** The cells of one row: issued, returned, valid, invalid, then the votes from the best level down. */
export function cells(subject: string, numbers: readonly (number | string)[]): Record<string, string> {
  return Object.fromEntries(numbers.map((number, index) => [`${subject}.${COLUMNS[index]}`, String(number)]));
}

export function cellsTyped(numbers: readonly (number | string)[]): Record<string, string> {
  return Object.fromEntries(numbers.map((number, index) => [COLUMNS[index] ?? '', String(number)]));
}

export async function exempt(world: MeetingWorld, person: Person, kind: ExemptionKind): Promise<void> {
  const row = {
    campaign_id: world.campaignId,
    member_id: person.memberId,
    kind,
    reason: 'theo đơn',
    account_id: world.secretary.accountId,
    at: world.deps.now().toISOString(),
    version: 1,
  };
  await world.deps.store.db.insertInto('exemption').values(row).execute();
}

/** Hands in a complete review and returns its id. */
export async function handIn(world: MeetingWorld, person: Person): Promise<string> {
  const browser = await world.as(person);
  const id = await begin({ browser, campaignId: world.campaignId });
  await completeReview(world.deps, actorFor(person), id);
  await submitAs(world.deps, person, id);
  return id;
}

/** A meeting of this very day, put there without its page. */
export async function seedMeeting(deps: Deps, campaignId: string, unitId: string): Promise<string> {
  const id = deps.newId();
  const row = {
    id,
    campaign_id: campaignId,
    unit_id: unitId,
    state: 'planned' as const,
    held_on: dayInHanoi(deps.now()),
    starts_at: '08:00',
    place: 'Nhà văn hóa',
    chair: 'Nguyễn Thị Bí Thư',
    clerk: '',
    current_subject: '',
    version: 1,
  };
  await deps.store.atomic([insertMeeting(deps.store.db, row)]);
  return id;
}
