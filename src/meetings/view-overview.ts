import type { BranchSeason } from '../branches/scope.ts';
import { CAMPAIGN_STATE_WORDS } from '../campaigns/rules.ts';
import { errorSummary } from '../views/error-summary.ts';
import { formatDateTime } from '../views/formats.ts';
import type { Link } from '../views/models/layout.ts';
import type { OverviewModel } from '../views/models/meetings.ts';
import { lineField, textField } from '../views/parts.ts';
import type { Gathered } from './gathered.ts';
import { misfits } from './outlook.ts';
import { meetingPath, type MeetingPlace } from './place.ts';
import { planWarnings } from './plan.ts';
import { meetingTitle, navFor, planFacts, ratingsLink, type Returned } from './view.ts';
import { stillOpenWords, tasksOf } from './view-tasks.ts';

interface Shown {
  place: MeetingPlace;
  /** Secretary or deputy: whoever may close and reopen. */
  leads: boolean;
  lastStep: { to_state: string; reason: string; at: string; display_name: string } | undefined;
}

/** Before there is a meeting. */
export function emptyPage(season: BranchSeason, place: MeetingPlace): OverviewModel {
  const open = season.campaign.state === 'open';
  return {
    ...bare(season, place),
    empty: {
      text: open
        ? 'Chưa có kế hoạch họp. Lập kế hoạch rồi, ở đây có giấy mời, điểm danh, trình chiếu từng bản kiểm điểm, kiểm phiếu và biên bản.'
        : 'Đợt kiểm điểm này không có cuộc họp nào được ghi.',
      begin: open ? { text: 'Lập kế hoạch họp', href: meetingPath(place, 'ke-hoach') } : null,
    },
  };
}

function bare(season: BranchSeason, place: MeetingPlace): OverviewModel {
  return {
    nav: navFor(season, place),
    title: meetingTitle(season),
    summary: null,
    empty: null,
    ended: null,
    warnings: [],
    facts: [],
    tasks: { groups: [] },
    papers: [],
    ballots: null,
    ratings: null,
    closing: null,
    reopening: null,
    years: season.campaigns
      .filter(({ id }) => id !== season.campaign.id)
      .map(({ id, title, state }) => ({
        title,
        href: meetingPath({ ...place, dot: id }),
        state: CAMPAIGN_STATE_WORDS[state],
      })),
  };
}

export function overviewPage(gathered: Gathered, shown: Shown, returned?: Returned): OverviewModel {
  const { season, meeting, open, quorum, headcounts } = gathered;
  const { place, leads } = shown;
  const closed = meeting.state === 'closed';
  const campaignOpen = season.campaign.state === 'open';
  const copies = headcounts.official.present || headcounts.official.summoned;
  return {
    ...bare(season, place),
    summary: errorSummary(returned?.errors ?? {}),
    ended: endedWords(gathered, shown.lastStep),
    warnings: closed ? [] : [...planWarnings(meeting, season.campaign, quorum), ...misfitWords(gathered)],
    facts: planFacts(meeting),
    tasks: tasksOf(gathered, place),
    papers: papersOf(gathered, place),
    ballots: {
      action: meetingPath({ ...place, dot: null }, 'phieu.pdf'),
      dot: place.dot ?? '',
      copies: lineField({
        name: 'ban',
        label: 'Phiếu đánh giá, xếp loại để trống: số bản',
        hint: 'Mỗi đảng viên chính thức dự họp một bản.',
        width: 'short',
        inputMode: 'numeric',
        value: returned?.typed.ban ?? String(Math.max(1, copies)),
        error: returned?.errors.ban ?? null,
      }),
    },
    ratings: gathered.counts.size > 0 ? ratingsLink(place) : null,
    closing:
      leads && open && meeting.state === 'held'
        ? { action: meetingPath(place, 'ket-thuc'), version: meeting.version, open: stillOpenWords(gathered) }
        : null,
    reopening:
      leads && closed && campaignOpen
        ? {
            action: meetingPath(place, 'mo-lai'),
            version: meeting.version,
            opened: returned?.errors.ly_do !== undefined,
            reason: textField({
              name: 'ly_do',
              label: 'Lý do mở lại',
              rows: 2,
              value: returned?.typed.ly_do ?? '',
              error: returned?.errors.ly_do ?? null,
            }),
          }
        : null,
  };
}

function endedWords({ meeting, season }: Gathered, lastStep: Shown['lastStep']): string | null {
  if (meeting.state === 'closed') {
    const when = lastStep ? ` lúc ${formatDateTime(lastStep.at)}, đồng chí ${lastStep.display_name} ghi` : '';
    return `Cuộc họp đã kết thúc${when}. Biên bản và kết quả kiểm phiếu không sửa được nữa.`;
  }
  if (season.campaign.state !== 'open') return 'Đợt kiểm điểm đã kết thúc: cuộc họp chỉ còn xem và in được.';
  if (lastStep?.to_state === 'held') {
    return `Cuộc họp được mở lại lúc ${formatDateTime(lastStep.at)}, đồng chí ${lastStep.display_name} ghi. Lý do: ${lastStep.reason}`;
  }
  return null;
}

function misfitWords(gathered: Gathered): string[] {
  const wrong = misfits(gathered);
  if (wrong.length === 0) return [];
  return [`Kết quả kiểm phiếu không còn khớp với điểm danh: ${wrong.map(({ name }) => name).join('; ')}.`];
}

function papersOf(gathered: Gathered, place: MeetingPlace): Link[] {
  const draft = gathered.meeting.state === 'closed' ? '' : ' (dự thảo)';
  return [
    { text: 'Giấy mời chung', href: meetingPath(place, 'giay-moi.pdf') },
    { text: 'Giấy mời từng đồng chí', href: meetingPath(place, 'giay-moi.pdf', { moi: 'tung-nguoi' }) },
    { text: 'Giấy mời chung, bản Word để sửa tay', href: meetingPath(place, 'giay-moi.docx') },
    { text: `Biên bản họp chi bộ${draft}`, href: meetingPath(place, 'bien-ban.pdf') },
    { text: `Biên bản họp chi bộ${draft}, bản Word để sửa tay`, href: meetingPath(place, 'bien-ban.docx') },
    { text: 'Biên bản kiểm phiếu', href: meetingPath(place, 'bien-ban-kiem-phieu.pdf') },
  ];
}
