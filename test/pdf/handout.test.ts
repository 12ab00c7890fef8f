import { describe, expect, test } from 'vitest';
import { handoutPaper, renderHandout } from '../../src/catalogues/handout.ts';
import type { CatalogueEdition } from '../../src/catalogues/edition.ts';
import { type ProvisionalWords, signsOf } from '../../src/catalogues/rules.ts';
import { authorWorld } from '../helpers/author.ts';
import { editions } from '../fixtures/paper.ts';
import { readPdf, type ReadPdf, tagsOf } from '../helpers/pdf-reader.ts';
import { flowing, testRenderer } from '../helpers/printer.ts';

const renderer = testRenderer();
/** 9,5 pt, as the PDF rounds it. */
const SMALLEST = 9.49;
const a = editions.a;
const b = editions.b as CatalogueEdition;

async function print(words: ProvisionalWords, rehearsal = false, lists = [a, b]): Promise<ReadPdf> {
  const paper = handoutPaper(
    lists.map((edition) => ({ edition, words })),
    rehearsal,
  );
  return readPdf(await renderer.render(renderHandout(paper)));
}

/** As a reader would copy it; a sign's number hangs beside its first line. */
function textOf(paper: ReadPdf, page: number): string {
  return flowing(paper.pages[page]?.text ?? '');
}

function items(paper: ReadPdf, page: number): string[] {
  const read = paper.pages[page];
  return read
    ? tagsOf(read, 'LI')
        .map((tag) => flowing(tag.text).trim())
        .filter(Boolean)
    : [];
}

describe('the two lists on two pages', () => {
  test.each<{ name: string; words: ProvisionalWords; rehearsal: boolean }>([
    { name: 'in rehearsal', words: 'shown', rehearsal: true },
    { name: 'with our words withheld', words: 'withheld', rehearsal: false },
    { name: 'with our words by decision', words: { decision: '15-QĐ/ĐU', date: '2026-10-01' }, rehearsal: false },
  ])('$name: exactly two pages, 27 and 25 signs, in Tinos, none smaller than 9,5 pt', async ({ words, rehearsal }) => {
    const paper = await print(words, rehearsal);
    expect(paper.pages).toHaveLength(2);
    expect([items(paper, 0).length, items(paper, 1).length]).toEqual([27, 25]);
    const runs = paper.pages.flatMap((page) => page.runs);
    expect(runs.filter(({ font, embedded }) => !font.startsWith('Tinos') || !embedded)).toEqual([]);
    expect(Math.min(...runs.map(({ points }) => points))).toBeGreaterThanOrEqual(SMALLEST);
    for (const page of paper.pages)
      for (const line of page.lines)
        expect([line.text, line.x > 17.5 && line.right < 196.7]).toEqual([line.text, true]);
    expect([paper.lang, paper.tagged, paper.title]).toEqual(['vi', true, 'Tờ rơi: 27 biểu hiện và 25 biểu hiện']);
    expect(textOf(paper, 0)).toContain('04-NQ/TW, ngày 30-10-2016');
    expect(textOf(paper, 1)).toContain('24-CT/TU, ngày 07-8-2023');
    for (const page of paper.pages) expect(page.text.includes('BẢN TẬP HUẤN – KHÔNG CÓ GIÁ TRỊ')).toBe(rehearsal);
  });

  test('every sign stands there whole, with its mark, and the marks are explained', async () => {
    const paper = await print('shown', true);
    for (const [page, edition] of [a, b].entries()) {
      const shown = items(paper, page);
      const wrong = signsOf(edition).filter(({ no, text }, index) => {
        const item = shown[index] ?? '';
        return !item.startsWith(`${no}.`) || !item.includes(flowing(text)) || !/\(\*+\)$/.test(item);
      });
      expect(wrong.map(({ no }) => no)).toEqual([]);
    }
    expect(items(paper, 1)[4]).toMatch(/\[…\] \(\*\*\)$/);
    expect(textOf(paper, 1)).toContain('(***) “Bản soạn tạm – chờ đối chiếu”: chưa đọc được văn bản gốc');
    expect(textOf(paper, 1)).toContain('Các dòng ghi chú cho biết lời văn từ đâu ra');
  });

  test('a real campaign without a decision shows none of our words', async () => {
    const paper = await print('withheld');
    const ours = signsOf(b).filter(({ provenance }) => provenance === 'provisional');
    expect(ours.filter(({ text }) => textOf(paper, 1).includes(flowing(text)))).toEqual([]);
    expect(items(paper, 1).filter((item) => item.includes('Chưa có nội dung chính thức'))).toHaveLength(
      ours.length + 1,
    );
    expect(textOf(paper, 1)).not.toContain('Sợ sai');
  });

  test('by decision our words stand apart, in italics and with the decision', async () => {
    const paper = await print({ decision: '15-QĐ/ĐU', date: '2026-10-01' });
    const text = textOf(paper, 1);
    const heading = text.indexOf('NỘI DUNG THAM KHẢO DO ĐƠN VỊ SOẠN TẠM');
    expect(heading).toBeGreaterThan(text.indexOf('5. '));
    expect(text.indexOf('6t.')).toBeGreaterThan(heading);
    expect(text).toContain('15-QĐ/ĐU, ngày 01-10-2026');
    const line = paper.pages[1]?.runs.find((run) => run.text.includes('phân công, điều động'));
    expect(line?.font).toBe('Tinos-Italic');
  });

  test('official words need no marks; far longer ones run on rather than shrink, and lose nothing', async () => {
    const longer = (edition: CatalogueEdition): CatalogueEdition => ({
      ...edition,
      groups: edition.groups.map((group) => ({
        ...group,
        signs: group.signs.map((sign) => ({
          ...sign,
          provenance: 'official' as const,
          text: `${sign.text} ${sign.text}`,
        })),
      })),
    });
    const paper = await print('withheld', false, [longer(a), longer(b)]);
    expect(Math.min(...paper.pages.flatMap((page) => page.runs.map(({ points }) => points)))).toBeGreaterThanOrEqual(
      SMALLEST,
    );
    expect(paper.pages.flatMap((_, page) => items(paper, page))).toHaveLength(52);
    expect(paper.text).not.toContain('(*)');
    expect(paper.text).not.toContain('ghi chú');
  });
});

describe('GET /danh-muc/to-roi.pdf', () => {
  test('gives the sheet to whoever is signed in, links to it, and logs the print', async () => {
    const { browser, deps } = await authorWorld({ pdf: renderer });
    expect(await (await browser.get('/danh-muc')).text()).toContain('href="/danh-muc/to-roi.pdf"');
    const answer = await browser.get('/danh-muc/to-roi.pdf');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    const paper = await readPdf(new Uint8Array(await answer.arrayBuffer()));
    expect(paper.pages).toHaveLength(2);
    expect(paper.text).toContain('Chưa có nội dung chính thức');
    const logged = await deps.store.db
      .selectFrom('audit')
      .where('action', '=', 'paper-printed')
      .select(['subject_kind', 'detail'])
      .execute();
    expect(logged).toEqual([{ subject_kind: 'catalogue', detail: 'a-27-v1 b-25-v1' }]);
  });

  test('sends others to sign in, and logs no print', async () => {
    const { as, deps } = await authorWorld();
    const answer = await (await as(null)).get('/danh-muc/to-roi.pdf');
    expect(answer.status).toBe(303);
    expect(await deps.store.db.selectFrom('audit').where('action', '=', 'paper-printed').selectAll().execute()).toEqual(
      [],
    );
  });
});
