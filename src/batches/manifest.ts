import { formatDateTime, formatNumber } from '../views/formats.ts';
import type { Missing } from './commands.ts';
import { kindOf } from './kinds.ts';
import type { ItemRow } from './queries.ts';
import { ITEM_PROBLEM_WORDS, type ItemProblem } from './rules.ts';

/** What lies beside the papers in the ZIP: a list for programs and one for people. */
export interface Manifest {
  title: string;
  madeAt: string;
  files: { name: string; kind: string; label: string; pages: number; bytes: number; sha256: string }[];
  notPrinted: { kind: string; label: string; why: string }[];
  merged: { name: string; pages: number; bytes: number; sha256: string };
}

export const MANIFEST = 'manifest.json';
export const LISTING = '00-danh-muc.txt';

export function manifestOf(given: {
  title: string;
  at: string;
  printed: readonly { item: ItemRow; pages: number }[];
  failed: readonly ItemRow[];
  missing: readonly Missing[];
  merged: Manifest['merged'];
}): Manifest {
  return {
    title: given.title,
    madeAt: given.at,
    files: given.printed.map(({ item, pages }) => ({
      name: item.file_name,
      kind: kindOf(item.kind).label,
      label: item.label,
      pages,
      bytes: item.bytes ?? 0,
      sha256: item.sha256 ?? '',
    })),
    notPrinted: [
      ...given.failed.map(({ kind, label, problem }) => ({
        kind: kindOf(kind).label,
        label,
        why: ITEM_PROBLEM_WORDS[problem as ItemProblem],
      })),
      ...given.missing,
    ],
    merged: given.merged,
  };
}

/** For Notepad: a byte-order mark, and lines that end as Windows ends them. */
export function listingText({ title, madeAt, files, notPrinted, merged }: Manifest): string {
  const lines = [
    title,
    `Tạo lúc ${formatDateTime(madeAt)}. ${formatNumber(files.length)} tệp, ${formatNumber(merged.pages)} trang.`,
    'Tên tệp ghi không dấu để máy nào cũng mở được. Mã SHA-256 dùng để kiểm tra tệp còn nguyên vẹn.',
    ...[...Map.groupBy(files, ({ kind }) => kind)].flatMap(([kind, own]) => [
      '',
      kind.toLocaleUpperCase('vi'),
      ...own.flatMap(({ name, label, pages, sha256 }, index) => [
        `${index + 1}. ${label} (${pages} trang)`,
        `   ${name}`,
        `   SHA-256 ${sha256}`,
      ]),
    ]),
    ...(notPrinted.length > 0
      ? ['', 'KHÔNG CÓ TRONG TỆP NÀY', ...notPrinted.map(({ kind, label, why }) => `- ${kind}: ${label}. ${why}.`)]
      : []),
    '',
    `Bản gộp: ${merged.name} (${formatNumber(merged.pages)} trang)`,
    `   SHA-256 ${merged.sha256}`,
    '',
  ];
  return `\uFEFF${lines.map((line) => line.replace(/\.\.$/, '.')).join('\r\n')}`;
}
