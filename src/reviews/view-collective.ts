import { branchNav, collectiveName } from '../branches/rules.ts';
import type { BranchSeason } from '../branches/scope.ts';
import { settingsOf } from '../campaigns/settings.ts';
import { dayInHanoi } from '../calendar.ts';
import type { FieldErrors } from '../errors.ts';
import type { FormVersion } from '../forms/version.ts';
import { errorSummary } from '../views/error-summary.ts';
import { formatDate } from '../views/formats.ts';
import type { CollectiveModel } from '../views/models/collective.ts';
import type { Link } from '../views/models/layout.ts';
import type { YearRow } from '../views/models/reviews.ts';
import { lineField, textField } from '../views/parts.ts';
import { isInTime, lastDayInTime, noticeOf, noticeWords } from './draft-notice.ts';
import type { CollectiveStanding } from './heads.ts';
import { collectiveAddress } from './places.ts';
import type { ReviewRow, sendingsOf } from './queries.ts';
import { COLLECTIVE_STATE_WORDS } from './transitions.ts';

/** The page of a branch's review of itself: as what it reviews itself, where its report stands, what comes next. */

type Sendings = Awaited<ReturnType<typeof sendingsOf>>;
type Meeting = { held_on: string; starts_at: string; place: string } | undefined;

/** What is known of a report that has begun. */
export interface ReportShown {
  row: ReviewRow;
  mayWrite: boolean;
  /** Steps with something still to write; 0 while it is with the participants. */
  open: number;
  sendings: Sendings;
  meeting: Meeting;
  /** The newest remark with which it was taken back. */
  returned: { remark: string; display_name: string } | undefined;
  /** YYYY-MM-DD; null until the meeting has passed it. */
  passedOn: string | null;
}

export interface CollectiveShown {
  season: BranchSeason;
  standing: CollectiveStanding;
  form: FormVersion | undefined;
  report: ReportShown | null;
  years: YearRow[];
  /** Secretary or deputy: they send, take back and pass. */
  leads: boolean;
}

interface Returned {
  typed: Record<string, string>;
  errors: FieldErrors;
}

export function collectivePage(
  shown: CollectiveShown,
  returned: Returned = { typed: {}, errors: {} },
): CollectiveModel {
  const { season, standing, form, report } = shown;
  const { unit, campaign } = season;
  const open = campaign.state === 'open' && campaign.opens_on <= season.today;
  const mayBegin = !report && form !== undefined && open && standing.collective.of !== 'superior';
  return {
    nav: branchNav(unit, 'collective', campaign.id),
    campaign: campaign.title,
    summary: errorSummary(returned.errors),
    rule: [...ruleWords(shown), ...(report || mayBegin ? [] : [cannotBegin(shown, open)])].filter(Boolean),
    formNote: form?.wordingNote ? `Mẫu ${form.code}: ${form.wordingNote}` : null,
    begin: mayBegin
      ? { action: collectiveAddress(addressOf(season), '/bat-dau'), text: 'Bắt đầu báo cáo tập thể' }
      : null,
    report: report ? reportShown(shown, report, returned) : null,
    years: shown.years,
  };
}

/** forms.md §3, in plain words, with what to do. */
function ruleWords({ season, standing }: CollectiveShown): string[] {
  const fewest = settingsOf(season.campaign).fewestInCollective;
  const { collective, inCommittee, members } = standing;
  const name = collectiveName(season.unit.name, collective);
  const few = `Tập thể dưới ${fewest} người không kiểm điểm riêng mà kiểm điểm cùng cấp ủy (Hướng dẫn 43-HD/BTCTW)`;
  if (collective.of === 'committee') {
    return [`Báo cáo này là của ${name} (${inCommittee} đồng chí), trình hội nghị chi bộ.`];
  }
  if (collective.of === 'superior') {
    const superior = season.superior?.name ?? 'cấp ủy cấp trên';
    return [
      `Chi bộ có ${members} đảng viên. ${few}, nên chi bộ không có báo cáo tập thể.`,
      `Việc cần làm: từng đồng chí viết bản kiểm điểm của mình; bí thư gửi kết quả và hạn chế của chi bộ cho ${superior} để đưa vào báo cáo của cấp ủy.`,
    ];
  }
  if (collective.because === 'few-in-committee') {
    return [
      `Chi ủy trên hệ thống có ${inCommittee} đồng chí. ${few}, nên báo cáo này đứng tên ${name}.`,
      'Nếu chi ủy đủ người mà hệ thống chưa ghi hết, đồng chí báo văn phòng ghi nhiệm vụ chi ủy viên; tên tập thể sẽ đổi theo.',
    ];
  }
  return [
    'Chi bộ không có chi ủy: bí thư (và phó bí thư) kiểm điểm cá nhân tại chi bộ, còn chi bộ tự kiểm điểm, tự đánh giá, xếp loại bằng báo cáo này (Hướng dẫn 43-HD/BTCTW).',
  ];
}

function cannotBegin({ standing, form }: CollectiveShown, open: boolean): string {
  if (standing.collective.of === 'superior') return '';
  if (!open) return 'Đợt kiểm điểm này chưa mở hoặc đã kết thúc nên không bắt đầu báo cáo được.';
  return form ? '' : 'Năm này chưa có biểu mẫu kiểm điểm tập thể trong hệ thống. Đồng chí báo văn phòng đảng ủy.';
}

function reportShown(
  shown: CollectiveShown,
  report: ReportShown,
  { typed, errors }: Returned,
): CollectiveModel['report'] {
  const { row } = report;
  const withParticipants = row.state === 'submitted';
  const meetingOn = meetingDay(report);
  const heldAlready = meetingOn !== null && meetingOn <= shown.season.today ? formatDate(meetingOn) : '';
  return {
    ...stateWords(shown, report),
    remark:
      row.state === 'returned' && report.returned?.remark
        ? { from: `Góp ý cần tiếp thu, đồng chí ${report.returned.display_name} ghi:`, text: report.returned.remark }
        : null,
    action: nextAction(report),
    meeting: meetingShown(shown, report),
    papers: papersOf(report),
    after:
      withParticipants && shown.leads
        ? {
            pass: {
              action: collectiveAddress(row, '/thong-qua'),
              day: lineField({
                name: 'ngay_thong_qua',
                label: 'Ngày hội nghị thông qua',
                hint: 'Ngày/tháng/năm. Ngày này được in trên báo cáo chính thức.',
                value: typed.ngay_thong_qua ?? heldAlready,
                error: errors.ngay_thong_qua ?? null,
                width: 'short',
              }),
            },
            revise: {
              action: collectiveAddress(row, '/sua'),
              remark: textField({
                name: 'gop_y',
                label: 'Góp ý cần tiếp thu',
                hint: 'Những người cùng viết đọc được ở đầu trang.',
                value: typed.gop_y ?? '',
                error: errors.gop_y ?? null,
                rows: 3,
                optional: true,
              }),
            },
          }
        : null,
    reference: row.reference,
  };
}

type StateWords = Pick<NonNullable<CollectiveModel['report']>, 'state' | 'at' | 'done' | 'lines'>;

function stateWords(shown: CollectiveShown, report: ReportShown): StateWords {
  const { row, sendings, mayWrite, open } = report;
  const last = sendings.at(-1);
  if (row.state === 'accepted' || row.state === 'closed') {
    const when = report.passedOn ? [`Hội nghị ngày ${formatDate(report.passedOn)}.`] : [];
    const ended = row.state === 'closed' ? ['Đợt kiểm điểm đã kết thúc.'] : [];
    return { state: 'ĐÃ THÔNG QUA', at: null, done: true, lines: [...when, ...ended] };
  }
  if (row.state === 'submitted') {
    const readers = `Người dự họp là ${shown.standing.members} đảng viên của chi bộ; mỗi đồng chí đọc được dự thảo ở trang chính của mình.`;
    return {
      state: `ĐÃ GỬI DỰ THẢO LẦN ${last?.number ?? 1}`,
      at: last?.sent_at ?? null,
      done: true,
      lines: [readers],
    };
  }
  if (!mayWrite) {
    const line = 'Đợt kiểm điểm đã kết thúc khi báo cáo này chưa gửi. Đồng chí báo văn phòng đảng ủy.';
    return { state: 'CHƯA GỬI', at: null, done: false, lines: [line] };
  }
  const written = open === 0 ? 'Đã ghi đủ các mục.' : `Còn ${open} mục chưa ghi đủ.`;
  const who = 'Bí thư, phó bí thư và chi ủy viên cùng viết; chưa gửi thì chỉ các đồng chí ấy đọc được.';
  const kept = last ? [`Người dự họp vẫn đọc dự thảo lần ${last.number} cho đến khi có bản mới.`] : [];
  return { state: last ? 'ĐANG SỬA SAU GÓP Ý' : 'CHƯA GỬI', at: null, done: false, lines: [written, who, ...kept] };
}

function nextAction({ row, mayWrite, open }: ReportShown): Link | null {
  if (!mayWrite) return null;
  return open > 0
    ? { text: 'Viết báo cáo', href: `/ban-kiem-diem/${row.id}` }
    : { text: 'Kiểm tra và gửi dự thảo', href: collectiveAddress(row, '/gui') };
}

function papersOf({ row, sendings, mayWrite, passedOn }: ReportShown): Link[] {
  const last = sendings.at(-1);
  const which = passedOn ? 'báo cáo' : `dự thảo lần ${last?.number ?? 1}`;
  return [
    ...(mayWrite
      ? [
          { text: 'Danh sách việc của tập thể', href: `/ban-kiem-diem/${row.id}` },
          { text: 'Xem bản đang viết như khi in (PDF)', href: `/ban-kiem-diem/${row.id}/ban-nhap.pdf` },
        ]
      : []),
    ...(last ? sentLinks(row, which) : []),
  ];
}

/** The frozen report on screen and on paper; `which` tells it from the reader's own papers: "dự thảo lần 1". */
export function sentLinks(row: Pick<ReviewRow, 'unit_id' | 'campaign_id'>, which: string): Link[] {
  return [{ text: `Đọc ${which}`, href: collectiveAddress(row, '/ban-gui') }, ...sentPapers(row, which)];
}

export function sentPapers(row: Pick<ReviewRow, 'unit_id' | 'campaign_id'>, which: string): Link[] {
  return [
    { text: `Bản in ${which} (PDF)`, href: collectiveAddress(row, '/ban-gui.pdf') },
    { text: `Bản in ${which} kèm phụ lục tự soi (PDF)`, href: collectiveAddress(row, '/ban-gui-phu-luc.pdf') },
  ];
}

/** As planned; else as it was given when the last draft was sent. */
export function meetingDay({ meeting, sendings }: Pick<ReportShown, 'meeting' | 'sendings'>): string | null {
  return meeting?.held_on ?? sendings.at(-1)?.meeting_on ?? null;
}

function meetingShown({ season }: CollectiveShown, report: ReportShown) {
  if (report.passedOn) return null;
  const { meeting, sendings } = report;
  const rule = settingsOf(season.campaign);
  const day = meetingDay(report);
  if (day === null) {
    const line = `Chưa có ngày họp: ghi ở trang Họp chi bộ, hoặc ghi khi gửi dự thảo. Dự thảo phải đến người dự họp ít nhất ${rule.draftDays} ngày làm việc trước khi họp.`;
    return { lines: [line], late: false };
  }
  const last = sendings.at(-1);
  const where = [meeting?.starts_at, meeting?.place].filter(Boolean).join(', ');
  const planned = [`Họp ngày ${formatDate(day)}${where ? `, ${where}` : ''}.`];
  if (!last) {
    const latest = lastDayInTime(day, rule);
    const late = latest < season.today;
    const words = `Để người dự họp có ít nhất ${rule.draftDays} ngày làm việc, dự thảo gửi chậm nhất ngày ${formatDate(latest)}${late ? ': ngày này đã qua' : ''}.`;
    return { lines: [...planned, words], late };
  }
  const first = sendings[0] ?? last;
  const notice = noticeOf(dayInHanoi(new Date(first.sent_at)), day, rule);
  const reason = last.late_reason ? [`Lý do gửi muộn: ${last.late_reason}`] : [];
  const later = sendings.length > 1 ? ' (dự thảo lần 1)' : '';
  return { lines: [`${noticeWords(notice, season.today)}${later}`, ...reason], late: !isInTime(notice) };
}

export function collectiveYearRows(
  rows: readonly { campaign_id: string; title: string; state: ReviewRow['state'] }[],
  unitId: string,
): YearRow[] {
  return rows.map((row) => ({
    title: row.title,
    href: collectiveAddress({ unit_id: unitId, campaign_id: row.campaign_id }),
    state: COLLECTIVE_STATE_WORDS[row.state],
  }));
}

function addressOf({ unit, campaign }: BranchSeason) {
  return { unit_id: unit.id, campaign_id: campaign.id };
}
