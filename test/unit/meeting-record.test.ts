import { describe, expect, test } from 'vitest';
import { sectionsToRead, signsToRead } from '../../src/meetings/record.ts';
import { editions, form2B, sampleReview } from '../fixtures/paper.ts';

const review = sampleReview();
const sections = sectionsToRead(review, form2B);
const text = JSON.stringify(sections);

describe('a review as it is read out at the meeting', () => {
  test('has every word its author handed in, but the answers on the signs', () => {
    const missing = Object.entries(review.fields)
      .filter(([key]) => !/^[AB]\d/.test(key) && !/\.(state|level)$/.test(key) && !/^B\.I/.test(key))
      .flatMap(([, value]) => value.split('\n'))
      .filter((line) => line.trim() !== '' && !text.includes(JSON.stringify(line).slice(1, -1)));
    expect(missing).toEqual([]);
    for (const { sourceText } of review.items) expect(text).toContain(JSON.stringify(sourceText).slice(1, -1));
    expect(text).toContain('Đã khắc phục');
  });

  test('stands under the form’s own headings, in its order; the second part keeps its letter', () => {
    expect(sections.map(({ heading }) => heading.split(' ')[0])).toEqual(
      expect.arrayContaining(['I.', 'II.', 'III.', 'IV.', 'V.', 'VI.', 'B.I.', 'B.II.']),
    );
    expect(sections.findIndex(({ heading }) => heading.startsWith('B.II.'))).toBeGreaterThan(
      sections.findIndex(({ heading }) => heading.startsWith('VI.')),
    );
  });

  test('shows points with a decimal comma and their sum, the level in words, and “Không có.” where the form says so', () => {
    const own = { ...review, fields: { 'B.I.1': '28.5', 'B.I.2': '60', 'B.II': 'good' }, items: [] };
    const rows = sectionsToRead(own, form2B).flatMap((section) => section.rows.flatMap(({ paragraphs }) => paragraphs));
    expect(rows).toEqual(
      expect.arrayContaining(['28,5/30', '60/70', '88,5/100', 'Hoàn thành tốt nhiệm vụ', 'Không có.']),
    );
  });

  test('with the annex has an answer beside each sign that was answered, and counts nothing', () => {
    const lists = [editions.a, editions.b].flatMap((edition) => edition ?? []);
    const rows = signsToRead(review, lists).flatMap((group) => group.rows);
    const answered = Object.keys(review.fields).filter((key) => /^[AB]\d+$/.test(key));
    expect(rows.filter(({ paragraphs }) => paragraphs.length > 0)).toHaveLength(answered.length);
    expect(JSON.stringify(rows)).not.toMatch(/\d+\/(27|25)/);
    const withheld = signsToRead({ ...review, provisionalWords: 'withheld' }, lists).flatMap((group) => group.rows);
    expect(withheld.length).toBeLessThan(rows.length);
  });
});
