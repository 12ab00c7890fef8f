import * as z from 'zod';
import { typedLine } from '../http/text.ts';
import { PaperName, Ticked, Version } from './input.ts';
import { linesOf, PrintSettings } from './settings.ts';

/** The form of print settings, with the names that stand on the unit itself. */
export const PrintForm = z
  .object({
    phien_ban: Version,
    thiet_lap: Version,
    ten_van_ban: PaperName,
    cap_tren_van_ban: PaperName,
    noi: typedLine(60).default(''),
    sao: Ticked,
    nhan_mau: z.enum(['form', 'on', 'off'], 'Đồng chí chọn một cách in nhãn mẫu.'),
    hai_mat: Ticked,
    ma_chan: Ticked,
    ky_thay_mat: z.enum(['usual', 'committee', 'branch'], 'Đồng chí chọn ai ký.').default('usual'),
    chuc_danh: z.enum(['so', 'BÍ THƯ', 'PHÓ BÍ THƯ'], 'Đồng chí chọn chức danh người ký.').default('so'),
    nguoi_ky: typedLine(80).default(''),
    don_vi: PaperName,
    don_vi_cap_tren: PaperName,
    don_vi_nha_nuoc: Ticked,
  })
  .transform((form) => ({
    version: form.phien_ban,
    settingsVersion: form.thiet_lap,
    paperName: form.ten_van_ban,
    place: form.noi,
    settings: PrintSettings.parse({
      star: form.sao,
      formLabel: form.nhan_mau,
      twoSided: form.hai_mat,
      footerCode: form.ma_chan,
      superior: linesOf(form.cap_tren_van_ban),
      authority: form.ky_thay_mat,
      post: form.chuc_danh === 'so' ? '' : form.chuc_danh,
      signer: form.nguoi_ky,
      workplace: {
        name: linesOf(form.don_vi),
        superior: linesOf(form.don_vi_cap_tren),
        state: form.don_vi_nha_nuoc,
      },
    }),
  }));

export type PrintChange = z.output<typeof PrintForm>;
