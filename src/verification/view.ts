import type { FieldErrors } from '../errors.ts';
import type { Viewer } from '../http/context.ts';
import { errorSummary } from '../views/error-summary.ts';
import { formatDateTime } from '../views/formats.ts';
import type { CheckAnswer, CheckModel } from '../views/models/verification.ts';
import { lineField } from '../views/parts.ts';
import { STATE_WORDS } from '../reviews/transitions.ts';
import type { Verdict } from './commands.ts';
import type { FrozenRow } from './queries.ts';
import { signedWords, variantWords } from './rules.ts';

export function checkPage(
  viewer: Pick<Viewer, 'memberId'> | null,
  shown: { verdict?: Verdict; asked?: 'file' | 'code'; typed?: string; errors?: FieldErrors },
): CheckModel {
  const { verdict, asked, typed = '', errors = {} } = shown;
  return {
    summary: errorSummary(errors),
    answer: verdict ? answerOf(verdict, asked ?? 'file', viewer) : null,
    fileError: errors.tep ?? null,
    code: viewer
      ? lineField({
          name: 'ma',
          label: 'Mã bản in',
          hint: 'Mười sáu chữ và số, ví dụ ACDE-FHJK-MNPQ-RTWX. Chữ hoa, chữ thường, dấu gạch đều được.',
          value: typed,
          error: errors.ma ?? null,
          width: 'medium',
        })
      : null,
  };
}

function answerOf(verdict: Verdict, asked: 'file' | 'code', viewer: Pick<Viewer, 'memberId'> | null): CheckAnswer {
  switch (verdict.kind) {
    case 'known':
      return knownAnswer(verdict.paper, asked, viewer);
    case 'yes':
      return {
        good: true,
        title: 'Đúng: tệp này là bản lưu trên hệ thống',
        text: 'Từng chữ như khi hệ thống in ra, chưa bị sửa.',
        facts: [],
        link: null,
      };
    case 'no':
      return { good: false, ...(asked === 'file' ? NO_FILE : NO_CODE), facts: [], link: null };
  }
}

const NO_FILE = {
  title: 'Không: tệp này không phải bản lưu đang có hiệu lực',
  text: 'Tệp có thể đã bị sửa, thiếu một phần, được lưu lại bằng chương trình khác, hoặc đã có bản nộp sau. Đồng chí xin lại tệp gốc, hoặc hỏi chi ủy.',
};
/** Whatever the reason is: an unknown code, somebody else's, a version that was replaced. */
const NO_CODE = {
  title: 'Không có bản lưu nào theo mã này mà đồng chí được xem',
  text: 'Đồng chí so lại từng chữ với bản in rồi gõ lại. Nếu vẫn vậy, đồng chí hỏi bí thư chi bộ hoặc văn phòng đảng ủy.',
};

function knownAnswer(paper: FrozenRow, asked: 'file' | 'code', viewer: Pick<Viewer, 'memberId'> | null): CheckAnswer {
  const own = paper.member_id !== null && paper.member_id === viewer?.memberId;
  const what = variantWords(paper.variant);
  const replaced = paper.superseded === 1;
  return {
    good: !replaced,
    title: replaced
      ? 'Đây là bản cũ: bản kiểm điểm đã được trả lại sau bản in này'
      : asked === 'file'
        ? 'Đúng: tệp này là bản lưu trên hệ thống'
        : 'Mã này là của bản lưu sau đây',
    text: replaced
      ? 'Bản này không còn hiệu lực. Đồng chí dùng bản nộp sau.'
      : 'So bản giấy với bản lưu: họ tên, đợt, lúc nộp phải giống nhau.',
    facts: [
      { label: 'Bản', value: what },
      { label: 'Của', value: paper.full_name ? `đồng chí ${paper.full_name}` : 'tập thể (báo cáo kiểm điểm)' },
      { label: 'Chi bộ', value: paper.unit_name },
      { label: 'Đợt', value: paper.title },
      { label: 'Nộp lúc', value: formatDateTime(paper.frozen_at) },
      { label: 'Trạng thái', value: STATE_WORDS[paper.state] },
      { label: 'Số tham chiếu', value: paper.reference },
      ...(replaced || paper.member_id === null ? [] : [{ label: 'Bản giấy', value: signedWords(paper.came_on) }]),
    ],
    link: own ? { text: 'Mở bản kiểm điểm của tôi', href: `/ban-kiem-diem/${paper.review_id}` } : null,
  };
}
