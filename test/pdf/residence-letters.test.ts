import { describe, expect, test } from 'vitest';
import { type Letters, lettersPaper } from '../../src/residence/print.ts';
import type { CommentedPerson } from '../../src/residence/queries.ts';
import { renderDocument } from '../../src/views/document.ts';
import { exampleBranch, exampleCampaign, exampleMember, exampleUnit } from '../fixtures/examples-campaigns.ts';
import { readPdf, tagsOf } from '../helpers/pdf-reader.ts';
import { flowing, testRenderer } from '../helpers/printer.ts';

const renderer = testRenderer();

function person(more: Partial<CommentedPerson>): CommentedPerson {
  const comments = { state: 'open', requestedOn: null, receivedOn: null, note: '', version: 0 } as const;
  return { ...exampleMember, roles: [], account_id: null, comments, ...more };
}

async function print(people: CommentedPerson[], more: Partial<Letters> = {}, rehearsal = false) {
  const letters: Letters = {
    campaign: exampleCampaign,
    branch: { ...exampleBranch, paper_name: 'CHI BỘ CƠ QUAN SỐ 1', has_branch_committee: 1 },
    superior: { ...exampleUnit, paper_name: 'ĐẢNG BỘ PHƯỜNG THỬ NGHIỆM' },
    secretary: 'Nguyễn Văn Bí Thư',
    people,
    until: '2027-01-05',
    ...more,
  };
  return readPdf(await renderer.render(renderDocument(lettersPaper(letters, rehearsal))));
}

describe('request letters to the places of residence, on paper', () => {
  test('have the official head, say whom, what and by when, and end with the signature', async () => {
    const paper = await print([
      person({
        full_name: 'Trần Văn Cơ Quan',
        birth_date: '1968-05-19',
        workplace: 'Phòng Nội vụ',
        residence: 'Chi ủy Chi bộ Tổ dân phố số 5, phường Bên',
      }),
    ]);
    const text = flowing(paper.text);
    expect(paper.title).toBe('Đề nghị nhận xét đảng viên nơi cư trú năm 2026 – Chi bộ Số 1');
    for (const words of [
      'PHƯỜNG THỬ NGHIỆM',
      'CHI BỘ CƠ QUAN SỐ 1',
      'ĐẢNG CỘNG SẢN VIỆT NAM',
      'GIẤY ĐỀ NGHỊ',
      'Nhận xét đảng viên nơi cư trú năm 2026',
      'Kính gửi: Chi ủy Chi bộ Tổ dân phố số 5, phường Bên',
      'Quy định 213-QĐ/TW, ngày 02-01-2020',
      'Đồng chí: Trần Văn Cơ Quan, sinh ngày 19/05/1968',
      'Đơn vị công tác: Phòng Nội vụ',
      'trước ngày 05 tháng 01 năm 2027',
      'T/M CHI ỦY',
      'BÍ THƯ',
      'Nguyễn Văn Bí Thư',
      'Nơi nhận:',
    ]) {
      expect(text).toContain(words);
    }
    expect(paper.pages.flatMap((page) => tagsOf(page, 'H1').map((tag) => flowing(tag.text).trim()))).toEqual([
      'GIẤY ĐỀ NGHỊ',
    ]);
  });

  test('are one page each, however long the names are', async () => {
    const long = person({
      full_name: `Nguyễn ${'Thị Hoàng '.repeat(7)}Anh`,
      workplace: 'Trung tâm Phục vụ hành chính công và Chuyển đổi số trực thuộc Ủy ban nhân dân phường Thử Nghiệm, '
        .repeat(2)
        .trim(),
      residence: 'Đảng ủy phường có tên rất dài dùng để thử xem thư có vừa một trang hay không, thành phố Hà Nội, '
        .repeat(2)
        .trim(),
    });
    const paper = await print([long, person({ full_name: 'Lê Thị Hai' }), person({ full_name: 'Lê Thị Ba' })]);
    expect(paper.pages).toHaveLength(3);
    expect(flowing(paper.pages[1]?.text ?? '')).toContain('Đồng chí: Lê Thị Hai');
    expect(flowing(paper.pages[2]?.text ?? '')).toContain('Đồng chí: Lê Thị Ba, sinh năm 1958');
    // A letter of one page is its own first page: it bears no number, whichever place it has in the file.
    for (const page of paper.pages) expect(page.lines[0]?.text).not.toMatch(/^\s*\d+\s*$/);
  });

  test('leave dots for what is not known, and call the place by its cấp ủy', async () => {
    const paper = await print(
      [person({ residence: '', workplace: '' }), person({ residence: 'Tổ dân phố số 9, phường Bên' })],
      { secretary: '', branch: { ...exampleBranch, has_branch_committee: 0 } },
      true,
    );
    const [unknown, place] = paper.pages.map((page) => flowing(page.text));
    expect(unknown).toMatch(/Kính gửi: Cấp ủy …{5,}/);
    expect(unknown).toContain('T/M CHI BỘ');
    expect(place).toContain('Kính gửi: Cấp ủy nơi cư trú: Tổ dân phố số 9, phường Bên');
    expect(paper.pages[0]?.rules.filter(({ dotted }) => dotted).length).toBeGreaterThanOrEqual(2);
    for (const page of paper.pages) expect(page.text).toContain('BẢN TẬP HUẤN – KHÔNG CÓ GIÁ TRỊ');
  });

  test('of a whole large branch come out as one file', async () => {
    const people = Array.from({ length: 80 }, (_, index) => person({ full_name: `Đồng Chí Số ${index + 1}` }));
    expect((await print(people)).pages).toHaveLength(80);
  }, 60_000);
});
