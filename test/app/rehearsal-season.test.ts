import { describe, expect, test } from 'vitest';
import { seasonPapers } from '../../src/node/rehearsal-season-papers.ts';
import type { Browser } from '../helpers/app.ts';
import { wordsOn } from '../helpers/author.ts';
import { rehearsed, rehearsedAt } from '../helpers/rehearsal.ts';

/** What a newcomer finds after `npm run demo`, role by role: no page of the season is empty. */

async function wordsAt(browser: Browser, path: string): Promise<string> {
  const answer = await browser.get(path);
  expect(answer.status, path).toBe(200);
  return wordsOn(await answer.text());
}

describe('the rehearsal’s secretary before the meeting', () => {
  test('sees members in every state, who is exempt, and who has been reminded', async () => {
    const it = await rehearsed();
    const secretary = await it.enter('Bí thư chi bộ, sắp họp');
    const board = await wordsAt(secretary, `/chi-bo/${await it.branchNamed('Trung tâm')}`);
    expect(board).toContain('Đã nộp 9/17');
    for (const state of ['Chưa bắt đầu: 2', 'Đang soạn: 5', 'Đã nộp: 4', 'Đề nghị bổ sung: 1', 'Đã tiếp nhận: 5']) {
      expect(board).toContain(state);
    }
    expect(board).toContain('Sinh hoạt tạm thời ở nơi khác');
    expect(board).toContain('Mai Thị Minh Họa : Được miễn công tác và sinh hoạt đảng. Chữa bệnh dài ngày');
    expect(board).toContain('Đã nhắc ngày 21/11/2026');
    expect(board).toContain('Đã nhận');
    expect(board).toContain('Chưa nhận');
  });

  test('has the collective’s draft out, a meeting ahead, and a table of levels still to fill in', async () => {
    const it = await rehearsed();
    const secretary = await it.enter('Bí thư chi bộ, sắp họp');
    const branch = `/chi-bo/${await it.branchNamed('Trung tâm')}`;
    const collective = await wordsAt(secretary, `${branch}/tap-the`);
    expect(collective).toContain('ĐÃ GỬI DỰ THẢO LẦN 1');
    expect(collective).toContain('Họp ngày 01/12/2026');
    const meeting = await wordsAt(secretary, `${branch}/hop`);
    expect(meeting).toContain('14 giờ 00, ngày 01/12/2026');
    expect(meeting).toContain('Mở từ ngày họp 01/12/2026.');
    expect(await wordsAt(secretary, `${branch}/xep-loai`)).toContain('Chưa chuyển');
    expect((await secretary.get(`${branch}/hop/giay-moi.pdf`)).status).toBe(200);
    expect(wordsOn(it.pdf.printed.at(-1) ?? '')).toContain('Phòng họp tầng 2');
  });
});

describe('the secretary of the branch that is through', () => {
  test('sees the meeting closed, all counted, the report passed, the level of each decided', async () => {
    const it = await rehearsed();
    const secretary = await it.enter('Bí thư chi bộ, đã họp xong');
    const branch = `/chi-bo/${await it.branchNamed('Mây Trắng')}`;
    expect(await wordsAt(secretary, branch)).toContain('Đã nộp 10/10');
    expect(await wordsAt(secretary, `${branch}/tap-the`)).toContain('ĐÃ THÔNG QUA');
    const meeting = await wordsAt(secretary, `${branch}/hop`);
    expect(meeting).toContain('Cuộc họp đã kết thúc');
    expect(meeting).toContain('Đủ 11');
    expect(meeting).toContain('Xem ở trang Xếp loại');
    expect(meeting).not.toContain('Sau kiểm phiếu');
    expect(await wordsAt(secretary, `${branch}/hop/diem-danh`)).toContain('Vắng có lý do: Đi công tác xa');
    expect(await wordsAt(secretary, `${branch}/hop/kiem-phieu`)).toContain('Hoàn thành xuất sắc nhiệm vụ: 8/10, cần 6');
    const levels = await wordsAt(secretary, `${branch}/xep-loai`);
    expect(levels).toContain('Đã có quyết định');
    expect(levels).toContain('Lý do: Hai đồng chí được đề xuất xuất sắc, quá tỷ lệ một người');
  });

  test('finds every paper of the season made from what was recorded', async () => {
    const it = await rehearsed();
    const printed: Record<string, string> = {};
    for (const paper of await seasonPapers(it.deps)) {
      await paper.print();
      printed[paper.file] = wordsOn(it.pdf.printed.at(-1) ?? '');
    }
    expect(Object.keys(printed)).toEqual([
      'chi-bo-giay-moi-hop.pdf',
      'chi-bo-bao-cao-tap-the-mau-01.pdf',
      'chi-bo-phieu-danh-gia.pdf',
      'chi-bo-bien-ban-kiem-phieu.pdf',
      'chi-bo-bien-ban-hop.pdf',
      'chi-bo-danh-sach-de-xuat-xep-loai.pdf',
      'chi-bo-bao-cao-ket-qua.pdf',
      'dang-uy-danh-sach-xep-loai.pdf',
      'dang-uy-thong-bao-ket-qua.pdf',
      'dang-uy-quyet-dinh-xep-loai-lai-mau-03.pdf',
    ]);
    for (const words of Object.values(printed)) expect(words).toContain('BẢN TẬP HUẤN – KHÔNG CÓ GIÁ TRỊ');
    expect(printed['chi-bo-bao-cao-tap-the-mau-01.pdf']).toContain('Ba lần báo lịch cắt nước chậm');
    expect(printed['chi-bo-bien-ban-hop.pdf']).toContain('Cuộc họp kết thúc lúc 21 giờ 45');
    expect(printed['chi-bo-bien-ban-kiem-phieu.pdf']).toContain('Đồng chí Cao Thị Luyện Tập, tổ trưởng');
    // Nobody of a residential branch has an agency: no empty column for it.
    expect(printed['chi-bo-danh-sach-de-xuat-xep-loai.pdf']).not.toContain('Cơ quan xếp loại');
    expect(printed['dang-uy-thong-bao-ket-qua.pdf']).toContain('ĐẢNG BỘ THÀNH PHỐ HÀ NỘI ĐẢNG ỦY PHƯỜNG HOA SỮA');
    expect(printed['dang-uy-quyet-dinh-xep-loai-lai-mau-03.pdf']).toContain('Phạm Văn Thực Hành');
  });
});

describe('the rehearsal’s office', () => {
  test('sees the campaign with its text, settings and what is asked of single people', async () => {
    const it = await rehearsed();
    const office = await it.enter('Văn phòng đảng ủy');
    const campaign = `/quan-tri/dot/${await it.campaign()}`;
    const page = await wordsAt(office, campaign);
    expect(page).toContain('27-CV/ĐU, ngày 15-10-2026');
    expect(page).toContain('Đã nhận 17/25');
    expect(await wordsAt(office, `${campaign}/thiet-lap`)).toContain(
      'Bộ tiêu chí năm 2026, cá nhân không giữ chức vụ lãnh đạo, quản lý',
    );
    expect(await wordsAt(office, `${campaign}/goi-y`)).toContain('37 hồ sơ chứng thực trả chậm');
    expect(await wordsAt(office, `${campaign}/mien`)).toContain('Mới kết nạp chưa đủ 6 tháng');
  });

  test('has two of three branches handed up: one decided, one to decide, over the cap', async () => {
    const it = await rehearsed();
    const office = await it.enter('Văn phòng đảng ủy');
    const levels = `/quan-tri/dot/${await it.campaign()}/xep-loai`;
    const all = await wordsAt(office, levels);
    expect(all).toContain('2/3 chi bộ đã chuyển bảng đề xuất');
    expect(all).toContain('Vượt tỷ lệ');
    const waiting = await wordsAt(office, `${levels}/chi-bo/${await it.branchNamed('Trường')}`);
    expect(waiting).toContain('Ghi quyết định');
    expect(waiting).toContain('Chi bộ xin Đảng ủy cân đối chung');
    const decided = `${levels}/chi-bo/${await it.branchNamed('Mây Trắng')}`;
    expect(await wordsAt(office, decided)).toContain('Đã có quyết định');
    expect((await office.get(`${decided}/thong-bao.pdf`)).status).toBe(200);
    expect(wordsOn(it.pdf.printed.at(-1) ?? '')).toContain('Theo Quyết định số 45-QĐ/ĐU');
  });

  test('stands beside an administrator who sees the units and no levels', async () => {
    const it = await rehearsed();
    const administrator = await it.enter('Quản trị');
    const tree = await wordsAt(administrator, '/quan-tri');
    for (const unit of ['Đảng bộ phường Hoa Sữa', 'Trung tâm Phục vụ', 'Mây Trắng', 'Trường Trung học'])
      expect(tree).toContain(unit);
    expect((await administrator.get(`/quan-tri/dot/${await it.campaign()}/xep-loai`)).status).toBe(403);
  });
});

describe('a member of the rehearsal', () => {
  test('who is writing finds what he is asked to explain, the reminder and the collective’s draft', async () => {
    const it = await rehearsed();
    const home = await (await it.enter('Đảng viên, đang soạn bản kiểm điểm')).get('/');
    const words = await wordsAt(
      await it.enter('Đảng viên, đang soạn bản kiểm điểm'),
      home.headers.get('location') ?? '',
    );
    expect(words).toContain('Làm rõ việc hai văn bản gấp');
    expect(words).toContain('Chi ủy đề nghị đồng chí nộp bản kiểm điểm trước ngày 10/12/2026');
    expect(words).toContain('Đọc dự thảo tập thể');
  });

  test('who was told his level finds it with its reason, the one it replaces, and his notice', async () => {
    const it = await rehearsed();
    const member = await it.enter('Đảng viên, đã có kết quả xếp loại');
    const page = await (await member.get((await member.get('/')).headers.get('location') ?? '')).text();
    const words = wordsOn(page);
    expect(words).toContain('Quyết định số 47-QĐ/ĐU');
    expect(words).toContain('Hoàn thành tốt nhiệm vụ (đã được thay)');
    const notice = /\/xep-loai\/[0-9a-f-]{36}\/thong-bao\.pdf/.exec(page)?.[0] ?? '';
    expect((await member.get(notice)).status).toBe(200);
  });

  test('for whom another typed sees who it was and that he signed on paper', async () => {
    const it = await rehearsed();
    const author = await it.personNamed('Hồ Văn Thử');
    const words = await wordsAt(author, (await author.get('/')).headers.get('location') ?? '');
    expect(words).toMatch(/Đồng chí Vũ Văn Ví Dụ, từ .* đến .*; đã đọc lại, ký bản giấy và nộp/);
  });

  test('who was asked to explain something has explained it in what he handed in', async () => {
    const it = await rehearsed();
    const author = await it.personNamed('Lê Hoàng Mẫu');
    const words = await wordsAt(author, (await author.get('/')).headers.get('location') ?? '');
    expect(words).toContain('hệ thống chứng thực điện tử lỗi');
  });
});

test.each([
  ['long before its campaign', '2026-02-14T03:00:00Z', '2026-02-23'],
  ['on a Monday', '2026-11-16T03:00:00Z', '2026-11-25'],
  ['on a Saturday', '2026-11-21T03:00:00Z', '2026-11-30'],
  ['in the last days of its year', '2026-12-30T03:00:00Z', '2026-12-28'],
  ['years later', '2029-03-01T03:00:00Z', '2026-12-28'],
])('the rehearsal can be filled %s', async (_when, now, meetingOn) => {
  const { deps } = await rehearsedAt(now);
  const meeting = await deps.store.db
    .selectFrom('meeting')
    .innerJoin('unit', 'unit.id', 'meeting.unit_id')
    .where('unit.name', 'like', '%Trung tâm%')
    .select(['meeting.state', 'meeting.held_on'])
    .executeTakeFirstOrThrow();
  expect(meeting).toEqual({ state: 'planned', held_on: meetingOn });
});
