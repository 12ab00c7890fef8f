import { describe, expect, test } from 'vitest';
import { maskNumbers } from '../../src/http/masking.ts';

describe('what looks like an identity or card number', () => {
  test.each([
    ['001085012345', '00…45'],
    ['số 001085012345.', 'số 00…45.'],
    ['(001085012345)', '(00…45)'],
    ['CCCD:001085012345', 'CCCD:00…45'],
    ['CCCD-001085012345-', 'CCCD-00…45-'],
    ['12345678, 123456789; 1234567890', '12…78, 12…89; 12…90'],
    ['/tim?so=001085012345&trang=2', '/tim?so=00…45&trang=2'],
    ['{"cause":"dòng đầu\\n001085012345\\t12345678"}', '{"cause":"dòng đầu\\n00…45\\t12…78"}'],
    ['{"cause":"\\u0007001085012345"}', '{"cause":"\\u000700…45"}'],
    ['{"cause":"C:\\\\12345678\\\\\\"12345678\\""}', '{"cause":"C:\\\\12…78\\\\\\"12…78\\""}'],
    ['{"n":123456789012,"m":1}', '{"n":"12…12","m":1}'],
    ['{"all":[12345678,123456789]}', '{"all":["12…78","12…89"]}'],
  ])('%s is written as %s', (line, written) => {
    expect(maskNumbers(line)).toBe(written);
  });

  test('leaves JSON that can still be read', () => {
    const line = JSON.stringify({
      message: 'số "001085012345".\n12345678',
      number: 123456789012,
      time: 1_795_316_400_000,
    });
    expect(JSON.parse(maskNumbers(line))).toEqual({
      message: 'số "00…45".\n12…78',
      number: '12…12',
      time: 1_795_316_400_000,
    });
  });
});

test.each([
  '{"review":"019ab1c2-7d3e-7f40-8a5b-6c7d8e9f0a1b"}',
  // All digits, as one in some thousands is in part.
  '/ban-kiem-diem/01234567-8901-7234-8567-890123456789/ghi/muc-i',
  '{"time":"2026-11-22T03:00:00.000Z"}',
  '2026-11-22T03:00:00.123456789Z',
  'http://127.0.0.1:2424/',
  '{"pid":1234567,"port":2424}',
  '{"at":1795316400000}',
  'reference 2026-483-205',
  'sha256 12345678abcdef0012345678, mã a12345678',
  '1234567 and 1234567890123',
])('%s is written as it is', (line) => {
  expect(maskNumbers(line)).toBe(line);
});
