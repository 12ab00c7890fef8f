import type { Standing } from '../../db/schema.ts';
import type { CampaignSettings } from '../campaigns/settings.ts';
import { formatNumber } from '../views/formats.ts';

/**
 * The cap on "xuất sắc" with its arithmetic (366-QĐ/TW, Điều 11): at most 20 % of those rated "tốt", 25 % only by
 * decision of the competent level; in each group of like posts by itself, collectives apart from persons. It is a
 * warning with its sum shown: nothing here refuses anything.
 */
export type CapSettings = CampaignSettings['cap'];

/** Keys of the two levels the cap speaks of, the same in every form version. */
export const EXCELLENT = 'excellent';
export const GOOD = 'good';

export interface CapCount {
  excellent: number;
  good: number;
}

export interface CapReading extends CapCount {
  /** Both together: N of the second reading. */
  together: number;
  /** First reading: how many "xuất sắc" go with the number rated "tốt" now. */
  allowedNow: number;
  /** Second reading: how many of these N could be "xuất sắc" if the others are "tốt". */
  most: number;
  over: boolean;
}

export function readCap(count: CapCount, settings: Pick<CapSettings, 'percent' | 'rounding'>): CapReading {
  const together = count.excellent + count.good;
  const allowedNow = shareOf(count.good, settings);
  return { ...count, together, allowedNow, most: mostOf(together, settings), over: count.excellent > allowedNow };
}

/** The share of a number of "tốt", rounded as the settings say; whole numbers throughout, so that nothing is lost. */
function shareOf(good: number, { percent, rounding }: Pick<CapSettings, 'percent' | 'rounding'>): number {
  return Math.floor((percent * good + (rounding === 'half-up' ? 50 : 0)) / 100);
}

/**
 * The greatest XS for which `XS ≤ shareOf(N − XS)` still holds: N/6 at 20 %, N/5 at 25 %. The rounding stands on the
 * share of "tốt", where the rule puts it, and not on N/6: so both readings agree at the border in every case.
 */
function mostOf(together: number, { percent, rounding }: Pick<CapSettings, 'percent' | 'rounding'>): number {
  return Math.floor((percent * together + (rounding === 'half-up' ? 50 : 0)) / (100 + percent));
}

/** One subject as the cap counts it. `standing`: as it counts in this campaign; `head`: bí thư of the branch. */
export interface CountedLevel {
  kind: 'person' | 'collective';
  standing: Standing | null;
  head: boolean;
  level: string;
}

export interface CapGroup {
  key: string;
  name: string;
  /** "người" or "tập thể": what the second reading counts. */
  of: string;
  reading: CapReading;
}

/** A person counts in the first group that names his standing, and nowhere if none does. */
export function capGroups(levels: readonly CountedLevel[], settings: CampaignSettings): CapGroup[] {
  return settings.groups.map(({ key, name }) => {
    const own = levels.filter(
      (each) => groupOf(each, settings)?.key === key && (settings.cap.headCounts || !each.head),
    );
    return { key, name, of: 'người', reading: readCap(countOf(own), settings.cap) };
  });
}

/** Collectives are reckoned apart, over all branches of the level that approves; of one branch there is one only. */
export function capOfCollectives(levels: readonly CountedLevel[], settings: CampaignSettings): CapGroup {
  const own = levels.filter(({ kind }) => kind === 'collective');
  const reading = readCap(countOf(own), settings.cap);
  return { key: 'collectives', name: 'Tập thể chi bộ', of: 'tập thể', reading };
}

/** undefined for a collective, and for a standing that no group names. */
export function groupOf({ kind, standing }: Pick<CountedLevel, 'kind' | 'standing'>, settings: CampaignSettings) {
  if (kind !== 'person' || standing === null) return undefined;
  return settings.groups.find(({ standings }) => standings.includes(standing));
}

/** At the level that approves: each group over all branches, and the collectives apart. */
export function committeeCaps(levels: readonly CountedLevel[], settings: CampaignSettings): CapGroup[] {
  return [...capGroups(levels, settings), capOfCollectives(levels, settings)];
}

function countOf(levels: readonly { level: string }[]): CapCount {
  const of = (key: string) => levels.filter(({ level }) => level === key).length;
  return { excellent: of(EXCELLENT), good: of(GOOD) };
}

/** "hiện tại 5 > 3 (20 % của 19, làm tròn xuống)" */
export function currentWords({ excellent, good, allowedNow, over }: CapReading, cap: CapSettings): string {
  const sum = `${cap.percent} % của ${formatNumber(good)}, ${roundingWords(cap)}`;
  return `hiện tại ${formatNumber(excellent)} ${over ? '>' : '≤'} ${formatNumber(allowedNow)} (${sum})`;
}

/** "trong 24 người nhiều nhất 4" */
export function togetherWords({ together, most }: CapReading, of = 'người'): string {
  return `trong ${formatNumber(together)} ${of} nhiều nhất ${formatNumber(most)}`;
}

export function roundingWords({ rounding }: Pick<CapSettings, 'rounding'>): string {
  return rounding === 'down' ? 'làm tròn xuống' : 'từ 0,5 làm tròn lên';
}

/** How this campaign reckons, in one sentence for people. */
export function capRuleWords(cap: CapSettings): string {
  const decision =
    cap.percent === 25 && cap.decisionNumber !== '' ? `, theo ${cap.decisionNumber} của cấp có thẩm quyền` : '';
  const head = cap.headCounts ? 'có tính bí thư chi bộ' : 'không tính bí thư chi bộ';
  return (
    `Số xếp Hoàn thành xuất sắc không quá ${cap.percent} % số xếp Hoàn thành tốt${decision}, ` +
    `tính riêng từng nhóm chức danh, ${head}, ${roundingWords(cap)}.`
  );
}

/** "Cá nhân …: hiện tại 5 > 3 (20 % của 19, làm tròn xuống); trong 24 người nhiều nhất 4" */
export function capLine({ name, of, reading }: CapGroup, cap: CapSettings): string {
  return `${name}: ${currentWords(reading, cap)}; ${togetherWords(reading, of)}`;
}
