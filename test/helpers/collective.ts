import type { Insertable } from 'kysely';
import type { MeetingTable } from '../../db/schema.ts';
import { isAnswerable, signsOf } from '../../src/catalogues/rules.ts';
import type { Deps } from '../../src/deps.ts';
import type { Actor } from '../../src/http/context.ts';
import { type AnyReview, loadCollective } from '../../src/reviews/loaded.ts';
import { addListItem, saveFields } from '../../src/reviews/saving.ts';
import { editionsOf } from '../../src/reviews/questions.ts';
import type { Browser } from './app.ts';
import { actorFor, type AuthorWorld, authorWorld } from './author.ts';
import { type Person, seedPerson } from './people.ts';

/** "Chi bộ Số 1" with a chi ủy of three beside its member, in a campaign that is open. */
export interface CollectiveWorld extends AuthorWorld {
  secretary: Person;
  deputy: Person;
  committeeMember: Person;
  /** The page of the branch's review of itself. */
  hub: string;
}

export async function collectiveWorld(...more: Parameters<typeof authorWorld>): Promise<CollectiveWorld> {
  const world = await authorWorld(...more);
  const { unitId } = world.author;
  const leader = (fullName: string, role: 'secretary' | 'deputy' | 'committee_member') =>
    seedPerson(world.deps, unitId, fullName, { roles: [{ unitId, role }] });
  return {
    ...world,
    secretary: await leader('Hoàng Văn Bí Thư', 'secretary'),
    deputy: await leader('Lê Thị Phó Bí Thư', 'deputy'),
    committeeMember: await leader('Đỗ Văn Chi Ủy', 'committee_member'),
    hub: `/chi-bo/${unitId}/tap-the`,
  };
}

/** Presses "Bắt đầu báo cáo" and returns the id of the review it led to. */
export async function beginCollectiveAs(browser: Browser, hub: string): Promise<string> {
  const answer = await browser.post(`${hub}/bat-dau`, {});
  const id = /^\/ban-kiem-diem\/([0-9a-f-]{36})$/.exec(answer.headers.get('location') ?? '')?.[1];
  if (!id) throw new Error(`not begun: ${answer.status}`);
  return id;
}

/** Writes everything Mẫu 01 needs to be sent, the way its writers would. */
export async function completeCollective(deps: Deps, actor: Actor, reviewId: string): Promise<void> {
  await addListItem(deps, actor, await loadCollective(deps, reviewId), { list: 'II.1', origin: 'written' });
  await addListItem(deps, actor, await loadCollective(deps, reviewId), { list: 'VI', origin: 'written' });
  await saveAll(deps, actor, await loadCollective(deps, reviewId), TEXTS);
}

const TEXTS: Record<string, string> = {
  'I.1': 'Họp 12/12 kỳ, mọi việc lớn đều bàn tập thể; quy chế làm việc được bổ sung trong tháng 3.',
  'I.2': 'Đạt 11 trên 12 chỉ tiêu của nghị quyết chi bộ.',
  'I.3': 'Kết nạp 2 đảng viên; kiểm tra 3 đảng viên chấp hành nhiệm vụ được giao.',
  'I.4': 'Chi ủy phân công rõ người, rõ việc; cùng chịu trách nhiệm việc giải tỏa ngõ 12.',
  'II.1.text': 'Quý II không họp chuyên đề theo kế hoạch.',
  'II.2': 'Chi ủy chưa đôn đốc, dồn việc vào quý III.',
  V: 'Trách nhiệm của tập thể chi ủy; đồng chí phó bí thư phụ trách chuyên đề nhận khuyết điểm.',
  'VI.text': 'Mỗi quý một chuyên đề, giao tên người chuẩn bị từ đầu quý.',
  'B.I.1': '27,5',
  'B.I.2': '60',
  'B.II': 'good',
};

async function saveAll(deps: Deps, actor: Actor, review: AnyReview, texts: Record<string, string>): Promise<void> {
  const ofItem = /^(II\.1|VI)\.text$/;
  const keyOf = (key: string) => {
    const list = ofItem.exec(key)?.[1];
    return list ? `${list}.${review.frame.items.find((item) => item.list === list)?.id ?? ''}.text` : key;
  };
  const values = Object.fromEntries(Object.entries(texts).map(([key, value]) => [keyOf(key), value]));
  for (const edition of editionsOf(review.frame)) {
    for (const sign of signsOf(edition)) {
      if (isAnswerable(sign, review.frame.words)) values[`${edition.list}${sign.no}`] = 'none';
    }
  }
  const typed = Object.entries(values).map(([key, value]) => {
    return { key, value, version: review.fields.get(key)?.version ?? 0 };
  });
  const bad = (await saveFields(deps, actor, review, typed)).filter(
    ({ kind }) => kind !== 'saved' && kind !== 'unchanged',
  );
  if (bad.length > 0) throw new Error(`not saved: ${JSON.stringify(bad)}`);
}

/** Begun by the secretary, with everything written. */
export async function completeReport(world: CollectiveWorld): Promise<string> {
  const id = await beginCollectiveAs(await world.as(world.secretary), world.hub);
  await completeCollective(world.deps, actorFor(world.secretary), id);
  return id;
}

/** The branch's meeting, as its own page would plan it. */
export async function planMeeting(
  { deps, campaignId, author }: Pick<AuthorWorld, 'deps' | 'campaignId' | 'author'>,
  more: Partial<Insertable<MeetingTable>> = {},
): Promise<void> {
  await deps.store.db
    .insertInto('meeting')
    .values({
      id: deps.newId(),
      campaign_id: campaignId,
      unit_id: author.unitId,
      state: 'planned',
      held_on: '2026-12-05',
      starts_at: '08:00',
      place: 'Nhà văn hóa',
      chair: '',
      clerk: '',
      current_subject: 'collective',
      version: 1,
      ...more,
    })
    .execute();
}
