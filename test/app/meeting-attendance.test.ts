import { describe, expect, test } from 'vitest';
import { actionsLogged, formOn, tableContents, wordsOn } from '../helpers/author.ts';
import { exempt, markPresent, type MeetingWorld, meetingWorld, plan, send } from '../helpers/meetings.ts';

async function planned(more: Parameters<typeof meetingWorld>[0] = {}): Promise<MeetingWorld> {
  const world = await meetingWorld(more);
  await plan(world);
  return world;
}

async function opened(world: MeetingWorld, browser = world.chair): Promise<Record<string, string>> {
  return formOn(await (await browser.get(world.path('/diem-danh'))).text());
}

async function marks({ deps }: MeetingWorld): Promise<Record<string, string>> {
  const rows = (await tableContents(deps.store)).meeting_attendance as { member_id: string; presence: string }[];
  return Object.fromEntries(rows.map((row) => [row.member_id, row.presence]));
}

describe('attendance', () => {
  test('starts with nobody marked', async () => {
    const world = await planned();
    const page = await (await world.chair.get(world.path('/diem-danh'))).text();
    expect(page).not.toMatch(/type="radio"[^>]* checked/);
  });

  test('of official and probationary members is counted apart, and quorum among official members only', async () => {
    const world = await planned();
    const [ill, away] = world.members;
    await markPresent(world, { [ill?.memberId ?? '']: 'excused', [away?.memberId ?? '']: 'absent' });
    const words = wordsOn(await (await world.chair.get(world.path('/diem-danh'))).text());
    expect(words).toContain('Chính thức 5 5 3 1 1 0');
    expect(words).toContain('Dự bị 1 1 1 0 0 0');
    expect(words).toContain('Không đủ số người dự để họp: cần ít nhất 2/3, tức 4 trong 5');
    expect(await actionsLogged(world.deps)).toContain('meeting-changed');
  });

  test('with the campaign’s own ratio', async () => {
    const settings = JSON.stringify({ quorum: { of: 2, parts: 1 } });
    const world = await planned({ campaign: { settings } });
    const [ill, away] = world.members;
    await markPresent(world, { [ill?.memberId ?? '']: 'excused', [away?.memberId ?? '']: 'absent' });
    const words = wordsOn(await (await world.chair.get(world.path('/diem-danh'))).text());
    expect(words).toContain('Đủ số người dự để họp: cần ít nhất 1/2, tức 3 trong 5');
  });

  test('who is excused from activities need not come, counts when present; who is suspended is not asked', async () => {
    const world = await planned();
    const [excused, suspended] = world.members;
    if (!excused || !suspended) throw new Error('no members');
    await exempt(world, excused, 'excused');
    await exempt(world, suspended, 'suspended');
    const form = await opened(world);
    expect(form).toHaveProperty(`v:${excused.memberId}`);
    expect(form).not.toHaveProperty(`v:${suspended.memberId}`);
    const numbers = async () => wordsOn(await (await world.chair.get(world.path('/diem-danh'))).text());
    expect(await numbers()).toContain('Chính thức 5 3 0 0 0 3');
    await send(world.chair, world.path('/diem-danh'), { [`p:${excused.memberId}`]: 'present' });
    expect(await numbers()).toContain('Chính thức 5 4 1 0 0 3');
    const forged = { [`v:${suspended.memberId}`]: '0', [`p:${suspended.memberId}`]: 'present' };
    const answer = await world.chair.post(world.path('/diem-danh'), forged);
    expect(answer.status).toBe(422);
  });

  test('one button proposes “có mặt” for those not marked, and stores nothing before it is saved', async () => {
    const world = await planned();
    const [ill] = world.members;
    const typed = { [`p:${ill?.memberId}`]: 'excused', [`ly_do:${ill?.memberId}`]: 'ốm', viec: 'co_mat' };
    const answer = await send(world.chair, world.path('/diem-danh'), typed);
    const page = await answer.text();
    expect(wordsOn(page)).toContain('Chưa lưu.');
    expect(await marks(world)).toEqual({});
    const form = formOn(page);
    expect(form[`p:${ill?.memberId}`]).toBe('excused');
    expect(form[`p:${world.probationary.memberId}`]).toBe('present');
    expect((await world.chair.post(world.path('/diem-danh'), { ...form, viec: 'luu' })).status).toBe(303);
    expect(Object.values(await marks(world)).toSorted()).toEqual([
      'excused',
      ...Array.from({ length: 5 }, () => 'present'),
    ]);
  });

  test('a reason without a choice, or beside “có mặt”, comes back at its row; the others are saved', async () => {
    const world = await planned();
    const [one, two, three] = world.members.map(({ memberId }) => memberId);
    const answer = await send(world.chair, world.path('/diem-danh'), {
      [`ly_do:${one}`]: 'đi xa',
      [`p:${two}`]: 'present',
      [`ly_do:${two}`]: 'ốm',
      [`p:${three}`]: 'absent',
    });
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(wordsOn(page)).toContain('Lê Văn An: Đồng chí chọn: có mặt, vắng có lý do, hoặc vắng không lý do.');
    expect(wordsOn(page)).toContain('Lê Văn Bình: Có mặt thì không ghi lý do vắng.');
    expect(page).toContain(`href="#dd-${one}-1"`);
    expect(formOn(page)[`ly_do:${one}`]).toBe('đi xa');
    expect(await marks(world)).toEqual({ [three ?? '']: 'absent' });
  });

  test('of somebody of another branch is not taken', async () => {
    const world = await planned();
    const before = await tableContents(world.deps.store);
    const answer = await world.chair.post(world.path('/diem-danh'), {
      'v:01990000-0000-7000-8000-000000000999': '0',
      'p:01990000-0000-7000-8000-000000000999': 'present',
    });
    expect(answer.status).toBe(303);
    expect(await tableContents(world.deps.store)).toEqual(before);
  });
});

describe('two leaders at once', () => {
  test('marking different members are both saved', async () => {
    const world = await planned();
    const [mine, theirs] = [await opened(world), await opened(world, world.clerk)];
    const [one, two] = world.members.map(({ memberId }) => memberId);
    await world.clerk.post(world.path('/diem-danh'), { ...theirs, [`p:${one}`]: 'present' });
    const answer = await world.chair.post(world.path('/diem-danh'), { ...mine, [`p:${two}`]: 'absent' });
    expect(answer.status).toBe(303);
    expect(await marks(world)).toEqual({ [one ?? '']: 'present', [two ?? '']: 'absent' });
  });

  test('marking the same member differently: the second is told, and decides', async () => {
    const world = await planned();
    const [mine, theirs] = [await opened(world), await opened(world, world.clerk)];
    const [one, two] = world.members.map(({ memberId }) => memberId);
    await world.clerk.post(world.path('/diem-danh'), { ...theirs, [`p:${one}`]: 'excused', [`ly_do:${one}`]: 'ốm' });
    const typed = { ...mine, [`p:${one}`]: 'absent', [`p:${two}`]: 'present' };
    const answer = await world.chair.post(world.path('/diem-danh'), typed);
    expect(answer.status).toBe(409);
    const page = await answer.text();
    expect(wordsOn(page)).toContain('máy khác vừa ghi “Vắng có lý do: ốm”; chưa ghi đè');
    expect(await marks(world)).toEqual({ [one ?? '']: 'excused', [two ?? '']: 'present' });
    const again = await world.chair.post(world.path('/diem-danh'), formOn(page));
    expect(again.status).toBe(303);
    expect((await marks(world))[one ?? '']).toBe('absent');
  });

  test('marking the same member alike are at peace', async () => {
    const world = await planned();
    const [mine, theirs] = [await opened(world), await opened(world, world.clerk)];
    const typed = { [`p:${world.secretary.memberId}`]: 'present' };
    await world.clerk.post(world.path('/diem-danh'), { ...theirs, ...typed });
    expect((await world.chair.post(world.path('/diem-danh'), { ...mine, ...typed })).status).toBe(303);
  });
});

test('a member who moves away after the meeting stays on its list', async () => {
  const world = await planned();
  await markPresent(world);
  const [gone] = world.members;
  await world.deps.store.db
    .updateTable('member')
    .set({ unit_id: world.office.otherBranch })
    .where('id', '=', gone?.memberId ?? '')
    .execute();
  const words = wordsOn(await (await world.chair.get(world.path('/diem-danh'))).text());
  expect(words).toContain('Lê Văn An đã chuyển chi bộ khác');
  expect(words).toContain('Chính thức 5 5 5');
});
