import { formIdsOf } from '../campaigns/queries.ts';
import type { Deps } from '../deps.ts';
import { formOrThrow } from '../forms/queries.ts';
import { citedDate } from '../views/formats.ts';
import type { OwnResult } from '../views/models/ratings.ts';
import { decisionsAbout, type OwnDecision } from './queries.ts';
import { labelOf } from './rules.ts';

/**
 * What was decided about one person, year by year, the newest first: for his own pages. Nobody else's level is read.
 * A replaced decision stays beside the one that replaced it.
 */
export async function ownResults(deps: Pick<Deps, 'store'>, memberId: string): Promise<(OwnResult & Key)[]> {
  const decisions = await decisionsAbout(deps.store.db, memberId);
  const byCampaign = Map.groupBy(decisions, (row) => row.campaign_id);
  return Promise.all(
    [...byCampaign].map(async ([campaignId, rows]) => ({
      campaignId,
      title: rows[0]?.title ?? '',
      decisions: await linesOf(deps, campaignId, rows),
    })),
  );
}

interface Key {
  campaignId: string;
}

async function linesOf({ store: { db } }: Pick<Deps, 'store'>, campaignId: string, rows: readonly OwnDecision[]) {
  const [formId] = Object.values(await formIdsOf(db, campaignId));
  const levels = formId ? (await formOrThrow(db, formId)).levels : [];
  const standing = rows.at(-1);
  return rows.toReversed().map((row) => ({
    level: labelOf(levels, row.level),
    document: decisionWords(row),
    // Why a first decision went beyond the cap is the committee's; why a level was changed is the person's.
    reason: row.replaces_id === null ? '' : row.reason,
    standing: row === standing,
    paper: row === standing ? { text: 'Thông báo kết quả (PDF)', href: `/xep-loai/${row.id}/thong-bao.pdf` } : null,
  }));
}

/** "Quyết định số 45-QĐ/ĐU, ngày 20-12-2026, của Ban Thường vụ Đảng ủy phường" */
export function decisionWords({
  number,
  decided_on: day,
  body,
}: Pick<OwnDecision, 'number' | 'decided_on' | 'body'>): string {
  return `Quyết định số ${number}, ngày ${citedDate(day)}, của ${body}`;
}
