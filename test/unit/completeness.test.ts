import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findingsOf, progressOf } from '../../src/reviews/completeness.ts';
import type { Finding } from '../../src/reviews/finding.ts';
import type { ReviewItem } from '../../src/reviews/content.ts';
import { type ReviewFrame, schemaOf } from '../../src/reviews/questions.ts';
import { editions, form2B } from '../fixtures/paper.ts';

/** Design §4b on the real form 2B and the real lists: what blocks, what warns, what is free. */

const TODAY = '2026-11-22';

function frameWith(more: Partial<ReviewFrame> = {}): ReviewFrame {
  return { form: form2B, a: editions.a, b: editions.b, items: [], words: 'shown', today: TODAY, ...more };
}

function item(list: string, id: string, more: Partial<ReviewItem> = {}): ReviewItem {
  const plain = { origin: 'written', sourceText: '', sourceYear: null, sourceDue: null, handAdded: false } as const;
  return { id, list, ...plain, ...more };
}

function findings(values: Record<string, string>, frame = frameWith(), signsRequired = false): Finding[] {
  return findingsOf(progressOf(frame, (key) => values[key] ?? '', { signsRequired }));
}

function missingKeys(values: Record<string, string>, frame = frameWith()): string[] {
  return findings(values, frame)
    .filter((finding) => finding.kind === 'missing')
    .map((finding) => finding.key);
}

const LISTS = [item('II.1', 'one'), item('VI', 'two')];

/** Everything that design §4b lets block, and nothing more. */
const POINTS = { 'B.I.1': '28.5', 'B.I.2': '60' };

const ENOUGH: Record<string, string> = {
  'H.fullName': 'Phạm Thị Tự Soi',
  'H.birthDate': '1968-05-19',
  'H.workplace': 'Phòng Thử Nghiệm',
  'I.1': 'Giữ gìn đoàn kết.',
  'I.2': 'Xong 12 việc.',
  'I.3': 'Làm đủ điều đã cam kết.',
  'II.1.one.text': 'Còn nể nang.',
  'II.2': 'Chưa mạnh dạn.',
  'VI.two.text': 'Góp ý thẳng thắn.',
  'B.II': 'good',
};

describe('what blocks submission', () => {
  test('an untouched review lacks its head, I, II, VI and the proposed level', () => {
    expect(missingKeys({}).sort()).toEqual(
      ['B.II', 'H.birthDate', 'H.fullName', 'H.workplace', 'I.1', 'I.2', 'I.3', 'II.1', 'II.2', 'VI'].sort(),
    );
  });

  test('with those written nothing blocks: points, III, IV, V and the tasks’ table may stay empty', () => {
    expect(missingKeys(ENOUGH, frameWith({ items: LISTS }))).toEqual([]);
  });

  test.each(Object.keys(ENOUGH))('%s alone left out blocks again, and the finding leads to it', (key) => {
    const { [key]: _, ...rest } = ENOUGH;
    const missing = missingKeys(rest, frameWith({ items: LISTS }));
    // A list whose only entry is empty is a list not written.
    expect(missing).toEqual([key.replace(/\.(one|two)\.text$/, '')]);
  });

  test('the finding names the place as the form does', () => {
    const texts = findings({}).map((finding) => finding.text);
    expect(texts).toContain('Chưa ghi mục I.1');
    expect(texts).toContain('Chưa ghi mục II.2');
    expect(texts).toContain('Chưa ghi họ và tên');
    expect(texts).toContain('Chưa chọn mức đề xuất xếp loại');
  });

  test('nothing is derived from points: 30 of 30 and 70 of 70 do not choose a level', () => {
    const { 'B.II': _, ...rest } = ENOUGH;
    const values = { ...rest, 'B.I.1': '30', 'B.I.2': '70' };
    expect(missingKeys(values, frameWith({ items: LISTS }))).toEqual(['B.II']);
  });
});

describe('entries of lists', () => {
  test('an entry left wholly empty does not count against its author', () => {
    const frame = frameWith({ items: [...LISTS, item('IV', 'empty'), item('PL', 'row')] });
    expect(missingKeys(ENOUGH, frame)).toEqual([]);
  });

  test('one that was begun must be complete', () => {
    const frame = frameWith({ items: [...LISTS, item('IV', 'begun'), item('PL', 'row')] });
    const values = { ...ENOUGH, 'IV.begun.issue': 'Chậm giải quyết đơn.', 'PL.row.quality': 'Đạt' };
    expect(missingKeys(values, frame)).toEqual(['IV.begun.explanation', 'PL.row.task']);
  });

  test('last year’s shortcoming asks how it stands, even if nobody touched it', () => {
    const promise = item('III', 'old', { origin: 'own_promise', sourceText: 'Họp đúng giờ.', sourceYear: 2025 });
    const frame = frameWith({ items: [...LISTS, promise] });
    expect(missingKeys(ENOUGH, frame)).toEqual(['III.old.state']);
    expect(missingKeys({ ...ENOUGH, 'III.old.state': 'unfixed' }, frame)).toEqual([]);
  });

  test('what the branch concluded is copied first, then answered', () => {
    const added = item('III', 'new', { origin: 'branch', handAdded: true });
    const frame = frameWith({ items: [...LISTS, added] });
    expect(missingKeys({ ...ENOUGH, 'III.new.state': 'fixing' }, frame)).toEqual(['III.new.source']);
  });
});

test('points left out warn, so that the paper has no gap its author did not see', () => {
  const warnings = findings(ENOUGH, frameWith({ items: LISTS })).filter((finding) => finding.key.startsWith('B.I.'));
  expect(warnings.map(({ kind, key }) => [kind, key])).toEqual([
    ['warning', 'B.I.1'],
    ['warning', 'B.I.2'],
  ]);
});

describe('signs', () => {
  const complete = frameWith({ items: LISTS });

  test('unanswered ones warn, a group at a time, with their numbers', () => {
    const warnings = findings({ ...ENOUGH, ...POINTS }, complete);
    expect(warnings.map((finding) => [finding.kind, finding.step])).toEqual(
      ['a-1', 'a-2', 'a-3', 'b-1', 'b-2', 'b-3'].map((group) => ['warning', `bieu-hien-${group}`]),
    );
    expect(warnings[0]?.text).toContain('còn 9 biểu hiện chưa trả lời (số 1, 2, 3, 4, 5, 6, 7, 8, 9)');
  });

  test('where the campaign requires them they block', () => {
    expect(findings({ ...ENOUGH, ...POINTS }, complete, true).every((finding) => finding.kind === 'missing')).toBe(
      true,
    );
  });

  test.each([
    ['none', []],
    ['outside-duty', []],
    ['prevent', ['A8.measure']],
    ['present', ['A8.evidence', 'A8.remedy']],
  ])('the answer “%s” requires %j beside it', (answer, required) => {
    expect(missingKeys({ ...ENOUGH, A8: answer }, complete)).toEqual(required);
    const filled = Object.fromEntries(required.map((key) => [key, 'Đã ghi.']));
    expect(missingKeys({ ...ENOUGH, A8: answer, ...filled }, complete)).toEqual([]);
  });

  test('what stands beside an answer that was changed afterwards is asked no more', () => {
    const values = { ...ENOUGH, A5: 'none', 'A5.evidence': 'Từng né tránh.' };
    expect(missingKeys(values, complete)).toEqual([]);
  });

  test('a withheld sign is neither answered nor unanswered', () => {
    const frame = frameWith({ items: LISTS, words: 'withheld' });
    const groups = progressOf(frame, (key) => ENOUGH[key] ?? '', { signsRequired: true });
    const counts = groups.filter((one) => one.step.kind === 'signs').map((one) => one.signs);
    expect(counts).toEqual([
      { answered: 0, all: 9 },
      { answered: 0, all: 9 },
      { answered: 0, all: 9 },
      { answered: 0, all: 5 },
      { answered: 0, all: 0 },
      { answered: 0, all: 0 },
    ]);
    expect(schemaOf(frame, 'B6')).toBeUndefined();
    expect(schemaOf(frame, 'B5')).toBeDefined();
  });

  test('a list that is no part of the review asks nothing', () => {
    const steps = findings({ ...ENOUGH, ...POINTS }, frameWith({ items: LISTS, b: null })).map(
      (finding) => finding.step,
    );
    expect(steps).toEqual(['bieu-hien-a-1', 'bieu-hien-a-2', 'bieu-hien-a-3']);
  });
});

describe('whatever is filled in', () => {
  const items = [
    ...LISTS,
    item('III', 'old', { origin: 'own_shortcoming', sourceText: 'Chậm báo cáo.', sourceYear: 2025 }),
  ];
  const frame = frameWith({ items });
  // Answers that ask nothing more: filling in a field can then only take findings away.
  const signs = [editions.a, editions.b].flatMap((edition) =>
    (edition?.groups ?? []).flatMap((group) => group.signs.map((sign) => [`${edition?.list}${sign.no}`, 'none'])),
  );
  const all: Record<string, string> = {
    ...ENOUGH,
    ...(Object.fromEntries(signs) as Record<string, string>),
    'III.old.state': 'fixed',
    'III.old.progress': 'Xong.',
    V: 'Không.',
    ...POINTS,
  };
  const keys = Object.keys(all);

  test('everything filled in leaves nothing open', () => {
    expect(findings(all, frame)).toEqual([]);
  });

  test('any part of it is judged without complaint, and one field more never opens anything new', () => {
    fc.assert(
      fc.property(fc.subarray(keys), fc.constantFrom(...keys), fc.boolean(), (chosen, one, signsRequired) => {
        const some = Object.fromEntries(chosen.map((key) => [key, all[key] ?? '']));
        const before = openCount(findings(some, frame, signsRequired));
        const after = openCount(findings({ ...some, [one]: all[one] ?? '' }, frame, signsRequired));
        expect(after).toBeLessThanOrEqual(before);
        expect(after).toBe(chosen.includes(one) || !COUNTED.has(one) ? before : before - 1);
      }),
    );
  });

  const COUNTED = new Set(keys.filter((key) => !['V', 'III.old.progress'].includes(key)));

  /** Open fields: an unanswered group of signs counts each of its numbers. */
  function openCount(open: Finding[]): number {
    return open.reduce((sum, { text }) => sum + Number(/còn (\d+) biểu hiện/.exec(text)?.[1] ?? 1), 0);
  }

  test('values of any sort never break the judgement', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys, 'A1.evidence', 'Z9', 'B26'), fc.string()), (values) => {
        expect(Array.isArray(findings(values, frame))).toBe(true);
      }),
    );
  });
});
