import { EXEMPTION_WORDS } from '../branches/rules.ts';
import type { AttendanceModel, AttendanceRow } from '../views/models/meetings.ts';
import { digestOf } from '../views/parts.ts';
import type { MarkOutcome } from './attending.ts';
import type { AttendeeRow, Gathered } from './gathered.ts';
import { presenceWords } from './gathered.ts';
import { presenceLine, type TypedPresence } from './input.ts';
import { meetingPath, type MeetingPlace } from './place.ts';
import { quorumWords } from './plan.ts';
import { type Headcount, summonsOf } from './rules.ts';
import { sliceOf } from './slices.ts';
import { navFor } from './view.ts';

const PAGE = 100;

interface Shown {
  place: MeetingPlace;
  locked: string | null;
  page: string | undefined;
  flash: string | null;
  outcomes: readonly MarkOutcome[];
  /** Rows filled in on the page and not saved yet. */
  proposed: ReadonlyMap<string, TypedPresence>;
}

export function attendancePage(gathered: Gathered, shown: Shown): AttendanceModel {
  const { season, attendees, headcounts } = gathered;
  const { place, locked, flash } = shown;
  const slice = sliceOf(attendees, PAGE, shown.page, (page) =>
    meetingPath(place, 'diem-danh', { trang: String(page) }),
  );
  const rows = slice.items.map((attendee) => rowOf(attendee, shown));
  const wrong = rows.filter(({ error }) => error !== null);
  return {
    nav: navFor(season, place),
    summary: errorSummaryOf(wrong),
    locked,
    flash,
    numbers: [
      { label: 'Chính thức', values: numbersOf(headcounts.official) },
      { label: 'Dự bị', values: numbersOf(headcounts.probationary) },
    ],
    quorum: { text: quorumWords(gathered.quorum), met: gathered.quorum.met || gathered.quorum.reachable },
    action: meetingPath(place, 'diem-danh', slice.page > 1 ? { trang: String(slice.page) } : {}),
    rows,
    pages: slice.links,
    sheets: [{ text: 'Tải bảng (.xlsx)', href: meetingPath(place, 'diem-danh.xlsx') }],
  };
}

function errorSummaryOf(wrong: readonly AttendanceRow[]): AttendanceModel['summary'] {
  const errors = wrong.map(({ id, name, error }) => ({ text: `${name}: ${error}`, href: `#${id}-1` }));
  return errors.length > 0 ? { kept: true, errors } : null;
}

function numbersOf({ all, summoned, present, excused, absent, unmarked }: Headcount): string[] {
  return [all, summoned, present, excused, absent, unmarked].map(String);
}

const CHOICES = ['present', 'excused', 'absent'] as const;

function rowOf(attendee: AttendeeRow, { locked, outcomes, proposed }: Shown): AttendanceRow {
  const { memberId: key, presence, reason, version } = attendee;
  const outcome = outcomes.find((one) => one.key === key && one.kind !== 'saved');
  const returned = outcome && outcome.kind !== 'saved' ? outcome : undefined;
  const stored = { presence, reason };
  const shown = returned?.typed ?? proposed.get(key) ?? stored;
  const id = `dd-${key}`;
  const asked = locked === null && (summonsOf(attendee.exemption) !== 'not' || presence !== null);
  return {
    key,
    id,
    name: attendee.name,
    about: aboutOf(attendee),
    // What is typed and not stored counts as touched; a conflict that was shown may be saved over.
    seen:
      returned?.kind === 'conflict'
        ? String(returned.version)
        : returned
          ? String(version)
          : `${version}-${digestOf(presenceLine(stored))}`,
    asked,
    said: saidOf(attendee),
    options: CHOICES.map((value, index) => ({
      id: `${id}-${index + 1}`,
      value,
      text: presenceWords(value),
      checked: shown.presence === value,
    })),
    reason: shown.reason,
    error: returned ? errorOf(returned) : null,
  };
}

function errorOf(outcome: Exclude<MarkOutcome, { kind: 'saved' }>): string {
  if (outcome.kind === 'invalid') return outcome.error;
  const { presence, reason } = outcome.theirs;
  const theirs = presence ? `“${presenceWords(presence)}${reason ? `: ${reason}` : ''}”` : 'khác đi';
  return `máy khác vừa ghi ${theirs}; chưa ghi đè. Đồng chí xem lại, bấm Lưu lần nữa thì lấy lựa chọn ở đây.`;
}

function aboutOf({ post, official, exemption, left }: AttendeeRow): string {
  return [
    post,
    official ? '' : 'đảng viên dự bị',
    exemption && exemption !== 'outside_tool' ? EXEMPTION_WORDS[exemption].toLocaleLowerCase('vi') : '',
    left ? 'đã chuyển chi bộ khác' : '',
  ]
    .filter(Boolean)
    .join(' · ');
}

function saidOf({ exemption, presence, reason }: AttendeeRow): string {
  if (presence) return `${presenceWords(presence)}${reason ? `: ${reason}` : ''}`;
  return summonsOf(exemption) === 'not' ? 'Không dự họp.' : 'Chưa ghi.';
}
