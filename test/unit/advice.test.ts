import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contradictionsIn, thoughtsOn } from '../../src/reviews/advice.ts';
import type { ReviewItem } from '../../src/reviews/content.ts';
import { lastYearFrom } from '../../src/reviews/last-year.ts';
import { readGlossary, termsIn } from '../../src/reviews/glossary.ts';
import { foldText, isDenial } from '../../src/reviews/own-words.ts';
import type { ReviewFrame } from '../../src/reviews/questions.ts';
import { readShipped } from '../../src/node/shipped.ts';
import { signsOf } from '../../src/catalogues/rules.ts';
import { editions, form2B } from '../fixtures/paper.ts';

/** What the check page remarks on beyond what is missing, on the real form 2B and the real lists. */

function item(list: string, id: string, more: Partial<ReviewItem> = {}): ReviewItem {
  const plain = { origin: 'written', sourceText: '', sourceYear: null, sourceDue: null, handAdded: false } as const;
  return { id, list, ...plain, ...more };
}

const ITEMS = [
  item('II.1', 'one'),
  item('VI', 'two'),
  item('III', 'old', { origin: 'own_promise', sourceText: 'Hứa.' }),
];

function frameWith(more: Partial<ReviewFrame> = {}): ReviewFrame {
  return { form: form2B, a: editions.a, b: editions.b, items: ITEMS, words: 'shown', today: '2026-11-22', ...more };
}

const FINE: Record<string, string> = {
  'I.1': 'Giữ gìn đoàn kết trong chi bộ.',
  'II.1.one.text': 'Còn nể nang khi góp ý.',
  'VI.two.text': 'Góp ý thẳng thắn mỗi kỳ.',
  'VI.two.deadline': 'cả năm',
  'III.old.state': 'fixing',
  'B.I.1': '28.5',
  'B.I.2': '60',
  'B.II': 'good',
};

type Case = [name: string, change: Record<string, string>, keys: string[]];

function keysOf(kind: 'contradictions' | 'thoughts', change: Record<string, string>, frame = frameWith()): string[] {
  const value = (key: string) => ({ ...FINE, ...change })[key] ?? '';
  const found = kind === 'thoughts' ? thoughtsOn(frame, value) : contradictionsIn(frame, value);
  expect(found.every((finding) => finding.step !== '' && finding.text !== '')).toBe(true);
  return found.map((finding) => finding.key);
}

describe('statements that do not fit each other', () => {
  test.each<Case>([
    ['a review that fits', {}, []],
    ['a sign is present and II.1 names a shortcoming', { A5: 'present' }, []],
    ['a sign is present and II.1 is empty', { A5: 'present', 'II.1.one.text': '' }, ['II.1']],
    ['a sign is present and II.1 says that there is none', { B22: 'present', 'II.1.one.text': 'Không có.' }, ['II.1']],
    ['a sign to be prevented is no shortcoming', { A5: 'prevent', 'II.1.one.text': '' }, []],
    ['points within the band of the level', { 'B.I.2': '61.49' }, []],
    ['points at its upper edge belong to the next', { 'B.I.1': '30', 'B.I.2': '60' }, ['B.II']],
    ['points at its lower edge belong to it', { 'B.I.1': '20', 'B.I.2': '50' }, []],
    ['points below it', { 'B.I.1': '20', 'B.I.2': '49.99' }, ['B.II']],
    ['hundredths are summed as people do', { 'B.I.1': '29.9', 'B.I.2': '60.1', 'B.II': 'excellent' }, []],
    ['the lowest level needs no points: a case is enough', { 'B.II': 'failed' }, []],
    ['no level, no comparison', { 'B.I.1': '1', 'B.II': '' }, []],
    ['a score left out, no comparison', { 'B.I.1': '' }, []],
  ])('%s', (_, change, keys) => {
    const levels = form2B.levels.map((level) => level.key);
    const known = { excellent: levels[0] ?? '', good: levels[1] ?? '', failed: levels.at(-1) ?? '' };
    const level = change['B.II'] ?? 'good';
    const named = level === '' ? '' : known[level as keyof typeof known];
    expect(keysOf('contradictions', { ...change, 'B.II': named })).toEqual(keys);
  });

  test('the remark names the signs by their numbers and says nothing of the person', () => {
    const value = (key: string) => (['A5', 'A13', 'B22'].includes(key) ? 'present' : '');
    expect(contradictionsIn(frameWith(), value).map(({ text }) => text)).toEqual([
      'Đồng chí ghi “Có biểu hiện” ở 27 biểu hiện số 5, 13; 25 biểu hiện số 22, nhưng mục II.1 chưa nêu hạn chế, khuyết điểm nào',
    ]);
  });

  test('a sign whose words are withheld says nothing', () => {
    expect(keysOf('contradictions', { B22: 'present', 'II.1.one.text': '' }, frameWith({ words: 'withheld' }))).toEqual(
      [],
    );
  });

  test('no answer to any sign changes what is said of points and level', () => {
    const signs = [editions.a, editions.b].flatMap((edition) =>
      edition ? signsOf(edition).map((sign) => `${edition.list}${sign.no}`) : [],
    );
    const answers = editions.a.answers.map((answer) => answer.key);
    const choice = fc.dictionary(fc.constantFrom(...signs), fc.constantFrom(...answers));
    fc.assert(
      fc.property(choice, (ticks) => {
        expect(keysOf('contradictions', { ...ticks, 'B.II': 'excellent' })).toEqual(
          keysOf('contradictions', { 'B.II': 'excellent' }),
        );
        // A tick is compared with nothing but the list of shortcomings.
        expect(keysOf('thoughts', ticks).filter((key) => key !== 'II.1')).toEqual(keysOf('thoughts', {}));
      }),
    );
  });
});

describe('places worth a thought', () => {
  test.each<Case>([
    ['nothing to remark', {}, []],
    ['a section of three words', { 'I.1': 'Giữ đoàn kết.' }, ['I.1']],
    ['four words are enough', { 'I.1': 'Giữ gìn đoàn kết' }, []],
    ['an entry of two words', { 'II.1.one.text': 'Nể nang.' }, ['II.1.one.text']],
    ['"Không." in V, which may stay empty', { V: 'Không.' }, []],
    ['two words in V', { V: 'Chưa tốt' }, ['V']],
    ['a promise without a deadline', { 'VI.two.deadline': '' }, ['VI.two.deadline']],
    ['an empty promise has none to miss', { 'VI.two.text': '', 'VI.two.deadline': '' }, []],
    ['fixed, without a word of result', { 'III.old.state': 'fixed' }, ['III.old.progress']],
    ['fixed, with one', { 'III.old.state': 'fixed', 'III.old.progress': 'Xong tháng 3.' }, []],
    ['not fixed, without own responsibility', { 'III.old.state': 'unfixed' }, ['III.old.responsibility']],
    ['not fixed, with it', { 'III.old.state': 'unfixed', 'III.old.responsibility': 'Do tôi.' }, []],
    ['no state yet is missing, not a thought', { 'III.old.state': '' }, []],
    ['one sign is present and II.1 names one shortcoming', { A5: 'present' }, []],
    ['two signs are present, one in each list, and II.1 names one', { A5: 'present', B22: 'present' }, ['II.1']],
    [
      'two signs are present and II.1 names none: that is no mere thought',
      { A5: 'present', A7: 'present', 'II.1.one.text': '' },
      [],
    ],
    ['signs to be prevented ask for no shortcoming', { A5: 'prevent', A7: 'prevent', B22: 'present' }, []],
  ])('%s', (_, change, keys) => {
    expect(keysOf('thoughts', change)).toEqual(keys);
  });
});

describe('signs the author says of himself, beside his shortcomings', () => {
  const two = frameWith({ items: [...ITEMS, item('II.1', 'more')] });
  const signs = { A5: 'present', A13: 'present', B22: 'present' };
  const remarks = (change: Record<string, string>, frame = two) => {
    const value = (key: string) => ({ ...FINE, ...signs, ...change })[key] ?? '';
    return thoughtsOn(frame, value).map(({ kind, key, text }) => ({ kind, key, text }));
  };

  test('are named by their numbers while there are fewer shortcomings, and nobody is told what to write', () => {
    expect(remarks({ 'II.1.more.text': 'Còn chậm trả lời dân.' })).toEqual([
      {
        kind: 'thought',
        key: 'II.1',
        text: 'Mục II.1 nêu 2 hạn chế, khuyết điểm; đồng chí ghi “Có biểu hiện” ở 27 biểu hiện số 5, 13; 25 biểu hiện số 22. Một hạn chế có thể nói về nhiều biểu hiện: nếu đã đủ, đồng chí cứ để nguyên',
      },
    ]);
  });

  test('an entry that says “Không có.”, or nothing, names no shortcoming', () => {
    for (const text of ['Không có.', '', ' '])
      expect(remarks({ 'II.1.more.text': text })[0]?.text).toContain('nêu 1 hạn chế');
  });

  test('as many shortcomings as signs, whatever they say, and there is no remark', () => {
    const three = frameWith({ items: [...ITEMS, item('II.1', 'more'), item('II.1', 'third')] });
    const words = { 'II.1.more.text': 'Một chuyện khác hẳn.', 'II.1.third.text': 'Lại một chuyện khác.' };
    expect(remarks(words, three)).toEqual([]);
  });

  test('a sign whose words are withheld is no part of it', () => {
    const withheld = frameWith({ words: 'withheld' });
    const [remark] = remarks({}, withheld);
    expect(remark?.text).toContain('ở 27 biểu hiện số 5, 13. Một');
  });
});

describe('last year', () => {
  const last = {
    content: {
      year: 2025,
      fields: {
        'I.1': ' Đoàn kết với đồng chí. ',
        'VI.x.text': 'Họp đúng giờ.',
        'VI.x.deadline': 'quý I',
        V: 'Không có.',
      },
      items: [item('VI', 'x')],
    },
    form: form2B,
  };
  const lastYear = lastYearFrom(last, { form: form2B, year: 2026 });

  test.each([
    ['I.1', 'Đoàn kết với đồng chí', true],
    ['I.1', '\n Đoàn  kết với đồng chí!…', true],
    ['I.1', 'Đoàn kết với các đồng chí.', false],
    ['I.1', '', false],
    ['I.2', 'Đoàn kết với đồng chí.', false],
    ['VI.new.text', '“Họp đúng giờ”', true],
    ['VI.new.deadline', 'quý I', null],
    ['V', 'Không có', false],
    ['III.old.progress', 'Họp đúng giờ.', null],
    ['A5.evidence', 'Họp đúng giờ.', null],
    ['B.II', 'good', null],
  ])('%s: %j → %s', (key, text, same) => {
    expect(lastYear.isSame(key, text)).toBe(same);
  });

  test('is shown field by field, a list with its entries, under its year', () => {
    const field = (key: string) =>
      form2B.parts
        .flatMap((part) => part.sections.flatMap((section) => section.fields))
        .find((one) => one.key === key)!;
    expect(lastYear.textOf(field('VI'))).toEqual({
      summary: 'Năm trước đồng chí viết',
      label: null,
      entries: [{ heading: 'Phương hướng, biện pháp 1', lines: ['Họp đúng giờ.', 'Thời hạn: quý I'] }],
    });
    expect(lastYear.textOf(field('I.2'))).toBeNull();
    expect(lastYear.textOf(field('III'))).toBeNull();
    const older = lastYearFrom(last, { form: form2B, year: 2027 });
    expect(older.textOf(field('I.1'))?.summary).toBe('Năm 2025 đồng chí viết');
  });

  test('equal text is worth a thought', () => {
    const value = (key: string) => ({ ...FINE, 'I.1': 'Đoàn kết với đồng chí' })[key] ?? '';
    expect(thoughtsOn(frameWith(), value, lastYear.isSame).map(({ text }) => text)).toEqual([
      'Mục I.1: đoạn này giống hệt năm trước',
    ]);
  });
});

test('folding keeps words and marks of Vietnamese apart', () => {
  expect(foldText('  “Má”… ')).toBe('Má');
  expect(foldText('ma')).not.toBe(foldText('má'));
  expect(['Không', 'Không có.', 'Chưa có!'].every(isDenial)).toBe(true);
  expect(isDenial('Không họp đúng giờ')).toBe(false);
});

test('every word of the glossary stands in the signs, and only those of a text are found', async () => {
  const terms = readGlossary((await readShipped()).glossary);
  const texts = [editions.a, editions.b].flatMap((edition) =>
    (edition?.groups ?? []).flatMap((group) => [group.title, ...group.signs.map((sign) => sign.text)]),
  );
  expect(termsIn(terms, texts)).toEqual(terms);
  expect(termsIn(terms, ['Tâm lý BÀN LÙI']).map(({ term }) => term)).toEqual(['bàn lùi']);
  expect(terms.length).toBeGreaterThanOrEqual(12);
});
