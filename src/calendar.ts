/**
 * Every day, year, deadline and printed date is of Hà Nội, wherever the server's clock stands.
 * Times are stored as ISO-8601 UTC text; dates as YYYY-MM-DD.
 */
const IN_HANOI = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Ho_Chi_Minh',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

export interface HanoiTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

export function inHanoi(instant: Date): HanoiTime {
  const parts = Object.fromEntries(IN_HANOI.formatToParts(instant).map((part) => [part.type, Number(part.value)]));
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = parts;
  return { year, month, day, hour, minute, second };
}

/** The day in Hà Nội as YYYY-MM-DD. */
export function dayInHanoi(instant: Date): string {
  const { year, month, day } = inHanoi(instant);
  return `${year}-${two(month)}-${two(day)}`;
}

export function two(number: number): string {
  return String(number).padStart(2, '0');
}
