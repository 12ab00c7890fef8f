import { canonicalJson, sha256Hex } from '../../src/canonical.ts';
import type { CriteriaBody } from '../../src/campaigns/settings.ts';
import { insertCriteriaOnce, insertExemption, insertSuggestion } from '../../src/campaigns/statements.ts';
import type { Deps } from '../../src/deps.ts';
import type { ExemptionKind, SuggestionTable } from '../../db/schema.ts';
import type { Person } from './people.ts';

/** What the office prepares for a campaign, straight in the database: for tests of the pages that go by it. */

export const CRITERIA: CriteriaBody = {
  general: [
    { text: 'Tư tưởng chính trị', points: 10 },
    { text: 'Đạo đức, lối sống', points: 12.5 },
    { text: 'Tổ chức kỷ luật', points: 7.5 },
  ],
  results: [
    { text: 'Khối lượng, tiến độ nhiệm vụ', points: 40 },
    { text: 'Chất lượng, sản phẩm', points: 30 },
  ],
};

export async function seedCriteria(
  deps: Deps,
  unitId: string,
  more: { name?: string; body?: CriteriaBody } = {},
): Promise<string> {
  const { name = 'Bộ tiêu chí thử', body = CRITERIA } = more;
  const id = deps.newId();
  const sha256 = sha256Hex(canonicalJson({ name, ...body }));
  const row = { id, unit_id: unitId, name, body: canonicalJson(body), sha256, stored_at: deps.now().toISOString() };
  await deps.store.atomic([insertCriteriaOnce(deps.store.db, row)]);
  return id;
}

export async function seedSuggestion(
  deps: Deps,
  campaignId: string,
  asked: { member?: Person; unit?: string; by: Person },
  more: Partial<SuggestionTable> = {},
): Promise<string> {
  const id = deps.newId();
  await deps.store.atomic([
    insertSuggestion(deps.store.db, {
      id,
      campaign_id: campaignId,
      member_id: asked.member?.memberId ?? null,
      unit_id: asked.unit ?? null,
      text: 'Việc chậm giải quyết hồ sơ quý II.',
      source: 'Ban Thường vụ Đảng ủy phường',
      document_number: '12-CV/ĐU',
      document_date: '2026-11-05',
      account_id: asked.by.accountId,
      at: deps.now().toISOString(),
      withdrawn_at: null,
      ...more,
    }),
  ]);
  return id;
}

export async function seedExemption(
  deps: Deps,
  campaignId: string,
  person: Person,
  kind: ExemptionKind,
  reason = 'Quyết định 05-QĐ/ĐU, ngày 01-3-2026.',
): Promise<void> {
  await deps.store.atomic([
    insertExemption(deps.store.db, {
      campaign_id: campaignId,
      member_id: person.memberId,
      kind,
      reason,
      account_id: person.accountId,
      at: deps.now().toISOString(),
      version: 1,
    }),
  ]);
}
