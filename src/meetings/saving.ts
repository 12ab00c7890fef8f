import { logWriting } from '../audit/statements.ts';
import { type Deps, LostGuard } from '../deps.ts';
import type { Actor } from '../http/context.ts';
import type { TypedField } from '../http/saved-fields.ts';
import { assertMayRecord, assertStillRecordable } from './commands.ts';
import type { Gathered } from './gathered.ts';
import { noteSchema, readNoteKey } from './input.ts';
import { findNote } from './queries.ts';
import { saveNote } from './statements.ts';

type SaveDeps = Pick<Deps, 'store' | 'now' | 'newId'>;

/** What became of one text of the minutes; the same contract as the author's own saving. */
export type NoteOutcome =
  | { kind: 'saved' | 'unchanged'; key: string; value: string; version: number; savedAt: string | null }
  | { kind: 'invalid'; key: string; typed: string; error: string }
  /** `base` is the version its typist saw, `version` the one that is stored now. */
  | { kind: 'conflict'; key: string; typed: string; base: number; theirs: string; version: number; savedAt: string };

/**
 * Saves the texts each by itself over the version its typist saw: two clerks never overwrite each other.
 * Throws `not-allowed-now` before the meeting's day and once it is closed.
 */
export async function saveNotes(
  deps: SaveDeps,
  actor: Actor,
  gathered: Gathered,
  typed: readonly TypedField[],
): Promise<NoteOutcome[]> {
  assertMayRecord(gathered);
  const outcomes: NoteOutcome[] = [];
  for (const field of typed) outcomes.push(await saveOne(deps, actor, gathered, field));
  return outcomes;
}

async function saveOne(deps: SaveDeps, actor: Actor, gathered: Gathered, field: TypedField): Promise<NoteOutcome> {
  const { meeting, season, notes } = gathered;
  const { key, value: typed, version } = field;
  const address = readNoteKey(key);
  if (!address || !isSubject(gathered, address.subject)) {
    return { kind: 'invalid', key, typed, error: 'Mục này không có trong cuộc họp. Đồng chí tải lại trang.' };
  }
  const parsed = noteSchema(address.note).safeParse(typed);
  if (!parsed.success) {
    return { kind: 'invalid', key, typed, error: parsed.error.issues[0]?.message ?? 'Nội dung chưa đúng dạng.' };
  }
  const value = parsed.data;
  const stored = notes.get(key);
  if (value === (stored?.value ?? '')) {
    return { kind: 'unchanged', key, value, version: stored?.version ?? 0, savedAt: stored?.saved_at ?? null };
  }
  const at = deps.now().toISOString();
  const { subject, note } = address;
  const row = { meeting_id: meeting.id, subject, key: note, value, version, saved_at: at };
  try {
    await deps.store.atomic([
      saveNote(deps.store.db, row, version, season.today),
      logWriting(deps, actor, {
        action: 'meeting-changed',
        subject: { kind: 'meeting', id: meeting.id },
        unitId: season.unit.id,
        detail: 'notes',
      }),
    ]);
    return { kind: 'saved', key, value, version: version + 1, savedAt: at };
  } catch (error) {
    if (!(error instanceof LostGuard)) throw error;
    await assertStillRecordable(deps, gathered);
    const now = await findNote(deps.store.db, meeting.id, subject, note);
    const theirs = now?.value ?? '';
    if (theirs === value) {
      return { kind: 'unchanged', key, value, version: now?.version ?? 0, savedAt: now?.saved_at ?? null };
    }
    return {
      kind: 'conflict',
      key,
      typed,
      base: version,
      theirs,
      version: now?.version ?? 0,
      savedAt: now?.saved_at ?? at,
    };
  }
}

function isSubject({ subjects }: Gathered, subject: string): boolean {
  return subject === 'meeting' || subjects.some(({ key }) => key === subject);
}
