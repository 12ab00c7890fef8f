import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { describe, expect, test } from 'vitest';
import { beginMergedPdf, type MergedPaper, UnreadablePdf } from '../../src/files/merged-pdf.ts';
import { countPaper } from '../../src/meetings/print-count.ts';
import { invitationPaper } from '../../src/meetings/print-invitation.ts';
import { minutesPaper } from '../../src/meetings/print-minutes.ts';
import { renderReviewPaper, reviewPaper } from '../../src/reviews/print.ts';
import { renderDocument } from '../../src/views/document.ts';
import { count, gatheredOf, PEOPLE, personId, votes } from '../fixtures/meeting.ts';
import { editions, form2B, sampleReview } from '../fixtures/paper.ts';
import { readPdf, tagsOf } from '../helpers/pdf-reader.ts';
import { testRenderer } from '../helpers/printer.ts';

const renderer = testRenderer();
const gathered = gatheredOf(PEOPLE, { counts: new Map([0, 1, 2].map((index) => count(personId(index), votes(1, 2)))) });
const print = { rehearsal: false };

async function papers(): Promise<MergedPaper[]> {
  const invitation = await renderer.render(
    renderDocument(invitationPaper(gathered, { ...print, each: true, signer: undefined })),
  );
  const review = await renderer.render(
    renderReviewPaper(reviewPaper(sampleReview(), form2B, editions, { annex: true, rehearsal: false })),
  );
  const minutes = await renderer.render(renderDocument(minutesPaper(gathered, print)));
  const table = await renderer.render(renderDocument(countPaper(gathered, print)));
  return [
    { bytes: invitation, chapter: 'Giấy mời họp chi bộ', title: 'Giấy mời họp chi bộ', pageLabel: '1.' },
    { bytes: review, chapter: 'Bản kiểm điểm cá nhân', title: 'Nguyễn Thị Ước', pageLabel: '2.' },
    { bytes: review, chapter: 'Bản kiểm điểm cá nhân', title: 'Đỗ Văn Ẩn', pageLabel: '3.' },
    { bytes: minutes, chapter: 'Biên bản họp chi bộ', title: 'Biên bản họp chi bộ', pageLabel: '4.' },
    { bytes: table, chapter: 'Biên bản kiểm phiếu', title: 'Biên bản kiểm phiếu', pageLabel: '5.' },
  ];
}

async function merged(all: readonly MergedPaper[]): Promise<{ bytes: Uint8Array; pages: number }> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const file = await beginMergedPdf((piece) => Promise.resolve(void pieces.push(Uint8Array.from(piece))), {
    title: 'Hồ sơ kiểm điểm năm 2026, Chi bộ Số 1',
  });
  for (const paper of all) await file.add(paper);
  const pages = await file.end();
  return { bytes: new Uint8Array(await new Blob(pieces).arrayBuffer()), pages };
}

describe('many papers in one PDF', () => {
  test('every page of every paper, in order, with its whole text, size and face', async () => {
    const all = await papers();
    const whole = await readPdf((await merged(all)).bytes);
    const single = (await Promise.all(all.map(({ bytes }) => readPdf(bytes)))).flatMap(({ pages }) => pages);
    expect(whole.pages).toHaveLength(single.length);
    expect(whole.pages.map(({ text }) => text)).toEqual(single.map(({ text }) => text));
    expect(whole.pages.map(({ width, height }) => [width, height])).toEqual(
      single.map(({ width, height }) => [width, height]),
    );
    const runs = whole.pages.flatMap((page) => page.runs);
    expect(runs.filter(({ font, embedded }) => !font.startsWith('Tinos') || !embedded)).toEqual([]);
  });

  test('title, language, and the tags of each paper under one root, so that all of it can be read aloud', async () => {
    const all = await papers();
    const { bytes } = await merged(all);
    const whole = await readPdf(bytes);
    expect([whole.title, whole.lang, whole.tagged]).toEqual(['Hồ sơ kiểm điểm năm 2026, Chi bộ Số 1', 'vi', true]);
    const single = (await Promise.all(all.map(({ bytes: own }) => readPdf(own)))).flatMap(({ pages }) => pages);
    for (const role of ['P', 'TH', 'TD']) {
      const spoken = (pages: typeof single) => pages.map((page) => tagsOf(page, role).map(({ text }) => text));
      expect(spoken(whole.pages)).toEqual(spoken(single));
    }
    expect(whole.pages.flatMap((page) => tagsOf(page, 'TH')).length).toBeGreaterThan(3);
  });

  test('bookmarks by kind and person lead to the first page of each, and pages are numbered paper by paper', async () => {
    const all = await papers();
    const { bytes } = await merged(all);
    const lengths = (await Promise.all(all.map(({ bytes: own }) => readPdf(own)))).map(({ pages }) => pages.length);
    const task = getDocument({ data: Uint8Array.from(bytes), verbosity: 0 });
    const document = await task.promise;
    const outline = await document.getOutline();
    const named = outline.map(({ title, items }) => [
      title,
      ...(items as { title: string }[]).map((item) => item.title),
    ]);
    expect(named).toEqual([
      ['Giấy mời họp chi bộ'],
      ['Bản kiểm điểm cá nhân', 'Nguyễn Thị Ước', 'Đỗ Văn Ẩn'],
      ['Biên bản họp chi bộ'],
      ['Biên bản kiểm phiếu'],
    ]);
    const people = outline[1]?.items as { dest: unknown[] }[];
    const targets = [outline[0], ...people, outline[2], outline[3]].map(
      (item) => (item as { dest: unknown[] }).dest[0],
    );
    const pages = await Promise.all(targets.map((ref) => document.getPageIndex(ref as { num: number; gen: number })));
    const starts = lengths.map((_, index) => lengths.slice(0, index).reduce((sum, length) => sum + length, 0));
    expect(pages).toEqual(starts);
    const labels = await document.getPageLabels();
    expect(labels).toEqual(
      lengths.flatMap((length, paper) => Array.from({ length }, (_, page) => `${paper + 1}.${page + 1}`)),
    );
    await task.destroy();
  });

  test('something that is no PDF is refused before a byte of it is written, and the rest stands', async () => {
    const all = await papers();
    const written: Uint8Array[] = [];
    const file = await beginMergedPdf((piece) => Promise.resolve(void written.push(piece)), { title: 'Thử' });
    for (const bad of ['', 'không phải PDF', '%PDF-1.7\n1 0 obj\n<<']) {
      const before = written.length;
      const paper = { bytes: new TextEncoder().encode(bad), chapter: 'A', title: 'B', pageLabel: '1.' };
      await expect(file.add(paper)).rejects.toThrow(UnreadablePdf);
      expect(written).toHaveLength(before);
    }
    expect(await file.add(all[0] as MergedPaper)).toBeGreaterThan(0);
  });
});
