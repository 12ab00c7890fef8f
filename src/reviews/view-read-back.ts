import type { Viewer } from '../http/context.ts';
import { errorSummary } from '../views/error-summary.ts';
import type { ReadBackModel } from '../views/models/assistance.ts';
import { checkbox } from '../views/parts.ts';
import { contradictionsIn } from './advice.ts';
import { findingsOf, progressIn } from './completeness.ts';
import { subjectOf } from './content.ts';
import type { LoadedReview } from './loaded.ts';
import { REASON_KEY } from './questions.ts';
import { readBackGroups } from './view-answers.ts';
import { toWhom } from './view-home.ts';

/** Name of the tick that says the paper is signed. */
export const SIGNED = 'da_ky';

/** Why it came back: changed since it was read back, or without the tick. */
export interface Refused {
  changed?: boolean;
  unsigned?: string | null;
}

/** Everything once more in large letters, part by part; `reader` is whose session it is. */
export function readBackPage(review: LoadedReview, reader: Viewer, refused: Refused): ReadBackModel {
  const base = `/ban-kiem-diem/${review.row.id}`;
  const groups = readBackGroups(review, true);
  const obstacle = refused.changed ? changedSince(base) : obstacleTo(review, base);
  const unsigned = (!obstacle && refused.unsigned) || null;
  const author = subjectOf(review.content.head);
  const reason = review.fields.get(REASON_KEY)?.value ?? '';
  return {
    summary: unsigned ? errorSummary({ [SIGNED]: unsigned }, false) : null,
    author,
    title: review.campaign.title,
    sections: groups.map((group, index) => ({
      ...group,
      id: `phan-${index + 1}`,
      place: `Phần ${index + 1} trong ${groups.length}`,
    })),
    reason: reason && openPlaces(review).length > 0 ? { text: reason, change: `${base}/kiem-tra#o-nop` } : null,
    largePaper: `${base}/ban-chu-lon.pdf`,
    obstacle,
    signing:
      reader.assistance && !obstacle
        ? {
            action: `${base}/ky-nop`,
            form: 'ky-nop',
            toWhom: toWhom(review),
            signed: checkbox({
              name: SIGNED,
              label: `Đồng chí ${author} đã đọc lại (hoặc được đọc cho nghe) và đã ký vào bản giấy`,
              error: unsigned,
            }),
          }
        : null,
    check: { text: 'Về trang kiểm tra', href: `${base}/kiem-tra` },
  };
}

function openPlaces(review: LoadedReview) {
  const value = (key: string) => review.fields.get(key)?.value ?? '';
  return [...findingsOf(progressIn(review)), ...contradictionsIn(review.frame, value)];
}

function changedSince(base: string): ReadBackModel['obstacle'] {
  return {
    text: 'Chưa nộp: bản này đã đổi sau lần đọc lại trước. Đồng chí mở lại bản chữ lớn, đọc lại rồi ký.',
    link: { text: 'Mở lại bản chữ lớn', href: `${base}/doc-lai` },
  };
}

/** The same that stands in the way on the check page, which is the place to put it right. */
function obstacleTo(review: LoadedReview, base: string): ReadBackModel['obstacle'] {
  const open = openPlaces(review);
  const missing = open.filter(({ kind }) => kind === 'missing').length;
  const link = { text: 'Xem những chỗ ấy ở trang kiểm tra', href: `${base}/kiem-tra` };
  if (open.some(({ kind }) => kind === 'unprintable') && missing === 0) {
    return { text: 'Còn chữ không in được trên giấy nên chưa nộp được.', link };
  }
  if (missing > 0) return { text: `Còn ${missing} mục bắt buộc chưa ghi nên chưa nộp được.`, link };
  const reason = review.fields.get(REASON_KEY)?.value ?? '';
  if (open.length === 0 || reason.trim() !== '') return null;
  return { text: 'Còn chỗ chưa ghi hết hoặc chưa khớp nhau: ghi thêm, hoặc ghi lý do vẫn nộp.', link };
}
