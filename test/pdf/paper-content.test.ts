import { beforeAll, describe, expect, test } from 'vitest';
import { signsOf } from '../../src/catalogues/rules.ts';
import { blankPaper, renderReviewPaper, reviewPaper, type PaperOptions } from '../../src/reviews/print.ts';
import type { ReviewContent } from '../../src/reviews/content.ts';
import { ACCENTED_LETTERS } from '../fixtures/letters.ts';
import { editions, form2B, sampleReview } from '../fixtures/paper.ts';
import { readPdf, tagsOf, type ReadPage, type ReadPdf } from '../helpers/pdf-reader.ts';
import { flowing, printPaper, testRenderer } from '../helpers/printer.ts';

const renderer = testRenderer();

function print(changes: Partial<ReviewContent> = {}, options: Partial<PaperOptions> = {}): Promise<ReadPdf> {
  return printPaper(
    renderer,
    reviewPaper(sampleReview(changes), form2B, editions, { annex: false, rehearsal: false, ...options }),
  );
}

function fieldsWith(fields: Record<string, string>): Partial<ReviewContent> {
  return { fields: { ...sampleReview().fields, ...fields } };
}

describe('the file', () => {
  let paper: ReadPdf;

  beforeAll(async () => {
    paper = await print({}, { annex: true, rehearsal: true });
  });

  test('is tagged, in Vietnamese, and bears a title', () => {
    expect(paper).toMatchObject({ tagged: true, lang: 'vi' });
    expect(paper.title).toBe('Bản kiểm điểm, tự đánh giá, xếp loại cá nhân năm 2026 – Nguyễn Thị Thử Nghiệm');
  });

  test('uses Tinos in three styles and nothing else, all embedded', () => {
    const runs = paper.pages.flatMap((page) => page.runs);
    expect(new Set(runs.map((run) => run.font))).toEqual(new Set(['Tinos-Regular', 'Tinos-Bold', 'Tinos-Italic']));
    expect(runs.filter((run) => !run.embedded)).toEqual([]);
  });

  test('copied text is NFC', () => {
    expect(paper.text).toBe(paper.text.normalize('NFC'));
  });

  test('headings, lists and tables are tagged as what they are', () => {
    const roles = (role: string) =>
      paper.pages.flatMap((page) => tagsOf(page, role).map((tag) => flowing(tag.text).trim()));
    expect(roles('H1')).toEqual(['BẢN KIỂM ĐIỂM, TỰ ĐÁNH GIÁ, XẾP LOẠI CÁ NHÂN']);
    expect(roles('H2')).toEqual(expect.arrayContaining(['A. NỘI DUNG KIỂM ĐIỂM', 'B. NỘI DUNG TỰ ĐÁNH GIÁ, XẾP LOẠI']));
    expect(roles('H3').filter((text) => /^[IV]+\. /.test(text))).toHaveLength(8);
    expect(roles('LI').filter((text) => text.startsWith('a) Trả chậm 12 hồ sơ'))).toHaveLength(1);
    expect(roles('TH')).toEqual(expect.arrayContaining(['Stt', 'Biểu hiện', 'Kết quả tự soi, tự sửa']));
    const tables = roles('Table').map((text) => text.slice(0, 12));
    expect(new Set(tables)).toEqual(new Set(['Stt Nhiệm vụ', 'Số Biểu hiện']));
  });

  test('every word a reader hears is inside the tags, page numbers and stamps are not', () => {
    for (const page of paper.pages) {
      const heard = flowing(page.tags.map((tag) => tag.text).join(' '));
      for (const word of ['BẢN TẬP HUẤN', 'KHÔNG CÓ GIÁ TRỊ']) expect(heard).not.toContain(word);
    }
    expect(flowing(paper.pages[0]?.tags[0]?.text ?? '')).toContain('Họ và tên: Nguyễn Thị Thử Nghiệm');
  });
});

describe('letters', () => {
  test('all 134 accented letters come back whole in four styles', async () => {
    const all = ACCENTED_LETTERS.join(' ');
    const styles = ['400 normal', '700 normal', '400 italic', '700 italic'];
    const lines = styles.map(
      (style) => `<p style="font:${style.split(' ')[1]} ${style.split(' ')[0]} 14pt Tinos">${all}</p>`,
    );
    const html = `<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Chữ</title></head><body>${lines.join('')}</body></html>`;
    const paper = await readPdf(await renderer.render(html));
    for (const font of ['Tinos-Regular', 'Tinos-Bold', 'Tinos-Italic', 'Tinos-BoldItalic']) {
      const text = paper.pages
        .flatMap((page) => page.lines.filter((line) => line.font === font).map((line) => line.text))
        .join(' ');
      expect([font, flowing(text)]).toEqual([font, all]);
    }
  });

  test('letters that came apart (NFD) are printed whole', async () => {
    const words = 'Tôi đã nghiêm túc thực hiện những điều đảng viên không được làm.';
    const paper = await print(fieldsWith({ 'I.1': words.normalize('NFD') }));
    expect(flowing(paper.text)).toContain(words);
  });

  test('a draft with letters the font lacks prints in its own font, each of them a mark', async () => {
    const typed = '\uF0B7 Tốt 👍, 漢 \u{10FFFF}\uE123';
    const paper = await print({ ...fieldsWith({ 'I.1': typed }), signedOn: null });
    expect(flowing(paper.text)).toContain('\uFFFD Tốt \uFFFD, \uFFFD \uFFFD\uFFFD');
    expect(paper.pages.flatMap((page) => page.runs).every((run) => run.font.startsWith('Tinos'))).toBe(true);
  });

  test('what looks like markup is printed as it was typed', async () => {
    const typed = 'Tỷ lệ <b>98%</b> & "đúng hạn" {{x}} </p><script>1</script>';
    const paper = await print(fieldsWith({ 'I.1': typed }));
    expect(flowing(paper.text)).toContain(typed);
  });
});

describe('the form filled in', () => {
  test('prints every heading and label of the form in its own words', async () => {
    const text = flowing((await print()).text);
    for (const part of form2B.parts) {
      expect(text).toContain(`${part.number} ${part.heading}`);
      for (const section of part.sections) {
        expect(text).toContain(`${section.number} ${section.heading}`);
        for (const field of section.fields) if (field.label) expect(text).toContain(`${field.number} ${field.label}`);
      }
    }
  });

  test('IV and V say "Không có." when empty', async () => {
    const text = flowing(
      (await print({ ...fieldsWith({ V: ' \n ' }), items: sampleReview().items.filter((item) => item.list !== 'IV') }))
        .text,
    );
    expect(text).toContain('được gợi ý kiểm điểm (nếu có) Không có. V.');
    expect(text).toContain('khuyết điểm của tập thể (nếu có) Không có. VI.');
  });

  test('III goes item by item: the matter, whose it is, its state, and what was written to it', async () => {
    const text = flowing((await print()).text);
    expect(text).toContain(
      '(Chi bộ kết luận, chỉ ra năm 2025) - Tình trạng khắc phục: Đang khắc phục - Kết quả, mức độ khắc phục: Đã góp ý',
    );
    expect(text).toContain('- Khó khăn, vướng mắc: Ngại va chạm');
    expect(text).toContain('- Trách nhiệm của cá nhân: Thuộc về bản thân tôi');
    expect(text).toContain(
      '2. Học và làm được việc ký số, trả kết quả điện tử, không nhờ người khác. (Đã đề ra tại kỳ kiểm điểm năm 2025, thời hạn 30/06/2026) - Tình trạng khắc phục: Đã khắc phục',
    );
  });

  test('a promise bears its deadline, line breaks make paragraphs, an entry without words is left out', async () => {
    const content = sampleReview(
      fieldsWith({ 'I.1': 'Đoạn thứ nhất.\r\n\r\nĐoạn thứ hai.', 'VI.VI-3.text': ' ', 'VI.VI-3.deadline': '' }),
    );
    const paper = await print(content);
    const text = flowing(paper.text);
    expect(text).toContain('vì bàn giao. (Thời hạn: 31/3/2027) 2. Góp ý');
    expect(text).not.toMatch(/ 4\. Gửi| 4\. B\./);
    const lines = paper.pages[0]?.lines.filter((line) => line.text.startsWith('Đoạn thứ')) ?? [];
    expect(lines.map((line) => Math.round(line.x))).toEqual([40, 40]);
  });

  test.each([
    [{ 'B.I.1': '27,5', 'B.I.2': '58,25' }, ['27,5/30', '58,25/70', '85,75/100']],
    [{ 'B.I.1': '0.1', 'B.I.2': '0,2' }, ['0,1/30', '0,2/70', '0,3/100']],
    [{ 'B.I.1': '30', 'B.I.2': '' }, ['30/30', ' /70', ' /100']],
  ])('points %j stand with a decimal comma, and dots where one is missing', async (fields, shown) => {
    const text = flowing((await print(fieldsWith(fields))).text);
    expect(text).toContain(`1. Nhóm tiêu chí chung: ${shown[0]}`);
    expect(text).toContain(`nhiệm vụ: ${shown[1]?.trim()}`);
    expect(text).toContain(`Tổng điểm: ${shown[2]?.trim()}`);
  });

  test('four levels with a box each, and a cross in the chosen one only', async () => {
    const { pages } = await print(fieldsWith({ 'B.II': 'completed' }));
    const lines = pages
      .flatMap((page) => page.lines.map((line) => line.text))
      .filter((text) => /oàn thành .*nhiệm vụ$/.test(text));
    expect(lines).toEqual([
      'Hoàn thành xuất sắc nhiệm vụ',
      'Hoàn thành tốt nhiệm vụ',
      '× Hoàn thành nhiệm vụ',
      'Không hoàn thành nhiệm vụ',
    ]);
  });

  test('where there is no chi ủy the branch speaks; without an agency its block is left out', async () => {
    const content = sampleReview();
    const small = {
      ...content,
      unit: { ...content.unit, hasBranchCommittee: false },
      head: { ...content.head, hasAgency: false },
    };
    const text = (await print(small)).text;
    expect(text).toContain('T/M CHI BỘ');
    expect(text).toContain('Nhận xét của chi bộ:');
    expect(text).not.toMatch(/T\/M CHI ỦY|THỦ TRƯỞNG/);
    expect((await print()).text).toMatch(/THỦ TRƯỞNG CƠ QUAN[^]*T\/M CHI ỦY[^]*T\/M ĐẢNG ỦY/);
  });

  test('the sign-off blocks are a switch of the form version', async () => {
    const paper = reviewPaper(sampleReview(), { ...form2B, printSignOff: false }, editions, {
      annex: false,
      rehearsal: false,
    });
    expect((await printPaper(renderer, paper)).text).not.toContain('NGƯỜI TỰ KIỂM ĐIỂM');
  });

  test('a draft shows what is still to be written; a submitted paper never does', async () => {
    expect((await print({ ...fieldsWith({ 'I.3': '' }), signedOn: null })).text).toContain('(Chưa ghi)');
    expect((await print(fieldsWith({ 'I.3': '' }))).text).not.toContain('(Chưa ghi)');
  });

  test('the annex of task results is a table, and is left out when nothing was written', async () => {
    const text = flowing((await print()).text);
    expect(text).toContain(
      'PHỤ LỤC KẾT QUẢ THỰC HIỆN NHIỆM VỤ (Kèm theo Bản kiểm điểm, tự đánh giá, xếp loại cá nhân năm 2026 của đồng chí Nguyễn Thị Thử Nghiệm)',
    );
    expect(text).toContain('Stt Nhiệm vụ Sản phẩm, kết quả Tiến độ Chất lượng');
    const without = await print({ items: sampleReview().items.filter((item) => item.list !== 'PL') });
    expect(without.text).not.toContain('PHỤ LỤC');
  });

  test('dotted lines stand on the blank form and where a hand is to write, nowhere else', async () => {
    const dotted = (page: ReadPage | undefined) => page?.rules.filter((rule) => rule.dotted).length ?? 0;
    expect(dotted((await print()).pages[0])).toBe(0);
    const blank = blankPaper(form2B, editions, {
      annex: true,
      rehearsal: false,
      year: 2026,
      unit: sampleReview().unit,
      provisionalWords: 'shown',
    });
    const paper = await printPaper(renderer, blank);
    expect(dotted(paper.pages[0])).toBeGreaterThan(10);
    expect(paper.title).toContain('mẫu trống');
    expect(paper.text).toContain('CHI BỘ CƠ QUAN SỐ 1');
    expect(paper.text).not.toMatch(/Không có\.|Chưa ghi|Chưa trả lời/);
    expect(flowing(paper.text)).toContain('Chưa có, nhưng cần phòng ngừa');
  });
});

describe('the annex of the signs', () => {
  test('names both documents with number and date, and holds all 52 signs with their answers', async () => {
    const text = flowing((await print({}, { annex: true })).text);
    expect(text).toContain('KẾT QUẢ TỰ SOI, TỰ SỬA THEO 27 BIỂU HIỆN VÀ 25 BIỂU HIỆN');
    expect(text).toContain('Nghị quyết 04-NQ/TW, ngày 30-10-2016');
    expect(text).toContain('Chỉ thị 24-CT/TU, ngày 07-8-2023');
    for (const edition of [editions.a, editions.b]) {
      for (const sign of edition ? signsOf(edition) : [])
        expect([sign.no, text.includes(`${sign.no} ${sign.text.slice(0, 12)}`)]).toEqual([sign.no, true]);
    }
    expect(text).toContain('Có biểu hiện');
    expect(text).toContain('Biểu hiện cụ thể: Hai lần trong năm');
    expect(text).toContain('Thời hạn: 30/6/2027');
    expect(text).toContain(
      'Ghi chú: (*) Diễn đạt rút gọn, không phải nguyên văn; (**) Diễn đạt rút gọn – nguồn công khai thiếu phần cuối; (***) Bản soạn tạm – chờ đối chiếu.',
    );
    expect(text).toContain('Sợ sai, sợ trách nhiệm (tên tạm – chờ đối chiếu)');
  });

  test('what was written to an answer that is no longer chosen is not printed', async () => {
    const text = (await print(fieldsWith({ A5: 'none', 'A5.evidence': 'lời đã bỏ' }), { annex: true })).text;
    expect(text).not.toContain('lời đã bỏ');
  });

  test('in a real campaign words of ours are withheld, with their answers', async () => {
    const text = flowing(
      (
        await print(
          { ...fieldsWith({ B8: 'present', 'B8.evidence': 'điều riêng' }), provisionalWords: 'withheld' },
          { annex: true },
        )
      ).text,
    );
    const ours = signsOf(editions.b ?? editions.a).filter((sign) => sign.provenance === 'provisional');
    const listB = text.slice(text.indexOf('Chỉ thị 24-CT/TU'));
    for (const { text: words } of ours) expect(listB).not.toContain(words.slice(0, 20));
    expect(text.match(/Chưa có nội dung chính thức/g)).toHaveLength(ours.length);
    expect(text).toContain('(phần cuối: chưa có nội dung chính thức)');
    expect(text).toContain('III. Chưa có tên chính thức');
    expect(text).not.toContain('điều riêng');
    expect(text).not.toContain('Bản soạn tạm');
  });

  test('by decision they stand apart, under their heading, numbered 6t to 25t, in italics', async () => {
    const provisionalWords = { decision: 'Nghị quyết số 12-NQ/ĐU', date: '2026-09-07' };
    const paper = await print({ provisionalWords }, { annex: true });
    const text = flowing(paper.text);
    const [before = '', after = ''] = text.split(
      'NỘI DUNG THAM KHẢO DO ĐƠN VỊ SOẠN TẠM – KHÔNG PHẢI VĂN BẢN CỦA THÀNH ỦY',
    );
    expect(after).toContain('(Sử dụng theo quyết định của cấp ủy: Nghị quyết số 12-NQ/ĐU, ngày 07-9-2026)');
    for (let no = 6; no <= 25; no += 1) expect([no, after.includes(` ${no}t `)]).toEqual([no, true]);
    expect(before).not.toMatch(/ \d+t /);
    expect(after).not.toContain('Có biểu hiện suy thoái về tư tưởng');
    const first = paper.pages
      .flatMap((page) => page.runs)
      .find((run) => run.text.startsWith('Không chấp hành, hoặc chấp'));
    expect(first?.font).toBe('Tinos-Italic');
  });

  test('list B is left out where it is not part of the review', async () => {
    const paper = reviewPaper(
      sampleReview({ editionB: null }),
      form2B,
      { a: editions.a, b: null },
      { annex: true, rehearsal: false },
    );
    const { text } = await printPaper(renderer, paper);
    expect(text).toContain('THEO 27 BIỂU HIỆN');
    expect(text).not.toContain('25 BIỂU HIỆN');
  });

  test('nothing in the annex counts, scores or ranks', () => {
    const html = renderReviewPaper(reviewPaper(sampleReview(), form2B, editions, { annex: true, rehearsal: false }));
    expect(html.slice(html.indexOf('KẾT QUẢ TỰ SOI'))).not.toMatch(/Tổng số|Tỷ lệ|điểm số|xếp hạng/);
  });
});
