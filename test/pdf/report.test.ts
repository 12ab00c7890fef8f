import { describe, expect, test } from 'vitest';
import type { ReportContent } from '../../src/reports/content.ts';
import { reportPaper } from '../../src/reports/print.ts';
import { renderDocument } from '../../src/views/document.ts';
import { reportContent } from '../fixtures/report.ts';
import { readPdf } from '../helpers/pdf-reader.ts';
import { flowing, testRenderer } from '../helpers/printer.ts';

const renderer = testRenderer();

async function printed(more: Partial<ReportContent> = {}) {
  const html = renderDocument(reportPaper(reportContent(more), { rehearsal: false }));
  return readPdf(await renderer.render(html));
}

describe('the branch’s report on paper', () => {
  test('as a draft says which one, leaves number and day to the hand, and what is still to be written', async () => {
    const { text } = await printed();
    const words = flowing(text);
    for (const part of [
      'CHI BỘ TỔ DÂN PHỐ SỐ 12',
      'Số ……-BC/CB',
      'Dự thảo lần 2',
      'ngày …… tháng …… năm ………',
      'BÁO CÁO kết quả kiểm điểm, đánh giá, xếp loại chất lượng năm 2026 -----',
      'I. TÌNH HÌNH CHUNG',
      '(Chưa ghi.)',
      'V. KIẾN NGHỊ, ĐỀ XUẤT Không có.',
      // Side by side on the paper, so line by line in its text.
      'Nơi nhận: T/M CHI ỦY - Đảng ủy phường Mây Trắng; BÍ THƯ - Lưu Chi bộ. Nguyễn Thị Thử',
    ]) {
      expect(words).toContain(part);
    }
  });

  test('once signed has its number and day, and leaves out what nobody wrote, numbers closing up', async () => {
    const { text } = await printed({ draft: null, number: 5, datedOn: '2026-12-07' });
    const words = flowing(text);
    expect(words).toContain('Số 05-BC/CB');
    expect(words).toContain('Hà Nội, ngày 07 tháng 12 năm 2026');
    expect(words).not.toMatch(/Dự thảo|Chưa ghi\.|Nguyên nhân/);
    expect(words).toContain('2. Cuộc họp kiểm điểm');
    expect(words).toContain('2. Kết quả khắc phục hạn chế');
    expect(words).toContain('IV. KIẾN NGHỊ, ĐỀ XUẤT');
  });

  test('writes every number of its charts beside the bar, with its share', async () => {
    const words = flowing((await printed()).text);
    expect(words).toContain('Tốt 7 (63,6 %)');
    expect(words).toContain('Đã khắc phục 10 (62,5 %)');
    expect(words).toContain('Chưa khắc phục 1 (6,3 %)');
  });

  test('tells who is not reviewed and why, and a dash for every total that must stay hidden', async () => {
    const words = flowing((await printed()).text);
    expect(words).toContain('Trần Văn Mẫu Chưa nộp bản kiểm điểm (chưa ghi lý do)');
    expect(words).toContain('Lê Thị Nghỉ Được miễn công tác và sinh hoạt đảng; Quyết định 05-QĐ/ĐU');
    expect(words).toContain('Số 1 – – –');
    expect(words).toContain('25 biểu hiện: không tổng hợp vì dưới 5 đảng viên.');
  });

  test('of a branch without a chi ủy is signed for the branch', async () => {
    const content = reportContent();
    const { text } = await printed({ unit: { ...content.unit, hasCommittee: false }, collective: null });
    expect(flowing(text)).toContain('T/M CHI BỘ');
    expect(flowing(text)).toContain('kiểm điểm cùng cấp ủy cấp trên trực tiếp.');
  });

  test('of a branch of 400 names everybody', async () => {
    const one = reportContent().proposals.at(-1);
    if (!one) throw new Error('the example has proposals');
    const proposals = Array.from({ length: 400 }, (_, index) => ({ ...one, name: `Trần Văn Mẫu ${index + 1}` }));
    const { text, pages } = await printed({ proposals, draft: null, number: 5, datedOn: '2026-12-07' });
    expect(flowing(text)).toContain('Trần Văn Mẫu 400');
    expect(pages.length).toBeGreaterThan(8);
  }, 60_000);
});
