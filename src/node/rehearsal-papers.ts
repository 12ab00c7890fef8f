import { newestEditions } from '../catalogues/queries.ts';
import { formOrThrow } from '../forms/queries.ts';
import { loadReview } from '../reviews/loaded.ts';
import { frozenPaper, printContent } from '../reviews/papers.ts';
import { blankPaper, renderReviewPaper } from '../reviews/print.ts';
import { findRecord } from '../records/queries.ts';
import type { Deps } from '../deps.ts';
import { showcase } from './rehearsal.ts';

export interface ShowcasePaper {
  file: string;
  print(): Promise<Uint8Array>;
}

/** The three sheets `demo` writes: one complete review with its annex, one draft, one blank form. */
export function showcasePapers(deps: Deps): ShowcasePaper[] {
  return [
    { file: 'ban-kiem-diem-kem-phu-luc.pdf', print: () => printComplete(deps) },
    { file: 'ban-nhap.pdf', print: () => printDraft(deps) },
    { file: 'mau-trong.pdf', print: () => printBlank(deps) },
  ];
}

async function printComplete(deps: Deps): Promise<Uint8Array> {
  const { complete } = await showcase(deps);
  const review = await loadReview(deps, complete);
  const record = await findRecord(deps.store.db, review.row.id, review.row.submissions);
  const bytes = record && (await frozenPaper(deps, record.id, 'annex'));
  if (bytes) return bytes;
  const health = await deps.pdf.health();
  throw new Error(`Chưa tạo được bản in. ${health.detail}`);
}

async function printDraft(deps: Deps): Promise<Uint8Array> {
  const { draft } = await showcase(deps);
  return printContent(deps, (await loadReview(deps, draft)).content, { annex: false });
}

async function printBlank(deps: Deps): Promise<Uint8Array> {
  const { blank } = await showcase(deps);
  const { db } = deps.store;
  const [form, [a, b]] = await Promise.all([formOrThrow(db, blank.formId), newestEditions(db)]);
  const options = { annex: false, rehearsal: true, year: blank.year, unit: null, provisionalWords: 'shown' as const };
  return deps.pdf.render(renderReviewPaper(blankPaper(form, { a, b }, options)));
}

/** Pages as the file's own page tree counts them. */
export function pageCount(pdf: Uint8Array): number {
  const text = new TextDecoder('latin1').decode(pdf);
  return text.match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
}
