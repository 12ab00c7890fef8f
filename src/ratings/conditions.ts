import type { FormLevel } from '../forms/version.ts';
import { citedDate, formatNumber } from '../views/formats.ts';
import { EXCELLENT } from './cap.ts';
import { isAbove, labelOf, NOT_COMPLETED } from './rules.ts';
import type { Stated } from './stated.ts';

/**
 * What the tool knows beside a name, each with where it comes from, for people to weigh. A finding is a warning with
 * its article: it never refuses a level, and no level is ever reckoned from it (366-QĐ/TW, Điều 11: the score alone
 * never gives the level). Nothing here knows of signs.
 */
export interface Statement {
  text: string;
  source: string;
}

export interface DisciplineFact {
  /** "Khiển trách" */
  kind: string;
  dutyRelated: boolean;
  document: string;
  decidedOn: string;
}

export interface ConditionFacts {
  kind: 'person' | 'collective';
  /** Of the subject's form, the best first. */
  levels: readonly FormLevel[];
  /** "Quy định 366-QĐ/TW, Điều 11", as the form names it. */
  basis: string;
  /** Where a person stands in the branch's leading collective. */
  post: 'head' | 'member' | null;
  review: 'handed-in' | 'returned' | 'none';
  /** null unless the review is handed in. */
  stated: Stated | null;
  /** '' where the agency's level is not known or there is no agency. */
  agencyLevel: string;
  disciplines: readonly DisciplineFact[];
  /** Of the branch as a collective; `level` '' and `tasksDone` null where nobody has entered them. */
  collective: { level: string; tasksDone: number | null };
  /** Of a collective: who of its leading members has a discipline on record. */
  disciplinedLeaders: readonly string[];
  quarters: '' | 'none' | 'failed';
  /** null: not counted yet. */
  ballot: { passed: string | null } | null;
}

const DOSSIER = 'Quy định 366-QĐ/TW, Điều 17';
const QUARTERS = 'Kết luận 198-KL/TW, Hướng dẫn 02-HD/BTCTW năm 2026';
const NO_DATA = 'chưa có dữ liệu';
const LEADERS_ENTER = 'chi bộ hoặc văn phòng ghi';

export function statementsOf(facts: ConditionFacts): Statement[] {
  return [
    ...ownStatements(facts),
    ...disciplineStatements(facts),
    ...collectiveStatements(facts),
    ...(facts.kind === 'person' ? [quarterStatement(facts)] : []),
  ];
}

function ownStatements({ stated, levels, review, agencyLevel, kind }: ConditionFacts): Statement[] {
  const source = 'bản kiểm điểm đã nộp';
  const agency = agencyLevel
    ? [{ text: `Cơ quan, đơn vị xếp loại: ${labelOf(levels, agencyLevel)}.`, source: LEADERS_ENTER }]
    : [];
  if (!stated) {
    const text =
      review === 'returned'
        ? 'Bản kiểm điểm đang được đề nghị bổ sung, chưa nộp lại.'
        : kind === 'collective'
          ? 'Chưa có bản kiểm điểm tập thể đã nộp.'
          : 'Chưa có bản kiểm điểm đã nộp.';
    return [{ text, source: 'theo dõi của chi bộ' }, ...agency];
  }
  return [
    { text: pointsWords(stated, levels), source: `${source}, phần tự đánh giá` },
    ...(stated.earlier ? [{ text: earlierWords(stated.earlier), source: `${source}, mục III` }] : []),
    { text: tasksWords(stated.tasks), source: `${source}, phụ lục nhiệm vụ` },
    ...agency,
  ];
}

function pointsWords({ points, outOf }: Stated, levels: readonly FormLevel[]): string {
  if (points === null) return 'Không tự chấm điểm.';
  const band = levels.find((level) => points >= level.from && points < level.below);
  const within = band?.points ? `: khoảng điểm của mức ${band.label} (${band.points.replace(/,.*/, '')})` : '';
  return `Tự chấm ${formatNumber(points)}/${outOf} điểm${within}.`;
}

function earlierWords({ fixed, fixing, unfixed, unsaid }: NonNullable<Stated['earlier']>): string {
  const all = fixed + fixing + unfixed + unsaid;
  if (all === 0) return 'Không có hạn chế hay điều đã hứa của kỳ trước phải báo cáo.';
  const open = unsaid > 0 ? `, ${unsaid} chưa ghi tình trạng` : '';
  return `${all} hạn chế, điều đã hứa của kỳ trước: ${fixed} đã khắc phục, ${fixing} đang khắc phục, ${unfixed} chưa khắc phục${open}.`;
}

function tasksWords(tasks: number): string {
  return tasks === 0
    ? `Kết quả thực hiện nhiệm vụ: ${NO_DATA} (không có phụ lục).`
    : `Kê ${tasks} nhiệm vụ; kết quả từng việc do người viết ghi.`;
}

function disciplineStatements({ disciplines, kind, disciplinedLeaders }: ConditionFacts): Statement[] {
  const own = disciplines.map((each) => ({ text: `${disciplineWords(each)}.`, source: LEADERS_ENTER }));
  const none = [{ text: 'Kỷ luật trong năm: chưa ghi trường hợp nào.', source: LEADERS_ENTER }];
  const leaders =
    kind === 'collective' && disciplinedLeaders.length > 0
      ? [{ text: `Thành viên tập thể lãnh đạo có kỷ luật: ${disciplinedLeaders.join(', ')}.`, source: LEADERS_ENTER }]
      : [];
  return [...(own.length > 0 ? own : none), ...leaders];
}

/** "Khiển trách ngày 05-6-2026, theo 12-QĐ/UBKT, liên quan đến chức trách, nhiệm vụ" */
export function disciplineWords({ kind, decidedOn, document, dutyRelated }: DisciplineFact): string {
  const duty = dutyRelated ? 'liên quan' : 'không liên quan';
  return `${kind} ngày ${citedDate(decidedOn)}, theo ${document}, ${duty} đến chức trách, nhiệm vụ`;
}

function collectiveStatements({ kind, post, collective, levels }: ConditionFacts): Statement[] {
  const done = collective.tasksDone === null ? NO_DATA : `${formatNumber(collective.tasksDone)} %`;
  const tasks = { text: `Tập thể hoàn thành nhiệm vụ của năm: ${done}.`, source: LEADERS_ENTER };
  if (kind === 'collective') return [tasks];
  if (post === null) return [];
  const level = collective.level
    ? `Tập thể chi bộ được đề xuất mức ${labelOf(levels, collective.level)}.`
    : 'Tập thể chi bộ: chưa ghi mức.';
  return [{ text: level, source: 'bảng này' }, tasks];
}

function quarterStatement({ quarters }: ConditionFacts): Statement {
  const words = {
    '': NO_DATA,
    none: 'không có quý nào không hoàn thành nhiệm vụ',
    failed: 'có quý không hoàn thành nhiệm vụ',
  };
  return { text: `Đánh giá theo quý: ${words[quarters]}.`, source: LEADERS_ENTER };
}

/** What speaks against a level, each with its article. Empty while no level is proposed. */
export function findingsFor(level: string, facts: ConditionFacts): Statement[] {
  if (level === '') return [];
  const found = [
    ...reviewFindings(level, facts),
    ...statedFindings(level, facts),
    ...ballotFindings(level, facts),
    ...disciplineFindings(level, facts),
    ...(facts.kind === 'collective' ? findingsOfCollective(level, facts) : findingsOfPerson(level, facts)),
  ];
  return found;
}

function reviewFindings(_level: string, { review, kind }: ConditionFacts): Statement[] {
  if (review === 'handed-in') return [];
  const whose = kind === 'collective' ? 'Bản kiểm điểm tập thể' : 'Bản kiểm điểm';
  const text =
    review === 'returned'
      ? `${whose} đã được đề nghị bổ sung và chưa nộp lại: mức này chưa có bản kiểm điểm để đối chiếu.`
      : `${whose} chưa nộp: mức này chưa có bản kiểm điểm để đối chiếu.`;
  return [{ text, source: DOSSIER }];
}

function statedFindings(level: string, { stated, levels, basis }: ConditionFacts): Statement[] {
  if (!stated) return [];
  const findings: Statement[] = [];
  const wanted = levels.find(({ key }) => key === level);
  if (wanted && stated.points !== null && stated.points < wanted.from) {
    const text = `Tự chấm ${formatNumber(stated.points)} điểm; mức ${wanted.label} ứng với ${wanted.points ?? ''}.`;
    findings.push({ text, source: basis });
  }
  const open = stated.earlier ? stated.earlier.fixing + stated.earlier.unfixed + stated.earlier.unsaid : 0;
  if (level === EXCELLENT && open > 0) {
    const text = `Còn ${open} hạn chế, điều đã hứa của kỳ trước chưa khắc phục xong; mức này cần khắc phục 100%.`;
    findings.push({ text, source: basis });
  }
  return findings;
}

function ballotFindings(level: string, { ballot, levels }: ConditionFacts): Statement[] {
  if (!ballot || ballot.passed === level) return [];
  const text = ballot.passed
    ? `Phiếu của chi bộ đủ cho mức ${labelOf(levels, ballot.passed)}, khác mức ghi ở đây.`
    : 'Theo kết quả kiểm phiếu, chưa mức nào đủ số phiếu cần có.';
  return [{ text, source: 'biên bản kiểm phiếu' }];
}

function disciplineFindings(level: string, { disciplines, basis, kind }: ConditionFacts): Statement[] {
  if (level === NOT_COMPLETED) return [];
  const counting = disciplines.filter(({ dutyRelated }) => dutyRelated || kind === 'collective');
  if (counting.length === 0) return [];
  const text =
    `${counting.map(disciplineWords).join('; ')}: thuộc trường hợp xếp Không hoàn thành nhiệm vụ. ` +
    'Nếu tự phát hiện, tự báo cáo, đã khắc phục xong thì cấp có thẩm quyền cân nhắc và chịu trách nhiệm.';
  return [{ text, source: basis }];
}

function findingsOfPerson(level: string, facts: ConditionFacts): Statement[] {
  const { levels, agencyLevel, collective, post, basis, quarters } = facts;
  const findings: Statement[] = [];
  const add = (text: string, source = basis) => findings.push({ text, source });
  if (isAbove(levels, level, agencyLevel)) {
    add(`Cao hơn mức cơ quan, đơn vị xếp (${labelOf(levels, agencyLevel)}).`);
  }
  if (post === 'head' && isAbove(levels, level, collective.level)) {
    add(`Mức của người đứng đầu cao hơn mức của tập thể (${labelOf(levels, collective.level)}).`);
  }
  if (collective.tasksDone !== null && collective.tasksDone < LEAST_TASKS) {
    const done = `Tập thể hoàn thành ${formatNumber(collective.tasksDone)} % nhiệm vụ, dưới ${LEAST_TASKS} %`;
    if (post === 'head' && level !== NOT_COMPLETED) add(`${done}: người đứng đầu xếp Không hoàn thành nhiệm vụ.`);
    if (post === 'member' && level === EXCELLENT) add(`${done}: cấp phó, thành viên không xếp xuất sắc.`);
  }
  if (quarters === 'failed' && level === EXCELLENT) {
    add('Có quý không hoàn thành nhiệm vụ: cả năm không xếp xuất sắc.', QUARTERS);
  }
  return findings;
}

/** A collective below this share of its tasks has not completed them. */
const LEAST_TASKS = 70;

function findingsOfCollective(level: string, facts: ConditionFacts): Statement[] {
  const { collective, basis, disciplinedLeaders } = facts;
  if (level === NOT_COMPLETED) return [];
  const findings: Statement[] = [];
  if (collective.tasksDone !== null && collective.tasksDone < 100) {
    const done = `Tập thể hoàn thành ${formatNumber(collective.tasksDone)} % nhiệm vụ`;
    const text =
      collective.tasksDone < LEAST_TASKS
        ? `${done}, dưới ${LEAST_TASKS} %: thuộc trường hợp xếp Không hoàn thành nhiệm vụ.`
        : `${done}; mức này cần hoàn thành 100%.`;
    findings.push({ text, source: basis });
  }
  if (disciplinedLeaders.length > 0) {
    const text = `Thành viên tập thể lãnh đạo bị kỷ luật (${disciplinedLeaders.join(', ')}): thuộc trường hợp xếp Không hoàn thành nhiệm vụ.`;
    findings.push({ text, source: basis });
  }
  return findings;
}
