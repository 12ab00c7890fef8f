import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  columnKey,
  fieldAddress,
  fieldByKey,
  fieldsOf,
  isItemField,
  itemNumber,
  listFields,
  listFromLastYear,
  listsCarriedOver,
  sectionsOf,
} from '../../src/forms/rules.ts';
import { FormVersion } from '../../src/forms/version.ts';
import type { Standing } from '../../db/schema.ts';
import { choiceProblems, newestForm, standingInCampaign, STANDINGS } from '../../src/campaigns/rules.ts';
import { pledgedFor } from '../../src/reviews/pledge.ts';

const folder = new URL('../../db/forms/', import.meta.url);
const shipped = readdirSync(folder).map((name) => {
  const text = readFileSync(new URL(name, folder), 'utf8');
  return { name, text, form: FormVersion.parse(JSON.parse(text)) };
});

/** The collective's form stands apart: test/unit/collective-form.test.ts. */
const personal = shipped.filter(({ form }) => form.standing !== 'collective');
const of2025 = personal.filter(({ form }) => form.effectiveUntil === null);

function form(id: string): FormVersion {
  const found = shipped.find((each) => each.form.id === id);
  if (!found) throw new Error(`form ${id} is missing`);
  return found.form;
}

function printedHeadings(version: FormVersion): string[] {
  return sectionsOf(version).map(({ part, section }) => `${part.key} ${section.number} ${section.heading}`);
}

const HEADINGS = [
  'A I. Ưu điểm, kết quả đạt được',
  'A II. Hạn chế, khuyết điểm và nguyên nhân',
  'A III. Kết quả khắc phục những hạn chế, khuyết điểm đã được cấp có thẩm quyền kết luận hoặc được chỉ ra ở các kỳ kiểm điểm trước',
  'A IV. Giải trình những vấn đề được gợi ý kiểm điểm (nếu có)',
  'A V. Làm rõ trách nhiệm của cá nhân đối với những hạn chế, khuyết điểm của tập thể (nếu có)',
  'A VI. Phương hướng, biện pháp khắc phục hạn chế, khuyết điểm',
  'B I. Đánh giá theo các nhóm tiêu chí',
  'B II. Đề xuất xếp loại mức chất lượng',
];

describe('the forms of 2025', () => {
  it('are told apart by the kind of person, since the letters changed places in 2025', () => {
    const kinds = of2025.map(({ form }) => [form.id, form.standing, form.label]).sort();
    expect(kinds).toEqual([
      ['2a-2025', 'leader', 'Mẫu 2A-HD KĐ.ĐG 2025'],
      ['2b-2025', 'no_post', 'Mẫu 2B-HD KĐ.ĐG 2025'],
      ['2c-2025', 'outside', 'Mẫu 2C-HD KĐ.ĐG 2025'],
    ]);
  });

  describe.each(of2025)('$name', ({ form, text }) => {
    it('is stored in NFC', () => {
      expect(text).toBe(text.normalize('NFC'));
    });

    it('prints the headings of the official form', () => {
      expect(form.title).toBe('BẢN KIỂM ĐIỂM, TỰ ĐÁNH GIÁ, XẾP LOẠI CÁ NHÂN');
      expect(form.parts.map(({ number, heading }) => `${number} ${heading}`)).toEqual([
        'A. NỘI DUNG KIỂM ĐIỂM',
        'B. NỘI DUNG TỰ ĐÁNH GIÁ, XẾP LOẠI',
      ]);
      expect(printedHeadings(form)).toEqual(HEADINGS);
    });

    it('follows the rules of 2025 from the day the guidance was issued', () => {
      expect(form.legalBasis.map(({ document, date }) => `${document} ${date}`)).toEqual([
        'Quy định 366-QĐ/TW 2025-08-30',
        'Hướng dẫn 43-HD/BTCTW 2025-10-31',
      ]);
      expect(form.effectiveFrom).toBe('2025-10-31');
      expect(form.effectiveUntil).toBeNull();
    });

    it('blocks submission for what is missing in I, II, VI and the proposed level, and for nothing else', () => {
      const required = fieldsOf(form).filter(({ field }) => field.required);
      const first = form.parts[0]?.sections[0]?.fields.map(({ key }) => key) ?? [];
      expect(required.map(({ field }) => field.key)).toEqual([...first, 'II.1', 'II.2', 'VI', 'B.II']);
    });

    it('prints "Không có." for III, IV and V when they stay empty', () => {
      const empties = fieldsOf(form).filter(({ field }) => field.whenEmpty !== undefined);
      expect(empties.map(({ field }) => [field.key, field.whenEmpty])).toEqual([
        ['III', 'Không có.'],
        ['IV', 'Không có.'],
        ['V', 'Không có.'],
      ]);
    });

    it("brings last year's shortcomings and promises back as section III", () => {
      expect(listFromLastYear(form)?.key).toBe('III');
      expect(listsCarriedOver(form).map(({ key, carriesOverAs }) => [key, carriesOverAs])).toEqual([
        ['II.1', 'own_shortcoming'],
        ['VI', 'own_promise'],
      ]);
      const state = listFromLastYear(form)?.columns[0];
      expect(state?.choices?.map(({ key, label }) => [key, label])).toEqual([
        ['fixed', 'Đã khắc phục'],
        ['fixing', 'Đang khắc phục'],
        ['unfixed', 'Chưa khắc phục'],
      ]);
    });

    it('asks for 30 and 70 points, 100 together, and no field twice', () => {
      const points = fieldsOf(form).flatMap(({ field }) => (field.kind === 'score' ? [[field.key, field.outOf]] : []));
      expect(points).toEqual([
        ['B.I.1', 30],
        ['B.I.2', 70],
      ]);
      expect(sectionsOf(form).find(({ section }) => section.key === 'B.I')?.section.total?.outOf).toBe(100);
      const keys = fieldsOf(form).map(({ field }) => field.key);
      expect(new Set(keys).size).toBe(keys.length);
    });

    it('offers four levels that leave no number of points out', () => {
      expect(form.levels.map(({ label }) => label)).toEqual([
        'Hoàn thành xuất sắc nhiệm vụ',
        'Hoàn thành tốt nhiệm vụ',
        'Hoàn thành nhiệm vụ',
        'Không hoàn thành nhiệm vụ',
      ]);
      for (const points of [0, 49.99, 50, 69.99, 70, 89.99, 90, 100]) {
        expect(form.levels.filter(({ from, below }) => points >= from && points < below)).toHaveLength(1);
      }
      expect(form.levels.every(({ conditions }) => conditions.length > 0)).toBe(true);
      expect(form.levels.find(({ key }) => key === 'good')?.from).toBe(70);
    });

    it('closes with the blocks of 2023, of which the agency signs only for members who have one', () => {
      expect(form.printSignOff).toBe(true);
      expect(form.signOff.map(({ signer, needsAgency, ownName }) => [signer, needsAgency, ownName])).toEqual([
        ['NGƯỜI TỰ KIỂM ĐIỂM', false, true],
        ['THỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ', true, false],
        ['branch', false, false],
        ['T/M ĐẢNG ỦY', false, false],
      ]);
    });

    it('helps the author with a plain hint at every section or field, never calling him "bạn"', () => {
      for (const { field, section } of fieldsOf(form)) expect(field.hint ?? section?.hint, field.key).toBeTruthy();
      expect(text).not.toMatch(/\bbạn\b/i);
    });

    it('links item I.1, and no other, to the sign lists', () => {
      const guided = fieldsOf(form).filter(({ field }) => field.kind === 'text' && field.guidedBySigns);
      expect(guided.map(({ field }) => field.key)).toEqual(['I.1']);
    });
  });

  it('ask a leader for six items of strengths and the posts, everybody else for three and none', () => {
    const items = (id: string) =>
      sectionsOf(form(id))
        .find(({ section }) => section.key === 'I')
        ?.section.fields.map(({ key }) => key);
    expect(items('2a-2025')).toEqual(['I.1', 'I.2', 'I.3', 'I.4', 'I.5', 'I.6']);
    expect(items('2b-2025')).toEqual(['I.1', 'I.2', 'I.3']);
    expect(items('2c-2025')).toEqual(['I.1', 'I.2', 'I.3']);
    const head = (id: string) => form(id).headFields.map(({ label }) => label);
    expect(head('2b-2025')).toEqual(['Họ và tên', 'Ngày sinh', 'Đơn vị công tác', 'Chi bộ']);
    expect(head('2a-2025')).toContain('Chức vụ Đảng');
  });

  it('add a table of results to 2B alone', () => {
    expect(shipped.filter(({ form }) => form.annexes.length > 0).map(({ form }) => form.id)).toEqual(['2b-2025']);
    expect(fieldByKey(form('2b-2025'), 'PL')?.annex?.title).toBe('Kết quả thực hiện nhiệm vụ');
  });

  it('add the conditions for the units led to a leader alone', () => {
    const led = of2025.filter(({ form }) => JSON.stringify(form.levels).includes('đơn vị phụ trách'));
    expect(led.map(({ form }) => form.standing)).toEqual(['leader']);
  });

  it('say where a heading is not known word for word', () => {
    expect(form('2b-2025').wordingNote).toBeUndefined();
    expect(form('2a-2025').wordingNote).toContain('đối chiếu');
    expect(form('2c-2025').wordingNote).toContain('đối chiếu');
  });
});

describe('the forms of 2023', () => {
  const of2023 = shipped.filter(({ form }) => form.effectiveUntil !== null);

  it('have the letters the other way round, and are in force until the day before those of 2025', () => {
    const kinds = of2023.map(({ form }) => [
      form.id,
      form.standing,
      form.label,
      form.effectiveFrom,
      form.effectiveUntil,
    ]);
    expect(kinds).toEqual([
      ['02a-2023', 'no_post', 'Mẫu 02A-HD KĐ.ĐG 2023', '2023-11-10', '2025-10-30'],
      ['02b-2023', 'leader', 'Mẫu 02B-HD KĐ.ĐG 2023', '2023-11-10', '2025-10-30'],
    ]);
  });

  it.each(of2023)(
    '$name is stored in NFC and prints the headings of 2023, not divided into parts',
    ({ form, text }) => {
      expect(text).toBe(text.normalize('NFC'));
      expect(form.title).toBe('BẢN KIỂM ĐIỂM CÁ NHÂN');
      expect(form.parts.map(({ heading }) => heading)).toEqual(['']);
      const numbers = sectionsOf(form).map(({ section }) => section.number);
      expect(numbers).toEqual(['I.', 'II.', 'III.', 'IV.', 'V.', 'VI.', 'VII.']);
      expect(sectionsOf(form).at(-1)?.section.heading).toBe('Tự nhận mức xếp loại chất lượng');
      const posts = form.headFields.map(({ key }) => key);
      expect(posts).toEqual([
        'fullName',
        'birthDate',
        'partyPost',
        'governmentPost',
        'unionPost',
        'workplace',
        'branch',
      ]);
      expect(form.levels.map(({ label }) => label)).toEqual(of2025[0]?.form.levels.map(({ label }) => label));
      expect(text).not.toMatch(/\bbạn\b/i);
      for (const { field, section } of fieldsOf(form)) expect(field.hint ?? section?.hint, field.key).toBeTruthy();
    },
  );

  it.each([
    ['02a-2023', ['I.1', 'I.2', 'III'], 'I.3'],
    ['02b-2023', ['I.1', 'I.2', 'I.3', 'I.4', 'I.5', 'III'], 'I.6'],
  ])('%s has boxes for %j, none for the pledge %s', (id, boxed, pledge) => {
    const boxes = fieldsOf(form(id)).flatMap(({ field }) => (field.kind === 'choice' ? [field] : []));
    expect(boxes.map((field) => itemNumber(field))).toEqual(boxed);
    for (const { label, choices } of boxes) {
      expect(label).toBe('Tự đánh giá về cấp độ thực hiện:');
      expect(choices.map((choice) => choice.label)).toEqual(['Xuất sắc', 'Tốt', 'Trung bình', 'Kém']);
    }
    expect(fieldByKey(form(id), pledge)?.field).toMatchObject({ kind: 'text', reportsOnPledge: true });
    expect(fieldByKey(form(id), 'VII.2')?.field).toMatchObject({ kind: 'level', label: 'Xếp loại đảng viên' });
  });
});

describe('the form a person gets', () => {
  const forms = shipped.map((each) => each.form);
  const codes = (year: number) => STANDINGS.map((standing) => newestForm(forms, standing, year)?.code);

  it.each([
    // The trap: "2A" is for leaders, "02A" was for those without a post.
    [2026, ['2A', '2B', '2C']],
    [2025, ['2A', '2B', '2C']],
    [2024, ['02B', '02A', '02A']],
    [2023, ['02B', '02A', '02A']],
    [2022, [undefined, undefined, undefined]],
  ])('in %d, as a leader, without a post, outside: %j', (year, expected) => {
    expect(codes(year)).toEqual(expected);
  });

  it('is refused in a year in which it is not in force at its end, or to another standing', () => {
    const problems = (year: number, chosen: Record<string, string>) =>
      choiceProblems({ year, editionA: '', editionB: '', forms: chosen }, { editions: [], forms });
    expect(problems(2025, { leader: '02b-2023' }).mau_leader).toContain('đồng chí chọn mẫu 2A.');
    expect(problems(2024, { no_post: '2b-2025' }).mau_no_post).toContain('đồng chí chọn mẫu 02A.');
    expect(problems(2024, { outside: '2c-2025' }).mau_outside).toContain('đồng chí chọn mẫu 02A.');
    expect(problems(2024, { leader: '02a-2023' }).mau_leader).toBe('Đồng chí chọn một biểu mẫu trong danh sách.');
    expect(problems(2024, { leader: '02b-2023', outside: '02a-2023' })).not.toHaveProperty('mau_leader');
    expect(problems(2024, { leader: '02b-2023', outside: '02a-2023' })).not.toHaveProperty('mau_outside');
  });
});

describe('a retired secretary', () => {
  const standingOf = (standing: Standing, secretaryOfOwnBranch: boolean, setting: 'leader' | 'outside') =>
    standingInCampaign({ standing, secretaryOfOwnBranch }, { retired_secretary_standing: setting });

  it('gets the form of the standing that the committee set; nobody else is touched by it', () => {
    expect(standingOf('outside', true, 'leader')).toBe('leader');
    expect(standingOf('outside', true, 'outside')).toBe('outside');
    expect(standingOf('outside', false, 'leader')).toBe('outside');
    expect(standingOf('no_post', true, 'leader')).toBe('no_post');
    expect(standingOf('leader', true, 'outside')).toBe('leader');
  });
});

describe('the pledge', () => {
  it.each(personal)('of $name is its own paper, carried nowhere, reported on in one field', ({ form }) => {
    expect(form.pledge?.title).toBe('BẢN CAM KẾT TU DƯỠNG, RÈN LUYỆN, PHẤN ĐẤU');
    expect(form.pledge?.field).toMatchObject({ key: 'CK', entry: 'Điều cam kết', required: false });
    expect(form.pledge?.field.carriesOverAs).toBeUndefined();
    expect(fieldsOf(form).filter(({ field }) => field.kind === 'text' && field.reportsOnPledge)).toHaveLength(1);
  });

  it('is for the next year only: one of two years ago was for another year', () => {
    const item = { id: 'a', list: 'CK', origin: 'written' as const, sourceText: '', sourceYear: null, sourceDue: null };
    const fields = { 'CK.a.text': 'Đọc sách.' };
    const last = { form: form('2b-2025'), content: { year: 2025, items: [{ ...item, handAdded: false }], fields } };
    expect(pledgedFor(2026, last)).toEqual(['Đọc sách.']);
    expect(pledgedFor(2027, last)).toEqual([]);
    expect(pledgedFor(2026, { ...last, content: { ...last.content, items: [] } })).toEqual([]);
  });
});

describe('the key of a saved field', () => {
  const item = '0193a5d0-7c1e-7b5a-9a44-3f2d1c0b9e8f';

  it('names a field of the form, or one column of one entry', () => {
    const version = form('2b-2025');
    expect(fieldAddress(version, 'I.2')).toMatchObject({ kind: 'field', place: { field: { kind: 'text' } } });
    expect(fieldAddress(version, columnKey('II.1', item, 'text'))).toMatchObject({ kind: 'column', itemId: item });
    expect(fieldAddress(version, columnKey('PL', item, 'quality'))).toMatchObject({ column: { key: 'quality' } });
    expect(listFields(version).map(({ key }) => key)).toEqual(['II.1', 'III', 'IV', 'VI', 'PL', 'CK']);
  });

  it.each(['II.1', 'III', 'I.4', 'I', `II.2.${item}.text`, `II.1.${item}.deadline`, `II.1.${item}`, 'A5', ''])(
    '"%s" names none in 2B',
    (key) => {
      expect(fieldAddress(form('2b-2025'), key)).toBeUndefined();
    },
  );

  it('tells entries from plain fields by the kind of the field', () => {
    const kinds = fieldsOf(form('2b-2025')).filter(({ field }) => isItemField(field));
    expect(kinds.every(({ field }) => field.kind === 'list' || field.kind === 'table')).toBe(true);
  });
});
