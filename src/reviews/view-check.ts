import type { FieldErrors } from '../errors.ts';
import { errorSummary } from '../views/error-summary.ts';
import { formatTime } from '../views/formats.ts';
import type { CheckModel } from '../views/models/reviews.ts';
import { textField } from '../views/parts.ts';
import type { Finding } from './completeness.ts';
import type { LoadedReview } from './loaded.ts';
import { REASON_KEY } from './questions.ts';
import type { ShownFields } from './shown.ts';
import { answerGroups } from './view-answers.ts';
import { fieldState } from './view-fields.ts';
import { findingLink, toWhom } from './view-home.ts';

/** Id of the form that hands in. */
const CHECK_FORM = 'o-nop';

/** Everything once more, what is still open on top, and the one button that hands it in. */
export function checkPage(
  review: LoadedReview,
  findings: readonly Finding[],
  shown: ShownFields,
  from: { account: string; assisted: boolean; refused: FieldErrors },
): CheckModel {
  const { account, refused } = from;
  const links = (kind: Finding['kind']) =>
    findings.filter((finding) => finding.kind === kind).map((finding) => findingLink(review.row.id, finding));
  const [missing, contradictions, warnings] = [links('missing'), links('contradiction'), links('warning')];
  const isAsked = missing.length === 0 && contradictions.length + warnings.length > 0;
  const savedAt = review.fields.get(REASON_KEY)?.saved_at;
  const base = `/ban-kiem-diem/${review.row.id}`;
  return {
    summary: errorSummary({ ...shown.errors, ...refused }),
    toWhom: toWhom(review),
    missing,
    contradictions,
    warnings,
    thoughts: links('thought'),
    groups: answerGroups(review, true),
    form: CHECK_FORM,
    action: `${base}/nop`,
    autosave: `${base}/o`,
    writtenBy: { account, formId: review.row.form_id },
    reason: isAsked ? reasonField(shown, refused) : null,
    savedAt: savedAt ? formatTime(savedAt) : null,
    maySubmit: missing.length === 0,
    draftPaper: `${base}/ban-nhap.pdf`,
    assisted: from.assisted,
    readBack: `${base}/doc-lai`,
  };
}

function reasonField(shown: ShownFields, refused: FieldErrors) {
  const state = fieldState(REASON_KEY, shown);
  return textField({
    ...state,
    label: 'Tôi đã xem lại và vẫn nộp, vì:',
    hint: 'Ghi ngắn gọn, ví dụ: “Chi bộ chưa yêu cầu trả lời danh mục này.” Lý do này gửi kèm khi nộp, không in vào bản kiểm điểm.',
    error: refused[REASON_KEY] ?? state.error,
    rows: 3,
  });
}
