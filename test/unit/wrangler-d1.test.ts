import { describe, expect, test } from 'vitest';
import { withValues } from '../../src/node/wrangler-d1.ts';

describe('values written into SQL for wrangler', () => {
  test.each([
    ['a text', 'select ?', ['Nguyễn Thị Lan'], "select 'Nguyễn Thị Lan'"],
    ['a quote', 'select ?', ["O'Lan'; drop table account; --"], "select 'O''Lan''; drop table account; --'"],
    ['numbers and nothing', 'values (?, ?, ?)', [1, -2.5, null], 'values (1, -2.5, null)'],
    [
      'a mark within a name or a text',
      `select "a?" from t where b = '?''?' and c = ?`,
      ['x'],
      `select "a?" from t where b = '?''?' and c = 'x'`,
    ],
    ['a value with a mark', 'select ?, ?', ['?', 'y'], "select '?', 'y'"],
  ])('%s', (_what, sql, values, written) => {
    expect(withValues(sql, values)).toBe(written);
  });

  test('what could not be read back as the same value is refused', () => {
    for (const values of [[Number.NaN], [true], [undefined], ['a\0b'], [new Uint8Array(1)]])
      expect(() => withValues('select ?', values)).toThrow();
    expect(() => withValues('select ?', [])).toThrow();
    expect(() => withValues('select 1', ['x'])).toThrow();
  });
});
