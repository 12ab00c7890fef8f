import { describe, expect, test } from 'vitest';
import { citedDate, formatDate, formatDateTime, formatNumber, formatTime, paperDate } from '../../src/views/formats.ts';
import { render } from '../../src/views/render.ts';

describe('days and times as an office in Hà Nội writes them', () => {
  test.each([
    // 05-HD/VPTW: days below 10 and months 1 and 2 take a zero, the other months do not.
    ['2026-09-02', 'ngày 02 tháng 9 năm 2026'],
    ['2026-01-05', 'ngày 05 tháng 01 năm 2026'],
    ['2026-02-28', 'ngày 28 tháng 02 năm 2026'],
    ['2026-03-10', 'ngày 10 tháng 3 năm 2026'],
    ['2026-12-31', 'ngày 31 tháng 12 năm 2026'],
  ])('the date line of a paper of %s reads “%s”', (day, words) => {
    expect(paperDate(day)).toBe(words);
  });

  test.each([
    ['2023-08-07', '07-8-2023'],
    ['2016-10-30', '30-10-2016'],
    ['2026-01-09', '09-01-2026'],
  ])('a document of %s is cited as %s', (day, words) => {
    expect(citedDate(day)).toBe(words);
  });

  test('a birth date may be a year only', () => {
    expect(formatDate('1960-09-02')).toBe('02/09/1960');
    expect(formatDate('1960')).toBe('1960');
    expect(formatDate('')).toBe('');
  });

  test('half past midnight in Hà Nội is the new year already', () => {
    expect(formatDateTime('2026-12-31T17:30:05.000Z')).toBe('00:30:05 ngày 01/01/2027');
    expect(formatTime('2026-11-22T02:41:05.000Z')).toBe('09:41:05');
  });
});

describe('numbers', () => {
  test.each([
    [88.75, '88,75'],
    [28.5, '28,5'],
    [100, '100'],
    [0.125, '0,13'],
    [3128, '3.128'],
  ])('%d reads %s', (value, words) => {
    expect(formatNumber(value)).toBe(words);
  });
});

/** The address as a link on a page has it. */
function linked(url: string): string {
  const page = render('reviews/nobody', { links: [{ text: 'x', href: url }] });
  return /<li><a href="([^"]*)">/.exec(page)?.[1] ?? 'no link';
}

describe('addresses', () => {
  test.each(['/', '/danh-muc/b-25-v1?ve=kiem-tra#o-I-1', '#o-I-1', 'https://thanhuy.hanoi.gov.vn/', 'mailto:a@b.vn'])(
    '%s may stand in a link',
    (url) => {
      expect(linked(url)).toBe(url.replaceAll('=', '&#x3D;'));
    },
  );

  test.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,<script>',
    'vbscript:x',
    '//evil.example/',
    '/\\evil.example/',
    'evil',
    '',
  ])('%j becomes “#”', (url) => {
    expect(linked(url)).toBe('#');
  });
});
