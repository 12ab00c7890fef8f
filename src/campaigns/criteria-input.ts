import * as z from 'zod';
import { requiredLine, requiredText } from '../http/text.ts';
import { formatNumber } from '../views/formats.ts';
import { CRITERIA_GROUPS, type CriteriaLine } from './settings.ts';

/** A table pasted from a spreadsheet or typed: one criterion a line, its most points at the end. */

const MOST_LINES = 40;
const LINE_LETTERS = 500;
/** More is read by nobody. */
const MOST_PROBLEMS = 5;
/** "… 5", "…\t2,5", "… (10 điểm)", "…: 5đ". */
const POINTS_AT_END = /^(.*?)[\s:;|–-]*\(?(?<![\d.,])(\d{1,3})(?:[.,](\d{1,2}))?\s*(?:điểm|đ)?\s*\)?[.;]?$/iu;
/** Numbers and bullets before a line are the paper's, not the criterion's. */
const NUMBER_BEFORE = /^\s*(?:\d{1,2}(?:\.\d{1,2})*[.)]|[-–•*+])\s*/u;
const SUM = /^(?:tổng(?: cộng| điểm| số)?|cộng)(?![\p{L}])/iu;

export interface ReadCriteria {
  lines: CriteriaLine[];
  problems: string[];
}

/** Pure. `outOf`: what the group must come to. */
export function readCriteria(text: string, outOf: number): ReadCriteria {
  const lines: CriteriaLine[] = [];
  const problems: string[] = [];
  for (const typed of text.split('\n').map((line) => line.trim())) {
    if (typed === '') continue;
    const place = `Dòng “${shortened(typed)}”`;
    if (typed.length > LINE_LETTERS) {
      problems.push(`${place} dài quá ${LINE_LETTERS} chữ. Đồng chí rút gọn.`);
      continue;
    }
    const [, words = '', whole, hundredths] = POINTS_AT_END.exec(typed) ?? [];
    const criterion = words.replace(NUMBER_BEFORE, '').replace(/\s+/gu, ' ').trim();
    const points = whole === undefined ? Number.NaN : Number(`${whole}.${hundredths ?? '0'}`);
    if (SUM.test(criterion) && points === outOf) continue;
    if (Number.isNaN(points)) problems.push(`${place} chưa có điểm ở cuối dòng.`);
    else if (criterion === '') problems.push(`${place} chỉ có điểm, chưa có nội dung tiêu chí.`);
    else if (points <= 0 || points > outOf) problems.push(`${place}: điểm phải lớn hơn 0 và không quá ${outOf}.`);
    else lines.push({ text: criterion, points });
  }
  if (lines.length > MOST_LINES) problems.push(`Mỗi nhóm nhiều nhất ${MOST_LINES} tiêu chí.`);
  if (problems.length === 0) problems.push(...sumProblems(lines, outOf));
  const more = problems.length - MOST_PROBLEMS;
  return {
    lines,
    problems: more > 0 ? [...problems.slice(0, MOST_PROBLEMS), `Còn ${more} dòng khác như vậy.`] : problems,
  };
}

/** In hundredths, so that 0,1 + 0,2 is 0,3. */
export function sumOf(lines: readonly { points: number }[]): number {
  return lines.reduce((sum, { points }) => sum + Math.round(points * 100), 0) / 100;
}

function sumProblems(lines: readonly CriteriaLine[], outOf: number): string[] {
  const sum = sumOf(lines);
  if (lines.length === 0) return ['Chưa thấy tiêu chí nào. Mỗi dòng ghi một tiêu chí, điểm tối đa ở cuối dòng.'];
  if (sum === outOf) return [];
  const off = formatNumber(Math.abs(outOf - sum));
  const way = sum < outOf ? `còn thiếu ${off}` : `đang thừa ${off}`;
  return [
    `Các dòng cộng lại được ${formatNumber(sum)} điểm; nhóm này phải đúng ${outOf}, ${way}. Đồng chí sửa điểm của từng dòng.`,
  ];
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39).trimEnd()}…` : text;
}

const [GENERAL, RESULTS] = CRITERIA_GROUPS;

export const CriteriaForm = z
  .object({
    to_chuc: requiredLine('Đồng chí chọn tổ chức ban hành bộ tiêu chí.', 60),
    ten: requiredLine('Đồng chí đặt tên cho bộ tiêu chí.', 150),
    chung: requiredText(`Đồng chí ghi các tiêu chí của nhóm ${GENERAL.outOf} điểm.`, 20_000),
    ket_qua: requiredText(`Đồng chí ghi các tiêu chí của nhóm ${RESULTS.outOf} điểm.`, 20_000),
  })
  .transform((form, context) => {
    const general = readCriteria(form.chung, GENERAL.outOf);
    const results = readCriteria(form.ket_qua, RESULTS.outOf);
    const tell = (path: string, { problems }: ReadCriteria) => {
      if (problems.length > 0) context.addIssue({ code: 'custom', path: [path], message: problems.join(' ') });
    };
    tell('chung', general);
    tell('ket_qua', results);
    return { unitId: form.to_chuc, name: form.ten, body: { general: general.lines, results: results.lines } };
  });

export type CriteriaInput = z.output<typeof CriteriaForm>;
