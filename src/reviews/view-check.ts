import type { FieldErrors } from '../errors.ts';
import { errorSummary } from '../views/error-summary.ts';
import type { CheckModel } from '../views/models/reviews.ts';
import { textField } from '../views/parts.ts';
import { blocks, type Finding } from './finding.ts';
import type { LoadedReview } from './loaded.ts';
import { answerGroups } from './view-answers.ts';
import { findingLink, toWhom } from './view-home.ts';

/** Everything once more, what is still open on top, and the one button that hands it in. */
export function checkPage(
  review: LoadedReview,
  findings: readonly Finding[],
  returned: { reason: string; errors: FieldErrors } = { reason: '', errors: {} },
): CheckModel {
  const links = (kind: Finding['kind']) =>
    findings.filter((finding) => finding.kind === kind).map((finding) => findingLink(review.row.id, finding));
  const [contradictions, warnings] = [links('contradiction'), links('warning')];
  const maySubmit = !findings.some(blocks);
  return {
    summary: errorSummary(returned.errors),
    toWhom: toWhom(review),
    missing: links('missing'),
    unprintable: links('unprintable'),
    contradictions,
    warnings,
    thoughts: links('thought'),
    groups: answerGroups(review, true),
    action: `/ban-kiem-diem/${review.row.id}/nop`,
    reason:
      maySubmit && contradictions.length + warnings.length > 0
        ? textField({
            name: 'ly_do',
            label: 'Tôi đã xem lại và vẫn nộp, vì:',
            hint: 'Ghi ngắn gọn, ví dụ: “Chi bộ chưa yêu cầu trả lời danh mục này.”',
            value: returned.reason,
            error: returned.errors.ly_do ?? null,
            rows: 3,
          })
        : null,
    maySubmit,
    draftPaper: `/ban-kiem-diem/${review.row.id}/ban-nhap.pdf`,
  };
}
