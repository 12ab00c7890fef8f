import { formatDate } from '../views/formats.ts';
import type { Status, TaskList } from '../views/models/parts.ts';
import { type Gathered, isMarked } from './gathered.ts';
import { uncounted, unmarkedCount, unspoken } from './outlook.ts';
import { meetingPath, type MeetingPlace, ratingsPath } from './place.ts';
import { quorumWords } from './plan.ts';

/** The meeting as a list of things to do, each with its state. */
export function tasksOf(gathered: Gathered, place: MeetingPlace): TaskList {
  const { meeting, begun, counts, subjects, season } = gathered;
  const notYet = begun ? null : `Mở từ ngày họp ${formatDate(meeting.held_on)}.`;
  const closed = !gathered.open;
  const task = (text: string, page: string, status: Status, note: string | null = null) => {
    return { text, href: meetingPath(place, page), note, status };
  };
  const left = uncounted(gathered).length;
  const counted = left === 0 && counts.size > 0;
  return {
    groups: [
      {
        id: 'viec-hop',
        title: 'Các việc của cuộc họp',
        tasks: [
          task('Kế hoạch họp', 'ke-hoach', { kind: 'done', text: closed ? 'Đã khóa' : 'Đã ghi' }),
          task(
            'Điểm danh',
            'diem-danh',
            markedStatus(gathered),
            notYet ?? (isMarked(gathered) ? quorumWords(gathered.quorum) : null),
          ),
          task(
            'Trình chiếu và ghi ý kiến từng đồng chí',
            'trinh-chieu',
            spokenStatus(gathered),
            begun ? placeWords(gathered) : 'Xem được trước; ghi ý kiến từ ngày họp.',
          ),
          task(
            'Kiểm phiếu',
            'kiem-phieu',
            counted
              ? { kind: 'done', text: `Đủ ${counts.size}` }
              : {
                  kind: counts.size > 0 ? 'doing' : 'todo',
                  text: `${subjects.length - left} trong ${subjects.length}`,
                },
            notYet,
          ),
          {
            text: 'Xếp loại',
            href: ratingsPath(place),
            note: `Mức đề xuất của chi bộ và đảng ủy, năm ${season.campaign.year}.`,
            // How far the levels have come is said on their own page only.
            status: counted
              ? { kind: 'doing', text: 'Xem ở trang Xếp loại' }
              : { kind: 'todo', text: 'Sau kiểm phiếu' },
          },
        ],
      },
    ],
  };
}

function markedStatus(gathered: Gathered): Status {
  if (!isMarked(gathered)) return { kind: 'todo', text: 'Chưa điểm danh' };
  const open = unmarkedCount(gathered);
  return open > 0 ? { kind: 'doing', text: `Còn ${open} người` } : { kind: 'done', text: 'Đã điểm danh' };
}

function spokenStatus(gathered: Gathered): Status {
  const open = unspoken(gathered).length;
  const all = gathered.subjects.length;
  if (open === 0 && all > 0) return { kind: 'done', text: `Đủ ${all}` };
  return { kind: open < all ? 'doing' : 'todo', text: `${all - open} trong ${all}` };
}

function placeWords({ meeting, subjects }: Gathered): string | null {
  const current = subjects.find(({ key }) => key === meeting.current_subject);
  return current ? `Đang ở: ${current.name}.` : null;
}

const MOST_NAMES = 8;

/** What a leader may want to see before he closes; none of it keeps him from it. */
export function stillOpenWords(gathered: Gathered): string[] {
  const names = (subjects: readonly { name: string }[]) =>
    subjects.length > MOST_NAMES ? `${subjects.length} mục` : subjects.map(({ name }) => name).join('; ');
  const [silent, open, unmarked] = [unspoken(gathered), uncounted(gathered), unmarkedCount(gathered)];
  return [
    ...(unmarked > 0 ? [`${unmarked} người phải dự chưa được điểm danh`] : []),
    ...(gathered.quorum.met ? [] : [quorumWords(gathered.quorum)]),
    ...(silent.length > 0 ? [`chưa ghi ý kiến: ${names(silent)}`] : []),
    ...(open.length > 0 ? [`chưa có kết quả kiểm phiếu: ${names(open)}`] : []),
  ];
}
