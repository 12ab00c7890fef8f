import * as z from 'zod';
import type { Standing } from '../../db/schema.ts';
import { requiredText, typedLine, typedText } from '../http/text.ts';
import { wholeDay } from '../http/typed.ts';
import { formatDate } from '../views/formats.ts';
import { STANDINGS } from './rules.ts';
import { CampaignSettings, type PostGroup } from './settings.ts';

/** "Không chia": the 30 and the 70 points of this standing are not split into lines. */
export const NOT_SPLIT = 'khong';

/** Keys of the groups by their place on the form; the first two are those of a campaign nobody has changed. */
const GROUP_KEYS = ['leaders', 'others', 'third'] as const;

function part(sentence: string) {
  return typedLine(10).transform((typed, context) => {
    if (/^\d{1,3}$/.test(typed) && Number(typed) > 0) return Number(typed);
    context.addIssue(sentence);
    return z.NEVER;
  });
}

/** Days off, parted by commas, semicolons or lines. */
const DaysOff = typedText(2_000)
  .default('')
  .transform((typed, context) => {
    const days = typed.split(/[,;\n]+/).map((day) => wholeDay().safeParse(day));
    if (days.every((day) => day.success)) return [...new Set(days.map((day) => day.data))].filter((day) => day !== '');
    context.addIssue('Ngày nghỉ ghi dạng ngày/tháng/năm, cách nhau bằng dấu phẩy, ví dụ 24/11/2026, 25/11/2026.');
    return z.NEVER;
  });

const PlaceOfGroup = z.enum(['1', '2', '3'], 'Đồng chí chọn nhóm cho đối tượng này.');
const Criteria = typedLine(60).default(NOT_SPLIT);

const Form = z.object({
  ty_le: z.enum(['20', '25'], 'Đồng chí chọn 20 % hoặc 25 %.'),
  so_qd_ty_le: typedLine(60).default(''),
  ngay_qd_ty_le: wholeDay().default(''),
  lam_tron: z.enum(['down', 'half-up'], 'Đồng chí chọn cách làm tròn.'),
  nguoi_dung_dau: z.enum(['1', '0'], 'Đồng chí chọn có tính người đứng đầu hay không.'),
  nhom_1: typedLine(150).default(''),
  nhom_2: typedLine(150).default(''),
  nhom_3: typedLine(150).default(''),
  nhom_leader: PlaceOfGroup,
  nhom_no_post: PlaceOfGroup,
  nhom_outside: PlaceOfGroup,
  hop_phan: part('Tỷ lệ dự họp ghi bằng số nguyên từ 1 đến 999.'),
  hop_tren: part('Tỷ lệ dự họp ghi bằng số nguyên từ 1 đến 999.'),
  dat_phan: part('Tỷ lệ phiếu ghi bằng số nguyên từ 1 đến 999.'),
  dat_tren: part('Tỷ lệ phiếu ghi bằng số nguyên từ 1 đến 999.'),
  dat_trong: z.enum(['official', 'present'], 'Đồng chí chọn tính trên số nào.'),
  gui_du_thao: typedLine(10).refine(
    (typed) => /^\d{1,2}$/.test(typed) && Number(typed) <= 30,
    'Số ngày làm việc ghi bằng số nguyên từ 0 đến 30.',
  ),
  ngay_nghi: DaysOff,
  tap_the_it_nhat: typedLine(10)
    .default('3')
    .refine(
      (typed) => /^\d{1,2}$/.test(typed) && Number(typed) >= 1 && Number(typed) <= 30,
      'Số người ít nhất của một tập thể ghi bằng số nguyên từ 1 đến 30.',
    ),
  tong_hop: z.enum(['0', '1'], 'Đồng chí chọn có tổng hợp hay không.').default('0'),
  so_qd_tong_hop: typedLine(60).default(''),
  ngay_qd_tong_hop: wholeDay().default(''),
  tieu_chi_leader: Criteria,
  tieu_chi_no_post: Criteria,
  tieu_chi_outside: Criteria,
});

type Typed = z.output<typeof Form>;

/** `sets`: the ids that may be chosen. While the campaign is open a reason is asked for. */
export function settingsForm(sets: readonly string[], open: boolean) {
  const reason = open ? requiredText('Đồng chí ghi lý do đổi khi đợt đang mở.', 500) : z.string().default('');
  return Form.extend({ ly_do: reason })
    .superRefine((form, context) => {
      const tell = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message });
      if (form.ty_le === '25' && form.so_qd_ty_le === '')
        tell('so_qd_ty_le', 'Mức 25 % phải có quyết định của cấp có thẩm quyền: đồng chí ghi số.');
      if (form.ty_le === '25' && form.ngay_qd_ty_le === '') tell('ngay_qd_ty_le', 'Đồng chí ghi ngày của quyết định.');
      if (form.tong_hop === '1' && form.so_qd_tong_hop === '')
        tell('so_qd_tong_hop', 'Chỉ tổng hợp khi có quyết định của cấp ủy: đồng chí ghi số.');
      if (form.tong_hop === '1' && form.ngay_qd_tong_hop === '')
        tell('ngay_qd_tong_hop', 'Đồng chí ghi ngày của quyết định.');
      if (form.hop_phan > form.hop_tren)
        tell('hop_phan', 'Tỷ lệ dự họp không thể quá tất cả: số trước không lớn hơn số sau.');
      if (form.dat_phan > form.dat_tren)
        tell('dat_phan', 'Tỷ lệ phiếu không thể quá tất cả: số trước không lớn hơn số sau.');
      for (const place of ['1', '2', '3'] as const) {
        const name = form[`nhom_${place}`];
        if (name === '' && standingsIn(form, place).length > 0)
          tell(`nhom_${place}`, `Đồng chí đặt tên cho nhóm ${place}.`);
      }
      for (const standing of STANDINGS) {
        const chosen = form[`tieu_chi_${standing}`];
        if (chosen !== NOT_SPLIT && !sets.includes(chosen))
          tell(`tieu_chi_${standing}`, 'Đồng chí chọn một bộ tiêu chí trong danh sách.');
      }
    })
    .transform((form) => ({ settings: settingsFrom(form), reason: form.ly_do }));
}

function standingsIn(form: Typed, place: '1' | '2' | '3'): Standing[] {
  return STANDINGS.filter((standing) => form[`nhom_${standing}`] === place);
}

function settingsFrom(form: Typed): CampaignSettings {
  const raised = form.ty_le === '25';
  const groups = (['1', '2', '3'] as const).flatMap((place, index): PostGroup[] => {
    const standings = standingsIn(form, place);
    return standings.length > 0 ? [{ key: GROUP_KEYS[index] as string, name: form[`nhom_${place}`], standings }] : [];
  });
  const chosen = STANDINGS.map((standing) => [standing, form[`tieu_chi_${standing}`]] as const);
  return CampaignSettings.parse({
    cap: {
      percent: raised ? 25 : 20,
      decisionNumber: raised ? form.so_qd_ty_le : '',
      decisionDate: raised ? form.ngay_qd_ty_le : '',
      rounding: form.lam_tron,
      headCounts: form.nguoi_dung_dau === '1',
    },
    groups,
    quorum: { parts: form.hop_phan, of: form.hop_tren },
    pass: { parts: form.dat_phan, of: form.dat_tren, among: form.dat_trong },
    criteria: Object.fromEntries(chosen.filter(([, id]) => id !== NOT_SPLIT)),
    draftDays: Number(form.gui_du_thao),
    daysOff: form.ngay_nghi.toSorted(),
    fewestInCollective: Number(form.tap_the_it_nhat),
    signTotals:
      form.tong_hop === '1' ? { decisionNumber: form.so_qd_tong_hop, decisionDate: form.ngay_qd_tong_hop } : null,
  });
}

/** Settings as the form shows them. */
export function typedSettings(settings: CampaignSettings): Record<string, string> {
  const { cap, groups, quorum, pass, criteria } = settings;
  /** By its key, so that a group keeps its place although one before it is empty. */
  const place = ({ key }: PostGroup) => GROUP_KEYS.findIndex((known) => known === key) + 1;
  const placeOf = (standing: Standing) => {
    const group = groups.find(({ standings }) => standings.includes(standing));
    return group ? String(place(group)) : '';
  };
  return {
    ty_le: String(cap.percent),
    so_qd_ty_le: cap.decisionNumber,
    ngay_qd_ty_le: formatDate(cap.decisionDate),
    lam_tron: cap.rounding,
    nguoi_dung_dau: cap.headCounts ? '1' : '0',
    ...Object.fromEntries(groups.map((group) => [`nhom_${place(group)}`, group.name])),
    ...Object.fromEntries(STANDINGS.map((standing) => [`nhom_${standing}`, placeOf(standing)])),
    hop_phan: String(quorum.parts),
    hop_tren: String(quorum.of),
    dat_phan: String(pass.parts),
    dat_tren: String(pass.of),
    dat_trong: pass.among,
    gui_du_thao: String(settings.draftDays),
    ngay_nghi: settings.daysOff.map(formatDate).join(', '),
    tap_the_it_nhat: String(settings.fewestInCollective),
    tong_hop: settings.signTotals ? '1' : '0',
    so_qd_tong_hop: settings.signTotals?.decisionNumber ?? '',
    ngay_qd_tong_hop: formatDate(settings.signTotals?.decisionDate ?? ''),
    ...Object.fromEntries(STANDINGS.map((standing) => [`tieu_chi_${standing}`, criteria[standing] ?? NOT_SPLIT])),
  };
}
