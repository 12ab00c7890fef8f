/** Forms of discipline as a decision names them; the key is what is stored. */
const OF_PERSONS = {
  reprimand: 'Khiển trách',
  warning: 'Cảnh cáo',
  removal: 'Cách chức',
  expulsion: 'Khai trừ',
  administrative: 'Kỷ luật hành chính',
} as const;

const OF_COLLECTIVES = { reprimand: 'Khiển trách', warning: 'Cảnh cáo', dissolution: 'Giải tán' } as const;

export const DISCIPLINE_WORDS: Readonly<Record<string, string>> = { ...OF_PERSONS, ...OF_COLLECTIVES };

export function disciplineKinds(kind: 'person' | 'collective'): { value: string; text: string }[] {
  const kinds = kind === 'person' ? OF_PERSONS : OF_COLLECTIVES;
  return Object.entries(kinds).map(([value, text]) => ({ value, text }));
}
