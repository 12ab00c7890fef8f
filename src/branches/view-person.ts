import { dayInHanoi } from '../calendar.ts';
import type { FieldErrors } from '../errors.ts';
import { errorSummary } from '../views/error-summary.ts';
import { formatDate, formatDateTime } from '../views/formats.ts';
import type { BranchPersonModel, Conclusions } from '../views/models/branches.ts';
import { fieldId, lineField, radios, textField } from '../views/parts.ts';
import { STANDING_WORDS } from '../units/rules.ts';
import { COMMENT_WORDS, hasHandedIn, postWords } from './board.ts';
import { campaignIdIn, personPath, queryOf } from './places.ts';
import type { ConclusionRow, SeasonPerson } from './queries.ts';
import { branchNav, EXEMPTION_WORDS, isReviewed } from './rules.ts';
import type { BranchSeason } from './scope.ts';
import { isToday, readPath, remindForm, standingOf, statusOf, whoAsks } from './view.ts';

/** One person of the branch: where he stands, asking him to hand in, what was concluded about him. */

export interface PersonHere {
  season: BranchSeason;
  person: SeasonPerson;
  /** When last asked to hand in. */
  asked: string | undefined;
  /** null for those who do not lead the branch. */
  conclusions: readonly ConclusionRow[] | null;
  viewerMemberId: string | null;
}

/** A form that came back: which one (`rut:<conclusion>`), what was typed, what is wrong. */
export interface CameBack {
  form: 'nhac' | 'ket-luan' | `rut:${string}`;
  typed: Record<string, string>;
  errors: FieldErrors;
}

export function personPage(
  here: PersonHere,
  back: CameBack | null = null,
  done: string | null = null,
): BranchPersonModel {
  const { season, person } = here;
  const read = readPath(person, here.viewerMemberId);
  return {
    summary: errorSummary(summaryErrors(back)),
    nav: branchNav(season.unit, 'board', campaignIdIn(season) ?? undefined),
    name: person.full_name,
    done,
    status: statusOf(person),
    facts: factsOf(here),
    read: read ? { text: 'Đọc bản kiểm điểm', href: read } : null,
    ...askingOf(here, back),
    conclusions: here.conclusions && conclusionsOf(here, here.conclusions, back),
  };
}

/** The reason of each withdrawal is a field of its own on the page. */
function summaryErrors(back: CameBack | null): FieldErrors {
  if (!back?.form.startsWith('rut:')) return back?.errors ?? {};
  return Object.fromEntries(Object.entries(back.errors).map(([, text]) => [reasonName(back.form.slice(4)), text]));
}

function reasonName(conclusionId: string): string {
  return `ly_do-${conclusionId}`;
}

function factsOf({ season, person, asked }: PersonHere): BranchPersonModel['facts'] {
  const post = postWords(person.roles);
  const { exemption } = person;
  return [
    ...(post ? [{ label: 'Chức vụ', value: post }] : []),
    { label: 'Đối tượng', value: STANDING_WORDS[standingOf(season, person)] },
    { label: 'Đảng viên', value: person.official === 1 ? 'Chính thức' : 'Dự bị' },
    { label: 'Nhận xét nơi cư trú', value: COMMENT_WORDS[person.comments] },
    ...(exemption
      ? [{ label: 'Trường hợp riêng', value: [EXEMPTION_WORDS[exemption.kind], exemption.reason].join(': ') }]
      : []),
    ...(asked ? [{ label: 'Nhắc nộp gần nhất', value: formatDateTime(asked) }] : []),
  ];
}

function askingOf(here: PersonHere, back: CameBack | null): Pick<BranchPersonModel, 'reminding' | 'notReminding'> {
  const { season, person, asked } = here;
  const may = here.conclusions !== null && season.campaign.state === 'open' && isFollowed(here);
  if (!may || hasHandedIn(person) || person.id === here.viewerMemberId) {
    return { reminding: null, notReminding: null };
  }
  if (isToday(asked, season.today)) {
    return { reminding: null, notReminding: 'Hôm nay đã nhắc đồng chí này; mỗi ngày nhắc nhiều nhất một lần.' };
  }
  const returned = back?.form === 'nhac' ? { typed: back.typed.truoc_ngay ?? '', errors: back.errors } : null;
  const words = {
    intro: `Đồng chí ${person.full_name} đọc ở trang chính của mình: “${whoAsks(season)} đề nghị đồng chí nộp bản kiểm điểm trước ngày …”.`,
    button: 'Nhắc nộp',
  };
  const form = remindForm(season, `${personPath(season, person.id)}/nhac`, returned, words);
  return { reminding: { ...form, open: true }, notReminding: null };
}

/** Still of this branch, and reviewed in this campaign. */
export function isFollowed({ season, person }: Pick<PersonHere, 'season' | 'person'>): boolean {
  return person.unit_id === season.unit.id && isReviewed(person);
}

/** Why nothing can be concluded here now; null where it can. */
export function whyNoConclusion(here: PersonHere): string | null {
  const { season, person } = here;
  if (season.campaign.state !== 'open') return 'Đợt kiểm điểm không mở nên không ghi thêm được.';
  if (person.id === here.viewerMemberId) {
    return 'Kết luận về chính mình thì đồng chí tự ghi ở mục III của bản kiểm điểm, hoặc đồng chí khác trong chi ủy ghi.';
  }
  return isFollowed(here) ? null : 'Đồng chí này không kiểm điểm ở chi bộ trong đợt này.';
}

function conclusionsOf(here: PersonHere, rows: readonly ConclusionRow[], back: CameBack | null): Conclusions {
  const closed = whyNoConclusion(here);
  return {
    name: here.person.full_name,
    entries: rows.map((row) => entryOf(here, row, back)),
    form: closed ? null : formOf(here, back?.form === 'ket-luan' ? back : null),
    closed,
  };
}

const FROM_WORDS = { branch: 'Chi bộ đã kết luận', higher: 'Cấp trên đã kết luận' };

function entryOf(here: PersonHere, row: ConclusionRow, back: CameBack | null): Conclusions['entries'][number] {
  const { season, person } = here;
  const mayWithdraw = row.withdrawn_at === null && !isHandedIn(row) && whyNoConclusion(here) === null;
  const came = back?.form === `rut:${row.id}` ? back : null;
  const name = reasonName(row.id);
  return {
    id: row.id,
    from: `${FROM_WORDS[row.origin]}${row.source_year === null ? '' : ` năm ${row.source_year}`}`,
    text: row.text,
    who: row.display_name,
    at: row.at,
    standing: standingWords(row, person),
    withdrawing: mayWithdraw
      ? {
          action: `${personPath(season, person.id)}/ket-luan/${row.id}/rut${queryOf(season)}`,
          reason: lineField({
            name: 'ly_do',
            id: fieldId(name),
            label: 'Lý do rút',
            value: came?.typed.ly_do ?? '',
            error: came?.errors.ly_do ?? null,
          }),
          open: came !== null,
        }
      : null,
  };
}

function isHandedIn(row: ConclusionRow): boolean {
  return row.stands_in !== null && row.stands_in !== 'draft' && row.stands_in !== 'returned';
}

/** Says where the line is, and nothing about what its reader has written to it. */
function standingWords(row: ConclusionRow, person: SeasonPerson): string {
  if (row.withdrawn_at !== null) {
    return `Đã rút ngày ${formatDate(dayInHanoi(new Date(row.withdrawn_at)))}: ${row.withdrawn_reason ?? ''}`;
  }
  if (isHandedIn(row)) return 'Có trong bản kiểm điểm đã nộp.';
  if (row.stands_in !== null) return 'Có ở mục III; đồng chí ấy thấy khi viết.';
  if (person.review === null) return 'Sẽ có ở mục III khi đồng chí ấy bắt đầu.';
  return 'Chờ: bản kiểm điểm đã nộp trước khi ghi điều này. Nếu bản ấy được đề nghị bổ sung thì điều này có ở mục III; nếu không thì có ở bản năm sau.';
}

function formOf(here: PersonHere, back: CameBack | null): NonNullable<Conclusions['form']> {
  const { season, person } = here;
  const typed = back?.typed ?? {};
  const errors = back?.errors ?? {};
  const origins = [
    { value: 'branch', text: 'Chi bộ' },
    { value: 'higher', text: 'Cấp trên' },
  ];
  return {
    action: `${personPath(season, person.id)}/ket-luan${queryOf(season)}`,
    origin: radios({
      name: 'cap',
      legend: 'Ai đã kết luận',
      value: typed.cap ?? null,
      error: errors.cap ?? null,
      options: origins,
    }),
    text: textField({
      name: 'noi_dung',
      label: 'Điều đã được kết luận',
      hint: 'Chép đúng lời kết luận đã được thông báo. Đồng chí ấy thấy nguyên văn và không sửa được.',
      value: typed.noi_dung ?? '',
      error: errors.noi_dung ?? null,
      rows: 4,
    }),
    year: lineField({
      name: 'nam',
      label: 'Kết luận năm',
      optional: true,
      value: typed.nam ?? '',
      error: errors.nam ?? null,
      inputMode: 'numeric',
      width: 'short',
    }),
  };
}
