import * as z from 'zod';
import type { Presence } from '../../db/schema.ts';
import type { FormValues } from '../http/body.ts';
import { readSeen } from '../http/saved-fields.ts';
import { requiredLine, typedLine, typedText } from '../http/text.ts';
import { wholeDay } from '../http/typed.ts';

const Ticked = z
  .literal('1', 'Ô này chỉ có đánh dấu hoặc để trống.')
  .optional()
  .transform((value) => (value === '1' ? 1 : 0));

const Version = z.coerce.number().int().min(0).max(1_000_000_000);

/** "8:30", "08.30", "8h30", "8 giờ 30", "8h", "8" → "08:30"; an empty field stays empty. */
function hour(): z.ZodType<string, string> {
  return typedLine(20).transform((typed, context) => {
    if (typed === '') return '';
    const [, hours, minutes = '0'] = /^(\d{1,2})(?:\s*(?:[:.hH]|giờ)\s*(\d{1,2})?\s*(?:phút)?)?$/u.exec(typed) ?? [];
    if (hours !== undefined && Number(hours) < 24 && Number(minutes) < 60) {
      return `${hours.padStart(2, '0')}:${minutes.padStart(2, '0')}`;
    }
    context.addIssue('Giờ ghi dạng giờ:phút, ví dụ 08:00 hoặc 14:30.');
    return z.NEVER;
  });
}

export const PlanForm = z
  .object({
    phien_ban: Version,
    ngay: wholeDay().refine((day) => day !== '', 'Đồng chí ghi ngày họp.'),
    gio: hour().refine((time) => time !== '', 'Đồng chí ghi giờ họp.'),
    dia_diem: requiredLine('Đồng chí ghi địa điểm họp.', 200),
    chu_tri: requiredLine('Đồng chí ghi họ và tên người chủ trì.', 80),
    thu_ky: typedLine(80).default(''),
    noi_dung: typedText(2_000).default(''),
    nhap_sau: Ticked,
  })
  .transform((form) => ({
    version: form.phien_ban,
    plan: {
      held_on: form.ngay,
      starts_at: form.gio,
      place: form.dia_diem,
      chair: form.chu_tri,
      clerk: form.thu_ky,
      content: form.noi_dung,
      entered_after: form.nhap_sau,
    },
  }));

export const CloseForm = z.object({ phien_ban: Version });

export const ReopenForm = z.object({
  phien_ban: Version,
  ly_do: typedText(1_000).refine((text) => text.trim() !== '', 'Đồng chí ghi lý do mở lại cuộc họp.'),
});

/** Texts of the minutes on each subject, and on the meeting as a whole. */
export const SUBJECT_NOTES = ['remarks', 'explanation', 'conclusion'] as const;
export const MEETING_NOTES = ['opening', 'general', 'conclusion', 'tellers', 'ended'] as const;

export type SubjectNote = (typeof SUBJECT_NOTES)[number];
export type MeetingNote = (typeof MEETING_NOTES)[number];

/** `meeting.opening`, `collective.remarks`, `<member's id>.conclusion`. */
const NOTE = /^(meeting|collective|[0-9a-f-]{36})\.([a-z]+)$/;

export function readNoteKey(key: string): { subject: string; note: string } | undefined {
  const [, subject, note] = NOTE.exec(key) ?? [];
  if (subject === undefined || note === undefined) return undefined;
  const notes: readonly string[] = subject === 'meeting' ? MEETING_NOTES : SUBJECT_NOTES;
  return notes.includes(note) ? { subject, note } : undefined;
}

export function noteSchema(note: string): z.ZodType<string, string> {
  return note === 'ended' ? hour() : typedText();
}

/** One text as the saving script sends it. */
export const SavedNote = z.strictObject({ key: z.string().regex(NOTE), value: z.string(), version: z.int().min(0) });

/** What is typed into one row of the counting page, by column: `issued`, `returned`, `valid`, `invalid`, `level.good`. */
export type TypedCount = Readonly<Record<string, string>>;

export const COUNT_COLUMNS = ['issued', 'returned', 'valid', 'invalid'] as const;

export const SavedCount = z.strictObject({
  subject: z.string().regex(/^(collective|[0-9a-f-]{36})$/),
  version: z.int().min(0),
  typed: z.record(z.string().max(60), z.string().max(40)),
});

export interface TypedRow<Typed> {
  key: string;
  version: number;
  typed: Typed;
  /** Its typist changed something; else it came back as it was shown. */
  touched: boolean;
}

const ROW = /^v:(collective|[0-9a-f-]{36})$/;

/** Every row of the counting page, each with the version its counter saw. */
export function countRows(values: FormValues): TypedRow<TypedCount>[] {
  const cells = new Map<string, Record<string, string>>();
  for (const [name, all] of values) {
    const [, subject, column] = /^(collective|[0-9a-f-]{36})\.(.+)$/.exec(name) ?? [];
    if (subject !== undefined && column !== undefined) {
      cells.set(subject, { ...cells.get(subject), [column]: (all[0] ?? '').trim() });
    }
  }
  return rowsOf(values, (subject) => cells.get(subject) ?? {}, countLine);
}

/** Its cells in one line, as the digest of a row is made from. */
export function countLine(typed: TypedCount): string {
  return Object.entries(typed)
    .filter(([, value]) => value !== '')
    .map(([column, value]) => `${column}=${value}`)
    .toSorted()
    .join(';');
}

export interface TypedPresence {
  presence: Presence | null;
  reason: string;
}

/** Every row of the attendance page. */
export function attendanceRows(values: FormValues): TypedRow<TypedPresence>[] {
  return rowsOf(
    values,
    (member) => {
      const chosen = z.enum(['present', 'excused', 'absent']).safeParse(values.get(`p:${member}`)?.[0]);
      return { presence: chosen.success ? chosen.data : null, reason: values.get(`ly_do:${member}`)?.[0] ?? '' };
    },
    presenceLine,
  );
}

export function presenceLine({ presence, reason }: TypedPresence): string {
  return `${presence ?? ''};${reason}`;
}

function rowsOf<Typed>(
  values: FormValues,
  read: (key: string) => Typed,
  lineOf: (typed: Typed) => string,
): TypedRow<Typed>[] {
  return [...values].flatMap(([name, all]) => {
    const [, key] = ROW.exec(name) ?? [];
    if (key === undefined) return [];
    const typed = read(key);
    const seen = readSeen(all[0], lineOf(typed));
    return seen ? [{ key, typed, ...seen }] : [];
  });
}
