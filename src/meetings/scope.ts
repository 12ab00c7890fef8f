import type { BranchSeason } from '../branches/scope.ts';
import type { Deps } from '../deps.ts';
import { AppError } from '../errors.ts';
import { type AppContext, viewerOf } from '../http/context.ts';
import { formatDate } from '../views/formats.ts';
import { type Gathered, gather, meetingSeason } from './gathered.ts';
import { type MeetingPlace, placeOf } from './place.ts';
import { hasCome, isOpen } from './rules.ts';

/** A meeting as each of its pages finds it. Who may see the branch is the access table's business. */
export interface MeetingHere {
  season: BranchSeason;
  place: MeetingPlace;
  gathered: Gathered;
}

/** The branch's season with its meeting, as far as there is one. Throws `not-allowed-now` without any campaign. */
export async function seasonHere(
  deps: Pick<Deps, 'store' | 'now'>,
  c: AppContext,
): Promise<{ season: BranchSeason; place: MeetingPlace; gathered: Gathered | null }> {
  const asked = c.req.query('dot');
  const found = await meetingSeason(deps, c.req.param('unit') ?? '', asked);
  if (!found) {
    throw new AppError('not-allowed-now', {
      message: 'no campaign for this branch',
      hint: 'Chưa có đợt kiểm điểm nào cho chi bộ này nên chưa lập được kế hoạch họp. Đồng chí hỏi văn phòng đảng ủy.',
    });
  }
  const { season, meeting } = found;
  const gathered = meeting ? await gather(deps, season, meeting) : null;
  return { season, place: placeOf(season, asked), gathered };
}

/** Throws `not-allowed-now` where the branch has planned no meeting. */
export async function meetingHere(deps: Pick<Deps, 'store' | 'now'>, c: AppContext): Promise<MeetingHere> {
  const { season, place, gathered } = await seasonHere(deps, c);
  if (gathered) return { season, place, gathered };
  throw new AppError('not-allowed-now', {
    message: 'no meeting is planned',
    hint: 'Chi bộ chưa có kế hoạch họp của đợt này. Đồng chí lập kế hoạch ở trang Họp chi bộ trước.',
  });
}

/** Secretary or deputy of this very branch: they close a meeting and open it again. */
export function isLeader(c: AppContext, { unit }: BranchSeason): boolean {
  return viewerOf(c).roles.some(
    ({ role, unitId }) => unitId === unit.id && (role === 'secretary' || role === 'deputy'),
  );
}

/** Why nothing can be recorded now, for a page that then only shows; null while it can. */
export function lockedWords({ meeting, season }: Gathered): string | null {
  if (season.campaign.state !== 'open') return 'Đợt kiểm điểm đã kết thúc: chỉ còn xem được.';
  if (!isOpen(meeting, season.campaign)) return 'Cuộc họp đã kết thúc: chỉ còn xem được.';
  if (hasCome(meeting, season.today)) return null;
  return `Cuộc họp ngày ${formatDate(meeting.held_on)} chưa diễn ra: ghi được từ ngày họp.`;
}
