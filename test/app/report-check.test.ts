import { describe, expect, test } from 'vitest';
import { insertMember } from '../../src/units/statements.ts';
import { insertReport } from '../../src/reports/statements.ts';
import { fakePdf } from '../helpers/app.ts';
import { unescaped, wordsOn } from '../helpers/author.ts';
import { logged, textAt } from '../helpers/branch.ts';
import { changeMember, countBallots, handIn, propose, type RatingWorld, ratingWorld } from '../helpers/ratings.ts';
import { reportWorld, signAs, writeTexts } from '../helpers/reports.ts';

/** The address behind each finding whose line has these words. */
function waysOn(html: string, words: string): string[] {
  const lines = [...html.matchAll(/<li><span class="report-check__text">([\s\S]*?)<\/span> <a href="([^"]*)"/g)];
  return lines.filter(([, text = '']) => unescaped(text).includes(words)).map(([, , href = '']) => unescaped(href));
}

describe('before the report, a branch’s leaders see', () => {
  test('everything that is missing, each leading to its place', async () => {
    const world = await ratingWorld();
    const leader = await world.as(world.secretary);
    const page = await (await leader.get(`/chi-bo/${world.office.branch}/bao-cao/soat`)).text();
    const dot = `?dot=${world.campaignId}`;
    const branch = `/chi-bo/${world.office.branch}`;
    const ways: [string, string][] = [
      ['Phạm Thị Viên: chưa viết bản kiểm điểm.', `${branch}/dang-vien/${world.member.memberId}${dot}`],
      ['Phạm Thị Viên: chưa gửi lấy nhận xét.', `${branch}/cu-tru${dot}`],
      ['Phạm Thị Viên: chưa ghi mức chi bộ đề xuất.', `${branch}/xep-loai/muc/${world.member.memberId}${dot}`],
      ['Tập thể Chi bộ Số 1: chưa viết báo cáo kiểm điểm.', `${branch}/tap-the${dot}`],
      ['Chưa có cuộc họp chi bộ nào của đợt này.', `${branch}/hop${dot}`],
    ];
    for (const [words, href] of ways) {
      expect(waysOn(page, words), words).toEqual([href]);
      expect((await leader.get(href)).status).toBe(200);
    }
    expect(await logged(world.deps, 'report-viewed')).toMatchObject([{ detail: 'check' }]);
  });

  test('ballots that do not add up to the official members present', async () => {
    const world = await ratingWorld();
    const { member, secretary, deputy } = world;
    await countBallots(world, { [member.memberId]: { good: 3 } });
    await present(world, [secretary.memberId, deputy.memberId, member.memberId]);
    await changeMember(world, member, { official: 0 });
    const leader = await world.as(secretary);
    const page = await (await leader.get(`/chi-bo/${world.office.branch}/bao-cao/soat`)).text();
    const [way] = waysOn(page, 'Phát ra 3 phiếu, nhưng chỉ có 2 đảng viên chính thức dự họp');
    expect(way).toContain(`/hop/kiem-phieu?dot=${world.campaignId}&nguoi=${member.memberId}`);
    expect((await leader.get(way ?? '')).status).toBe(200);
    expect(waysOn(page, 'Lê Văn Thư: chưa ghi kết quả kiểm phiếu.')).toHaveLength(1);
  });

  test('the head above the collective, and the cap with its arithmetic', async () => {
    const world = await ratingWorld();
    const leader = await world.as(world.secretary);
    const reason = { ly_do: 'Chi bộ thống nhất.' };
    await propose(world, leader, 'collective', { chi_bo: 'good', ...reason });
    await propose(world, leader, world.secretary, { chi_bo: 'excellent', ...reason });
    const page = await (await leader.get(`/chi-bo/${world.office.branch}/bao-cao/soat`)).text();
    expect(waysOn(page, 'cao hơn mức của tập thể (Hoàn thành tốt nhiệm vụ)')).toHaveLength(1);
    expect(waysOn(page, 'hiện tại 1 > 0 (20 % của 0, làm tròn xuống); trong 1 người nhiều nhất 0')).toHaveLength(1);
    expect(wordsOn(page)).toContain('Số xếp Hoàn thành xuất sắc không quá 20 % số xếp Hoàn thành tốt');
  });

  test('a report dated before the meeting; and it may be signed all the same', async () => {
    const world = await reportWorld();
    await countBallots(world, {});
    await writeTexts(world, world.leader, { date: '19/11/2026' });
    const page = await (await world.leader.get(world.path('/soat'))).text();
    expect(waysOn(page, 'Báo cáo ghi ngày 19/11/2026, trước ngày họp 20/11/2026.')).toHaveLength(1);
    expect((await signAs(world, { ngay_ky: '19/11/2026' })).status).toBe(303);
  });

  test('who has handed in no more', async () => {
    const world = await ratingWorld();
    await handIn(world, world.member);
    const leader = await world.as(world.secretary);
    const page = await (await leader.get(`/chi-bo/${world.office.branch}/bao-cao/soat`)).text();
    expect(waysOn(page, 'Phạm Thị Viên: chưa viết')).toEqual([]);
    expect(waysOn(page, 'Đỗ Văn Ủy: chưa viết')).toHaveLength(1);
  });
});

async function present({ deps }: RatingWorld, memberIds: readonly string[]): Promise<void> {
  const { db } = deps.store;
  const meeting = await db.selectFrom('meeting').select('id').executeTakeFirstOrThrow();
  const marked = { meeting_id: meeting.id, presence: 'present' as const, version: 1 };
  await db
    .insertInto('meeting_attendance')
    .values(memberIds.map((member_id) => ({ ...marked, member_id })))
    .execute();
}

test('a branch with nobody has a page, a check and a paper', async () => {
  const pdf = fakePdf();
  const world = await reportWorld({ pdf });
  const { office, deps } = world;
  await deps.store.db.updateTable('member').set({ unit_id: office.otherBranch }).execute();
  expect(await textAt(world.leader, world.path())).toContain('0 đảng viên');
  expect((await world.leader.get(world.path('/soat'))).status).toBe(200);
  expect((await world.leader.get(world.path('/bao-cao.pdf'))).status).toBe(200);
  const paper = wordsOn(pdf.printed.at(-1) ?? '');
  expect(paper).toContain('Chi bộ không có đảng viên nào được xếp loại trong đợt này.');
  expect(paper).not.toMatch(/NaN|undefined|Infinity/);
  expect((await signAs(world)).status).toBe(303);
});

test('a branch of 400 is looked over and compiled without a long wait', async () => {
  const pdf = fakePdf();
  const world = await ratingWorld({ pdf });
  const { deps, office, campaignId } = world;
  const { db } = deps.store;
  const member = await db
    .selectFrom('member')
    .where('id', '=', world.member.memberId)
    .selectAll()
    .executeTakeFirstOrThrow();
  const rows = Array.from({ length: 395 }, (_, index) => ({
    ...member,
    id: deps.newId(),
    full_name: `Trần Văn ${index}`,
  }));
  await deps.store.atomic(rows.map((row) => insertMember(db, row)));
  const report = { id: deps.newId(), campaign_id: campaignId, unit_id: office.branch };
  await deps.store.atomic([insertReport(db, { ...report, state: 'draft', draft_number: 1, version: 1 })]);
  const leader = await world.as(world.secretary);
  const begun = performance.now();
  for (const page of ['', '/soat', '/bao-cao.pdf']) {
    expect((await leader.get(`/chi-bo/${office.branch}/bao-cao${page}`)).status).toBe(200);
  }
  // A second or so on an idle machine; anything that grows with the square of the branch would take minutes.
  expect(performance.now() - begun).toBeLessThan(20_000);
  expect(wordsOn(pdf.printed.at(-1) ?? '')).toContain('Trần Văn 394');
  const page = await textAt(leader, `/chi-bo/${office.branch}/bao-cao/soat`);
  expect(page).toContain('Bản kiểm điểm chưa nộp (400)');
  expect(page).toContain('Xem 392 chỗ nữa');
});
