import type { ImportedPerson } from './rows.ts';

/** Who may be recorded twice: the same name and birth date, or the same card number. People decide, not we. */

export interface RegisteredPerson {
  fullName: string;
  birthDate: string;
  cardNumber: string;
  branch: string;
}

export interface Duplicate {
  person: ImportedPerson;
  reasons: Reason[];
}

interface Reason {
  /** "trùng số thẻ với đồng chí … đã có ở Chi bộ …" */
  words: string;
  /** The same without naming anybody, to be kept in a report. */
  plain: string;
}

interface Known {
  birthDate: string;
  who: Reason;
}

/** Everybody of the list who is in the register, or stands in the list before. */
export function findDuplicates(
  people: readonly ImportedPerson[],
  register: readonly RegisteredPerson[],
): Map<number, Duplicate> {
  const byName = new Map<string, Known[]>();
  const byCard = new Map<string, Reason>();
  const remember = (person: { fullName: string; birthDate: string; cardNumber: string }, who: Reason) => {
    const key = nameKey(person.fullName);
    byName.set(key, [...(byName.get(key) ?? []), { birthDate: person.birthDate, who }]);
    if (person.cardNumber !== '' && !byCard.has(person.cardNumber)) byCard.set(person.cardNumber, who);
  };
  for (const person of register) {
    const words = `đồng chí ${person.fullName} đã có ở ${person.branch}`;
    remember(person, { words, plain: 'một đồng chí đã có trong danh sách' });
  }
  const found = new Map<number, Duplicate>();
  for (const person of people) {
    const reasons: Reason[] = [];
    const same = byName
      .get(nameKey(person.fullName))
      ?.find(({ birthDate }) => mayBeSameDay(birthDate, person.birthDate));
    const holder = person.cardNumber === '' ? undefined : byCard.get(person.cardNumber);
    if (same) {
      const what = same.birthDate === person.birthDate ? 'họ tên và ngày sinh' : 'họ tên và năm sinh';
      reasons.push(sameAs(what, same.who));
    }
    if (holder) reasons.push(sameAs('số thẻ', holder));
    if (reasons.length > 0) found.set(person.no, { person, reasons });
    const words = `dòng ${person.no} của tệp`;
    remember(person, { words, plain: words });
  }
  return found;
}

function sameAs(what: string, who: Reason): Reason {
  return { words: `trùng ${what} với ${who.words}`, plain: `trùng ${what} với ${who.plain}` };
}

/** A record with only a year of birth may be anybody's of that year. */
function mayBeSameDay(one: string, other: string): boolean {
  return one === other || (Math.min(one.length, other.length) === 4 && one.slice(0, 4) === other.slice(0, 4));
}

const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;

/** Letters, case and place of the tone apart from the name itself: "HOÀ" and "Hòa" are one name, "Hoa" is another. */
export function nameKey(name: string): string {
  const words = name.normalize('NFD').toLocaleLowerCase('vi').split(/\s+/);
  return words.map((word) => word.replace(TONES, '') + (word.match(TONES) ?? []).join('')).join(' ');
}
