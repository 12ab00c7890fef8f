/**
 * Mẫu 03: the decision that replaces an earlier one, as versioned data. A form of another year is another entry; the
 * label at the top is a switch, since copies of the annex differ in it (forms.md §2, open).
 */
export interface RedecisionForm {
  id: string;
  effectiveFrom: string;
  label: string;
  printLabel: boolean;
  /** For the office: how far the wording is known. Never printed. */
  wordingNote: string;
  subjectLine: string;
  /** "- …;" before the body that decides; the reason is added after them. */
  grounds: readonly string[];
}

export const REDECISION_FORMS: readonly RedecisionForm[] = [
  {
    id: '03-2025',
    effectiveFrom: '2025-10-31',
    label: 'Mẫu 03-HD KĐ.ĐG 2025',
    printLabel: true,
    wordingNote:
      'Tiêu đề theo Mẫu 03; lời các điều do phần mềm soạn, chờ đối chiếu với phụ lục của Hướng dẫn 43-HD/BTCTW.',
    subjectLine: 'về việc đánh giá, xếp loại lại',
    grounds: [
      'Căn cứ Điều lệ Đảng Cộng sản Việt Nam',
      'Căn cứ Quy định số 366-QĐ/TW, ngày 30-8-2025 về kiểm điểm và đánh giá, xếp loại chất lượng',
      'Căn cứ Hướng dẫn số 43-HD/BTCTW, ngày 31-10-2025 của Ban Tổ chức Trung ương',
    ],
  },
];
