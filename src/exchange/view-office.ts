import type { CampaignRow } from '../campaigns/queries.ts';
import type { FieldErrors } from '../errors.ts';
import type { FormVersion } from '../forms/version.ts';
import { COLLECTIVE, shortLevel } from '../ratings/rules.ts';
import { COLLECTIVE_STATE_WORDS, STATE_WORDS } from '../reviews/transitions.ts';
import type { UnitRow } from '../units/queries.ts';
import { errorSummary } from '../views/error-summary.ts';
import { formatDate, formatDateTime } from '../views/formats.ts';
import type {
  ExchangeOfficeModel,
  FileField,
  IssuedKitModel,
  RollUpImportedModel,
  RollUpPreviewModel,
} from '../views/models/exchange.ts';
import type { Status } from '../views/models/parts.ts';
import { checkbox, fieldId, selectField } from '../views/parts.ts';
import type { IssuedCode } from './issuing.ts';
import type { JudgedRollUp } from './judging.ts';
import type { ImportRow, IssuedKit } from './queries.ts';

type Typed = Record<string, string>;

export function exchangePaths(campaignId: string) {
  const base = `/quan-tri/dot/${campaignId}/chi-bo-ngoai-mang`;
  return {
    base,
    issue: `${base}/bo-cai`,
    kit: (id: string) => `${base}/bo-cai/${id}`,
    send: `${base}/tep`,
    file: (id: string) => `${base}/tep/${id}`,
    abandon: (id: string) => `${base}/tep/${id}/bo`,
    imported: (unitId: string) => `${base}/da-nhap/${unitId}`,
    ratings: (unitId: string) => `/quan-tri/dot/${campaignId}/xep-loai/chi-bo/${unitId}`,
  };
}

export interface OfficeShown {
  campaign: CampaignRow;
  branches: readonly UnitRow[];
  kits: ReadonlyMap<string, IssuedKit>;
  imports: readonly ImportRow[];
  handUps: ReadonlyMap<string, string>;
}

export function officePage(shown: OfficeShown, typed: Typed = {}, errors: FieldErrors = {}): ExchangeOfficeModel {
  const { campaign, branches, kits } = shown;
  const paths = exchangePaths(campaign.id);
  const open = campaign.state === 'open';
  return {
    summary: errorSummary(errors, false),
    title: campaign.title,
    branches: branches.map((branch) => branchLine(shown, branch)),
    issue:
      open && branches.length > 0
        ? {
            action: paths.issue,
            branch: selectField({
              name: 'chi_bo',
              label: 'Chi bộ',
              value: typed.chi_bo ?? '',
              error: errors.chi_bo ?? null,
              options: branches.map(({ id, name }) => ({ value: id, text: name })),
            }),
            seen: [...kits].map(([unitId, kit]) => ({ name: `thay:${unitId}`, value: kit.id })),
            again: checkbox({
              name: 'lap_lai',
              label: 'Lập lại thay bộ cài đã có',
              hint: 'Chỉ khi mất tệp hoặc mất mã. Bộ cài cũ hết hiệu lực ngay: tệp chi bộ ký bằng bộ cài cũ không nhập được nữa.',
              checked: typed.lap_lai === '1',
              error: errors.lap_lai ?? null,
            }),
          }
        : null,
    closed: open ? null : 'Đợt đã kết thúc nên không lập bộ cài và không nhập tệp được nữa.',
    upload: open ? { action: paths.send, file: rollUpField(errors.tep ?? null) } : null,
  };
}

function rollUpField(error: string | null): FileField {
  return {
    id: fieldId('tep'),
    name: 'tep',
    label: 'Tệp chi bộ nộp (.tsnop)',
    hint: 'Nhiều nhất 50 MB.',
    accept: '.tsnop',
    error,
  };
}

function branchLine(
  { campaign, kits, imports, handUps }: OfficeShown,
  branch: UnitRow,
): ExchangeOfficeModel['branches'][number] {
  const kit = kits.get(branch.id);
  const [file] = imports.filter(({ unit_id }) => unit_id === branch.id);
  return {
    name: branch.name,
    kit: kit ? { kind: 'done', text: 'Đã lập' } : { kind: 'todo', text: 'Chưa lập' },
    kitNote: kit ? `Lúc ${formatDateTime(kit.made_at)}, đồng chí ${kit.display_name}.` : '',
    download: kit ? exchangePaths(campaign.id).kit(kit.id) : null,
    ...fileState(file, handUps.get(branch.id)),
  };
}

function fileState(file: ImportRow | undefined, handedAt: string | undefined): { file: Status; fileNote: string } {
  const note = file ? `Tệp số ${file.serial}, nhập lúc ${formatDateTime(file.imported_at)}.` : '';
  if (!handedAt) {
    return file
      ? { file: { kind: 'problem', text: 'Đã trả lại' }, fileNote: `${note} Chờ tệp mới.` }
      : { file: { kind: 'todo', text: 'Chưa có' }, fileNote: '' };
  }
  return file
    ? { file: { kind: 'done', text: 'Đã nhập' }, fileNote: note }
    : { file: { kind: 'done', text: 'Chuyển qua mạng' }, fileNote: `Lúc ${formatDateTime(handedAt)}.` };
}

export function issuedPage(campaignId: string, branch: UnitRow, issued: IssuedCode): IssuedKitModel {
  const paths = exchangePaths(campaignId);
  return {
    branch: branch.name,
    code: issued.code,
    replaced: issued.replaced,
    members: issued.members,
    download: { text: 'Tải bộ cài', href: paths.kit(issued.kitId) },
    back: { text: 'Về các chi bộ không có mạng', href: paths.base },
  };
}

export function previewPage(
  judged: JudgedRollUp,
  forms: readonly FormVersion[],
  file: { id: string },
  errors: FieldErrors = {},
): RollUpPreviewModel {
  const { branch, header, people, gone } = judged;
  const paths = exchangePaths(header.campaign);
  return {
    summary: errorSummary(errors, false),
    branch: branch.name,
    facts: factsOf(judged),
    lines: [lineOf(judged, forms, { id: COLLECTIVE, full_name: `Tập thể ${branch.name}` })]
      .concat(people.map((person) => lineOf(judged, forms, person)))
      .map((line, index) => ({ no: index + 1, ...line })),
    gone: gone.map(({ member_id }) => people.find(({ id }) => id === member_id)?.full_name ?? `Tập thể ${branch.name}`),
    action: paths.file(file.id),
    abandon: paths.abandon(file.id),
  };
}

function lineOf(
  { body }: JudgedRollUp,
  forms: readonly FormVersion[],
  subject: { id: string; full_name: string },
): Omit<RollUpPreviewModel['lines'][number], 'no'> {
  const collective = subject.id === COLLECTIVE;
  const review = body.reviews.find(({ member_id }) => (member_id ?? COLLECTIVE) === subject.id);
  const count = body.meeting?.counts.find((row) => row.subject === subject.id);
  const level = body.ratings.find((row) => row.subject === subject.id)?.branch_level ?? '';
  const words = collective ? COLLECTIVE_STATE_WORDS : STATE_WORDS;
  return {
    name: subject.full_name,
    review: review ? words[review.state] : 'Không có',
    ballots: count ? `${count.valid} hợp lệ` : 'Không có',
    level: level === '' ? 'Chưa có' : levelWords(forms, level, review?.form_id ?? null, collective),
  };
}

/** In the words of the form the review was written on; of somebody without one, in those of any form of his kind. */
function levelWords(forms: readonly FormVersion[], key: string, formId: string | null, collective: boolean): string {
  const form =
    forms.find(({ id }) => id === formId) ??
    forms.find(
      ({ standing, levels }) => (standing === 'collective') === collective && levels.some((one) => one.key === key),
    );
  return (form && shortLevel(form.levels, key)) || key;
}

function factsOf({ header, body }: JudgedRollUp): { label: string; value: string }[] {
  const persons = body.reviews.filter(({ member_id }) => member_id !== null);
  const accepted = persons.filter(({ state }) => state !== 'submitted').length;
  const received = body.residence.filter(({ state }) => state === 'received').length;
  return [
    { label: 'Tệp', value: `Số ${header.serial}, chi bộ xuất lúc ${formatDateTime(header.madeAt)}` },
    { label: 'Chuyển bảng đề xuất', value: formatDateTime(body.handedAt) },
    { label: 'Bản kiểm điểm cá nhân', value: `${persons.length}, trong đó đã tiếp nhận ${accepted}` },
    { label: 'Báo cáo của tập thể', value: persons.length < body.reviews.length ? 'Có' : 'Không có' },
    { label: 'Họp chi bộ', value: meetingWords(body) },
    { label: 'Kiểm phiếu', value: body.meeting?.counts.length ? `${body.meeting.counts.length} dòng` : 'Không có' },
    {
      label: 'Mức chi bộ đề xuất',
      value: `${body.ratings.filter(({ branch_level }) => branch_level !== '').length} dòng`,
    },
    { label: 'Nhận xét nơi cư trú', value: `đã nhận ${received}` },
    { label: 'Kỷ luật ghi trong đợt', value: String(body.disciplines.length) },
  ];
}

export function meetingWords({ meeting }: Pick<JudgedRollUp['body'], 'meeting'>): string {
  if (!meeting) return 'Không ghi';
  const present = meeting.attendance.filter(({ presence }) => presence === 'present').length;
  return `${meeting.held_on === '' ? 'Chưa ghi ngày' : `Ngày ${formatDate(meeting.held_on)}`}, có mặt ${present}`;
}

export function importedPage(campaignId: string, branch: UnitRow, row: ImportRow): RollUpImportedModel {
  const paths = exchangePaths(campaignId);
  return {
    branch: branch.name,
    at: row.imported_at,
    facts: [
      { label: 'Tệp', value: `Số ${row.serial}, chi bộ xuất lúc ${formatDateTime(row.made_at)}` },
      { label: 'Mã đối chiếu (SHA-256)', value: row.sha256 },
    ],
    ratings: { text: 'Xem bảng đề xuất và quyết định', href: paths.ratings(branch.id) },
    back: { text: 'Về các chi bộ không có mạng', href: paths.base },
  };
}
