import { ROLE_WORDS } from '../accounts/rules.ts';
import { branchNav } from '../branches/rules.ts';
import type { BranchSeason } from '../branches/scope.ts';
import type { FieldErrors } from '../errors.ts';
import { errorSummary } from '../views/error-summary.ts';
import { formatDate, formatDateTime, formatNumber } from '../views/formats.ts';
import type { ExportModel, OpenedKitModel, OpenKitModel, OpenKitPreviewModel } from '../views/models/exchange.ts';
import { fieldId, lineField, textField } from '../views/parts.ts';
import { branchOf, type OpenableKit } from './opening.ts';
import type { exportsOf, openedKits, OpenedKitRow } from './queries.ts';

type Typed = Record<string, string>;

export const OPEN_PATH = '/quan-tri/mo-bo-cai';

export function openPage(closed: string | null, errors: FieldErrors = {}): OpenKitModel {
  return {
    summary: errorSummary(errors, false),
    closed,
    action: OPEN_PATH,
    file: {
      id: fieldId('tep'),
      name: 'tep',
      label: 'Tệp bộ cài (.tskit)',
      hint: 'Tệp văn phòng đảng ủy đã lập cho chi bộ, thường ở trong USB.',
      accept: '.tskit',
      error: errors.tep ?? null,
    },
    code: lineField({
      name: 'ma',
      label: 'Mã mở bộ cài',
      hint: 'Văn phòng đưa riêng, dạng ABCD-EFGH-JKLM-NPQR. Gõ chữ thường hay không có gạch cũng được.',
      width: 'medium',
      error: errors.ma ?? null,
    }),
  };
}

export function openPreviewPage(
  { kit, userNameOf }: OpenableKit,
  sent: { fileId: string; code: string },
  errors: FieldErrors = {},
): OpenKitPreviewModel {
  const branch = branchOf(kit);
  const accounts = new Map(kit.accounts.map((account) => [account.id, account]));
  const signs = [...kit.editions].toSorted((left, right) => left.list.localeCompare(right.list));
  return {
    summary: errorSummary(errors, false),
    branch: branch.name,
    facts: [
      {
        label: 'Thuộc',
        value: kit.units
          .slice(0, -1)
          .map(({ name }) => name)
          .toReversed()
          .join(', '),
      },
      { label: 'Đợt', value: kit.campaign.title },
      { label: 'Hạn nộp', value: formatDate(kit.campaign.due_on) },
      { label: 'Đảng viên', value: formatNumber(kit.members.length) },
      {
        label: 'Danh mục',
        value: signs.map(({ list, edition }) => `${SIGNS[list]} (phiên bản ${edition})`).join(', '),
      },
      { label: 'Gợi ý kiểm điểm', value: formatNumber(kit.suggestions.length) },
      { label: 'Bộ cài lập lúc', value: formatDateTime(kit.madeAt) },
    ],
    leaders: kit.duties.flatMap(({ account_id, role }) => {
      const account = accounts.get(account_id);
      return account ? [{ name: account.display_name, duty: ROLE_WORDS[role], userName: userNameOf(account) }] : [];
    }),
    renamed: kit.accounts.filter((account) => userNameOf(account) !== account.user_name).map(userNameOf),
    action: `${OPEN_PATH}/${sent.fileId}`,
    code: sent.code,
    back: OPEN_PATH,
  };
}

export function openedPage(opened: Awaited<ReturnType<typeof openedKits>>[number]): OpenedKitModel {
  return {
    branch: opened.unit_name,
    campaign: opened.campaign_title,
    openedAt: opened.opened_at,
    slips: `/quan-tri/to-chuc/${opened.unit_id}/phieu`,
    unit: `/quan-tri/to-chuc/${opened.unit_id}`,
  };
}

const SIGNS = { A: '27 biểu hiện', B: '25 biểu hiện' };

/** Addresses of the branch's own file; the campaign goes along as on its other pages. */
export function exportPaths(season: Pick<BranchSeason, 'unit' | 'campaign'>) {
  const base = `/chi-bo/${season.unit.id}/xuat`;
  const query = `?dot=${season.campaign.id}`;
  return {
    page: `${base}${query}`,
    make: `${base}${query}`,
    reopen: `${base}/mo-lai${query}`,
    file: (id: string) => `${base}/tep/${id}${query}`,
    ratings: `/chi-bo/${season.unit.id}/xep-loai${query}`,
  };
}

export interface ExportShown {
  season: BranchSeason;
  kit: OpenedKitRow | undefined;
  handedAt: string | null;
  reviews: { handedIn: number; people: number };
  meetingOn: string | null;
  files: Awaited<ReturnType<typeof exportsOf>>;
}

export function exportPage(shown: ExportShown, typed: Typed = {}, errors: FieldErrors = {}): ExportModel {
  const { season, kit, handedAt, files } = shown;
  const paths = exportPaths(season);
  const notYet = notYetIn(shown);
  const [newest] = files;
  return {
    nav: branchNav(season.unit, 'ratings', season.campaign.id),
    summary: errorSummary(errors),
    title: season.campaign.title,
    notYet,
    contents: notYet ? [] : contentsOf(shown),
    make:
      notYet || !kit
        ? null
        : { action: paths.make, seen: newest?.serial ?? 0, text: newest ? 'Xuất tệp mới' : 'Xuất tệp nộp cấp trên' },
    files: files.map((file, index) => ({
      no: file.serial,
      madeAt: file.made_at,
      by: file.display_name,
      size: sizeWords(file.bytes),
      sha256: file.sha256,
      download: index === 0 ? paths.file(file.id) : null,
    })),
    reopen:
      kit && handedAt !== null && season.campaign.state === 'open'
        ? {
            action: paths.reopen,
            open: errors.ly_do !== undefined,
            reason: textField({
              name: 'ly_do',
              label: 'Lý do mở lại',
              hint: 'Ví dụ: văn phòng đảng ủy trả lại ngày 10/12/2026, cần ghi lại kết quả kiểm phiếu.',
              rows: 3,
              value: typed.ly_do ?? '',
              error: errors.ly_do ?? null,
            }),
          }
        : null,
  };
}

function notYetIn({ season, kit, handedAt }: ExportShown): ExportModel['notYet'] {
  const ratings = { text: 'Đến trang Xếp loại', href: exportPaths(season).ratings };
  if (!kit) {
    return { text: 'Chi bộ này chuyển bảng đề xuất qua mạng ở trang Xếp loại, không cần nộp bằng tệp.', go: ratings };
  }
  if (handedAt === null) {
    return {
      text: 'Chi bộ chưa chuyển bảng đề xuất, nên chưa có gì để nộp. Chuyển bảng ở trang Xếp loại, rồi trở lại đây xuất tệp.',
      go: ratings,
    };
  }
  return null;
}

function contentsOf({ handedAt, reviews, meetingOn }: ExportShown): ExportModel['contents'] {
  return [
    { label: 'Chuyển bảng đề xuất', value: handedAt === null ? '' : formatDateTime(handedAt) },
    { label: 'Bản kiểm điểm đã nộp', value: `${reviews.handedIn} trên ${reviews.people} người` },
    { label: 'Họp chi bộ', value: meetingOn ? `ngày ${formatDate(meetingOn)}` : 'không ghi' },
    {
      label: 'Không có trong tệp',
      value: 'Bản đang soạn, bản đang đề nghị bổ sung, mật khẩu, nhật ký.',
    },
  ];
}

function sizeWords(bytes: number): string {
  return bytes < 1_000_000
    ? `${formatNumber(Math.ceil(bytes / 1_000))} KB`
    : `${formatNumber(Math.ceil(bytes / 100_000) / 10)} MB`;
}
