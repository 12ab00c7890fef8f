import type { FieldErrors } from '../errors.ts';
import { errorSummary } from '../views/error-summary.ts';
import type { CheckModel } from '../views/models/reviews.ts';
import { textField } from '../views/parts.ts';
import type { OpenRemark } from './answering.ts';
import type { Finding } from './completeness.ts';
import type { LoadedReview } from './loaded.ts';
import { answerGroups } from './view-answers.ts';
import { findingLink, toWhom } from './view-home.ts';

/** Everything once more, what is still open on top, and the one button that hands it in. */
export function checkPage(
  review: LoadedReview,
  findings: readonly Finding[],
  returned: { reason: string; errors: FieldErrors } = { reason: '', errors: {} },
  open: OpenRemark | null = null,
): CheckModel {
  const links = (kind: Finding['kind']) =>
    findings.filter((finding) => finding.kind === kind).map((finding) => findingLink(review.row.id, finding));
  const [missing, contradictions, warnings] = [links('missing'), links('contradiction'), links('warning')];
  return {
    summary: errorSummary(returned.errors),
    toWhom: toWhom(review),
    missing,
    contradictions,
    warnings,
    thoughts: links('thought'),
    answering: open && {
      from: `Đồng chí ${open.step.display_name} đề nghị:`,
      remark: open.step.remark,
      answer: open.answer?.text || null,
      href: `/ban-kiem-diem/${review.row.id}/tra-loi?ve=kiem-tra`,
    },
    groups: answerGroups(review, true),
    action: `/ban-kiem-diem/${review.row.id}/nop`,
    reason:
      missing.length === 0 && contradictions.length + warnings.length > 0
        ? textField({
            name: 'ly_do',
            label: 'Tôi đã xem lại và vẫn nộp, vì:',
            hint: 'Ghi ngắn gọn, ví dụ: “Chi bộ chưa yêu cầu trả lời danh mục này.”',
            value: returned.reason,
            error: returned.errors.ly_do ?? null,
            rows: 3,
          })
        : null,
    maySubmit: missing.length === 0,
    draftPaper: `/ban-kiem-diem/${review.row.id}/ban-nhap.pdf`,
  };
}
