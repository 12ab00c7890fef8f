import { logWriting } from '../audit/statements.ts';
import { type Deps, LostGuard } from '../deps.ts';
import type { Actor } from '../http/context.ts';
import type { TypedField } from '../http/saved-fields.ts';
import { notNow } from './commands.ts';
import { isReportKey, reasonOf } from './content.ts';
import { textSchema } from './input.ts';
import type { LoadedReport } from './loaded.ts';
import { findField, findReport } from './queries.ts';
import { saveField } from './statements.ts';

type SaveDeps = Pick<Deps, 'store' | 'now' | 'newId'>;

/** What became of one text of the report; the same contract as the minutes' and the author's own saving. */
export type TextOutcome =
  | { kind: 'saved' | 'unchanged'; key: string; value: string; version: number; savedAt: string | null }
  | { kind: 'invalid'; key: string; typed: string; error: string }
  /** `base` is the version its typist saw, `version` the one that is stored now. */
  | { kind: 'conflict'; key: string; typed: string; base: number; theirs: string; version: number; savedAt: string };

/**
 * Saves the texts each by itself over the version its writer saw: two leaders never overwrite each other.
 * Throws `not-allowed-now` once the report is signed or its campaign is over.
 */
export async function saveTexts(
  deps: SaveDeps,
  actor: Actor,
  report: LoadedReport,
  typed: readonly TypedField[],
): Promise<TextOutcome[]> {
  if (!report.open) throw notNow();
  const outcomes: TextOutcome[] = [];
  for (const field of typed) outcomes.push(await saveOne(deps, actor, report, field));
  return outcomes;
}

async function saveOne(deps: SaveDeps, actor: Actor, report: LoadedReport, field: TypedField): Promise<TextOutcome> {
  const { row, season, fields } = report;
  const { key, value: typed, version } = field;
  if (!isOfReport(report, key)) {
    return { kind: 'invalid', key, typed, error: 'Mục này không có trong báo cáo. Đồng chí tải lại trang.' };
  }
  const parsed = textSchema(key).safeParse(typed);
  if (!parsed.success) {
    return { kind: 'invalid', key, typed, error: parsed.error.issues[0]?.message ?? 'Nội dung chưa đúng dạng.' };
  }
  const value = parsed.data;
  const stored = fields.get(key);
  if (value === (stored?.value ?? '')) {
    return { kind: 'unchanged', key, value, version: stored?.version ?? 0, savedAt: stored?.saved_at ?? null };
  }
  const at = deps.now().toISOString();
  try {
    await deps.store.atomic([
      saveField(deps.store.db, { report_id: row.id, key, value, version, saved_at: at }, version),
      logWriting(deps, actor, {
        action: 'report-changed',
        subject: { kind: 'report', id: row.id },
        unitId: season.unit.id,
        detail: 'texts',
      }),
    ]);
    return { kind: 'saved', key, value, version: version + 1, savedAt: at };
  } catch (error) {
    if (!(error instanceof LostGuard)) throw error;
    return whatIsThere(deps, report, field, value, at);
  }
}

/** Somebody was first: with another text, with the same one, or by signing. */
async function whatIsThere(
  { store: { db } }: SaveDeps,
  { row, season }: LoadedReport,
  { key, value: typed, version: base }: TypedField,
  value: string,
  at: string,
): Promise<TextOutcome> {
  const [report, now] = await Promise.all([
    findReport(db, season.campaign.id, season.unit.id),
    findField(db, row.id, key),
  ]);
  if (report?.state !== 'draft') throw notNow();
  const [theirs, version] = [now?.value ?? '', now?.version ?? 0];
  // The version is the one seen, so it was no other text that stood in the way.
  if (version === base) throw notNow();
  if (theirs === value) return { kind: 'unchanged', key, value, version, savedAt: now?.saved_at ?? null };
  return { kind: 'conflict', key, typed, base, theirs, version, savedAt: now?.saved_at ?? at };
}

/** Reasons are asked for those who have not handed in, and for nobody else. */
function isOfReport({ content }: LoadedReport, key: string): boolean {
  const member = reasonOf(key);
  if (member === undefined) return isReportKey(key);
  return content.notReviewed.some(({ memberId, asked }) => asked && memberId === member);
}
