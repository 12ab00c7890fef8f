import type { BranchSeason } from '../branches/scope.ts';
import { errorSummary } from '../views/error-summary.ts';
import { formatDate } from '../views/formats.ts';
import type { PlanModel } from '../views/models/meetings.ts';
import { checkbox, lineField, textField } from '../views/parts.ts';
import { meetingPath, type MeetingPlace } from './place.ts';
import { planWarnings, quorumWords } from './plan.ts';
import type { MeetingRow } from './queries.ts';
import type { Quorum } from './rules.ts';
import { navFor, planFacts, type Returned } from './view.ts';

type Typed = Returned['typed'];

interface PlanShown {
  season: BranchSeason;
  place: MeetingPlace;
  meeting: MeetingRow | undefined;
  quorum: Quorum;
  /** Name of the branch's secretary: the usual chair. */
  secretary: string;
  typed?: Typed;
  errors?: Returned['errors'];
  /** Somebody else has stored another plan meanwhile. */
  conflict?: boolean;
}

export function planPage({ season, place, meeting, quorum, secretary, ...returned }: PlanShown): PlanModel {
  const {
    typed = meeting ? storedPlan(meeting) : usualPlan(season, secretary),
    errors = {},
    conflict = false,
  } = returned;
  const field = (name: string, label: string) => ({
    name,
    label,
    value: typed[name] ?? '',
    error: errors[name] ?? null,
  });
  const summary = conflict
    ? {
        ...errors,
        ngay: 'Kế hoạch vừa được lưu khác đi ở máy khác; chưa ghi đè gì. Đồng chí so với bản đã lưu ở dưới, rồi bấm Lưu lần nữa để lấy bản đang gõ.',
      }
    : errors;
  return {
    nav: navFor(season, place),
    title: 'Kế hoạch họp chi bộ',
    summary: errorSummary(summary),
    stored: conflict && meeting ? planFacts(meeting) : [],
    warnings: meeting ? planWarnings(meeting, season.campaign, quorum) : quorum.reachable ? [] : [quorumWords(quorum)],
    action: meetingPath(place, 'ke-hoach'),
    version: meeting?.version ?? 0,
    day: lineField({
      ...field('ngay', 'Ngày họp'),
      hint: `Ngày/tháng/năm, ví dụ 05/12/${season.campaign.year}.`,
      width: 'medium',
    }),
    hour: lineField({ ...field('gio', 'Giờ họp'), hint: 'Ví dụ 08:00.', width: 'short' }),
    place: lineField(field('dia_diem', 'Địa điểm')),
    chair: lineField({ ...field('chu_tri', 'Chủ trì'), hint: 'Họ và tên, in dưới chữ ký trong biên bản.' }),
    clerk: lineField({ ...field('thu_ky', 'Thư ký'), optional: true }),
    content: textField({
      ...field('noi_dung', 'Nội dung họp'),
      hint: 'In trong giấy mời; mỗi dòng một nội dung.',
      rows: 4,
      optional: true,
    }),
    enteredAfter: checkbox({
      name: 'nhap_sau',
      label: 'Cuộc họp đã diễn ra, tôi nhập lại sau',
      hint: 'Chỉ đánh dấu khi ngày họp đã qua.',
      checked: typed.nhap_sau === '1',
      error: errors.nhap_sau ?? null,
    }),
  };
}

function storedPlan(meeting: MeetingRow): Typed {
  return {
    ngay: formatDate(meeting.held_on),
    gio: meeting.starts_at,
    dia_diem: meeting.place,
    chu_tri: meeting.chair,
    thu_ky: meeting.clerk,
    noi_dung: meeting.content,
    nhap_sau: meeting.entered_after === 1 ? '1' : '',
  };
}

function usualPlan({ campaign }: BranchSeason, secretary: string): Typed {
  return {
    chu_tri: secretary,
    noi_dung: [
      `Kiểm điểm tập thể và cá nhân năm ${campaign.year}.`,
      `Bỏ phiếu đánh giá, xếp loại chất lượng năm ${campaign.year}.`,
    ].join('\n'),
  };
}
