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

/**
 * Days off by the solar calendar, MM-DD (Bộ luật Lao động 2019, Điều 112). Tết, Giỗ Tổ, and days the State moves or adds
 * fall differently each year: they are data of a campaign.
 */
const HOLIDAYS = ['01-01', '04-30', '05-01', '09-02'];

/** Monday to Friday, but for holidays and the days off given (YYYY-MM-DD). */
export function isWorkingDay(day: string, daysOff: readonly string[]): boolean {
  const weekday = instantOf(day).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !HOLIDAYS.includes(day.slice(5)) && !daysOff.includes(day);
}

/** Whole working days that lie between two days, neither of them counted; none where `to` does not come after `from`. */
export function workingDaysBetween(from: string, to: string, daysOff: readonly string[]): number {
  let count = 0;
  for (let day = moved(from, 1); day < to; day = moved(day, 1)) if (isWorkingDay(day, daysOff)) count += 1;
  return count;
}

export function dayBefore(day: string): string {
  return moved(day, -1);
}

function moved(day: string, days: number): string {
  return new Date(instantOf(day).getTime() + days * 86_400_000).toISOString().slice(0, 10);
}

function instantOf(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}
