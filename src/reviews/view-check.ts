import type { FieldErrors } from '../errors.ts';
import { errorSummary } from '../views/error-summary.ts';
import { formatTime } from '../views/formats.ts';
import type { CheckModel } from '../views/models/reviews.ts';
import { textField } from '../views/parts.ts';
import type { OpenRemark } from './answering.ts';
import { blocks, type Finding } from './finding.ts';
import type { LoadedReview } from './loaded.ts';
import { REASON_KEY } from './questions.ts';
import type { ShownFields } from './shown.ts';
import { answerGroups } from './view-answers.ts';
import type { Apart } from './apart.ts';
import { fieldState } from './view-fields.ts';
import { apartNote, findingLink, toWhom } from './view-home.ts';

/** Id of the form that hands in. */
const CHECK_FORM = 'o-nop';

/** Everything once more, what is still open on top, and the one button that hands it in. */
export function checkPage(
  review: LoadedReview,
  findings: readonly Finding[],
  shown: ShownFields,
  from: { account: string; assisted: boolean; refused: FieldErrors; remark: OpenRemark | null; apart: Apart | null },
): CheckModel {
  const { account, refused, remark, apart } = from;
  const links = (kind: Finding['kind']) =>
    findings.filter((finding) => finding.kind === kind).map((finding) => findingLink(review.row.id, finding));
  const [contradictions, warnings] = [links('contradiction'), links('warning')];
  const maySubmit = apart === null && !findings.some(blocks);
  const isAsked = maySubmit && contradictions.length + warnings.length > 0;
  const savedAt = review.fields.get(REASON_KEY)?.saved_at;
  const base = `/ban-kiem-diem/${review.row.id}`;
  return {
    summary: errorSummary({ ...shown.errors, ...refused }),
    apart: apartNote(apart),
    toWhom: toWhom(review),
    missing: links('missing'),
    unprintable: links('unprintable'),
    contradictions,
    warnings,
    thoughts: links('thought'),
    answering: remark && {
      from: `Đồng chí ${remark.step.display_name} đề nghị:`,
      remark: remark.step.remark,
      answer: remark.answer?.text || null,
      href: `/ban-kiem-diem/${review.row.id}/tra-loi?ve=kiem-tra`,
    },
    groups: answerGroups(review, true),
    form: CHECK_FORM,
    action: `${base}/nop`,
    autosave: `${base}/o`,
    writtenBy: { account, formId: review.row.form_id },
    reason: isAsked ? reasonField(shown, refused) : null,
    savedAt: savedAt ? formatTime(savedAt) : null,
    maySubmit,
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
