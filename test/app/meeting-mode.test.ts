import { describe, expect, test } from 'vitest';
import { actorFor, begin, formOn, judgeAs, tableContents, wordsOn } from '../helpers/author.ts';
import { completeReview } from '../helpers/reviews.ts';
import { exempt, handIn, type MeetingWorld, meetingWorld, plan } from '../helpers/meetings.ts';

async function onStage(): Promise<MeetingWorld> {
  const world = await meetingWorld();
  await plan(world);
  return world;
}

async function slide({ chair, path }: MeetingWorld, subject = ''): Promise<string> {
  return (await chair.get(path(`/trinh-chieu${subject ? `?ai=${subject}` : ''}`))).text();
}

function titleOn(page: string): string {
  return wordsOn(/<h1>[^<]*<\/h1>/.exec(page)?.[0] ?? '').trim();
}

/** Presses a button of the page that stands there and follows where it leads. */
async function turn({ chair, path }: MeetingWorld, page: string, typed: Record<string, string>): Promise<string> {
  const answer = await chair.post(path('/trinh-chieu'), { ...formOn(page), ...typed });
  expect(answer.status).toBe(303);
  return (await chair.get(answer.headers.get('location') ?? '')).text();
}

describe('meeting mode', () => {
  test('goes from the opening to the collective, then the head first, to the closing, and back', async () => {
    const world = await onStage();
    let page = await slide(world);
    const seen = [titleOn(page)];
    while (page.includes('data-after')) {
      page = await turn(world, page, { di: 'tiep' });
      seen.push(titleOn(page));
    }
    expect(seen).toEqual([
      'Khai mạc',
      'Tập thể chi bộ',
      'Nguyễn Thị Bí Thư',
      'Trần Văn Phó',
      'Lê Văn An',
      'Hoàng Thị Dự Bị',
      'Lê Văn Bình',
      'Lê Văn Cường',
      'Ý kiến chung và kết luận',
    ]);
    expect(titleOn(await turn(world, page, { di: 'truoc' }))).toBe('Lê Văn Cường');
  });

  test('leaves out who is exempt and keeps who is elsewhere for a while, saying so', async () => {
    const world = await onStage();
    const [excused, elsewhere] = world.members;
    if (!excused || !elsewhere) throw new Error('no members');
    await exempt(world, excused, 'suspended');
    await exempt(world, elsewhere, 'elsewhere');
    const words = wordsOn(await slide(world, elsewhere.memberId));
    expect(words).toContain('Sinh hoạt tạm thời ở nơi khác');
    expect(words).not.toContain(excused.fullName);
  });

  test('can be interrupted: it comes back where it stood', async () => {
    const world = await onStage();
    await turn(world, await slide(world), { den: world.deputy.memberId });
    expect(titleOn(await slide(world))).toBe('Trần Văn Phó');
    expect(wordsOn(await (await world.chair.get(world.path())).text())).toContain('Đang ở: Trần Văn Phó.');
    const elsewhere = await (await world.clerk.get(world.path('/trinh-chieu?ai=collective'))).text();
    expect(wordsOn(elsewhere)).toContain('Cuộc họp đang ở: Trần Văn Phó');
  });

  test('keeps what was typed when a button turns, without a script', async () => {
    const world = await onStage();
    const page = await slide(world, 'collective');
    const next = await turn(world, page, {
      'collective.remarks': 'Đề nghị nêu rõ trách nhiệm.\nNhất trí.',
      di: 'tiep',
    });
    expect(titleOn(next)).toBe('Nguyễn Thị Bí Thư');
    expect(formOn(await slide(world, 'collective'))['collective.remarks']).toBe(
      'Đề nghị nêu rõ trách nhiệm.\nNhất trí.',
    );
  });
});

describe('what was handed in', () => {
  test('is read from the frozen record, under the form’s own words', async () => {
    const world = await onStage();
    const [author] = world.members;
    if (!author) throw new Error('no members');
    await handIn(world, author);
    const words = wordsOn(await slide(world, author.memberId));
    expect(words).toContain('I. Ưu điểm, kết quả đạt được');
    expect(words).toContain('Hoàn thành 12 trên 12 nhiệm vụ được giao trong năm.');
    expect(words).toContain('– Còn nể nang trong phê bình.');
    expect(words).toContain('28,5/30');
    expect(words).toContain('Hoàn thành tốt nhiệm vụ');
  });

  test('is nothing while it is a draft, or again with its author', async () => {
    const world = await onStage();
    const [drafting, returned] = world.members;
    if (!drafting || !returned) throw new Error('no members');
    const draft = await begin({ browser: await world.as(drafting), campaignId: world.campaignId });
    await completeReview(world.deps, actorFor(drafting), draft);
    const handed = await handIn(world, returned);
    const roles = [{ unitId: world.office.branch, role: 'secretary' as const }];
    await judgeAs(world.deps, world.secretary, roles, handed, { move: 'return', remark: 'Bổ sung mục II.' });
    for (const [person, words] of [
      [drafting, 'Chưa nộp bản kiểm điểm trên hệ thống'],
      [returned, 'đang được đề nghị bổ sung'],
    ] as const) {
      const page = wordsOn(await slide(world, person.memberId));
      expect(page).toContain(words);
      expect(page).not.toContain('Hoàn thành 12 trên 12 nhiệm vụ');
    }
  });

  test('shows the answers on the signs only where the author printed the annex, folded up and never counted', async () => {
    const world = await onStage();
    const [author] = world.members;
    if (!author) throw new Error('no members');
    const id = await handIn(world, author);
    expect(await slide(world, author.memberId)).not.toContain('Phụ lục đã in kèm');
    expect((await (await world.as(author)).get(`/ban-kiem-diem/${id}/ban-in-phu-luc.pdf`)).status).toBe(200);
    const page = await slide(world, author.memberId);
    expect(page).toMatch(/<details class="stage__signs">/);
    expect(wordsOn(page)).toContain('27 biểu hiện: I.');
    expect(wordsOn(page)).not.toMatch(/\d+ (trong|trên|\/) ?27 biểu hiện/);
  });

  test('is logged as read once for each reader, record and meeting, and its owner sees it', async () => {
    const world = await onStage();
    const [author] = world.members;
    if (!author) throw new Error('no members');
    const id = await handIn(world, author);
    await handIn(world, world.secretary);
    for (let times = 0; times < 3; times += 1) await slide(world, author.memberId);
    await world.clerk.get(world.path(`/trinh-chieu?ai=${author.memberId}`));
    // One’s own record is nobody else’s reading.
    await slide(world, world.secretary.memberId);
    const rows = (await tableContents(world.deps.store, [])).audit as {
      action: string;
      subject_id: string;
      account_id: string;
    }[];
    const read = rows.filter(({ action }) => action === 'review-viewed');
    expect(read.map((row) => [row.subject_id, row.account_id])).toEqual([
      [id, world.secretary.accountId],
      [id, world.deputy.accountId],
    ]);
    expect(wordsOn(await (await (await world.as(author)).get('/cac-nam')).text())).toContain('Nguyễn Thị Bí Thư');
  });
});

describe('a remark typed while it is made', () => {
  const key = 'collective.remarks';

  test('is saved with the time, over the version its typist saw', async () => {
    const world = await onStage();
    const first = await world.chair.json(world.path('/o'), { key, value: 'Nhất trí.', version: 0 });
    expect([first.status, await first.json()]).toEqual([200, { key, version: 1, savedAt: '08:00:00' }]);
    const second = await world.chair.json(world.path('/o'), { key, value: 'Nhất trí cao.', version: 1 });
    expect(await second.json()).toMatchObject({ version: 2 });
  });

  test('by two clerks at once gives the second both texts, and overwrites nothing', async () => {
    const world = await onStage();
    await world.chair.json(world.path('/o'), { key, value: 'Lời ở máy chiếu.', version: 0 });
    const other = await world.clerk.json(world.path('/o'), { key, value: 'Lời ở máy thư ký.', version: 0 });
    expect(other.status).toBe(409);
    expect(await other.json()).toEqual({
      key,
      code: 'conflict',
      version: 1,
      theirs: 'Lời ở máy chiếu.',
      savedAt: '08:00:00',
    });
    const form = formOn(await (await world.clerk.get(world.path('/trinh-chieu?ai=collective'))).text());
    expect(form[key]).toBe('Lời ở máy chiếu.');
  });

  test.each([
    ['mine', 'Lời của thư ký.'],
    ['theirs', 'Lời ở máy chiếu.'],
    ['both', 'Lời ở máy chiếu.\n\nLời của thư ký.'],
  ])('without a script: both texts side by side, settled by the button “%s”', async (choice, kept) => {
    const world = await onStage();
    const stale = formOn(await slide(world, 'collective'));
    await world.clerk.json(world.path('/o'), { key, value: 'Lời ở máy chiếu.', version: 0 });
    const answer = await world.chair.post(world.path('/trinh-chieu'), {
      ...stale,
      [key]: 'Lời của thư ký.',
      di: 'tiep',
    });
    expect(answer.status).toBe(409);
    const page = await answer.text();
    expect(titleOn(page)).toBe('Tập thể chi bộ');
    expect(wordsOn(page)).toMatch(/Bản đang gõ Lời của thư ký\. Bản đã lưu lúc [\d:]+ Lời ở máy chiếu\./);
    await turn(world, page, { [`chon:${key}`]: choice });
    expect(formOn(await slide(world, 'collective'))[key]).toBe(kept);
  });

  test.each([
    [
      'a field that is none of the meeting’s',
      { key: 'meeting.secret', value: 'x', version: 0 },
      'Đồng chí tải lại trang',
    ],
    [
      'somebody of another branch',
      { key: '01990000-0000-7000-8000-000000000999.remarks', value: 'x', version: 0 },
      'Mục này không có trong cuộc họp',
    ],
    ['a letter that cannot be printed', { key, value: 'Tốt 👍', version: 0 }, 'Ký tự “👍” không in được trên giấy'],
    ['a text of 20,001 letters', { key, value: 'a'.repeat(20_001), version: 0 }, 'nhiều nhất 20.000 chữ'],
    ['an hour that is none', { key: 'meeting.ended', value: '26:00', version: 0 }, 'Giờ ghi dạng giờ:phút'],
    ['something else than a text', { key, value: 7, version: 0 }, 'Nội dung chưa đúng dạng'],
  ])('%s is refused with a sentence, and nothing is stored', async (_what, body, words) => {
    const world = await onStage();
    const before = await tableContents(world.deps.store);
    const answer = await world.chair.json(world.path('/o'), body);
    expect(answer.status).toBe(422);
    expect(JSON.stringify(await answer.json())).toContain(words);
    expect(await tableContents(world.deps.store)).toEqual(before);
  });
});
