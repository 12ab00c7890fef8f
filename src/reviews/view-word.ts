import type { WordCopies } from '../views/models/parts.ts';

/** The Word copies of a review, and what they are good for. */

export function draftWord(reviewId: string): WordCopies {
  return {
    links: [{ text: 'Bản nháp, bản Word để sửa tay', href: `/ban-kiem-diem/${reviewId}/ban-nhap.docx` }],
    note: 'Tệp Word ở máy của đồng chí: sửa trong tệp ấy thì chữ ở đây không đổi theo, và tệp ấy không phải bản lưu. Máy dùng chung thì xong việc đồng chí xóa tệp.',
  };
}

export function recordWord(reviewId: string): WordCopies {
  const base = `/ban-kiem-diem/${reviewId}`;
  return {
    links: [
      { text: 'Bản Word để sửa tay', href: `${base}/ban-in.docx` },
      { text: 'Bản Word kèm phụ lục tự soi', href: `${base}/ban-in-phu-luc.docx` },
    ],
    note: 'Bản lưu là bản in (PDF). Tệp Word chỉ để sửa tay khi cần: sửa tệp ấy không làm bản đã nộp thay đổi. Máy dùng chung thì xong việc đồng chí xóa tệp.',
  };
}
