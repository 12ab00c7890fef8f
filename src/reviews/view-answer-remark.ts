import { errorSummary } from '../views/error-summary.ts';
import { formatTime } from '../views/formats.ts';
import type { AnswerRemarkModel } from '../views/models/reading.ts';
import { pager, textField } from '../views/parts.ts';
import { ANSWER_KEY, type OpenRemark } from './answering.ts';
import { markOfLetters, offersOn } from './offers.ts';
import type { ReviewRow } from './queries.ts';
import type { FieldOutcome } from './saving.ts';

/** The remark, and one field for the answer: as stored, or as typed where that could not be stored. */
export function answerRemarkPage(
  row: ReviewRow,
  { step, answer }: OpenRemark,
  from: { returnTo: string; kept: string; outcome?: FieldOutcome },
): AnswerRemarkModel {
  const base = `/ban-kiem-diem/${row.id}`;
  const { outcome } = from;
  const refused = outcome?.kind === 'invalid' || outcome?.kind === 'conflict' ? outcome : null;
  const conflict = refused?.kind === 'conflict' ? refused : null;
  const value = refused?.typed ?? answer?.text ?? '';
  const error = refused?.kind === 'invalid' ? refused.error : null;
  const elsewhere = conflict ? 'Ô này vừa được lưu khác đi ở nơi khác. Đồng chí chọn giữ bản nào.' : null;
  const wrong = error ?? elsewhere;
  return {
    summary: wrong ? errorSummary({ [ANSWER_KEY]: wrong }) : null,
    action: `${base}/tra-loi`,
    autosave: `${base}/tra-loi/o`,
    returnTo: from.returnTo,
    remark: { from: `Đồng chí ${step.display_name} đề nghị bổ sung:`, text: step.remark },
    answer: textField({
      name: ANSWER_KEY,
      label: 'Trả lời của đồng chí',
      hint: 'Ví dụ: đã bổ sung số liệu ở mục I.2.',
      value,
      version: conflict ? conflict.base : (answer?.version ?? 0),
      error,
      conflict: conflict && {
        mine: conflict.typed,
        theirs: conflict.theirs,
        version: conflict.version,
        savedAt: formatTime(conflict.savedAt),
      },
      offers: conflict ? null : offersOn(value, from.kept === ANSWER_KEY ? markOfLetters(value) : ''),
      ...(refused ? { seen: '' } : {}),
    }),
    pager: pager({
      savedAt: answer ? formatTime(answer.at) : null,
      next: {
        text: from.returnTo === 'kiem-tra' ? 'Lưu và về trang kiểm tra' : 'Lưu và về trang chính',
        name: 'di',
        value: 'tiep',
      },
      home: from.returnTo === 'kiem-tra' ? { text: 'Lưu và về trang chính', name: 'di', value: 've' } : null,
    }),
  };
}
