import { describe, expect, test } from 'vitest';
import { fieldsOf, isItemField } from '../../src/forms/rules.ts';
import { FormVersion } from '../../src/forms/version.ts';
import { readShipped } from '../../src/node/shipped.ts';
import { labelOf } from '../../src/reviews/field-labels.ts';
import { REASON_KEY } from '../../src/reviews/questions.ts';
import { editions, form2B } from '../fixtures/paper.ts';

const forms = (await readShipped()).forms.map((text) => FormVersion.parse(JSON.parse(text)));
const ITEM = '01a21214-7519-7452-8d38-dbae35392c37';
const known = { form: form2B, editions: editions.b ? [editions.a, editions.b] : [editions.a], entry: 2 };

describe('what a field is called away from its page', () => {
  test.each([
    [REASON_KEY, 'Tôi đã xem lại và vẫn nộp, vì'],
    ['H.birthDate', 'Ngày sinh'],
    ['A5.evidence', '27 biểu hiện, số 5: Biểu hiện cụ thể'],
    ['B.I.1', 'Mục B.I.1: Nhóm tiêu chí chung'],
    [`II.1.${ITEM}.text`, 'Mục II.1, hạn chế, khuyết điểm 2'],
    [`III.${ITEM}.source`, 'Mục III, nội dung 2: nội dung đã được kết luận'],
    [`VI.${ITEM}.deadline`, 'Mục VI, phương hướng, biện pháp 2: Thời hạn'],
    [`CK.${ITEM}.text`, 'Bản cam kết năm sau, điều cam kết 2'],
    [`X.${ITEM}.text`, 'Mục X'],
    ['Y.9', 'Mục Y.9'],
  ])('%s: %s', (key, label) => {
    expect(labelOf(key, known)).toEqual({ label, words: null });
  });

  test('chosen values have their words, and none has its own', () => {
    const words = (key: string, value: string) => labelOf(key, known).words?.(value);
    expect(words('A5', 'present')).toBe('Có biểu hiện');
    expect(words('A12', 'outside-duty')).toBe('Không thuộc diện kê khai');
    expect(words('A5', '')).toBe('Chưa trả lời');
    expect(words('B.II', 'good')).toBe('Hoàn thành tốt nhiệm vụ');
    expect(words(`III.${ITEM}.state`, 'fixed')).toBe('Đã khắc phục');
    expect(words('B.II', '')).toBe('Chưa chọn');
  });

  test.each(forms.map((form) => [form.id, form] as const))('every field of %s has a label of its own', (_, form) => {
    const keys = fieldsOf(form).flatMap(({ field }) =>
      isItemField(field) ? field.columns.map((column) => `${field.key}.${ITEM}.${column.key}`) : [field.key],
    );
    const labels = keys.map((key) => labelOf(key, { ...known, form }).label);
    expect(new Set(labels).size).toBe(keys.length);
    // The reason's own key is nobody else's.
    expect(keys).not.toContain(REASON_KEY);
    expect(fieldsOf(form).map(({ field }) => field.key)).not.toContain(REASON_KEY.split('.')[0]);
  });
});
