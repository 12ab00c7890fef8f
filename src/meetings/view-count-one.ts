import { formatTime } from '../views/formats.ts';
import type { CountOneModel } from '../views/models/meetings.ts';
import { lineField } from '../views/parts.ts';
import { passWords, presentWords, resultWords } from './count-words.ts';
import { countColumns, levelColumn } from './counting.ts';
import type { Gathered } from './gathered.ts';
import { meetingPath } from './place.ts';
import { passMark } from './rules.ts';
import type { Subject } from './subjects.ts';
import { navFor } from './view.ts';
import { aboutOf, type CountsShown, summaryOf, typedIn } from './view-counts.ts';

/** One subject alone, for a telephone or for whoever counts one after the other. */
export function countOnePage(
  gathered: Gathered,
  subject: Subject,
  shown: Pick<CountsShown, 'place' | 'locked' | 'flash' | 'outcomes'>,
): CountOneModel {
  const { subjects, season } = gathered;
  const { place, locked } = shown;
  const index = subjects.indexOf(subject);
  const stored = gathered.counts.get(subject.key);
  const { typed, errors, theirs, seen } = typedIn(gathered, subject.key, { ...shown, proposed: new Map() });
  const link = (other: Subject | undefined) =>
    other ? { text: other.name, href: meetingPath(place, 'kiem-phieu', { nguoi: other.key }) } : null;
  const field = ({ column, label }: { column: string; label: string }) =>
    lineField({
      name: `${subject.key}.${column}`,
      label,
      width: 'short',
      inputMode: 'numeric',
      value: typed[column] ?? '',
      error: errors[column] ?? null,
    });
  const levels = new Set(subject.levels.map(({ key }) => levelColumn(key)));
  const columns = countColumns(subject.levels);
  return {
    nav: navFor(season, place),
    title: subject.name,
    about: aboutOf(subject),
    place: `${index + 1} trong ${subjects.length}`,
    summary: summaryOf(gathered, shown.outcomes),
    locked,
    flash: shown.flash,
    present: presentWords(gathered),
    pass: passWords(passMark(gathered.headcounts, gathered.settings.pass)),
    result: stored ? `${resultWords(gathered, subject, stored)} (đã lưu lúc ${formatTime(stored.saved_at)})` : '',
    theirs,
    action: meetingPath(place, 'kiem-phieu', { nguoi: subject.key }),
    key: subject.key,
    seen,
    totals: columns.filter(({ column }) => !levels.has(column)).map(field),
    levels: columns.filter(({ column }) => levels.has(column)).map(field),
    before: link(subjects[index - 1]),
    after: link(subjects[index + 1]),
    all: { text: 'Tất cả trên một trang', href: meetingPath(place, 'kiem-phieu') },
  };
}
