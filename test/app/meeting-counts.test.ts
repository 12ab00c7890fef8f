import { describe, expect, test } from 'vitest';
import { actionsLogged, formOn, tableContents, wordsOn } from '../helpers/author.ts';
import { cells, cellsTyped, markPresent, type MeetingWorld, meetingWorld, plan, send } from '../helpers/meetings.ts';

/** Five official members and a probationary one are present. */
async function counting(more: Parameters<typeof meetingWorld>[0] = {}): Promise<MeetingWorld> {
  const world = await meetingWorld(more);
  await plan(world);
  await markPresent(world);
  return world;
}

const GOOD = [5, 5, 5, 0, 1, 4, 0, 0];

interface Stored {
  counts: Record<string, number[]>;
  votes: Record<string, Record<string, number>>;
}

async function stored({ deps }: MeetingWorld): Promise<Stored> {
  const { ballot_count: counts, ballot_votes: votes } = (await tableContents(deps.store)) as {
    ballot_count: { subject: string; issued: number; returned: number; valid: number; invalid: number }[];
    ballot_votes: { subject: string; level: string; votes: number }[];
  };
  const bySubject: Stored['votes'] = {};
  for (const { subject, level, votes: number } of votes)
    bySubject[subject] = { ...bySubject[subject], [level]: number };
  return {
    counts: Object.fromEntries(counts.map((row) => [row.subject, [row.issued, row.returned, row.valid, row.invalid]])),
    votes: bySubject,
  };
}

describe('a count', () => {
  test('that adds up is kept as totals, with the level that has enough votes and its arithmetic', async () => {
    const world = await counting();
    const { memberId } = world.secretary;
    const answer = await send(world.chair, world.path('/kiem-phieu'), cells(memberId, GOOD));
    expect(answer.status).toBe(303);
    expect(await stored(world)).toEqual({
      counts: { [memberId]: [5, 5, 5, 0] },
      votes: { [memberId]: { excellent: 1, good: 4, completed: 0, 'not-completed': 0 } },
    });
    const words = wordsOn(await (await world.chair.get(world.path('/kiem-phieu'))).text());
    expect(words).toContain('được hơn một nửa của 5 đảng viên chính thức phải dự, tức 3 phiếu');
    expect(words).toContain('Hoàn thành tốt nhiệm vụ: 4/5, cần 3');
    expect(words).toContain('Có mặt 5 đảng viên chính thức (và 1 đảng viên dự bị, không bỏ phiếu)');
    expect(await actionsLogged(world.deps)).toContain('ballots-counted');
  });

  test('is measured by the campaign’s own ratio, of those present', async () => {
    const settings = JSON.stringify({ pass: { of: 3, parts: 2, among: 'present' } });
    const world = await counting({ campaign: { settings } });
    await send(world.chair, world.path('/kiem-phieu'), cells(world.secretary.memberId, [5, 5, 5, 0, 2, 3, 0, 0]));
    const words = wordsOn(await (await world.chair.get(world.path('/kiem-phieu'))).text());
    expect(words).toContain('được ít nhất 2/3 của 5 đảng viên chính thức có mặt, tức 4 phiếu');
    expect(words).toContain('Chưa mức nào đủ 4 phiếu.');
  });

  test.each([
    [
      'more votes than ballots',
      [5, 5, 5, 0, 2, 4, 0, 0],
      'Số phiếu của các mức cộng lại là 6, nhưng có 5 phiếu hợp lệ.',
    ],
    [
      'fewer votes than ballots',
      [5, 5, 5, 0, 1, 3, 0, 0],
      'Số phiếu của các mức cộng lại là 4, nhưng có 5 phiếu hợp lệ.',
    ],
    [
      'a probationary member’s vote',
      [6, 6, 6, 0, 2, 4, 0, 0],
      'Phát ra 6 phiếu, nhưng chỉ có 5 đảng viên chính thức dự họp. Đảng viên dự bị không biểu quyết',
    ],
    [
      'more ballots than people',
      [9, 5, 5, 0, 1, 4, 0, 0],
      'Phát ra 9 phiếu, nhưng chỉ có 5 đảng viên chính thức dự họp.',
    ],
    ['more returned than issued', [4, 5, 5, 0, 1, 4, 0, 0], 'Thu về 5 phiếu, nhưng chỉ phát ra 4 phiếu.'],
    [
      'valid and invalid that are not those returned',
      [5, 5, 4, 0, 1, 3, 0, 0],
      'Hợp lệ 4 và không hợp lệ 0 cộng lại là 4 phiếu, nhưng thu về 5 phiếu.',
    ],
    ['an empty box', [5, 5, 5, '', 1, 4, 0, 0], 'Chưa ghi ô “Không hợp lệ”; không có phiếu nào thì ghi 0.'],
    ['a negative number', [5, 5, 5, -1, 1, 4, 0, 0], 'Ô “Không hợp lệ” ghi bằng số phiếu, ví dụ 18.'],
    ['half a ballot', [5, 5, '4,5', 0, 1, 4, 0, 0], 'Ô “Hợp lệ” ghi bằng số phiếu'],
    ['a number in words', ['năm', 5, 5, 0, 1, 4, 0, 0], 'Ô “Phát ra” ghi bằng số phiếu'],
    ['a huge number', ['99999999999999999999', 5, 5, 0, 1, 4, 0, 0], 'Ô “Phát ra” lớn quá mức'],
    ['1e1', ['1e1', 5, 5, 0, 1, 4, 0, 0], 'Ô “Phát ra” ghi bằng số phiếu'],
  ])('with %s comes back as it was typed, in plain words, and nothing of it is stored', async (_what, typed, words) => {
    const world = await counting();
    const { memberId } = world.secretary;
    const before = await tableContents(world.deps.store);
    const answer = await send(world.chair, world.path('/kiem-phieu'), cells(memberId, typed));
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(wordsOn(page)).toContain(`Nguyễn Thị Bí Thư: ${words}`);
    expect(page).toContain(`href="#o-${memberId}-`);
    expect(formOn(page)).toMatchObject(cells(memberId, typed));
    expect(await tableContents(world.deps.store)).toEqual(before);
    const one = await world.chair.json(world.path('/kiem-phieu/o'), {
      subject: memberId,
      version: 0,
      typed: cellsTyped(typed),
    });
    expect(one.status).toBe(422);
    expect(Object.values(((await one.json()) as { errors: Record<string, string> }).errors).join(' ')).toContain(words);
    expect(await tableContents(world.deps.store)).toEqual(before);
  });

  test('of zero ballots is fine: nobody voted on the person', async () => {
    const world = await counting();
    const answer = await send(world.chair, world.path('/kiem-phieu'), cells('collective', [0, 0, 0, 0, 0, 0, 0, 0]));
    expect(answer.status).toBe(303);
    expect((await stored(world)).counts).toEqual({ collective: [0, 0, 0, 0] });
  });

  test('is asked for only after attendance', async () => {
    const world = await meetingWorld();
    await plan(world);
    expect(wordsOn(await (await world.chair.get(world.path('/kiem-phieu'))).text())).toContain(
      'Đồng chí điểm danh trước',
    );
    const row = { 'v:collective': '0', ...cells('collective', GOOD) };
    const answer = await world.chair.post(world.path('/kiem-phieu'), row);
    expect(answer.status).toBe(409);
    expect((await stored(world)).counts).toEqual({});
  });

  test('keeps its place when attendance is put right afterwards, and the page says that it no longer fits', async () => {
    const world = await counting();
    const { memberId } = world.secretary;
    await send(world.chair, world.path('/kiem-phieu'), {
      ...cells(memberId, GOOD),
      ...cells('collective', [3, 3, 3, 0, 0, 3, 0, 0]),
    });
    const [left] = world.members;
    await send(world.chair, world.path('/diem-danh'), { [`p:${left?.memberId}`]: 'absent' });
    expect((await stored(world)).counts[memberId]).toEqual([5, 5, 5, 0]);
    const words = wordsOn(await (await world.chair.get(world.path('/kiem-phieu'))).text());
    expect(words).toContain('Điểm danh đã đổi nên kết quả của Nguyễn Thị Bí Thư không còn khớp.');
    expect(words).toContain('Không còn khớp: Phát ra 5 phiếu, nhưng chỉ có 4 đảng viên chính thức dự họp.');
    const overview = await (await world.chair.get(world.path())).text();
    const closing = await world.chair.post(world.path('/ket-thuc'), { phien_ban: formOn(overview).phien_ban ?? '' });
    expect(closing.status).toBe(409);
    expect(wordsOn(await closing.text())).toContain('Còn kết quả kiểm phiếu không khớp: Nguyễn Thị Bí Thư.');
  });

  test('of somebody of another branch is not taken', async () => {
    const world = await counting();
    const subject = '01990000-0000-7000-8000-000000000999';
    const answer = await world.chair.json(world.path('/kiem-phieu/o'), {
      subject,
      version: 0,
      typed: cellsTyped(GOOD),
    });
    expect(answer.status).toBe(404);
    expect((await world.chair.get(world.path(`/kiem-phieu?nguoi=${subject}`))).status).toBe(404);
    expect((await stored(world)).counts).toEqual({});
  });
});

describe('many counts on one page', () => {
  test('are saved each by itself: the good ones stay, the bad ones come back', async () => {
    const world = await counting();
    const { memberId } = world.secretary;
    const typed = { ...cells(memberId, GOOD), ...cells('collective', [9, 5, 5, 0, 1, 4, 0, 0]) };
    const answer = await send(world.chair, world.path('/kiem-phieu'), typed);
    expect(answer.status).toBe(422);
    expect((await stored(world)).counts).toEqual({ [memberId]: [5, 5, 5, 0] });
    const page = await answer.text();
    expect(wordsOn(page)).toContain('Có 1 chỗ cần xem lại');
    const put = await world.chair.post(world.path('/kiem-phieu'), { ...formOn(page), 'collective.issued': '5' });
    expect(put.status).toBe(303);
    expect(Object.keys((await stored(world)).counts).toSorted()).toEqual([memberId, 'collective'].toSorted());
  });

  test('can be filled in with the ballots issued and returned; nothing is stored before it is saved', async () => {
    const world = await counting();
    await send(world.chair, world.path('/kiem-phieu'), cells('collective', GOOD));
    const answer = await send(world.chair, world.path('/kiem-phieu'), {
      viec: 'dien',
      dien_issued: '5',
      dien_returned: '4',
    });
    const form = formOn(await answer.text());
    expect(form[`${world.secretary.memberId}.issued`]).toBe('5');
    expect(form[`${world.secretary.memberId}.returned`]).toBe('4');
    expect(form['collective.returned']).toBe('5');
    expect(Object.keys((await stored(world)).counts)).toEqual(['collective']);
    const bad = await send(world.chair, world.path('/kiem-phieu'), {
      viec: 'dien',
      dien_issued: 'năm',
      dien_returned: '',
    });
    expect(bad.status).toBe(422);
  });

  test('after saving the first row without a count has the focus', async () => {
    const world = await counting();
    await send(world.chair, world.path('/kiem-phieu'), cells('collective', GOOD));
    const page = await (await world.chair.get(world.path('/kiem-phieu'))).text();
    expect(page.match(/ autofocus/g)).toHaveLength(1);
    expect(page).toMatch(new RegExp(`name="${world.secretary.memberId}\\.issued"[^>]* autofocus`));
  });
});

describe('one subject at a time', () => {
  test('leads from one to the next, head first', async () => {
    const world = await counting();
    const answer = await send(world.chair, world.path('/kiem-phieu?nguoi=collective'), {
      ...cells('collective', GOOD),
      viec: 'sau',
    });
    expect(answer.headers.get('location')).toBe(world.path(`/kiem-phieu?nguoi=${world.secretary.memberId}&luu=1`));
    const page = await (await world.chair.get(answer.headers.get('location') ?? '')).text();
    expect(wordsOn(page)).toContain('Nguyễn Thị Bí Thư');
    expect(wordsOn(page)).toContain('Đã lưu kết quả kiểm phiếu.');
    expect(wordsOn(page)).toContain('2 trong 7');
  });

  test('shows a sum that does not match at its box', async () => {
    const world = await counting();
    const typed = cells('collective', [5, 5, 5, 0, 5, 5, 0, 0]);
    const answer = await send(world.chair, world.path('/kiem-phieu?nguoi=collective'), typed);
    expect(answer.status).toBe(422);
    expect(await answer.text()).toMatch(/id="loi-o-collective-level-excellent">Số phiếu của các mức cộng lại là 10/);
  });
});

describe('two leaders at once', () => {
  test('counting different subjects are both saved', async () => {
    const world = await counting();
    const form = formOn(await (await world.clerk.get(world.path('/kiem-phieu'))).text());
    await send(world.chair, world.path('/kiem-phieu'), cells('collective', GOOD));
    const { memberId } = world.secretary;
    const answer = await world.clerk.post(world.path('/kiem-phieu'), { ...form, ...cells(memberId, GOOD) });
    expect(answer.status).toBe(303);
    expect(Object.keys((await stored(world)).counts)).toHaveLength(2);
  });

  test('counting the same subject differently: the second sees what is stored, and decides', async () => {
    const world = await counting();
    const form = formOn(await (await world.clerk.get(world.path('/kiem-phieu'))).text());
    await send(world.chair, world.path('/kiem-phieu'), cells('collective', GOOD));
    const other = [5, 4, 4, 0, 0, 4, 0, 0];
    const answer = await world.clerk.post(world.path('/kiem-phieu'), { ...form, ...cells('collective', other) });
    expect(answer.status).toBe(409);
    const page = await answer.text();
    expect(wordsOn(page)).toContain('Máy khác vừa ghi: phát ra 5, thu về 5, hợp lệ 5, không hợp lệ 0');
    expect((await stored(world)).counts.collective).toEqual([5, 5, 5, 0]);
    expect((await world.clerk.post(world.path('/kiem-phieu'), formOn(page))).status).toBe(303);
    expect(await stored(world)).toMatchObject({
      counts: { collective: [5, 4, 4, 0] },
      votes: { collective: { good: 4, excellent: 0 } },
    });
  });

  test('over the script: a stale version is a conflict, the same numbers are none', async () => {
    const world = await counting();
    const save = (browser: typeof world.chair, numbers: number[], version: number) =>
      browser.json(world.path('/kiem-phieu/o'), { subject: 'collective', version, typed: cellsTyped(numbers) });
    const first = await save(world.chair, GOOD, 0);
    expect(await first.json()).toMatchObject({
      version: 1,
      savedAt: '08:00:00',
      result: 'Hoàn thành tốt nhiệm vụ: 4/5, cần 3',
    });
    const alike = await save(world.clerk, GOOD, 0);
    expect([alike.status, await alike.json()]).toMatchObject([200, { version: 1 }]);
    const other = await save(world.clerk, [5, 5, 5, 0, 5, 0, 0, 0], 0);
    expect([other.status, await other.json()]).toMatchObject([409, { code: 'conflict' }]);
    expect((await stored(world)).votes.collective).toMatchObject({ excellent: 1, good: 4 });
  });
});
