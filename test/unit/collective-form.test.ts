import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { STANDINGS, newestForm } from '../../src/campaigns/rules.ts';
import { canonicalJson, sha256Hex } from '../../src/canonical.ts';
import { fieldsOf, listFromLastYear, listsCarriedOver, sectionsOf } from '../../src/forms/rules.ts';
import { FormVersion } from '../../src/forms/version.ts';

function read(id: string): { text: string; form: FormVersion } {
  const text = readFileSync(new URL(`../../db/forms/${id}.json`, import.meta.url), 'utf8');
  return { text, form: FormVersion.parse(JSON.parse(text)) };
}

const { text, form } = read('01-2025');

describe('Mẫu 01 of 2025', () => {
  it('is the form of collectives from 2025 on, and of nobody else', () => {
    expect(form).toMatchObject({ standing: 'collective', label: 'Mẫu 01-HD KĐ.ĐG 2025', effectiveUntil: null });
    expect([2024, 2025, 2026].map((year) => newestForm([form], 'collective', year)?.id)).toEqual([
      undefined,
      '01-2025',
      '01-2025',
    ]);
    expect(STANDINGS.map((standing) => newestForm([form], standing, 2026))).toEqual([undefined, undefined, undefined]);
  });

  it('has the sections of the central form, with the responsibility of the collective and of persons as V', () => {
    expect(sectionsOf(form).map(({ part, section }) => `${part.key} ${section.number} ${section.heading}`)).toEqual([
      'A I. Ưu điểm, kết quả đạt được',
      'A II. Hạn chế, khuyết điểm và nguyên nhân',
      'A III. Kết quả khắc phục những hạn chế, khuyết điểm đã được cấp có thẩm quyền kết luận hoặc được chỉ ra ở các kỳ kiểm điểm trước',
      'A IV. Giải trình những vấn đề được gợi ý kiểm điểm (nếu có)',
      'A V. Trách nhiệm của tập thể, cá nhân',
      'A VI. Phương hướng, biện pháp khắc phục hạn chế, khuyết điểm',
      'B I. Đánh giá theo các nhóm tiêu chí',
      'B II. Đề xuất xếp loại mức chất lượng',
    ]);
    expect(sectionsOf(form)[0]?.section.fields.map(({ key }) => key)).toEqual(['I.1', 'I.2', 'I.3', 'I.4']);
    const points = fieldsOf(form).flatMap(({ field }) => (field.kind === 'score' ? [field.outOf] : []));
    expect(points).toEqual([30, 70]);
  });

  it('says honestly that its headings are condensed, and asks for collation', () => {
    expect(form.wordingNote).toContain('chưa phải nguyên văn');
    expect(form.wordingNote).toContain('đối chiếu');
  });

  it('blocks sending without I, II, V, VI or the level; prints "Không có." for III and IV alone', () => {
    const required = fieldsOf(form).filter(({ field }) => field.required);
    expect(required.map(({ field }) => field.key)).toEqual([
      ...['I.1', 'I.2', 'I.3', 'I.4', 'II.1', 'II.2', 'V', 'VI', 'B.II'],
    ]);
    const empties = fieldsOf(form).filter(({ field }) => field.whenEmpty !== undefined);
    expect(empties.map(({ field }) => field.key)).toEqual(['III', 'IV']);
  });

  it("brings last year's shortcomings and measures back as section III", () => {
    expect(listFromLastYear(form)?.key).toBe('III');
    expect(listsCarriedOver(form).map(({ key }) => key)).toEqual(['II.1', 'VI']);
  });

  it('sets the conditions of a collective beside each level, and none of a person', () => {
    const of = (key: string) => form.levels.find((level) => level.key === key)?.conditions.join(' ');
    expect(of('excellent')).toContain('thành viên của tập thể lãnh đạo bị kỷ luật');
    expect(of('not-completed')).toContain('mất đoàn kết nội bộ');
    expect(of('not-completed')).toContain('Hoàn thành dưới 70% nhiệm vụ.');
    expect(text).not.toMatch(/đơn vị phụ trách|đảng viên không được làm|phiếu tín nhiệm/);
    for (const points of [0, 49.99, 50, 69.99, 70, 89.99, 90, 100]) {
      expect(form.levels.filter(({ from, below }) => points >= from && points < below)).toHaveLength(1);
    }
  });

  it('is signed by the secretary for the chi ủy or the chi bộ, and rated by the đảng ủy', () => {
    expect(form.signOff.map(({ signer, post, ownName }) => [signer, post, ownName])).toEqual([
      ['branch', 'BÍ THƯ', true],
      ['T/M ĐẢNG ỦY', undefined, false],
    ]);
    expect(form.pledge).toBeUndefined();
  });

  it('is stored in NFC and helps at every section or field, speaking of the collective', () => {
    expect(text).toBe(text.normalize('NFC'));
    expect(text).not.toMatch(/\bbạn\b/i);
    for (const { field, section } of fieldsOf(form)) expect(field.hint ?? section?.hint, field.key).toBeTruthy();
    expect(form.headFields.map(({ label }) => label)).toEqual(['Tập thể', 'Thời gian kiểm điểm', 'Số đảng viên']);
  });
});

describe('a form', () => {
  it('of a person has no head field of a collective, nor the other way round', () => {
    const withHead = (standing: string, key: string) =>
      FormVersion.safeParse({ ...form, standing, headFields: [{ key, label: 'Thử' }] }).success;
    expect(withHead('collective', 'unit')).toBe(true);
    expect(withHead('leader', 'fullName')).toBe(true);
    expect(withHead('collective', 'fullName')).toBe(false);
    expect(withHead('leader', 'membership')).toBe(false);
  });

  // An office has these texts stored with their hash: a key with a default, added to the schema, would stop its start.
  it.each([
    ['02a-2023', 'ae838760f63e63bac4d444d6599514f564a8e964bbb62ca30c3a5838a5d5a063'],
    ['02b-2023', '671d22f8acbbbcf9ca04d0b7d2db8302990c028ac6a44a57cf544bac9d082b61'],
    ['2a-2025', '6572643e9ffe18262b982e56a87d976dab506f6fcbf257775e1c323bcf8257f2'],
    ['2b-2025', '96b9a316ac3fe44ba3a5c6bf71a994a2b073e496873315cfcadf5deaca9bd287'],
    ['2c-2025', '6edf78d86b0462f3beff169fa91409e5312044dfeeccaaa69f1c0b11c432677a'],
  ])('shipped before the collective’s (%s) is still the same text', (id, sha256) => {
    expect(sha256Hex(canonicalJson(read(id).form))).toBe(sha256);
  });
});
