import { writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { SeasonPerson } from '../../src/branches/queries.ts';
import { notHandedInPaper } from '../../src/branches/print.ts';
import { begin } from '../helpers/author.ts';
import { branchWorld, exempt, giveBack, handIn, logged } from '../helpers/branch.ts';
import { readPdf } from '../helpers/pdf-reader.ts';
import { seedPerson } from '../helpers/people.ts';
import { flowing, testRenderer } from '../helpers/printer.ts';
import { renderDocument } from '../../src/views/document.ts';

const renderer = testRenderer();

describe('the list of who has not handed in', () => {
  test('names them with the word for it, apart those who need not with the reason, under the branch’s head', async () => {
    const world = await branchWorld({ pdf: renderer });
    const { branch } = world.office;
    const old = await seedPerson(world.deps, branch, 'Cụ Được Miễn');
    await exempt(world.deps, world.campaignId, old, 'excused', 'Tuổi cao, sức yếu.');
    const writing = await seedPerson(world.deps, branch, 'Ngô Đang Viết');
    await begin({ browser: await world.as(writing), campaignId: world.campaignId });
    await giveBack(world.leader, await handIn(world, world.deputy), 'Ghi rõ số liệu.');
    await handIn(world);
    const answer = await world.leader.get(`/chi-bo/${branch}/chua-nop.pdf`);
    expect(answer.headers.get('content-disposition')).toBe('inline; filename="chua-nop-2026.pdf"');
    const bytes = new Uint8Array(await answer.arrayBuffer());
    if (process.env.PICTURES) await writeFile(`${process.env.PICTURES}/chua-nop.pdf`, bytes);
    const pdf = await readPdf(bytes);
    const text = flowing(pdf.text);
    expect(pdf.pages).toHaveLength(1);
    expect([pdf.title, pdf.lang, pdf.tagged]).toEqual([
      'Danh sách đảng viên chưa nộp bản kiểm điểm năm 2026, Chi bộ Số 1',
      'vi',
      true,
    ]);
    // The head stands in two columns, which a reader copies line by line.
    expect(text).toMatch(
      /^ĐẢNG ỦY ĐẢNG CỘNG SẢN VIỆT NAM PHƯỜNG THỬ NGHIỆM Hà Nội, ngày 22 tháng 11 năm 2026 CHI BỘ SỐ 1 \* DANH SÁCH/,
    );
    expect(text).toContain('Đảng viên chưa nộp bản kiểm điểm năm 2026');
    expect(text).toContain('(tính đến ngày 22/11/2026; hạn nộp 15/12/2026)');
    expect(text).toContain('Đã nộp 1/5 đồng chí.');
    expect(text).toMatch(/Chưa nộp 1 Lương Văn Bí Thư Bí thư Chưa nộp/);
    expect(text).toMatch(/Đào Thị Phó Phó bí thư Được đề nghị bổ sung, chưa nộp lại/);
    // On paper a draft is not told from a review that was not begun.
    expect(text).toMatch(/Ngô Đang Viết Chưa nộp/);
    expect(text).not.toMatch(/Đang soạn|Chưa bắt đầu|Phạm Thị Tự Soi/);
    expect(text).toMatch(
      /Không kiểm điểm tại chi bộ trong đợt này 5 Cụ Được Miễn Được miễn công Tuổi cao, sức yếu\. tác và sinh hoạt đảng/,
    );
    expect(text).toMatch(/T\/M CHI ỦY BÍ THƯ Lương Văn Bí Thư$/);
    const log = (await logged(world.deps, 'paper-printed')).filter((row) => row.subject_kind === 'unit');
    expect(log.map((row) => [row.account_id, row.subject_id, row.detail])).toEqual([
      [world.secretary.accountId, branch, 'not-handed-in'],
    ]);
  }, 30_000);

  test('of a branch where everybody has says so, and has no table', async () => {
    const world = await branchWorld({ pdf: renderer });
    for (const person of [world.author, world.secretary, world.deputy, world.sits]) await handIn(world, person);
    const answer = await world.leader.get(`/chi-bo/${world.office.branch}/chua-nop.pdf`);
    const text = flowing((await readPdf(new Uint8Array(await answer.arrayBuffer()))).text);
    expect(text).toContain('Đã nộp 4/4 đồng chí. Không còn đồng chí nào chưa nộp.');
    expect(text).not.toContain('Họ và tên');
  }, 30_000);

  test('of four hundred repeats its head on every page, keeps rows whole, and takes a name of eighty letters', async () => {
    const long = `Nguyễn Phúc ${'Vĩnh Bảo '.repeat(7)}Trân`.slice(0, 80).trim();
    const people = Array.from({ length: 400 }, (_, index) => ({
      id: String(index),
      full_name: index === 0 ? long : `Trần Văn Số ${index}`,
      roles: [],
      review: null,
      exemption: null,
    })) as unknown as SeasonPerson[];
    const paper = notHandedInPaper(
      {
        season: {
          unit: { name: 'Chi bộ', paper_name: 'CHI BỘ', place: 'Hà Nội', has_branch_committee: 0 } as never,
          superior: null,
          campaign: { year: 2026, due_on: '2026-12-15' } as never,
          campaigns: [],
          today: '2026-12-01',
        },
        here: people,
        apart: [],
      },
      true,
    );
    const pdf = await readPdf(await renderer.render(renderDocument(paper)));
    expect(pdf.pages.length).toBeGreaterThan(8);
    for (const page of pdf.pages) {
      expect(flowing(page.text)).toContain('BẢN TẬP HUẤN – KHÔNG CÓ GIÁ TRỊ');
      if (flowing(page.text).includes('Trần Văn Số')) expect(flowing(page.text)).toContain('Họ và tên');
    }
    const text = flowing(pdf.text);
    expect(text).toContain(long.split(' ').slice(0, 4).join(' '));
    expect(text).toContain('400 Trần Văn Số 399 Chưa nộp');
    expect(text).toContain('T/M CHI BỘ BÍ THƯ');
  }, 30_000);
});
