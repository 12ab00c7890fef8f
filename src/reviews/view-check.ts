import type { FieldErrors } from '../errors.ts';
import { errorSummary } from '../views/error-summary.ts';
import type { CheckModel } from '../views/models/reviews.ts';
import { textField } from '../views/parts.ts';
import type { Finding } from './completeness.ts';
import type { LoadedReview } from './loaded.ts';
import { answerGroups } from './view-answers.ts';
import type { Apart } from './apart.ts';
import { apartNote, findingLink, toWhom } from './view-home.ts';

/** Everything once more, what is still open on top, and the one button that hands it in. */
export function checkPage(
  review: LoadedReview,
  findings: readonly Finding[],
  returned: { reason: string; errors: FieldErrors } = { reason: '', errors: {} },
  apart: Apart | null = null,
): CheckModel {
  const links = (kind: Finding['kind']) =>
    findings.filter((finding) => finding.kind === kind).map((finding) => findingLink(review.row.id, finding));
  const [missing, contradictions, warnings] = [links('missing'), links('contradiction'), links('warning')];
  return {
    summary: errorSummary(returned.errors),
    apart: apartNote(apart),
    toWhom: toWhom(review),
    missing,
    contradictions,
    warnings,
    thoughts: links('thought'),
    groups: answerGroups(review, true),
    action: `/ban-kiem-diem/${review.row.id}/nop`,
    reason:
      apart === null && missing.length === 0 && contradictions.length + warnings.length > 0
        ? textField({
            name: 'ly_do',
            label: 'Tôi đã xem lại và vẫn nộp, vì:',
            hint: 'Ghi ngắn gọn, ví dụ: “Chi bộ chưa yêu cầu trả lời danh mục này.”',
            value: returned.reason,
            error: returned.errors.ly_do ?? null,
            rows: 3,
          })
        : null,
    maySubmit: apart === null && missing.length === 0,
    draftPaper: `/ban-kiem-diem/${review.row.id}/ban-nhap.pdf`,
  };
}
