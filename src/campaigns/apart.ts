import { logRow } from '../audit/statements.ts';
import { type Deps, LostGuard } from '../deps.ts';
import { AppError } from '../errors.ts';
import type { Actor } from '../http/context.ts';
import type { MemberRow } from '../units/queries.ts';
import type { ExemptionInput, SuggestionInput } from './people-input.ts';
import { type CampaignRow, findCampaign, findExemption, suggestionsOf } from './queries.ts';
import { deleteExemption, insertExemption, insertSuggestion, withdrawSuggestion } from './statements.ts';

/** What the office says about single people or branches in a campaign: who stands apart, who has what to explain. */
type ApartDeps = Pick<Deps, 'store' | 'now' | 'newId'>;

/** Records why somebody is not reviewed in this campaign, or not here. Throws `invalid-input` or `not-allowed-now`. */
export async function recordExemption(
  deps: ApartDeps,
  actor: Actor,
  campaign: CampaignRow,
  member: MemberRow,
  exemption: ExemptionInput,
): Promise<void> {
  const { db } = deps.store;
  const at = deps.now().toISOString();
  const row = {
    campaign_id: campaign.id,
    member_id: member.id,
    kind: exemption.loai,
    reason: exemption.ly_do,
    account_id: actor.accountId ?? '',
    at,
    version: 1,
  };
  const log = logRow(deps, actor, {
    action: 'exemption-recorded',
    subject: { kind: 'member', id: member.id },
    unitId: member.unit_id,
    detail: exemption.loai,
  });
  try {
    await deps.store.atomic([insertExemption(db, row), log]);
  } catch (error) {
    if (!(error instanceof LostGuard)) throw error;
    const stands = await findExemption(db, campaign.id, member.id);
    // A second click of the same form: it is as wanted already.
    if (stands?.kind === row.kind && stands.reason === row.reason) return;
    if (!stands) throw await overBy(deps, campaign, error);
    const loai = `Đồng chí ${member.full_name} đã được ghi trong danh sách bên dưới. Muốn đổi thì rút lần ghi ấy trước.`;
    throw new AppError('invalid-input', { fields: { loai }, cause: error });
  }
}

/** Takes an exemption back: the person is reviewed like everybody. One that is gone already is as wanted. */
export async function withdrawExemption(
  deps: ApartDeps,
  actor: Actor,
  campaign: CampaignRow,
  member: MemberRow,
  version: number,
): Promise<void> {
  const { db } = deps.store;
  const log = logRow(deps, actor, {
    action: 'exemption-withdrawn',
    subject: { kind: 'member', id: member.id },
    unitId: member.unit_id,
  });
  try {
    await deps.store.atomic([deleteExemption(db, { campaign_id: campaign.id, member_id: member.id, version }), log]);
  } catch (error) {
    if (!(error instanceof LostGuard)) throw error;
    if (await findExemption(db, campaign.id, member.id)) throw await overBy(deps, campaign, error);
  }
}

/** Whom a suggestion is for: one person, or a branch as a collective. */
export type Asked = { member: MemberRow } | { unit: { id: string } };

/** Asks a person or a branch to explain something in section IV. Throws `not-allowed-now` when the campaign is over. */
export async function makeSuggestion(
  deps: ApartDeps,
  actor: Actor,
  campaign: CampaignRow,
  asked: Asked,
  suggestion: SuggestionInput,
): Promise<void> {
  const { db } = deps.store;
  const person = 'member' in asked ? asked.member : null;
  const row = {
    id: suggestion.id,
    campaign_id: campaign.id,
    member_id: person?.id ?? null,
    unit_id: 'unit' in asked ? asked.unit.id : null,
    text: suggestion.text,
    source: suggestion.source,
    document_number: suggestion.number,
    document_date: suggestion.date,
    account_id: actor.accountId ?? '',
    at: deps.now().toISOString(),
    withdrawn_at: null,
  };
  const subject = person ? { kind: 'member' as const, id: person.id } : { kind: 'unit' as const, id: row.unit_id };
  try {
    await deps.store.atomic([
      insertSuggestion(db, row),
      logRow(deps, actor, {
        action: 'suggestion-made',
        subject,
        unitId: person?.unit_id ?? row.unit_id,
        detail: row.id,
      }),
    ]);
  } catch (error) {
    if (!(error instanceof LostGuard)) throw error;
    const stored = (await suggestionsOf(db, campaign.id)).find(({ id }) => id === row.id);
    if (stored?.text === row.text && stored.member_id === row.member_id && stored.unit_id === row.unit_id) return;
    throw await overBy(deps, campaign, error);
  }
}

/** It asks for nothing any more; what was written to it stays with its author. One withdrawn already is as wanted. */
export async function takeBackSuggestion(
  deps: ApartDeps,
  actor: Actor,
  campaign: CampaignRow,
  suggestion: { id: string; member_id: string | null; unit_id: string | null },
): Promise<void> {
  const { db } = deps.store;
  const subject = suggestion.member_id
    ? { kind: 'member' as const, id: suggestion.member_id }
    : { kind: 'unit' as const, id: suggestion.unit_id };
  try {
    await deps.store.atomic([
      withdrawSuggestion(db, { id: suggestion.id, campaign_id: campaign.id }, deps.now().toISOString()),
      logRow(deps, actor, {
        action: 'suggestion-withdrawn',
        subject,
        unitId: suggestion.unit_id,
        detail: suggestion.id,
      }),
    ]);
  } catch (error) {
    if (!(error instanceof LostGuard)) throw error;
    if ((await findCampaign(db, campaign.id))?.state === 'closed') throw await overBy(deps, campaign, error);
  }
}

async function overBy(deps: ApartDeps, campaign: CampaignRow, cause: unknown): Promise<AppError> {
  const now = await findCampaign(deps.store.db, campaign.id);
  if (now?.state !== 'closed') return new AppError('conflict', { cause });
  return new AppError('not-allowed-now', {
    hint: 'Đợt kiểm điểm đã kết thúc nên không ghi thêm và không rút được nữa. Cần thì mở lại đợt trước, có ghi lý do.',
    cause,
  });
}
