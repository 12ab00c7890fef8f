import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CatalogueEdition } from '../../src/catalogues/edition.ts';
import type { Sign } from '../../src/catalogues/edition.ts';
import {
  NO_OFFICIAL_WORDS,
  OWN_WORDS_HEADING,
  answerableSigns,
  answersFor,
  findSign,
  groupTitle,
  isAnswerable,
  provenanceMark,
  provenanceMarks,
  signAddress,
  signGroups,
  signsOf,
  wordingOf,
} from '../../src/catalogues/rules.ts';

function shippedText(name: string): string {
  return readFileSync(new URL(`../../db/catalogues/${name}.json`, import.meta.url), 'utf8');
}

const A = CatalogueEdition.parse(JSON.parse(shippedText('a-27.v1')));
const B = CatalogueEdition.parse(JSON.parse(shippedText('b-25.v1')));
const decision = { decision: '07-QĐ/ĐU', date: '2026-10-30' };

function sign(edition: CatalogueEdition, no: number): Sign {
  const found = findSign(edition, no);
  if (!found) throw new Error(`${edition.list}${no} is missing`);
  return found;
}

function numbersWhere(edition: CatalogueEdition, wanted: (sign: Sign) => boolean): number[] {
  return signsOf(edition)
    .filter(wanted)
    .map(({ no }) => no);
}

function upTo(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

describe('the 27 signs', () => {
  it('are three groups of nine, numbered through', () => {
    expect(A.groups.map((group) => group.signs.length)).toEqual([9, 9, 9]);
    expect(signsOf(A).map(({ no }) => no)).toEqual(upTo(1, 27));
  });

  it('cite the resolution of khóa XII with its number and date', () => {
    expect(A).toMatchObject({ id: 'a-27-v1', list: 'A', edition: 1 });
    expect(A.document).toMatchObject({ kind: 'Nghị quyết', number: '04-NQ/TW', date: '2016-10-30' });
    expect(A.document.issuer).toContain('khóa XII');
  });

  it('are all attested, with the number of sources that carry each', () => {
    expect(numbersWhere(A, ({ provenance }) => provenance !== 'attested')).toEqual([]);
    expect(numbersWhere(A, ({ sources }) => sources === '2+')).toEqual([
      1, 2, 3, 4, 5, 9, 13, 16, 19, 20, 21, 22, 23, 24,
    ]);
    expect(numbersWhere(A, ({ sources }) => sources === '1')).toEqual([
      6, 7, 8, 10, 11, 12, 14, 15, 17, 18, 25, 26, 27,
    ]);
  });
});

describe('the 25 signs', () => {
  it('are groups of twelve, nine and four, numbered through', () => {
    expect(B.groups.map((group) => group.signs.length)).toEqual([12, 9, 4]);
    expect(signsOf(B).map(({ no }) => no)).toEqual(upTo(1, 25));
  });

  it('cite the directive of the Thành ủy with its date, since its number returns each term', () => {
    expect(B).toMatchObject({ id: 'b-25-v1', list: 'B', edition: 1 });
    expect(B.document).toMatchObject({ kind: 'Chỉ thị', number: '24-CT/TU', date: '2023-08-07' });
    expect(B.document.issuer).toBe('Ban Thường vụ Thành ủy Hà Nội');
  });

  it('say of every sign where its words come from', () => {
    expect(numbersWhere(B, ({ provenance }) => provenance === 'attested')).toEqual([1, 2, 3, 4]);
    expect(numbersWhere(B, ({ provenance }) => provenance === 'attested-partial')).toEqual([5]);
    expect(numbersWhere(B, ({ provenance }) => provenance === 'provisional')).toEqual(upTo(6, 25));
    expect(numbersWhere(B, ({ trace }) => trace === 'yes')).toEqual([9, 13, 14, 22, 23, 24]);
    expect(numbersWhere(B, ({ trace }) => trace === 'part')).toEqual([12, 15, 17]);
    expect(numbersWhere(B, ({ trace }) => trace === 'none')).toEqual([6, 7, 8, 10, 11, 16, 18, 19, 20, 21, 25]);
    expect(numbersWhere(B, ({ sources }) => sources !== undefined)).toEqual(upTo(1, 5));
  });

  it('have a third group whose title is provisional too', () => {
    expect(B.groups.map((group) => group.titleProvisional)).toEqual([false, false, true]);
  });

  it('point from B2 to the 27 signs and from B3 to section III, and from nowhere else', () => {
    expect(numbersWhere(B, ({ seeAlso }) => seeAlso.length > 0)).toEqual([2, 3]);
    expect(sign(B, 2).seeAlso[0]?.list).toBe('A');
    expect(sign(B, 3).seeAlso[0]?.section).toBe('III');
    expect(numbersWhere(A, ({ seeAlso }) => seeAlso.length > 0)).toEqual([]);
  });
});

describe('the words of both lists', () => {
  it.each([
    ['a-27.v1', A],
    ['b-25.v1', B],
  ] as const)('%s is stored in NFC, in whole sentences and without the mark of a broken-off one', (name, edition) => {
    expect(shippedText(name)).toBe(shippedText(name).normalize('NFC'));
    for (const { text, no } of signsOf(edition)) {
      expect(text).not.toMatch(/[…[\]`—]/);
      expect(text.endsWith('.'), `${edition.list}${no}`).toBe(!(edition.list === 'B' && no === 5));
    }
    expect(new Set(signsOf(edition).map(({ text }) => text)).size).toBe(signsOf(edition).length);
  });

  it('carry the marks that tell them from the official text', () => {
    expect(provenanceMark(sign(A, 1))).toBe('Diễn đạt rút gọn, không phải nguyên văn');
    expect(provenanceMark(sign(B, 5))).toBe('Diễn đạt rút gọn – nguồn công khai thiếu phần cuối');
    expect(provenanceMark(sign(B, 6))).toBe('Bản soạn tạm – chờ đối chiếu');
    expect(provenanceMark({ ...sign(B, 6), provenance: 'official' })).toBeNull();
    expect(provenanceMarks(A)).toHaveLength(1);
    expect(provenanceMarks(B)).toHaveLength(3);
  });
});

describe('the answers to a sign', () => {
  it.each([A, B])('$list: offer "outside my duties" on the flagged signs only', (edition) => {
    const flagged = edition.list === 'A' ? [8, 9, 12, 14, 15, 17] : [4, 5, 9, 12, 19, 20, 23, 25];
    const offering = numbersWhere(edition, (each) =>
      answersFor(edition, each).some(({ key }) => key === 'outside-duty'),
    );
    expect(offering).toEqual(flagged);
  });

  it('stand in the order of the edition, under their own labels', () => {
    expect(answersFor(B, sign(B, 4)).map(({ label }) => label)).toEqual([
      'Không có biểu hiện',
      'Chưa có, nhưng cần phòng ngừa',
      'Có biểu hiện',
      'Không thuộc chức trách, nhiệm vụ',
    ]);
    expect(answersFor(A, sign(A, 1)).map(({ key }) => key)).toEqual(['none', 'prevent', 'present']);
  });

  it('say "Không thuộc diện kê khai" on A12', () => {
    expect(answersFor(A, sign(A, 12)).at(-1)?.label).toBe('Không thuộc diện kê khai');
  });

  it.each([A, B])('$list: ask what signs.md asks, and stand beside an admission with its note', (edition) => {
    const asks = edition.answers.map(({ key, asks }) => [key, asks.map((asked) => [asked.key, asked.required])]);
    expect(Object.fromEntries(asks)).toEqual({
      none: [],
      prevent: [
        ['measure', true],
        ['reason', false],
      ],
      present: [
        ['evidence', true],
        ['remedy', true],
        ['deadline', false],
      ],
      'outside-duty': [],
    });
    expect(edition.answers.find(({ key }) => key === 'present')?.note).toContain('không phải kết luận');
  });
});

describe('our words in a real campaign', () => {
  it('are all shown, under plain numbers, in rehearsal', () => {
    expect(answerableSigns(signsOf(B), 'shown')).toHaveLength(25);
    expect(wordingOf(sign(B, 6), 'shown')).toMatchObject({ missing: false, ours: true, shownNumber: '6' });
    expect(signGroups(B, 'shown').map(({ groups }) => groups.length)).toEqual([3]);
  });

  it('are withheld while nobody has decided to use them', () => {
    expect(answerableSigns(signsOf(B), 'withheld').map(({ no }) => no)).toEqual([1, 2, 3, 4, 5]);
    const wording = wordingOf(sign(B, 6), 'withheld');
    expect(wording).toMatchObject({ text: NO_OFFICIAL_WORDS, missing: true, ours: false });
    const shown = JSON.stringify(signsOf(B).map((each) => wordingOf(each, 'withheld').text));
    for (const each of signsOf(B).filter(({ no }) => no > 5)) expect(shown).not.toContain(each.text);
    expect(groupTitle(B.groups[2]!, 'withheld').title).not.toContain('Sợ sai');
  });

  it('stand apart, as 6t to 25t, once a decision is recorded', () => {
    const [own, ours, ...more] = signGroups(B, decision);
    expect(more).toEqual([]);
    expect(own?.groups.flatMap(({ signs }) => signs.map(({ no }) => no))).toEqual([1, 2, 3, 4, 5]);
    expect(ours?.heading).toBe(OWN_WORDS_HEADING);
    const numbers = ours?.groups.flatMap(({ signs }) => signs.map((each) => wordingOf(each, decision).shownNumber));
    expect(numbers).toEqual(upTo(6, 25).map((no) => `${no}t`));
    expect(isAnswerable(sign(B, 25), decision)).toBe(true);
    expect(groupTitle(B.groups[2]!, decision)).toEqual({ title: 'Sợ sai, sợ trách nhiệm', ours: true });
  });

  it('never fill in the missing end of B5, which is answered for its known part', () => {
    for (const words of ['withheld', decision] as const) {
      const wording = wordingOf(sign(B, 5), words);
      expect(wording).toMatchObject({ cutOff: true, endNote: NO_OFFICIAL_WORDS, missing: false, shownNumber: '5' });
    }
    expect(wordingOf(sign(B, 5), 'shown').endNote).toBeNull();
  });

  it('never touch the 27 signs, nor a collated list', () => {
    expect(answerableSigns(signsOf(A), 'withheld')).toHaveLength(27);
    const collated: Sign = { ...sign(B, 6), provenance: 'official' };
    expect(wordingOf(collated, 'withheld')).toMatchObject({ missing: false, ours: false, shownNumber: '6' });
    expect(signGroups(A, decision)).toHaveLength(1);
  });
});

describe('the key of a saved answer', () => {
  it('names a sign, or a question one of its answers asks', () => {
    expect(signAddress([A, B], 'A5')).toMatchObject({ edition: A, question: null, sign: { no: 5 } });
    expect(signAddress([A, B], 'B25.evidence')?.question?.label).toBe('Biểu hiện cụ thể');
  });

  it.each(['A0', 'A28', 'B26', 'A05', 'C1', 'A5.', 'A5.answer', 'A5.evidence.x', 'a5', ''])(
    '"%s" names none',
    (key) => {
      expect(signAddress([A, B], key)).toBeUndefined();
    },
  );

  it('of the 25 signs names none where that list is not part of the review', () => {
    expect(signAddress([A], 'B1')).toBeUndefined();
  });
});
