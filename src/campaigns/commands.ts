import type { RetiredSecretaryStanding } from '../../db/schema.ts';
import { logRow } from '../audit/statements.ts';
import { type Deps, LostGuard } from '../deps.ts';
import { AppError } from '../errors.ts';
import type { Actor } from '../http/context.ts';
import type { CampaignInput, OpeningInput } from './input.ts';
import { campaignOfYear, type CampaignRow, formIdsOf } from './queries.ts';
import {
  type CampaignChoices,
  choiceProblems,
  openingProblems,
  retiredSecretaryProblems,
  STANDINGS,
  usualTitle,
} from './rules.ts';
import {
  closeCampaign,
  insertCampaign,
  insertCampaignForm,
  openCampaign,
  recordDecision,
  setRetiredSecretary,
} from './statements.ts';

type CampaignDeps = Pick<Deps, 'store' | 'now' | 'newId' | 'rehearsal'>;

/**
 * Makes a campaign that is being prepared; its editions and forms are pinned for good. Answers its id.
 * Throws `invalid-input`: something beside the choices, or a second campaign of one unit in one year.
 */
export async function makeCampaign(
  deps: CampaignDeps,
  actor: Actor,
  campaign: CampaignInput,
  choices: CampaignChoices,
): Promise<string> {
  assertNoProblem(choiceProblems(campaign, choices));
  const { db } = deps.store;
  const id = deps.newId();
  const forms = STANDINGS.flatMap((standing) => {
    const form = campaign.forms[standing];
    return form ? [insertCampaignForm(db, { campaign_id: id, standing, form_id: form })] : [];
  });
  const statements = [
    insertCampaign(db, {
      id,
      unit_id: campaign.unitId,
      year: campaign.year,
      title: campaign.title || usualTitle(campaign.year),
      state: 'preparing',
      opens_on: campaign.opensOn,
      due_on: campaign.dueOn,
      edition_a: campaign.editionA,
      edition_b: campaign.editionB,
      ...textsOf(campaign),
      signs_required: campaign.signsRequired ? 1 : 0,
      list_b_outside: campaign.listBOutside ? 1 : 0,
      settings: '{}',
      retired_secretary_standing: campaign.retiredSecretary,
      version: 1,
    }),
    ...forms,
    logRow(deps, actor, {
      action: 'campaign-made',
      subject: { kind: 'campaign', id },
      unitId: campaign.unitId,
      detail: String(campaign.year),
    }),
  ];
  try {
    await deps.store.atomic(statements);
    return id;
  } catch (error) {
    if (!(error instanceof LostGuard) || !(await campaignOfYear(db, campaign.unitId, campaign.year))) throw error;
    throw new AppError('invalid-input', {
      fields: { nam: `Tổ chức này đã có đợt kiểm điểm năm ${campaign.year}. Đồng chí mở đợt ấy từ trang Quản trị.` },
      cause: error,
    });
  }
}

/** Opens a prepared campaign. Throws `invalid-input` (no network text) or `not-allowed-now`. */
export async function startCampaign(
  deps: CampaignDeps,
  actor: Actor,
  campaign: CampaignRow,
  texts: OpeningInput,
): Promise<void> {
  if (campaign.state !== 'preparing') throw alreadyMoved();
  assertNoProblem(openingProblems(texts.network, deps.rehearsal));
  await move(deps, [
    openCampaign(deps.store.db, campaign, textsOf(texts)),
    logRow(deps, actor, {
      action: 'campaign-opened',
      subject: { kind: 'campaign', id: campaign.id },
      unitId: campaign.unit_id,
    }),
  ]);
}

/** Records the decision to use our words in an open campaign. Throws `not-allowed-now` when there is one. */
export async function decideWording(
  deps: CampaignDeps,
  actor: Actor,
  campaign: CampaignRow,
  decision: { number: string; date: string },
): Promise<void> {
  if (campaign.state !== 'open' || campaign.wording_decision_number !== '') throw alreadyMoved();
  await move(deps, [
    recordDecision(deps.store.db, campaign, decision),
    logRow(deps, actor, {
      action: 'wording-decided',
      subject: { kind: 'campaign', id: campaign.id },
      unitId: campaign.unit_id,
    }),
  ]);
}

/**
 * Corrects whose form a retired secretary gets, over the version of the campaign that was on the page. Reviews begun
 * already keep theirs. Chosen as it stands, nothing is written.
 * Throws `invalid-input` (the campaign has no such form), `not-allowed-now` (it has ended) or `conflict`.
 */
export async function setRetiredSecretaryForm(
  deps: CampaignDeps,
  actor: Actor,
  campaign: CampaignRow,
  chosen: { standing: RetiredSecretaryStanding; version: number },
): Promise<void> {
  if (campaign.state === 'closed') throw alreadyMoved();
  const { db } = deps.store;
  assertNoProblem(retiredSecretaryProblems(chosen.standing, await formIdsOf(db, campaign.id)));
  if (chosen.standing === campaign.retired_secretary_standing) return;
  // A lost guard goes on as a conflict: the campaign was changed after this page was opened.
  await deps.store.atomic([
    setRetiredSecretary(db, { id: campaign.id, version: chosen.version }, chosen.standing),
    logRow(deps, actor, {
      action: 'retired-secretary-set',
      subject: { kind: 'campaign', id: campaign.id },
      unitId: campaign.unit_id,
      detail: chosen.standing,
    }),
  ]);
}

/** Ends an open campaign. Throws `not-allowed-now`. */
export async function endCampaign(deps: CampaignDeps, actor: Actor, campaign: CampaignRow): Promise<void> {
  if (campaign.state !== 'open') throw alreadyMoved();
  await move(deps, [
    closeCampaign(deps.store.db, campaign),
    logRow(deps, actor, {
      action: 'campaign-closed',
      subject: { kind: 'campaign', id: campaign.id },
      unitId: campaign.unit_id,
    }),
  ]);
}

async function move(deps: CampaignDeps, statements: Parameters<Deps['store']['atomic']>[0]): Promise<void> {
  await deps.store.atomic(statements).catch((error: unknown) => {
    throw error instanceof LostGuard ? alreadyMoved(error) : error;
  });
}

function alreadyMoved(cause?: unknown): AppError {
  return new AppError('not-allowed-now', {
    message: 'the campaign is in another state',
    hint: 'Đợt kiểm điểm không còn ở trạng thái này: có thể đã có người mở hoặc kết thúc. Đồng chí mở lại trang của đợt để xem.',
    cause,
  });
}

function textsOf({ network, wording }: OpeningInput) {
  return {
    network_text_number: network.number,
    network_text_date: network.date || null,
    wording_decision_number: wording.number,
    wording_decision_date: wording.date || null,
  };
}

function assertNoProblem(fields: Record<string, string>): void {
  if (Object.keys(fields).length > 0) throw new AppError('invalid-input', { fields });
}
