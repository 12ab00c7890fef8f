/**
 * Every day, year, deadline and printed date is of Hà Nội, wherever the server's clock stands.
 * Times are stored as ISO-8601 UTC text; dates as YYYY-MM-DD.
 */
/** UTC+7 the year round since 1975; asking Intl for it costs as much as a save of a field (tested against it). */
const AHEAD_OF_UTC = 7 * 3_600_000;

export interface HanoiTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

export function inHanoi(instant: Date): HanoiTime {
  const there = new Date(instant.getTime() + AHEAD_OF_UTC);
  return {
    year: there.getUTCFullYear(),
    month: there.getUTCMonth() + 1,
    day: there.getUTCDate(),
    hour: there.getUTCHours(),
    minute: there.getUTCMinutes(),
    second: there.getUTCSeconds(),
  };
}

/** The day in Hà Nội as YYYY-MM-DD. */
export function dayInHanoi(instant: Date): string {
  const { year, month, day } = inHanoi(instant);
  return `${year}-${two(month)}-${two(day)}`;
}

export function two(number: number): string {
  return String(number).padStart(2, '0');
}
