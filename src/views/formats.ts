import { inHanoi, two } from '../calendar.ts';

/** How days, times and numbers stand on screen: dd/mm/yyyy with zeros, 24 hours, decimal comma. */

/** YYYY-MM-DD or YYYY (a birth date may be a year only) → 02/09/1960 or 1960. */
export function formatDate(value: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  return match ? `${match[3]}/${match[2]}/${match[1]}` : value;
}

/** ISO instant → "09:41:05 ngày 22/11/2026", in Hà Nội. */
export function formatDateTime(value: string): string {
  const at = inHanoi(new Date(value));
  return `${formatTime(value)} ngày ${two(at.day)}/${two(at.month)}/${at.year}`;
}

/** ISO instant → "09:41:05", in Hà Nội. */
export function formatTime(value: string): string {
  const { hour, minute, second } = inHanoi(new Date(value));
  return `${two(hour)}:${two(minute)}:${two(second)}`;
}

const NUMBER = new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 2 });

export function formatNumber(value: number): string {
  return NUMBER.format(value);
}

/** The date line of a paper: days below 10 and months 1–2 take a zero (05-HD/VPTW). */
export function paperDate(day: string): string {
  const [year = '', month = '', date = ''] = day.split('-');
  const monthShown = Number(month) <= 2 ? two(Number(month)) : String(Number(month));
  return `ngày ${date} tháng ${monthShown} năm ${year}`;
}

/** As papers cite a document's day: 07-8-2023, 30-10-2016, 09-01-2026. */
export function citedDate(day: string): string {
  const [year = '', month = '', date = ''] = day.split('-');
  const shown = Number(month) <= 2 ? two(Number(month)) : String(Number(month));
  return `${date}-${shown}-${year}`;
}
