import type { FieldErrors } from '../errors.ts';
import { STANDING_WORDS } from '../units/rules.ts';
import { errorSummary } from '../views/error-summary.ts';
import type { SettingsModel } from '../views/models/campaigns.ts';
import { lineField, radios, selectField, textField } from '../views/parts.ts';
import type { CampaignRow, CriteriaSet } from './queries.ts';
import { atLeast, mostExcellent, STANDINGS } from './rules.ts';
import type { CampaignSettings } from './settings.ts';
import { NOT_SPLIT } from './settings-input.ts';

/** The committee's rules for a campaign in plain words, with what follows from them. */

type Typed = Record<string, string>;

/** Numbers at which the ways of rounding part. */
const EXAMPLES = [4, 5, 8, 13, 24];
const BRANCH_OF = 12;

interface Shown {
  campaign: CampaignRow;
  /** As stored: the examples tell what holds now. */
  settings: CampaignSettings;
  sets: readonly CriteriaSet[];
}

export function settingsPage(
  { campaign, settings, sets }: Shown,
  typed: Typed,
  errors: FieldErrors = {},
): SettingsModel {
  const path = `/quan-tri/dot/${campaign.id}/thiet-lap`;
  const line = (name: string, label: string, hint: string | null = null, more: { width?: 'short' | 'medium' } = {}) =>
    lineField({ name, label, hint, value: typed[name] ?? '', error: errors[name] ?? null, ...more });
  const number = (name: string, label: string) => ({
    ...line(name, label, null, { width: 'short' }),
    inputMode: 'numeric' as const,
  });
  return {
    summary: errorSummary(errors),
    campaign: campaign.title,
    action: campaign.state === 'closed' ? null : path,
    percent: percentChoice(typed, errors),
    rounding: choice(typed, errors, {
      name: 'lam_tron',
      legend: 'Số lẻ thì làm tròn thế nào',
      hint: 'Quy định chưa nói rõ; theo hướng dẫn của cấp trên.',
      options: [
        { value: 'down', text: 'Làm tròn xuống', note: '1,9 thành 1. Không bao giờ vượt tỷ lệ.' },
        { value: 'half-up', text: 'Từ 0,5 trở lên thì làm tròn lên', note: '2,5 thành 3.' },
      ],
    }),
    head: choice(typed, errors, {
      name: 'nguoi_dung_dau',
      legend: 'Người đứng đầu có tính trong nhóm không',
      hint: 'Một số hướng dẫn để người đứng đầu ra ngoài số tính tỷ lệ.',
      options: [
        { value: '1', text: 'Có tính' },
        { value: '0', text: 'Không tính' },
      ],
    }),
    examples: EXAMPLES.map((good) => ({ good, most: mostExcellent(good, settings.cap) })),
    exampleHeading: `Theo thiết lập đang lưu (${settings.cap.percent} %, ${settings.cap.rounding === 'down' ? 'làm tròn xuống' : 'từ 0,5 làm tròn lên'})`,
    groups: {
      names: ['1', '2', '3'].map((place) => ({
        ...line(`nhom_${place}`, `Tên nhóm ${place}`),
        optional: place === '3',
      })),
      standings: STANDINGS.map((standing) =>
        selectField({
          name: `nhom_${standing}`,
          label: STANDING_WORDS[standing],
          value: typed[`nhom_${standing}`] ?? '',
          error: errors[`nhom_${standing}`] ?? null,
          options: ['1', '2', '3'].map((place) => ({ value: place, text: `Nhóm ${place}` })),
        }),
      ),
    },
    quorum: {
      parts: number('hop_phan', 'Số phần'),
      of: number('hop_tren', 'Trên tổng số phần'),
      example: `Theo thiết lập đang lưu: chi bộ ${BRANCH_OF} đảng viên phải có mặt ít nhất ${atLeast(BRANCH_OF, settings.quorum)} đồng chí.`,
    },
    pass: {
      parts: number('dat_phan', 'Số phần'),
      of: number('dat_tren', 'Trên tổng số phần'),
      among: choice(typed, errors, {
        name: 'dat_trong',
        legend: 'Tính trên',
        hint: null,
        options: [
          { value: 'official', text: 'Số đảng viên chính thức được triệu tập' },
          { value: 'present', text: 'Số đảng viên chính thức có mặt' },
        ],
      }),
    },
    draftDays: {
      ...line(
        'gui_du_thao',
        'Dự thảo kiểm điểm tập thể gửi trước cuộc họp (ngày làm việc)',
        'Hướng dẫn chung: ít nhất 3 ngày làm việc.',
        { width: 'short' },
      ),
      inputMode: 'numeric',
    },
    daysOff: {
      ...line(
        'ngay_nghi',
        'Ngày nghỉ trong tuần, không tính là ngày làm việc',
        'Cách nhau bằng dấu phẩy, ví dụ 24/11/2026. Thứ Bảy, Chủ nhật và Tết Dương lịch đã tính sẵn.',
      ),
      optional: true,
    },
    fewest: {
      ...line(
        'tap_the_it_nhat',
        'Tập thể từ mấy người trở lên thì có bản kiểm điểm riêng',
        'Hướng dẫn chung: dưới 3 người thì kiểm điểm cùng cấp ủy.',
        { width: 'short' },
      ),
      inputMode: 'numeric',
    },
    signTotals: signTotalsChoice(typed, errors),
    criteria: STANDINGS.map((standing) =>
      selectField({
        name: `tieu_chi_${standing}`,
        label: STANDING_WORDS[standing],
        value: typed[`tieu_chi_${standing}`] ?? NOT_SPLIT,
        error: errors[`tieu_chi_${standing}`] ?? null,
        options: [
          { value: NOT_SPLIT, text: 'Không chia nhỏ: chỉ ghi điểm của hai nhóm' },
          ...sets.map((set) => ({ value: set.id, text: set.name })),
        ],
      }),
    ),
    criteriaList: '/quan-tri/tieu-chi',
    reason:
      campaign.state === 'open'
        ? textField({
            name: 'ly_do',
            label: 'Lý do đổi khi đợt đang mở',
            hint: 'Được giữ trong lịch sử của đợt.',
            value: typed.ly_do ?? '',
            error: errors.ly_do ?? null,
            rows: 3,
          })
        : null,
  };
}

/** What 25 % needs is asked below it. */
function percentChoice(typed: Typed, errors: FieldErrors) {
  const line = (name: string, label: string) =>
    lineField({ name, label, value: typed[name] ?? '', error: errors[name] ?? null, width: 'medium' });
  return choice(typed, errors, {
    name: 'ty_le',
    legend: 'Số đồng chí “Hoàn thành xuất sắc nhiệm vụ” nhiều nhất bằng',
    hint: null,
    options: [
      { value: '20', text: '20 % số đồng chí “Hoàn thành tốt nhiệm vụ”', note: 'Mức thường.' },
      {
        value: '25',
        text: '25 % số đồng chí “Hoàn thành tốt nhiệm vụ”',
        note: 'Chỉ khi cấp có thẩm quyền quyết định.',
        followUps: [line('so_qd_ty_le', 'Số quyết định'), line('ngay_qd_ty_le', 'Ngày của quyết định')],
      },
    ],
  });
}

/** Off unless a decision says otherwise; what it needs is asked below it. */
function signTotalsChoice(typed: Typed, errors: FieldErrors) {
  const line = (name: string, label: string) =>
    lineField({ name, label, value: typed[name] ?? '', error: errors[name] ?? null, width: 'medium' });
  return choice(typed, errors, {
    name: 'tong_hop',
    legend: 'Báo cáo của chi bộ có bảng tổng hợp theo từng biểu hiện không',
    hint: 'Chỉ số người, không nêu tên; số có thể làm lộ từng người thì không nêu.',
    options: [
      { value: '0', text: 'Không tổng hợp', note: 'Mức thường.' },
      {
        value: '1',
        text: 'Có tổng hợp',
        note: 'Chỉ khi cấp ủy quyết định.',
        followUps: [line('so_qd_tong_hop', 'Số quyết định'), line('ngay_qd_tong_hop', 'Ngày của quyết định')],
      },
    ],
  });
}

interface Asked {
  name: string;
  legend: string;
  hint: string | null;
  options: Parameters<typeof radios>[0]['options'];
}

function choice(typed: Typed, errors: FieldErrors, asked: Asked) {
  return radios({ ...asked, value: typed[asked.name] ?? null, error: errors[asked.name] ?? null });
}
