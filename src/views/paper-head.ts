import { paperDate } from './formats.ts';
import type { PaperHead } from './models/paper.ts';

/** Who issues a paper, as its head names it. */
export interface IssuingUnit {
  /** Empty: dots for the hand. */
  superiorLines: readonly string[];
  issuerLines: readonly string[];
  place: string;
  /** Left out: with it. */
  star?: boolean;
  /** The copy for a State agency has the State's name and motto in place of the Party's (30/2020/NĐ-CP). */
  state?: boolean;
  /** Whether names that are not known leave dots for the hand; left out: they do. */
  byHand?: boolean;
}

/** A paper's head has room for so many lines of a unit's name beside the national title. */
export const PAPER_NAME_LINES = 3;

/** The head's left column is 76 mm wide; a little air on both sides keeps it apart from the right one. */
const COLUMN_POINTS = (74 / 25.4) * 72;
const SIZES = [14, 13, 12];
/** Place names and words that begin a new unit of sense: a line may break before them, and rather there than elsewhere. */
const BEGINS_SENSE =
  /^(?:PHƯỜNG|XÃ|QUẬN|HUYỆN|THÀNH|TỈNH|TỔ|KHU|CƠ|CÁC|VÀ|THUỘC|TRỰC|SỞ|BAN|PHÒNG|TRƯỜNG|BỆNH|CÔNG|TRUNG|VĂN|ĐẢNG|CHI|KHỐI|TRẠM|VIỆN)$/;
/** Names of one sense that a line must not part, as they occur in the names of branches and committees. */
const OF_ONE_SENSE =
  /CHI BỘ|ĐẢNG BỘ|ĐẢNG ỦY|CƠ QUAN|CƠ SỞ|TRUNG HỌC (?:CƠ SỞ|PHỔ THÔNG)|TIỂU HỌC|MẦM NON|TỔ DÂN PHỐ|KHU DÂN CƯ|THÀNH PHỐ|HÀ NỘI|CÔNG AN|QUÂN SỰ|ỦY BAN|NHÂN DÂN|TRUNG TÂM|PHỤC VỤ|TỔ QUỐC|HÀNH CHÍNH CÔNG|SỐ \d+/g;

/**
 * Lines that the office broke by hand stay as they are, in the largest size at which they fit. A name given in one
 * line is broken at sense units, over at most three lines. Never below 12 pt (05-HD/VPTW).
 */
export function headOf(
  unit: IssuingUnit | null,
  signedOn: string | null,
  numbered: { number: string | null; draftMark: string | null } = { number: null, draftMark: null },
): PaperHead {
  const superior = unit?.superiorLines ?? [];
  const issuer = unit?.issuerLines ?? [];
  const looks = { star: unit?.star ?? true, state: unit?.state ?? false, byHand: unit?.byHand ?? true };
  const dateLine = `${unit?.place || '…………'}, ${signedOn ? paperDate(signedOn) : 'ngày …… tháng …… năm ………'}`;
  const given = SIZES.find((points) => fits(superior, points, false) && fits(issuer, points, true));
  const brokenByHand = superior.length > 1 || issuer.length > 1;
  if (given && (brokenByHand || given === SIZES[0])) {
    return { superiorLines: [...superior], issuerLines: [...issuer], points: given, ...looks, dateLine, ...numbered };
  }
  for (const points of SIZES) {
    const lines = [fit(superior, points, false), fit(issuer, points, true)] as const;
    const last = points === SIZES.at(-1);
    const [superiorLines, issuerLines] = lines.map(
      (found, index) => found ?? (last ? [superior, issuer][index] : null),
    );
    if (superiorLines && issuerLines) {
      return {
        superiorLines: [...superiorLines],
        issuerLines: [...issuerLines],
        points,
        ...looks,
        dateLine,
        ...numbered,
      };
    }
  }
  throw new Error('unreachable: the smallest size always answers');
}

function fit(lines: readonly string[], points: number, bold: boolean): string[] | null {
  if (fits(lines, points, bold)) return [...lines];
  const words = lines.join(' ').split(/\s+/);
  return (
    breakings(words, PAPER_NAME_LINES)
      .filter((candidate) => fits(candidate, points, bold))
      .sort((one, other) => cost(one, points, bold) - cost(other, points, bold))[0] ?? null
  );
}

function fits(lines: readonly string[], points: number, bold: boolean): boolean {
  return lines.length <= PAPER_NAME_LINES && lines.every((line) => widthOf(line, points, bold) <= COLUMN_POINTS);
}

/** Every way to set the words in at most so many lines; names are short enough to try them all. */
function breakings(words: readonly string[], lines: number): string[][] {
  const whole = [[words.join(' ')]];
  if (lines === 1) return whole;
  const split = words.slice(1).flatMap((_, index) => {
    const at = index + 1;
    return breakings(words.slice(at), lines - 1).map((rest) => [words.slice(0, at).join(' '), ...rest]);
  });
  return [...whole, ...split];
}

/** Few lines first, then breaks at sense units, then lines of like length. */
function cost(lines: readonly string[], points: number, bold: boolean): number {
  const widths = lines.map((line) => widthOf(line, points, bold));
  const inside = lines.slice(1).filter((line) => !BEGINS_SENSE.test(line.split(' ')[0] ?? '')).length;
  return lines.length * 10_000 + (inside + 2 * parted(lines)) * 1_000 + Math.max(...widths) - Math.min(...widths);
}

function parted(lines: readonly string[]): number {
  const ofOneSense = (text: string) => (text.match(OF_ONE_SENSE) ?? []).length;
  const dangling = lines.filter((line) => /^[-–]/.test(line)).length;
  return dangling + ofOneSense(lines.join(' ')) - lines.reduce((sum, line) => sum + ofOneSense(line), 0);
}

/** Capitals of Tinos in thousandths of the size; the rest is near enough at its class's width. */
const WIDTHS: Record<string, number> = {
  ' ': 250,
  I: 389,
  J: 500,
  M: 944,
  W: 1000,
  G: 778,
  H: 778,
  K: 778,
  O: 778,
  Q: 778,
};
const ORDINARY = 722;
const DIGIT = 500;

function widthOf(line: string, points: number, bold: boolean): number {
  const letters = line.normalize('NFD').replace(/[\u0300-\u036f]/g, '');
  const thousandths = [...letters].reduce(
    (sum, letter) => sum + (WIDTHS[letter] ?? (/[0-9.,\-–]/.test(letter) ? DIGIT : ORDINARY)),
    0,
  );
  // Horned letters lose their horn with their marks; regular letters are a little narrower than bold ones.
  const horns = (line.match(/[ƯỨỪỬỮỰƠỚỜỞỠỢ]/g) ?? []).length * 80;
  return ((thousandths + horns) * points * (bold ? 1 : 0.97)) / 1000;
}
