import { EXEMPTION_WORDS } from '../branches/rules.ts';
import { NOT_COMPLETED } from '../ratings/rules.ts';
import { formatNumber } from '../views/formats.ts';
import type { SummaryEarlier, SummaryPerson } from './content.ts';
import { type CommitteeSummary, personState, type SummedPerson } from './figures.ts';

/**
 * Whom January's screening looks at first (Hướng dẫn 02-HD/BTCTU, 21-11-2025): names, levels and plain reasons. It is
 * a list to begin from, in the branches' order; it weighs nobody against anybody and reads no answer to a sign.
 */
export interface ScreeningLine {
  unitId: string;
  branch: string;
  person: SummaryPerson;
  level: string;
  reasons: string[];
}

export function screeningList({ branches, levels }: CommitteeSummary): ScreeningLine[] {
  const failed = levels.find(({ key }) => key === NOT_COMPLETED)?.label ?? 'Không hoàn thành nhiệm vụ';
  return branches.flatMap(({ unit, people }) =>
    people
      .map((one) => ({ one, reasons: reasonsFor(one, failed) }))
      .filter(({ reasons }) => reasons.length > 0)
      .map(({ one, reasons }) => ({
        unitId: unit.id,
        branch: unit.name,
        person: one.person,
        level: one.level,
        reasons,
      })),
  );
}

function reasonsFor({ person, level, decision }: SummedPerson, failed: string): string[] {
  const reasons: string[] = [];
  if (level === NOT_COMPLETED) {
    reasons.push(
      decision
        ? `Xếp loại ${failed} (Quyết định số ${decision.number})`
        : `Chi bộ đề xuất ${failed}, chưa có quyết định`,
    );
  }
  if (personState(person) === 'not-reviewed') reasons.push(`Chưa kiểm điểm: ${whyNot(person)}`);
  const open = person.earlier ? openForTwoYears(person.earlier) : 0;
  if (open > 0) reasons.push(`Còn ${formatNumber(open)} hạn chế, khuyết điểm chưa khắc phục xong qua hai năm`);
  return reasons;
}

/** "bị đình chỉ sinh hoạt đảng (Quyết định 12-QĐ/UBKT)" */
export function whyNot({ exemption, review }: SummaryPerson): string {
  if (exemption !== null && exemption.kind !== 'elsewhere') {
    const words = EXEMPTION_WORDS[exemption.kind];
    const reason = exemption.reason === '' ? '' : ` (${exemption.reason})`;
    return `${words.charAt(0).toLocaleLowerCase('vi')}${words.slice(1)}${reason}`;
  }
  return review === 'returned' ? 'đang bổ sung bản kiểm điểm' : 'chưa nộp bản kiểm điểm';
}

/** Not fixed in this year's review, and either two years old or not fixed in last year's review, too. */
export function openForTwoYears({ fixing, unfixed, older, openLastYear }: SummaryEarlier): number {
  const open = fixing + unfixed;
  return (openLastYear ?? 0) > 0 ? open : Math.min(open, older);
}
