import { type Gathered, presentOf } from './gathered.ts';
import type { CountRow } from './queries.ts';
import { countProblems, levelsPassed, type PassMark, passMark } from './rules.ts';
import type { Subject } from './subjects.ts';

/** A count and its arithmetic, in words. */

export function presentWords({ headcounts: { official, probationary } }: Gathered): string {
  const others = probationary.present > 0 ? ` (và ${probationary.present} đảng viên dự bị, không bỏ phiếu)` : '';
  return `Có mặt ${official.present} đảng viên chính thức${others}.`;
}

/** "Một mức đạt khi được hơn một nửa của 19 đảng viên chính thức phải dự: 10 phiếu." */
export function passWords({ needed, of, among, share, exceeds }: PassMark): string {
  const part = exceeds ? 'hơn một nửa' : `ít nhất ${share.parts}/${share.of}`;
  const whom = among === 'official' ? 'đảng viên chính thức phải dự' : 'đảng viên chính thức có mặt';
  return `Một mức đủ phiếu khi được ${part} của ${of} ${whom}, tức ${needed} phiếu.`;
}

/** Which level has enough votes, with its arithmetic; or what no longer fits. */
export function resultWords(gathered: Gathered, { levels }: Subject, count: CountRow): string {
  const problems = Object.values(countProblems(count, presentOf(gathered)));
  if (problems.length > 0) return `Không còn khớp: ${problems.join(' ')}`;
  const mark = passMark(gathered.headcounts, gathered.settings.pass);
  const passed = levelsPassed(count, levels, mark);
  if (passed.length === 0) return `Chưa mức nào đủ ${mark.needed} phiếu.`;
  return passed
    .map(
      (key) =>
        `${levels.find((level) => level.key === key)?.label ?? key}: ${count.votes[key] ?? 0}/${mark.of}, cần ${mark.needed}`,
    )
    .join('; ');
}
