import { foldName } from '../units/rules.ts';
import type { PaperKind, PlannedPaper } from './kind.ts';

/**
 * Names inside the ZIP: plain letters without marks, digits and hyphens. Older Windows takes no other name out of a ZIP
 * unharmed, and no path gets near the 260 letters it allows; the readable list has the names as they are written.
 */
const LONGEST = 60;

export function plainName(text: string): string {
  const plain = foldName(text)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return plain.slice(0, LONGEST).replace(/-+$/, '') || 'khong-ten';
}

/** "03-giay-moi.pdf", or "04-ban-kiem-diem/007-nguyen-thi-an.pdf": two of one name differ by their number. */
export function fileNameOf(kind: PaperKind, numbered: string, paper: PlannedPaper, index: number): string {
  if (!kind.each) return `${numbered}.pdf`;
  return `${numbered}/${String(index + 1).padStart(3, '0')}-${plainName(paper.label)}.pdf`;
}
