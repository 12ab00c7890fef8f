import { Handlebars } from './handlebars.ts';
import { formatDate, formatDateTime, formatNumber, formatTime } from './formats.ts';

/**
 * The few words templates know beside Handlebars' own. Models carry everything else ready-made,
 * so a template decides what is shown, never what is true.
 */
const helpers = {
  eq: (left: unknown, right: unknown) => left === right,
  date: (value: unknown) => formatDate(String(value)),
  datetime: (value: unknown) => formatDateTime(String(value)),
  time: (value: unknown) => formatTime(String(value)),
  number: (value: unknown) => formatNumber(Number(value)),
  url: (value: unknown) => safeUrl(String(value)),
};

export const KNOWN_HELPERS: Record<string, boolean> = Object.fromEntries(
  Object.keys(helpers).map((name) => [name, true]),
);

export function registerHelpers(): void {
  for (const [name, helper] of Object.entries(helpers)) Handlebars.registerHelper(name, helper);
}

/** Only http(s), mailto and paths of our own; anything else (javascript:, //host) becomes "#". */
export function safeUrl(value: string): string {
  if (/^\/(?![/\\])/.test(value) || /^#/.test(value)) return value;
  if (/^(https?:\/\/|mailto:)/i.test(value)) return value;
  return '#';
}
