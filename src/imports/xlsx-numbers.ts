import { two } from '../calendar.ts';

/** How a number in a cell reads on the sheet: a day, a year, digits with zeros in front, or the plain number. */

/** Format codes Excel never writes down; those beside days and numbers do not matter here (ECMA-376, 18.8.30). */
const BUILT_IN: Record<number, string> = {
  14: 'dd/mm/yyyy',
  15: 'd-mmm-yy',
  16: 'd-mmm',
  17: 'mmm-yy',
  22: 'd/m/yyyy',
};
const [FIRST_ASIAN, LAST_ASIAN] = [27, 58];

export function builtInFormat(id: number): string {
  const asianDay = id >= FIRST_ASIAN && id <= LAST_ASIAN && (id <= 31 || id === 36 || id >= 50);
  return BUILT_IN[id] ?? (asianDay ? 'yyyy/m/d' : '');
}

/** `raw` is the number as the file holds it; `days1904` is set where the file counts days from 1904. */
export function numberText(raw: string, format: string, days1904: boolean): string {
  const number = Number(raw);
  if (raw === '' || Number.isNaN(number)) return raw;
  const letters = format.replace(/"[^"]*"|\\.|\[[^\]]*\]/g, '').toLowerCase();
  if (/[dy]/.test(letters)) return dayText(number + (days1904 ? 1_462 : 0), letters) ?? plainText(number);
  const zeros = /^0{2,}$/.test(letters) ? letters.length : 0;
  return Number.isInteger(number) && number >= 0 ? plainText(number).padStart(zeros, '0') : plainText(number);
}

function plainText(number: number): string {
  if (Number.isInteger(number) && Math.abs(number) < 1e15) return number.toFixed(0);
  return String(Number(number.toPrecision(15)));
}

const [FIRST_DAY, LAST_DAY] = [1, 2_958_465];
const DAY_MS = 86_400_000;

function dayText(serial: number, letters: string): string | undefined {
  if (serial < FIRST_DAY || serial > LAST_DAY) return undefined;
  // Excel believes in 29 February 1900: days before it count from one day later.
  const days = Math.floor(serial) + (serial < 60 ? 1 : 0);
  const day = new Date(Date.UTC(1899, 11, 30) + days * DAY_MS);
  const [date, month, year] = [two(day.getUTCDate()), two(day.getUTCMonth() + 1), day.getUTCFullYear()];
  if (letters.includes('d')) return `${date}/${month}/${year}`;
  return letters.includes('m') ? `${month}/${year}` : String(year);
}
