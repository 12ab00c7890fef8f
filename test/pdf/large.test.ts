import { describe, expect, test } from 'vitest';
import { helpSheet, renderHelpSheet } from '../../src/assistance/print.ts';
import { loadReview } from '../../src/reviews/loaded.ts';
import { largePaper, renderLargePaper } from '../../src/reviews/print-large.ts';
import { saveFields } from '../../src/reviews/saving.ts';
import { actorFor, type AuthorWorld, authorWorld, beginComplete } from '../helpers/author.ts';
import { flowing, testRenderer } from '../helpers/printer.ts';
import { type ReadPdf, readPdf } from '../helpers/pdf-reader.ts';

const renderer = testRenderer();

async function print(world: AuthorWorld, id: string, helper: string | null): Promise<ReadPdf> {
  const review = await loadReview(world.deps, id);
  const paper = largePaper(review, { helper, at: '2026-11-22T02:41:05.000Z', rehearsal: world.deps.rehearsal });
  return readPdf(await renderer.render(renderLargePaper(paper)));
}

describe('a review in large letters', () => {
  test('is all there in 18 pt, the form before the signs, and ends with both hands', async () => {
    const world = await authorWorld({ rehearsal: true });
    const id = await beginComplete(world);
    const pdf = await print(world, id, 'Lê Văn Giúp');
    const text = flowing(pdf.pages.map((page) => page.text).join(' '));
    const places = [
      'Phạm Thị Tự Soi',
      'Giữ gìn phẩm chất chính trị',
      'Còn nể nang trong phê bình.',
      '27 biểu hiện: I.',
    ].map((words) => text.indexOf(words));
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual(places.toSorted((left, right) => left - right));
    const runs = pdf.pages.flatMap((page) => page.runs);
    expect(runs.filter(({ font, embedded }) => !font.startsWith('Tinos') || !embedded)).toEqual([]);
    const said = runs.filter((run) => /nể nang|Hoàn thành 12|Không có biểu hiện/.test(run.text));
    expect(said.length).toBeGreaterThan(20);
    expect(new Set(said.map(({ points }) => Math.round(points)))).toEqual(new Set([18]));
    const last = flowing(pdf.pages.at(-1)?.text ?? '');
    expect(last).toMatch(/Đây là lời của tôi\..*Người nhập giúp.*Người tự kiểm điểm.*Lê Văn Giúp.*Phạm Thị Tự Soi/);
    for (const page of pdf.pages) expect(page.text).toContain('BẢN NHÁP · BẢN TẬP HUẤN – KHÔNG CÓ GIÁ TRỊ');
    expect([pdf.lang, pdf.tagged, pdf.title]).toEqual(['vi', true, 'Bản đọc lại, chữ lớn – Phạm Thị Tự Soi']);
  });

  test('parts no heading from what follows it, and lets a long text run on', async () => {
    const world = await authorWorld();
    const id = await beginComplete(world);
    const review = await loadReview(world.deps, id);
    const value = Array.from({ length: 80 }, (_, line) => `Dòng ${line + 1}: dự đủ các kỳ sinh hoạt chi bộ trong năm.`);
    const version = review.fields.get('I.1')?.version ?? 0;
    await saveFields(world.deps, actorFor(world.author), review, [{ key: 'I.1', value: value.join('\n'), version }]);
    const pdf = await print(world, id, null);
    const ends = pdf.pages.map((page) => page.lines.filter(({ text }) => text !== 'BẢN NHÁP').at(-1));
    expect(ends.filter((line) => Math.round(line?.points ?? 0) === 20)).toEqual([]);
    const text = flowing(pdf.pages.map((page) => page.text).join(' '));
    expect(value.filter((line) => !text.includes(line))).toEqual([]);
    expect(text).not.toContain('Người nhập giúp');
  });
});

test('the sheet of codes fits its page with the longest names, and its codes can be read from afar', async () => {
  const codes = ['ABCD-EFGH-JKLM', 'NPQR-STUV-WXYZ', '2345-6789-ABCD', 'WWWW-MMMM-WWWW'];
  const sheet = helpSheet({
    unit: `Chi bộ ${'Trung tâm Phục vụ hành chính công '.repeat(3)}`.trim(),
    address: 'http://tu-soi.van-phong-dang-uy-phuong-hoa-sua.lan:2424',
    rehearsal: true,
    fullName: 'Công Tằng Tôn Nữ Nguyễn Thị Phương Thảo Nguyên Hoàng Anh Thư',
    userName: 'cong.tang.ton.nu.nguyen.thi.phuong.12',
    codes,
    validUntil: '2026-12-22T02:41:05.000Z',
    maker: 'Nguyễn Hoàng Thị Bích Phương Thảo Nguyên',
  });
  const pdf = await readPdf(await renderer.render(renderHelpSheet(sheet)));
  expect(pdf.pages).toHaveLength(1);
  const runs = pdf.pages[0]?.runs ?? [];
  const shown = runs.filter(({ text }) => codes.includes(text.trim()));
  expect(shown.map(({ points }) => Math.round(points))).toEqual([28, 28, 28, 28]);
  expect(flowing(pdf.text)).toContain('BẢN TẬP HUẤN – KHÔNG CÓ GIÁ TRỊ');
});
