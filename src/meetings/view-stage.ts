import { EXEMPTION_WORDS } from '../branches/rules.ts';
import { errorSummary } from '../views/error-summary.ts';
import { formatTime } from '../views/formats.ts';
import type { Link } from '../views/models/layout.ts';
import type { StageModel } from '../views/models/meetings.ts';
import type { Conflict, LineField, TextField } from '../views/models/parts.ts';
import { lineField, textField } from '../views/parts.ts';
import type { Gathered } from './gathered.ts';
import { meetingPath, type MeetingPlace } from './place.ts';
import type { Reading } from './reading-out.ts';
import type { NoteOutcome } from './saving.ts';
import { neighbours, type Slide } from './slides.ts';

interface Shown {
  place: MeetingPlace;
  slides: readonly Slide[];
  slide: Slide;
  reading: Reading | null;
  /** Why nothing can be written; null while it can. */
  locked: string | null;
  outcomes: readonly NoteOutcome[];
}

/** What is asked on each slide, in the order of the minutes. */
const SUBJECT_TEXTS = [
  { note: 'remarks', label: 'Ý kiến góp ý', rows: 5 },
  { note: 'explanation', label: 'Giải trình, tiếp thu', rows: 3 },
  { note: 'conclusion', label: 'Kết luận', rows: 3 },
] as const;
const OPENING_TEXTS = [{ note: 'opening', label: 'Nội dung khai mạc', rows: 8 }] as const;
const CLOSING_TEXTS = [
  { note: 'general', label: 'Ý kiến chung', rows: 5 },
  { note: 'conclusion', label: 'Kết luận của cuộc họp', rows: 5 },
  { note: 'tellers', label: 'Tổ kiểm phiếu', rows: 3, hint: 'Mỗi dòng một đồng chí; dòng đầu là tổ trưởng.' },
] as const;

interface Asked {
  note: string;
  label: string;
  rows: number;
  hint?: string;
}

export function textsOn(slide: Slide): { subject: string; texts: readonly Asked[] } {
  if (slide.subject) return { subject: slide.key, texts: SUBJECT_TEXTS };
  return { subject: 'meeting', texts: slide.key === 'opening' ? OPENING_TEXTS : CLOSING_TEXTS };
}

export function stagePage(gathered: Gathered, shown: Shown): StageModel {
  const { place, slides, slide, reading, locked, outcomes } = shown;
  const { index, before, after } = neighbours(slides, slide);
  const { subject, texts } = textsOn(slide);
  const field = fieldsFrom(gathered, outcomes);
  const written = texts.map(({ note, label }) => ({ label, value: field(`${subject}.${note}`).value }));
  return {
    title: slide.title,
    place: `${index + 1} trong ${slides.length}`,
    about: aboutOf(slide),
    elsewhere: elsewhereOf(gathered, shown),
    summary: summaryOf(outcomes),
    action: meetingPath(place, 'trinh-chieu', { ai: slide.key }),
    autosave: locked === null ? meetingPath(place, 'o') : null,
    slide: slide.key,
    before: before?.title ?? null,
    after: after?.title ?? null,
    back: { text: 'Về trang họp', href: meetingPath(place) },
    jumps: slides.map(({ key, title }) => ({ value: key, text: title, current: key === slide.key, note: null })),
    reading: reading && { missing: reading.missing, sections: reading.sections, signs: reading.signs },
    locked,
    texts:
      locked === null ? texts.map(({ note, ...asked }) => textField({ ...asked, ...field(`${subject}.${note}`) })) : [],
    lines: locked === null && slide.key === 'closing' ? [endedField(field('meeting.ended'))] : [],
    written: locked === null ? [] : written.map(({ label, value }) => ({ label, paragraphs: linesOf(value) })),
    savedAt: lastSaved(gathered, subject),
    count: slide.subject
      ? { text: 'Kiểm phiếu cho mục này', href: meetingPath(place, 'kiem-phieu', { nguoi: slide.key }) }
      : null,
  };
}

type Field = Pick<TextField, 'name' | 'value' | 'version' | 'error' | 'conflict'> & { seen?: string };

/** What a text shows: what is stored, or what was just typed where that could not be stored. */
function fieldsFrom({ notes }: Gathered, outcomes: readonly NoteOutcome[]): (key: string) => Field {
  return (key) => {
    const stored = notes.get(key);
    const outcome = outcomes.find((one) => one.key === key);
    if (outcome?.kind === 'invalid') {
      return {
        name: key,
        value: outcome.typed,
        version: stored?.version ?? 0,
        error: outcome.error,
        conflict: null,
        seen: '',
      };
    }
    if (outcome?.kind === 'conflict') {
      const { typed, theirs, version, savedAt, base } = outcome;
      const conflict: Conflict = { mine: typed, theirs, version, savedAt: formatTime(savedAt) };
      return { name: key, value: typed, version: base, error: null, conflict, seen: '' };
    }
    return { name: key, value: stored?.value ?? '', version: stored?.version ?? 0, error: null, conflict: null };
  };
}

function endedField(field: Field): LineField {
  return lineField({ ...field, label: 'Giờ kết thúc', hint: 'Ví dụ 11:30.', width: 'short' });
}

function summaryOf(outcomes: readonly NoteOutcome[]): StageModel['summary'] {
  const bad = outcomes.filter((outcome) => outcome.kind === 'invalid' || outcome.kind === 'conflict');
  return errorSummary(
    Object.fromEntries(
      bad.map((outcome) => [
        outcome.key,
        outcome.kind === 'invalid'
          ? outcome.error
          : 'Ô này vừa được lưu khác đi ở máy khác. Đồng chí chọn giữ bản nào.',
      ]),
    ),
  );
}

function aboutOf({ subject }: Slide): string {
  if (!subject) return '';
  const exemption = subject.exemption ? EXEMPTION_WORDS[subject.exemption] : '';
  return [subject.post, exemption, subject.left ? 'Không còn trong danh sách kiểm điểm' : '']
    .filter(Boolean)
    .join(' · ');
}

function elsewhereOf({ meeting, open }: Gathered, { place, slides, slide }: Shown): Link | null {
  const current = slides.find(({ key }) => key === meeting.current_subject);
  if (!open || !current || current.key === slide.key) return null;
  return { text: current.title, href: meetingPath(place, 'trinh-chieu', { ai: current.key }) };
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}

function lastSaved({ notes }: Gathered, subject: string): string | null {
  const last = [...notes.values()]
    .filter((note) => note.subject === subject)
    .map(({ saved_at: at }) => at)
    .toSorted()
    .at(-1);
  return last ? formatTime(last) : null;
}
