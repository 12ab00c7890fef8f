import { EXEMPTION_WORDS, isReviewed } from '../branches/rules.ts';
import type { SeasonPerson } from '../branches/queries.ts';
import type { CampaignSettings } from '../campaigns/settings.ts';
import { COLLECTIVE, labelOf, shortLevel } from '../ratings/rules.ts';
import type { BranchTable } from '../ratings/table.ts';
import { ROLE_WORDS } from '../accounts/rules.ts';
import { type EarlierRow, type LevelTable, type NotReviewed, type ProposalRow, reasonKey } from './content.ts';

/** What the report counts of a branch: levels by group of posts, last year's matters, who is not reviewed. */

export type RatedSubject = BranchTable['subjects'][number];

/** The level a branch proposes: what its report tells, whatever is decided about it later. */
export function proposedLevel({ rating }: Pick<RatedSubject, 'rating'>): string {
  return rating?.branch_level ?? '';
}

/** Each group of like posts by itself, those in none of them last; with several rows, a sum. */
export function levelTable(subjects: readonly RatedSubject[], groups: CampaignSettings['groups']): LevelTable {
  const people = subjects.filter(({ kind }) => kind === 'person');
  const levels = people[0]?.levels ?? subjects[0]?.levels ?? [];
  const groupOf = ({ standing }: RatedSubject) =>
    groups.find(({ standings }) => standing !== null && standings.includes(standing));
  const row = (name: string, own: readonly RatedSubject[]) => ({
    name,
    total: own.length,
    counts: levels.map(({ key }) => own.filter((subject) => proposedLevel(subject) === key).length),
    open: own.filter((subject) => proposedLevel(subject) === '').length,
  });
  const rows = groups.map((group) =>
    row(
      group.name,
      people.filter((subject) => groupOf(subject) === group),
    ),
  );
  const others = people.filter((subject) => groupOf(subject) === undefined);
  return {
    names: levels.map(({ key }) => shortLevel(levels, key)),
    rows: [
      ...rows.filter(({ total }) => total > 0),
      ...(others.length > 0 ? [row('Các đối tượng khác', others)] : []),
      row('Cộng', people),
    ],
  };
}

/** The states as those who are reviewed gave them in section III; nothing is read out of the signs. */
export function earlierRows(subjects: readonly RatedSubject[]): EarlierRow[] {
  const row = (name: string, own: readonly RatedSubject[]): EarlierRow => {
    const sum = (key: 'fixed' | 'fixing' | 'unfixed' | 'unsaid') =>
      own.reduce((total, { stated }) => total + (stated?.earlier?.[key] ?? 0), 0);
    return { name, fixed: sum('fixed'), fixing: sum('fixing'), unfixed: sum('unfixed'), unsaid: sum('unsaid') };
  };
  const of = (kind: RatedSubject['kind']) => subjects.filter((subject) => subject.kind === kind);
  return [row('Tập thể', of('collective')), row('Cá nhân', of('person'))];
}

export function earlierTotal({ fixed, fixing, unfixed, unsaid }: Omit<EarlierRow, 'name'>): number {
  return fixed + fixing + unfixed + unsaid;
}

/** In the order of the branch's table: by post and name, never by level. */
export function proposalRows(subjects: readonly RatedSubject[]): ProposalRow[] {
  return subjects.map((subject) => {
    const { kind, name, levels, stated, rating, ballot } = subject;
    const votes = levels.flatMap(({ key }) => {
      const number = ballot?.votes.find(({ level }) => level === key)?.votes ?? 0;
      return number > 0 ? [`${shortLevel(levels, key)}: ${number}`] : [];
    });
    return {
      kind,
      name,
      post: [subject.post, subject.note ?? ''].filter((words) => words !== '').join(', '),
      own: shortLevel(levels, stated?.level ?? ''),
      agency: shortLevel(levels, rating?.agency_level ?? ''),
      votes: ballot ? votes : [],
      proposed: labelOf(levels, proposedLevel(subject)),
    };
  });
}

const HANDED_IN = ['submitted', 'accepted', 'closed'];

export function hasHandedIn({ review }: Pick<SeasonPerson, 'review'>): boolean {
  return review !== null && HANDED_IN.includes(review.state);
}

/** Who is exempt, with the reason on record, and who should be reviewed and has not handed in. */
export function notReviewed(
  people: readonly SeasonPerson[],
  texts: ReadonlyMap<string, { value: string }>,
): NotReviewed[] {
  return people.flatMap((person): NotReviewed[] => {
    const { exemption } = person;
    const common = { memberId: person.id, name: person.full_name, post: dutyOf(person) };
    if (exemption && !isReviewed(person)) {
      const detail = exemption.reason.trim().replace(/\.$/, '');
      const reason = [EXEMPTION_WORDS[exemption.kind], detail].filter((words) => words !== '').join('; ');
      return [{ ...common, reason, asked: false }];
    }
    if (hasHandedIn(person)) return [];
    return [{ ...common, reason: texts.get(reasonKey(person.id))?.value ?? '', asked: true }];
  });
}

function dutyOf({ roles }: SeasonPerson): string {
  const duty = (['secretary', 'deputy', 'committee_member'] as const).find((role) => roles.includes(role));
  return duty ? ROLE_WORDS[duty] : '';
}

/** What the branch says of itself: its own proposal, and that of the meeting. */
export function collectiveLevels(subjects: readonly RatedSubject[]): { own: string; proposed: string } {
  const collective = subjects.find(({ subject }) => subject === COLLECTIVE);
  if (!collective) return { own: '', proposed: '' };
  const { levels, stated } = collective;
  return { own: labelOf(levels, stated?.level ?? ''), proposed: labelOf(levels, proposedLevel(collective)) };
}

/** "12,5 %" of a whole; nothing of nobody. */
export function percentOf(part: number, whole: number): string {
  if (whole === 0) return '';
  return `${(Math.round((part * 1000) / whole) / 10).toLocaleString('vi-VN', { maximumFractionDigits: 1 })} %`;
}
