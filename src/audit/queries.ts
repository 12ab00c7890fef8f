import type { Kysely } from 'kysely';
import type { Database } from '../../db/schema.ts';

/** D1 takes 100 parameters a statement. */
const CHUNK = 90;

export interface Reading {
  review_id: string;
  account_id: string;
  display_name: string;
  /** Opened on screen, printed, or its paper verified. */
  action: 'review-viewed' | 'paper-printed' | 'paper-verified';
  detail: string;
  at: string;
}

/** Who but their owner read these reviews on screen or on paper, the newest first. */
export async function readingsByOthers(
  db: Kysely<Database>,
  reviewIds: readonly string[],
  ownerMemberId: string,
): Promise<Reading[]> {
  const readings: Reading[] = [];
  for (let start = 0; start < reviewIds.length; start += CHUNK) {
    const rows = await db
      .selectFrom('audit')
      .innerJoin('account', 'account.id', 'audit.account_id')
      .where('audit.subject_kind', '=', 'review')
      .where('audit.subject_id', 'in', reviewIds.slice(start, start + CHUNK))
      .where('audit.action', 'in', ['review-viewed', 'paper-printed', 'paper-verified'])
      .where((eb) => eb.or([eb('account.member_id', 'is', null), eb('account.member_id', '!=', ownerMemberId)]))
      .orderBy('audit.at', 'desc')
      .orderBy('audit.id', 'desc')
      .select([
        'audit.subject_id as review_id',
        'audit.account_id',
        'account.display_name',
        'audit.action',
        'audit.detail',
        'audit.at',
      ])
      .execute();
    readings.push(...(rows as Reading[]));
  }
  return readings;
}
