/**
 * Mẫu 04: the list of what a dossier holds, as versioned data. Its lines follow 366-QĐ/TW, Điều 17; the label at the top
 * is a switch, since copies of the annex differ in it (forms.md §2, open).
 */
export interface DossierForm {
  id: string;
  effectiveFrom: string;
  label: string;
  printLabel: boolean;
  /** For the office: how far the wording is known. Never printed. */
  wordingNote: string;
  title: string;
  /** Names of its lines, by what the tool knows of them; `more` is for the hand. */
  lines: {
    personReview: string;
    collectiveReview: string;
    pledge: string;
    residence: string;
    minutes: string;
    appraisal: string;
    conclusion: string;
    suggestion: string;
    more: readonly string[];
  };
}

export const DOSSIER_FORMS: readonly [DossierForm, ...DossierForm[]] = [
  {
    id: '04-2025',
    effectiveFrom: '2025-10-31',
    label: 'Mẫu 04-HD KĐ.ĐG 2025',
    printLabel: true,
    wordingNote:
      'Các loại tài liệu theo Điều 17, Quy định 366-QĐ/TW; cách kẻ bảng do phần mềm soạn, chờ đối chiếu với phụ lục của Hướng dẫn 43-HD/BTCTW.',
    title: 'DANH MỤC HỒ SƠ',
    lines: {
      personReview: 'Bản kiểm điểm, tự đánh giá, xếp loại cá nhân',
      collectiveReview: 'Báo cáo kiểm điểm, tự đánh giá, xếp loại tập thể',
      pledge: 'Bản cam kết tu dưỡng, rèn luyện, phấn đấu',
      residence: 'Nhận xét của cấp ủy nơi cư trú',
      minutes: 'Biên bản họp kiểm điểm, đánh giá, xếp loại',
      appraisal: 'Tổng hợp kết quả thẩm định, danh sách đề xuất xếp loại',
      conclusion: 'Kết luận, quyết định về kết quả đánh giá, xếp loại',
      suggestion: 'Văn bản gợi ý kiểm điểm',
      more: ['Ý kiến nhận xét, góp ý khác', 'Đơn thư, kiến nghị và kết quả giải quyết'],
    },
  },
];
