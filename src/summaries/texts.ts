import { logRow } from '../audit/statements.ts';
import { type Deps, LostGuard } from '../deps.ts';
import type { Actor } from '../http/context.ts';
import type { TypedField } from '../http/saved-fields.ts';
import { typedText } from '../http/text.ts';
import { type SummaryTextRow, summaryTexts } from './queries.ts';
import type { SummaryPlace } from './scope.ts';
import { saveSummaryText } from './statements.ts';

/** What the committee's office writes into its report itself; all the rest is figures. */
export const REPORT_TEXTS = [
  {
    key: 'danh_gia',
    label: 'Đánh giá chung',
    hint: 'Việc lãnh đạo, tổ chức kiểm điểm; ưu điểm, hạn chế và nguyên nhân.',
  },
  {
    key: 'phuong_huong',
    label: 'Phương hướng, kiến nghị',
    hint: 'Việc sau kiểm điểm; điều đề nghị cấp trên.',
  },
] as const;

export type ReportTexts = ReadonlyMap<string, SummaryTextRow>;

/** What became of one text; the same contract as the author's own saving. */
export type TextOutcome =
  | { kind: 'saved'; key: string; savedAt: string }
  | { kind: 'unchanged'; key: string }
  | { kind: 'invalid'; key: string; typed: string; error: string }
  | { kind: 'conflict'; key: string; typed: string; theirs: string; version: number; savedAt: string };

export async function reportTexts(
  { store }: Pick<Deps, 'store'>,
  { campaign, committee }: Pick<SummaryPlace, 'campaign' | 'committee'>,
): Promise<ReportTexts> {
  const rows = await summaryTexts(store.db, campaign.id, committee.id);
  return new Map(rows.map((row) => [row.key, row]));
}

/** Saves each text by itself over the version its writer saw: two clerks never overwrite each other. */
export async function saveReportTexts(
  deps: Pick<Deps, 'store' | 'now' | 'newId'>,
  actor: Actor,
  place: SummaryPlace,
  typed: readonly TypedField[],
): Promise<TextOutcome[]> {
  const outcomes: TextOutcome[] = [];
  for (const field of typed) outcomes.push(await saveOne(deps, actor, place, field));
  return outcomes;
}

async function saveOne(
  deps: Pick<Deps, 'store' | 'now' | 'newId'>,
  actor: Actor,
  place: SummaryPlace,
  { key, value: typed, version }: TypedField,
): Promise<TextOutcome> {
  const parsed = typedText().safeParse(typed);
  if (!parsed.success) {
    return { kind: 'invalid', key, typed, error: parsed.error.issues[0]?.message ?? 'Nội dung chưa đúng dạng.' };
  }
  const stored = (await reportTexts(deps, place)).get(key);
  if (parsed.data === (stored?.value ?? '')) return { kind: 'unchanged', key };
  const savedAt = deps.now().toISOString();
  const at = { campaign_id: place.campaign.id, unit_id: place.committee.id, key };
  try {
    await deps.store.atomic([
      saveSummaryText(deps.store.db, { ...at, value: parsed.data, version, saved_at: savedAt }, version),
      logRow(deps, actor, {
        action: 'summary-report-saved',
        subject: { kind: 'campaign', id: place.campaign.id },
        unitId: place.committee.id,
        detail: key,
      }),
    ]);
    return { kind: 'saved', key, savedAt };
  } catch (error) {
    if (!(error instanceof LostGuard)) throw error;
    const now = (await reportTexts(deps, place)).get(key);
    const [theirs, current] = [now?.value ?? '', now?.version ?? 0];
    if (theirs === parsed.data) return { kind: 'unchanged', key };
    return { kind: 'conflict', key, typed, theirs, version: current, savedAt: now?.saved_at ?? savedAt };
  }
}
