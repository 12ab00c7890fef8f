import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { documentWord, reviewWord } from '../../src/files/word.ts';
import { FormVersion } from '../../src/forms/version.ts';
import { invitationPaper } from '../../src/meetings/print-invitation.ts';
import { minutesPaper } from '../../src/meetings/print-minutes.ts';
import { criteriaIn } from '../../src/reviews/criteria.ts';
import { blankPaper, pledgePaper, renderReviewPaper, reviewPaper } from '../../src/reviews/print.ts';
import { renderDocument } from '../../src/views/document.ts';
import type { DocumentPaper } from '../../src/views/models/document.ts';
import type { ReviewPaper } from '../../src/views/models/paper.ts';
import { sampleCollective } from '../fixtures/collective.ts';
import { documentExamples } from '../fixtures/examples-document.ts';
import { examples } from '../fixtures/examples.ts';
import { gatheredOf, PEOPLE } from '../fixtures/meeting.ts';
import { editions, form2B, sampleReview } from '../fixtures/paper.ts';
import { readWord, wordsOnPaper } from '../helpers/word-reader.ts';

/** A Word copy says what the printed paper says. The PDF is made of the HTML that is compared here, and of nothing else. */

function formNamed(id: string): FormVersion {
  return FormVersion.parse(JSON.parse(readFileSync(new URL(`../../db/forms/${id}.json`, import.meta.url), 'utf8')));
}

async function expectSameWords(paper: ReviewPaper): Promise<void> {
  const word = readWord(await reviewWord(paper));
  expect(word.text).toBe(wordsOnPaper(renderReviewPaper(paper)));
  expect(word.text.length).toBeGreaterThan(500);
  expect(word.stamp).toBe(paper.stamp ?? '');
}

async function expectSameWordsIn(paper: DocumentPaper): Promise<void> {
  const word = readWord(await documentWord(paper));
  expect(word.text).toBe(wordsOnPaper(renderDocument(paper)));
  expect(word.text.length).toBeGreaterThan(100);
  expect(word.stamp).toBe(paper.stamp ?? '');
}

describe('a review in Word has the words of its paper', () => {
  const both = { annex: true, rehearsal: true };

  test.each(['2a-2025', '2b-2025', '2c-2025', '02a-2023', '02b-2023'])('written on form %s, with the annex', (id) => {
    const form = formNamed(id);
    const fields = { ...sampleReview().fields, 'I.1.level': 'average', 'VII.2': 'good' };
    return expectSameWords(reviewPaper(sampleReview({ formId: id, fields }), form, editions, both));
  });

  test.each(['2a-2025', '2b-2025', '2c-2025', '02a-2023', '02b-2023'])('form %s left blank', (id) => {
    const options = { ...both, year: null, unit: null, provisionalWords: 'withheld' as const };
    return expectSameWords(blankPaper(formNamed(id), editions, options));
  });

  test('a draft, stamped as one, without the annex', async () => {
    const draft = reviewPaper(sampleReview({ signedOn: null }), form2B, editions, { annex: false, rehearsal: true });
    expect(draft.stamp).toBe('BẢN NHÁP · BẢN TẬP HUẤN – KHÔNG CÓ GIÁ TRỊ');
    await expectSameWords(draft);
  });

  test('a collective’s', () =>
    expectSameWords(
      reviewPaper(
        sampleCollective(),
        formNamed('01-2025'),
        { a: null, b: editions.b },
        { annex: true, rehearsal: false },
      ),
    ));

  test('the pledge', () => expectSameWords(pledgePaper(sampleReview(), form2B, { rehearsal: false }) as ReviewPaper));

  test('points by criteria', () => {
    const criterion = { text: 'Giữ gìn đạo đức, lối sống; nêu gương.', points: 30 };
    const criteria = {
      id: 'bo',
      unitId: 'dv',
      name: 'Bộ tiêu chí',
      sha256: '0a',
      general: [criterion],
      results: [criterion],
    };
    const given = Object.fromEntries(criteriaIn(criteria, 'general').map(({ key }) => [key, '29.5']));
    const content = sampleReview({ criteriaSet: 'bo', fields: { ...sampleReview().fields, ...given } });
    const paper = reviewPaper(content, form2B, editions, { ...both, criteria });
    expect(paper.tables.some(({ figures }) => figures)).toBe(true);
    return expectSameWords(paper);
  });

  test.each(examples['print/review'].map((paper, index) => ({ index, paper })))(
    'every part of it (example $index)',
    ({ paper }) => expectSameWords(paper),
  );

  test('typed markup, letters that came apart, many spaces and letters XML does not know', async () => {
    const typed = '<b>98%</b> & "đúng   hạn" {{x}}\u0001 \uFFFE'.concat(' nghiêm túc'.normalize('NFD'));
    const fields = { ...sampleReview().fields, 'I.1': typed };
    const word = readWord(await reviewWord(reviewPaper(sampleReview({ fields }), form2B, editions, both)));
    expect(word.text).toContain('<b>98%</b> & "đúng hạn" {{x}} nghiêm túc');
    expect(word.part('word/document.xml')).not.toMatch(/[\u0001\uFFFE]/);
  });
});

describe('a paper in Word has the words of its paper', () => {
  test.each(documentExamples['print/document'].map((paper, index) => ({ index, paper })))(
    'with every kind of block (example $index)',
    ({ paper }) => expectSameWordsIn(paper as DocumentPaper),
  );

  test('the examples have every kind of block', () => {
    const kinds = documentExamples['print/document'].flatMap(({ documents }) =>
      documents.flatMap(({ blocks }) => blocks.map(({ kind }) => kind)),
    );
    expect(kinds).toEqual(expect.arrayContaining(KINDS));
  });

  test('a chart is its numbers in a table', async () => {
    const [example] = documentExamples['print/document'];
    const bars = [
      { label: 'Hoàn thành tốt', value: '12 (48 %)', percent: 48, shade: 'dark' },
      { label: 'Hoàn thành', value: '13 (52 %)', percent: 52, shade: 'light' },
    ];
    const blocks = [{ kind: 'chart', chart: { caption: 'Biểu đồ 1. Mức xếp loại', bars } }];
    const documents = example.documents.map((one) => ({ ...one, blocks }));
    const word = readWord(await documentWord({ ...example, documents } as unknown as DocumentPaper));
    expect(word.text).toContain('Biểu đồ 1. Mức xếp loại Hoàn thành tốt 12 (48 %) Hoàn thành 13 (52 %)');
  });

  test('minutes, and an invitation for each', async () => {
    await expectSameWordsIn(minutesPaper(gatheredOf(PEOPLE), { rehearsal: true }));
    const signer = { role: 'secretary' as const, display_name: 'Nguyễn Thị Thử' };
    await expectSameWordsIn(invitationPaper(gatheredOf(PEOPLE), { rehearsal: false, each: true, signer }));
  });

  test.each([
    { many: 1, recipients: ['Lưu Chi bộ'] },
    { many: 2, recipients: ['Lưu Chi bộ'] },
    { many: 3, recipients: [] },
    { many: 4, recipients: [] },
    { many: 0, recipients: ['Lưu Chi bộ'] },
    { many: 0, recipients: [] },
  ])('$many signatures beside $recipients', ({ many, recipients }) => {
    const [example] = documentExamples['print/document'];
    const signatures = Array.from({ length: many }, (_, index) => {
      return { authority: `CHỨC DANH ${index + 1}`, post: '', note: '', name: `Người Thứ ${index + 1}` };
    });
    const documents = example.documents.map((one) => ({ ...one, signatures, recipients }));
    return expectSameWordsIn({ ...example, documents } as unknown as DocumentPaper);
  });
});

const KINDS = ['heading', 'paragraphs', 'centred', 'pairs', 'dots', 'boxes', 'table'];

describe('the format', () => {
  const [minutes, letters] = documentExamples['print/document'] as unknown as [DocumentPaper, DocumentPaper];

  test('A4, margins of 20, 15, 20 and 30 mm, Times New Roman 14 on exactly 18 pt, first line 10 mm, in Vietnamese', async () => {
    const word = readWord(
      await reviewWord(reviewPaper(sampleReview(), form2B, editions, { annex: false, rehearsal: false })),
    );
    const xml = word.part('word/document.xml');
    expect(xml).toMatch(/<w:pgSz w:w="11906" w:h="16838" w:orient="portrait"\/>/);
    expect(xml).toMatch(/<w:pgMar w:top="1134" w:right="850" w:bottom="1134" w:left="1701" w:header="567"/);
    const body = /<w:p>(?:(?!<\/w:p>).)*Không có\.(?:(?!<\/w:p>).)*<\/w:p>/.exec(xml)?.[0] ?? '';
    expect(body).toContain('w:line="360" w:lineRule="exact"');
    expect(body).toContain('w:firstLine="567"');
    expect(body).toContain('<w:jc w:val="both"/>');
    const styles = word.part('word/styles.xml');
    expect(styles).toMatch(
      /<w:rPrDefault>.*w:ascii="Times New Roman".*<w:sz w:val="28"\/>.*w:val="vi-VN".*<\/w:rPrDefault>/,
    );
  });

  test('the number stands over every page but the first, and the stamp under all', async () => {
    const word = readWord(await documentWord(minutes));
    expect(word.part('word/document.xml')).toContain('<w:titlePg/>');
    const headers = word.parts.filter((path) => /^word\/header\d+\.xml$/.test(path)).map((path) => word.part(path));
    expect(headers.filter((xml) => xml.includes('PAGE'))).toHaveLength(1);
    const footers = word.parts.filter((path) => /^word\/footer\d+\.xml$/.test(path));
    expect(footers).toHaveLength(2);
    expect(word.stamp).toBe(minutes.stamp);
  });

  test('letters of a page each have no numbers, lie across, and have mirrored margins', async () => {
    const word = readWord(await documentWord(letters));
    expect(word.parts.filter((path) => path.startsWith('word/header'))).toEqual([]);
    expect(word.part('word/document.xml')).toContain('<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>');
    expect(word.part('word/settings.xml')).toContain('<w:mirrorMargins/>');
    expect(readWord(await documentWord(minutes)).part('word/settings.xml')).not.toContain('mirrorMargins');
  });

  test('a table’s head stands again on each page, and its rows stay whole', async () => {
    const xml = readWord(await documentWord(minutes)).part('word/document.xml');
    expect(xml.match(/<w:tblHeader\/>/g)).toHaveLength(2);
    const rows = xml.match(/<w:tr>.*?<\/w:tr>/gs) ?? [];
    expect(rows.every((row) => row.includes('<w:cantSplit/>'))).toBe(true);
  });
});
