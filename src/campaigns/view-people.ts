import type { ReviewState } from '../../db/schema.ts';
import { EXEMPTION_WORDS } from '../branches/rules.ts';
import type { FieldErrors } from '../errors.ts';
import { STATE_WORDS } from '../reviews/transitions.ts';
import type { MemberRow, UnitRow } from '../units/queries.ts';
import { foldName } from '../units/rules.ts';
import { errorSummary } from '../views/error-summary.ts';
import { formatDate } from '../views/formats.ts';
import type { ExemptionsModel, PersonSearch, SuggestionsModel } from '../views/models/campaigns.ts';
import { lineField, radios, selectField, textField } from '../views/parts.ts';
import type { ApartRow, CampaignRow, NamedSuggestion } from './queries.ts';
import { suggestedBy } from './rules.ts';

/** Who stands apart in a campaign, and who has what to explain → plain models. */

type Typed = Record<string, string>;

export interface NamedPerson {
  id: string;
  full_name: string;
  birth_date: string;
  branch: string;
}

/** More names than these are not read; a longer query finds fewer. */
const MOST_FOUND = 30;
/** One letter would find half of everybody. */
export const SHORTEST_QUERY = 2;

export function searchModel(path: string, query: string, found: readonly NamedPerson[] | null): PersonSearch {
  return {
    action: path,
    query: lineField({
      name: 'tim',
      label: 'Tìm đồng chí theo họ tên',
      hint: 'Gõ một phần họ tên, có dấu hay không dấu đều được.',
      value: query,
      error: query !== '' && found === null ? `Đồng chí gõ ít nhất ${SHORTEST_QUERY} chữ cái.` : null,
      width: 'medium',
    }),
    found: found && {
      people: found.slice(0, MOST_FOUND).map((person) => ({
        text: person.full_name,
        href: `${path}?dong-chi=${person.id}`,
        note: personNote(person.birth_date, person.branch),
      })),
      more: found.length > MOST_FOUND,
    },
  };
}

export function isWorthSearching(query: string): boolean {
  return foldName(query).replace(/[^a-z]/g, '').length >= SHORTEST_QUERY;
}

function personNote(birthDate: string, branch: string): string {
  return `sinh ${formatDate(birthDate)}, ${branch}`;
}

interface ChosenPerson {
  member: MemberRow;
  branch: UnitRow;
  review: ReviewState | null;
}

export interface ExemptionsShown {
  campaign: CampaignRow;
  people: readonly ApartRow[];
  search: PersonSearch;
  chosen: ChosenPerson | null;
}

export function exemptionsPage(shown: ExemptionsShown, typed: Typed = {}, errors: FieldErrors = {}): ExemptionsModel {
  const { campaign, people, search, chosen } = shown;
  const path = `/quan-tri/dot/${campaign.id}/mien`;
  const mayRecord = campaign.state !== 'closed';
  return {
    summary: errorSummary(errors),
    campaign: campaign.title,
    search,
    mayRecord,
    chosen:
      chosen && mayRecord
        ? {
            ...chosenPerson(chosen),
            action: path,
            memberId: chosen.member.id,
            kind: radios({
              name: 'loai',
              legend: 'Trường hợp',
              value: typed.loai ?? null,
              error: errors.loai ?? null,
              options: KINDS.map(({ kind, note }) => ({ value: kind, text: EXEMPTION_WORDS[kind], note })),
            }),
            reason: textField({
              name: 'ly_do',
              label: 'Lý do, căn cứ',
              hint: 'Ghi ngắn, ví dụ số quyết định. Đồng chí ấy và chi ủy đọc được.',
              value: typed.ly_do ?? '',
              error: errors.ly_do ?? null,
              rows: 3,
            }),
          }
        : null,
    sheets: people.length > 0 ? [{ text: 'Tải bảng (.xlsx)', href: `${path}.xlsx` }] : [],
    people: people.map((person) => ({
      name: person.full_name,
      branch: person.branch,
      kind: EXEMPTION_WORDS[person.kind],
      reason: person.reason,
      withdraw: mayRecord ? { action: `${path}/${person.member_id}/rut`, version: String(person.version) } : null,
    })),
  };
}

/** What follows from each case, for whoever records it (forms.md §6). */
const KINDS = [
  { kind: 'excused', note: 'Không kiểm điểm, không xếp loại trong đợt này.' },
  { kind: 'suspended', note: 'Không kiểm điểm, không xếp loại trong thời gian bị đình chỉ.' },
  { kind: 'new', note: 'Chưa kiểm điểm, xếp loại trong đợt này.' },
  {
    kind: 'elsewhere',
    note: 'Vẫn viết bản kiểm điểm; chi bộ nơi sinh hoạt chính thức xếp loại sau khi có nhận xét bằng văn bản.',
  },
  {
    kind: 'outside_tool',
    note: 'Cán bộ do cấp trên quản lý hồ sơ: kiểm điểm theo hướng dẫn riêng, không viết trên hệ thống này.',
  },
] as const;

function chosenPerson({ member, branch, review }: ChosenPerson) {
  return {
    name: `đồng chí ${member.full_name}`,
    note: personNote(member.birth_date, branch.name),
    state: review === null ? null : `Bản kiểm điểm năm nay của đồng chí ấy: ${STATE_WORDS[review]}.`,
  };
}

export interface SuggestionsShown {
  campaign: CampaignRow;
  suggestions: readonly NamedSuggestion[];
  branches: readonly UnitRow[];
  search: PersonSearch;
  chosen: ChosenPerson | { unit: UnitRow } | null;
  /** Given out with the form. */
  newId: string;
}

export function suggestionsPage(
  shown: SuggestionsShown,
  typed: Typed = {},
  errors: FieldErrors = {},
): SuggestionsModel {
  const { campaign, suggestions, branches, search, chosen, newId } = shown;
  const path = `/quan-tri/dot/${campaign.id}/goi-y`;
  const mayMake = campaign.state !== 'closed';
  const line = (name: string, label: string, hint: string, more: { optional?: boolean; width?: 'medium' } = {}) =>
    lineField({ name, label, hint, value: typed[name] ?? '', error: errors[name] ?? null, ...more });
  const medium = { optional: true, width: 'medium' } as const;
  return {
    summary: errorSummary(errors),
    campaign: campaign.title,
    search,
    branchAction: path,
    branches: selectField({
      name: 'chi-bo',
      label: 'Chi bộ',
      options: branches.map(({ id, name }) => ({ value: id, text: name })),
    }),
    mayMake,
    chosen:
      chosen && mayMake
        ? {
            ...('unit' in chosen
              ? { name: `tập thể ${chosen.unit.name}`, note: 'giải trình ở mục IV bản kiểm điểm tập thể', state: null }
              : suggestedPerson(chosen)),
            action: path,
            memberId: 'unit' in chosen ? '' : chosen.member.id,
            unitId: 'unit' in chosen ? chosen.unit.id : '',
            formId: typed.ma ?? newId,
            text: textField({
              name: 'noi_dung',
              label: 'Vấn đề cần giải trình',
              hint: 'Chép đúng lời trong văn bản gợi ý. Mỗi vấn đề ghi một lần riêng.',
              value: typed.noi_dung ?? '',
              error: errors.noi_dung ?? null,
              rows: 5,
            }),
            source: line('nguon', 'Ai gợi ý', 'Ví dụ: Ban Thường vụ Đảng ủy phường.'),
            number: line('so_van_ban', 'Số văn bản gợi ý', 'Có văn bản thì ghi cả số và ngày.', medium),
            date: line('ngay_van_ban', 'Ngày của văn bản', 'Ngày/tháng/năm.', medium),
          }
        : null,
    suggestions: suggestions
      .filter(({ withdrawn_at }) => withdrawn_at === null)
      .map((one) => ({
        whom: one.full_name ? `Đồng chí ${one.full_name}` : `Tập thể ${one.collective_name ?? ''}`,
        branch: one.home_name ?? '',
        text: one.text,
        from: suggestedBy(one),
        withdraw: mayMake ? `${path}/${one.id}/rut` : null,
      })),
  };
}

/** Too late for the paper: whoever suggests is told, so that it is explained at the meeting instead. */
function suggestedPerson(chosen: ChosenPerson) {
  const handedIn = chosen.review === 'submitted' || chosen.review === 'accepted' || chosen.review === 'closed';
  const { state, ...rest } = chosenPerson(chosen);
  return {
    ...rest,
    state: handedIn
      ? `${state} Gợi ý bây giờ không vào bản đã nộp: đồng chí ấy thấy ở trang chính và giải trình tại cuộc họp, hoặc chi ủy trả lại để bổ sung.`
      : state,
  };
}
