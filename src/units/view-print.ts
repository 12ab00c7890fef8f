import type { FieldErrors } from '../errors.ts';
import { errorSummary } from '../views/error-summary.ts';
import type { DocumentSignature } from '../views/models/document.ts';
import type { PrintSettingsModel } from '../views/models/printing.ts';
import { PAPER_NAME_LINES } from '../views/paper-head.ts';
import { checkbox, lineField, radios, selectField, textField } from '../views/parts.ts';
import type { UnitRow } from './queries.ts';
import { branchSignature, committeeSignature, issuedHead } from './print-issuer.ts';
import type { NearestPrint, PrintSettings } from './settings.ts';
import { choice, fieldsFrom, forRadios, tick, type Typed } from './view-forms.ts';
import { unitPath } from './view.ts';

export function printPath(unitId: string): string {
  return `${unitPath(unitId)}/in-an`;
}

interface PrintHere {
  unit: UnitRow;
  /** The unit and those above it. */
  path: readonly UnitRow[];
  print: NearestPrint;
  /** Version of the unit's own settings; 0 where it has none. */
  own: number;
  /** "Mẫu …", and whether the form itself wants it printed. */
  form: { label: string; printLabel: boolean };
}

/** What is stored, as the form has it. */
export function typedPrint(unit: UnitRow, print: PrintSettings): Typed {
  const ticks = { sao: print.star, hai_mat: print.twoSided, ma_chan: print.footerCode };
  return {
    ten_van_ban: unit.paper_name,
    cap_tren_van_ban: print.superior.join('\n'),
    noi: unit.place,
    nhan_mau: print.formLabel,
    ky_thay_mat: print.authority,
    chuc_danh: print.post || 'so',
    nguoi_ky: print.signer,
    don_vi: print.workplace.name.join('\n'),
    don_vi_cap_tren: print.workplace.superior.join('\n'),
    ...Object.fromEntries(
      Object.entries({ ...ticks, don_vi_nha_nuoc: print.workplace.state })
        .filter(([, on]) => on)
        .map(([name]) => [name, '1']),
    ),
  };
}

export function printSettingsPage(
  here: PrintHere,
  shown: { typed: Typed; errors?: FieldErrors; notice?: string; done?: string | null },
): PrintSettingsModel {
  const { unit, own } = here;
  const { typed, errors = {} } = shown;
  const field = fieldsFrom(typed, errors);
  const names = { rows: 3, optional: true } as const;
  const action = printPath(unit.id);
  return {
    summary: errorSummary(forRadios(errors, ['nhan_mau', 'ky_thay_mat'])),
    done: shown.done ?? null,
    notice: shown.notice ?? null,
    unit: unit.name,
    standing: standingWords(here),
    action,
    version: unit.version,
    settingsVersion: own,
    sketch: sketchOf(here),
    sample: { text: 'Xem trang mẫu (PDF)', href: `${action}/trang-mau.pdf` },
    issuer: textField({
      ...field('ten_van_ban', 'Tên của tổ chức này ở góc trái'),
      ...names,
      hint: `Mỗi dòng một ý, nhiều nhất ${PAPER_NAME_LINES} dòng. Để trống thì in hoa tên tổ chức.`,
    }),
    superior: textField({
      ...field('cap_tren_van_ban', 'Tên cấp trên, dòng đầu ở góc trái'),
      ...names,
      hint: 'Để trống thì lấy tên mà cấp trên đã đặt cho mình.',
    }),
    place: lineField({ ...field('noi', 'Nơi ghi trước ngày tháng'), width: 'medium' }),
    star: checkbox(tick(typed, errors, 'sao', 'In dấu sao (*) dưới tên tổ chức')),
    formLabel: radios({
      ...choice(typed, errors, 'nhan_mau', 'Nhãn mẫu ở đầu bản kiểm điểm'),
      hint: `Nhãn là chữ của biểu mẫu: “${here.form.label}”.`,
      options: [
        { value: 'form', text: 'Theo biểu mẫu' },
        { value: 'on', text: 'Luôn in nhãn' },
        { value: 'off', text: 'Không in nhãn' },
      ],
    }),
    twoSided: checkbox({
      ...tick(typed, errors, 'hai_mat', 'Lề cho in hai mặt'),
      hint: 'Mặt sau: lề trái 15 mm, lề phải 30 mm; trang ngang: lề dưới 30 mm.',
    }),
    footerCode: checkbox({
      ...tick(typed, errors, 'ma_chan', 'In mã của bản lưu ở chân trang'),
      hint: 'Biểu mẫu quy định không có mã này; chỉ bật khi cấp ủy đồng ý.',
    }),
    signing: signingFields(unit, typed, errors),
    workplace:
      unit.kind === 'branch'
        ? {
            name: textField({
              ...field('don_vi', 'Tên đơn vị công tác'),
              ...names,
              hint: 'Cho bản in nộp đơn vị công tác. Để trống thì lấy “Đơn vị công tác” mà từng đồng chí ghi.',
            }),
            superior: textField({ ...field('don_vi_cap_tren', 'Cơ quan cấp trên của đơn vị'), ...names }),
            state: checkbox({
              ...tick(typed, errors, 'don_vi_nha_nuoc', 'Đơn vị là cơ quan, đơn vị của Nhà nước'),
              hint: 'Thì in Quốc hiệu, Tiêu ngữ; không đánh dấu thì in ĐẢNG CỘNG SẢN VIỆT NAM.',
            }),
          }
        : null,
    drop:
      own > 0
        ? {
            action: `${action}/bo`,
            consequence: 'Tên tổ chức và nơi ghi ngày giữ nguyên; mọi thứ khác lại theo cấp trên.',
          }
        : null,
  };
}

function signingFields(unit: UnitRow, typed: Typed, errors: FieldErrors): PrintSettingsModel['signing'] {
  const field = fieldsFrom(typed, errors);
  const branch = unit.kind === 'branch';
  return {
    title: branch ? 'Ai ký cho chi bộ' : 'Ai ký cho cấp ủy',
    authority: branch
      ? radios({
          ...choice(typed, errors, 'ky_thay_mat', 'Ký thay mặt'),
          options: [
            { value: 'usual', text: `Theo tổ chức: T/M ${unit.has_branch_committee === 1 ? 'CHI ỦY' : 'CHI BỘ'}` },
            { value: 'committee', text: 'T/M CHI ỦY' },
            { value: 'branch', text: 'T/M CHI BỘ' },
          ],
        })
      : null,
    post: selectField({
      ...field('chuc_danh', 'Chức danh người ký'),
      hint: branch
        ? 'Theo danh sách thì trên bản kiểm điểm không in chức danh.'
        : 'In dưới tên cơ quan ra quyết định, trên các văn bản của cấp ủy.',
      options: [
        { value: 'so', text: branch ? 'Theo danh sách' : 'Không in' },
        { value: 'BÍ THƯ', text: 'BÍ THƯ' },
        { value: 'PHÓ BÍ THƯ', text: 'PHÓ BÍ THƯ' },
      ],
    }),
    signer: lineField({
      ...field('nguoi_ky', 'Họ tên người ký'),
      optional: true,
      hint: branch
        ? 'Để trống thì theo danh sách; trên bản kiểm điểm để trống cho người ký.'
        : 'Để trống thì người ký tự ghi.',
    }),
  };
}

function standingWords({ unit, path, print, own }: PrintHere): string {
  if (own > 0) return `${unit.name} có thiết lập riêng.`;
  const from = path.find(({ id }) => id === print.from);
  return from
    ? `${unit.name} chưa có thiết lập riêng: dấu sao, nhãn mẫu, lề và mã theo ${from.name}.`
    : `${unit.name} chưa có thiết lập riêng: in theo cách thông thường.`;
}

function signedFor(issuer: Pick<PrintHere, 'unit' | 'print'>): DocumentSignature {
  if (issuer.unit.kind === 'branch') return branchSignature(issuer, { post: '', name: '' });
  return committeeSignature(issuer, 'T/M ĐẢNG ỦY');
}

function sketchOf({ unit, path, print, form }: PrintHere): PrintSettingsModel['sketch'] {
  const { superiorLines, issuerLines, star, dateLine } = issuedHead({ unit, superior: path[1] ?? null, print }, null);
  const { authority, post, name } = signedFor({ unit, print });
  return {
    superiorLines,
    issuerLines,
    star,
    dateLine,
    label: print.formLabel === 'on' || (print.formLabel === 'form' && form.printLabel) ? form.label : null,
    sign: unit.kind === 'branch' || post || name ? [authority, post, name].filter((line) => line !== '') : [],
  };
}
