import { formatDateTime, formatNumber } from '../views/formats.ts';
import type {
  CapsModel,
  Conditions,
  DecisionLine,
  DisciplinesModel,
  LevelColumns,
  LevelLine,
} from '../views/models/ratings.ts';
import { lineField, selectField } from '../views/parts.ts';
import { type CapGroup, capRuleWords, type CapSettings, currentWords, togetherWords } from './cap.ts';
import { type ConditionFacts, disciplineWords, findingsFor, statementsOf } from './conditions.ts';
import { DISCIPLINE_WORDS, disciplineKinds } from './disciplines.ts';
import type { DecisionRow } from './queries.ts';
import { decisionWords } from './reading.ts';
import { labelOf, shortLevel } from './rules.ts';
import type { RatedSubject } from './subjects.ts';
import { type BranchTable, currentDecision } from './table.ts';

/** What the branch's table, the office's table and the papers show alike. */

/** Columns nobody uses are left out; `count` is what a line under a name spans. */
export function columnsOf(table: BranchTable): LevelColumns {
  const committee = table.unit.has_branch_committee === 1;
  const agency = table.subjects.some(({ hasAgency }) => hasAgency);
  const massBody = table.subjects.some(({ rating }) => (rating?.mass_body_level ?? '') !== '');
  return { agency, committee, massBody, count: 6 + [agency, committee, massBody].filter(Boolean).length };
}

export function levelLine(subject: RatedSubject, no: number): LevelLine {
  const { levels, rating } = subject;
  const short = (key: string | undefined) => shortLevel(levels, key ?? '');
  return {
    no,
    id: subject.subject,
    name: subject.name,
    post: subject.post,
    note: subject.note,
    self: subject.stated ? short(subject.stated.level) : missingReview(subject),
    agency: short(rating?.agency_level),
    committee: short(rating?.committee_level),
    massBody: short(rating?.mass_body_level),
    votes: votesOf(subject),
    branch: short(rating?.branch_level),
    decision: short(currentDecision(subject)?.level),
  };
}

function missingReview({ review }: RatedSubject): string {
  return review?.state === 'returned' ? 'Đang bổ sung' : 'Chưa nộp';
}

/** Only levels with votes, in the form's order. */
export function votesOf({ ballot, levels }: RatedSubject, words = shortLevel): LevelLine['votes'] {
  if (!ballot) return [];
  return levels.flatMap(({ key }) => {
    const votes = ballot.votes.find(({ level }) => level === key)?.votes ?? 0;
    return votes === 0
      ? []
      : [{ text: `${words(levels, key)}: ${formatNumber(votes)}`, passed: ballot.passed === key }];
  });
}

export function conditionsModel(facts: ConditionFacts, level: string): Conditions {
  const findings = findingsFor(level, facts);
  return {
    count: findings.length > 0 ? `${findings.length} điều cần cân nhắc` : null,
    level: labelOf(facts.levels, level),
    findings,
    statements: statementsOf(facts),
  };
}

export function capsModel(groups: readonly CapGroup[], cap: CapSettings, scope: string): CapsModel {
  return {
    rule: capRuleWords(cap),
    scope,
    groups: groups.map(({ name, of, reading }) => ({
      name,
      current: currentWords(reading, cap),
      together: togetherWords(reading, of),
      over: reading.over,
    })),
  };
}

/** By which documents it stands decided, then hand-ups and give-backs, the newest first. */
export function eventsOf(table: BranchTable): { text: string; reason: string }[] {
  return [...documentsOf(table), ...stepsOf(table)];
}

function documentsOf({ subjects }: BranchTable): { text: string; reason: string }[] {
  const levels = new Map<string, { newest: string; count: number }>();
  for (const decision of subjects.flatMap((subject) => currentDecision(subject) ?? [])) {
    const words = decisionWords(decision);
    const known = levels.get(words);
    levels.set(words, { newest: decision.at, count: (known?.count ?? 0) + 1 });
  }
  return [...levels]
    .toSorted(([, one], [, other]) => other.newest.localeCompare(one.newest))
    .map(([words, { count }]) => ({ text: `${words}: ${formatNumber(count)} mức.`, reason: '' }));
}

function stepsOf({ steps, superior }: BranchTable): { text: string; reason: string }[] {
  return steps.map(({ kind, at, display_name: name, reason }) => ({
    text:
      kind === 'handed'
        ? `Đồng chí ${name} chuyển bảng đề xuất lên ${superior?.name ?? 'cấp trên'} lúc ${formatDateTime(at)}.`
        : `Đồng chí ${name} (văn phòng cấp ủy) trả lại bảng lúc ${formatDateTime(at)}.`,
    reason,
  }));
}

/**
 * The newest first; only the last one written stands. Why a first decision went beside the proposals or the cap is for
 * the committee's office; why a level was changed is part of the decision.
 */
export function historyOf(
  subject: RatedSubject,
  reader: 'branch' | 'office',
  paperOf: (decision: DecisionRow) => DecisionLine['paper'],
): DecisionLine[] {
  const standing = currentDecision(subject);
  return subject.decisions.toReversed().map((decision) => ({
    level: labelOf(subject.levels, decision.level),
    document: decisionWords(decision),
    reason: reader === 'office' || decision.replaces_id !== null ? decision.reason : '',
    standing: decision.id === standing?.id,
    paper: paperOf(decision),
  }));
}

type Typed = Record<string, string>;

/** `action` null: to be read only. */
export function disciplinesModel(
  subject: RatedSubject,
  action: string | null,
  query: string,
  typed: Typed = {},
  errors: Record<string, string> = {},
): DisciplinesModel {
  const rows = subject.disciplines.map((row) => ({
    text: disciplineWords({
      kind: DISCIPLINE_WORDS[row.kind] ?? row.kind,
      dutyRelated: row.duty_related === 1,
      document: row.document,
      decidedOn: row.decided_on,
    }),
    withdraw: action && `${action}/${row.id}/rut${query}`,
  }));
  if (!action) return { rows, form: null };
  const at = (name: string) => ({ name, value: typed[name] ?? '', error: errors[name] ?? null });
  const fields = ['hinh_thuc', 'so_ky_luat', 'ngay_ky_luat', 'lien_quan'];
  return {
    rows,
    form: {
      action: `${action}${query}`,
      open: fields.some((name) => errors[name] !== undefined),
      kind: selectField({ ...at('hinh_thuc'), label: 'Hình thức kỷ luật', options: disciplineKinds(subject.kind) }),
      document: lineField({
        ...at('so_ky_luat'),
        label: 'Số quyết định kỷ luật',
        hint: 'Ví dụ 12-QĐ/UBKT.',
        width: 'medium',
      }),
      decidedOn: lineField({
        ...at('ngay_ky_luat'),
        label: 'Ngày quyết định',
        hint: 'Ngày/tháng/năm.',
        width: 'medium',
      }),
      duty: selectField({
        ...at('lien_quan'),
        label: 'Vi phạm có liên quan đến chức trách, nhiệm vụ không',
        options: [
          { value: '1', text: 'Có liên quan' },
          { value: '0', text: 'Không liên quan' },
        ],
      }),
    },
  };
}
