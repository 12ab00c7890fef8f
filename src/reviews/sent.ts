import { editionOrThrow } from '../catalogues/queries.ts';
import { findCampaign } from '../campaigns/queries.ts';
import { dayInHanoi } from '../calendar.ts';
import type { Deps } from '../deps.ts';
import { formOrThrow } from '../forms/queries.ts';
import { findRecord, type RecordRow, recordText } from '../records/queries.ts';
import { findUnit } from '../units/queries.ts';
import type { ReviewContent } from './content.ts';
import type { LoadedCollective } from './loaded.ts';
import type { ReviewRow } from './queries.ts';

/** A collective's report as it last went out: frozen, whatever its writers do with it since. */
export interface SentReport extends LoadedCollective {
  record: RecordRow;
}

/** null before the first draft was sent. */
export async function sentReport(deps: Pick<Deps, 'store' | 'now'>, row: ReviewRow): Promise<SentReport | null> {
  const { db } = deps.store;
  const [record, campaign, unit] = await Promise.all([
    findRecord(db, row.id, row.submissions),
    findCampaign(db, row.campaign_id),
    findUnit(db, row.unit_id),
  ]);
  if (!record || !campaign || !unit) return null;
  const content = JSON.parse(await recordText(db, record)) as ReviewContent;
  const [form, b] = await Promise.all([
    formOrThrow(db, content.formId),
    content.editionB === null ? null : editionOrThrow(db, content.editionB),
  ]);
  const frozen = Object.entries(content.fields).map(([key, value]) => {
    return { review_id: row.id, key, value, version: 0, saved_at: record.frozen_at, kept_letters: '' };
  });
  return {
    row,
    campaign,
    unit,
    member: null,
    content,
    record,
    fields: new Map(frozen.map((field) => [field.key, field])),
    frame: { form, a: null, b, items: content.items, words: content.provisionalWords, today: dayInHanoi(deps.now()) },
    mayWrite: false,
    suggestions: [],
    mark: { fields: 0, items: 0 },
  };
}
