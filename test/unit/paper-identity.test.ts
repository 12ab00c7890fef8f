import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { FormVersion } from '../../src/forms/version.ts';
import { identityLines } from '../../src/reviews/print-head.ts';

/** The lines about the person at the top of the form (layout.md: dotted leaders on blank forms only). */
const form = FormVersion.parse(JSON.parse(readFileSync('db/forms/02b-2023.json', 'utf8')));

const head = {
  fullName: 'Nguyễn Văn Thử',
  birthDate: '1971-03-14',
  partyPost: 'Bí thư chi bộ',
  governmentPost: 'Giám đốc Trung tâm',
  unionPost: '',
  workplace: 'Trung tâm Thử Nghiệm',
  branch: 'Chi bộ Số 1',
  hasAgency: true,
};

test('a post that nobody holds says so, and no filled line has dots', () => {
  const fields = identityLines(form, head).flatMap((line) => line.fields);
  expect(fields.find((field) => field.label === 'Chức vụ đoàn thể:')?.value).toBe('Không');
  expect(fields.filter((field) => field.dots)).toEqual([]);
});

test('a name still to be written is named as missing on a draft', () => {
  const fields = identityLines(form, { ...head, fullName: '' }).flatMap((line) => line.fields);
  expect(fields.find((field) => field.label === 'Họ và tên:')?.value).toBe('(Chưa ghi)');
});

test('the blank form has dots on every line and nothing else', () => {
  const fields = identityLines(form, null).flatMap((line) => line.fields);
  expect(fields.every((field) => field.dots && field.value === '')).toBe(true);
});
