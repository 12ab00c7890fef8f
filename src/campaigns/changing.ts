import { canonicalJson } from '../canonical.ts';
import { logRow } from '../audit/statements.ts';
import type { CatalogueEdition } from '../catalogues/edition.ts';
import { type Deps, LostGuard, type Statement } from '../deps.ts';
import { AppError } from '../errors.ts';
import type { Actor } from '../http/context.ts';
import type { ChangeInput } from './input.ts';
import type { CampaignRow } from './queries.ts';
import { type CampaignChoices, choiceProblems, STANDINGS, usualTitle } from './rules.ts';
import { type CampaignSettings, settingsOf } from './settings.ts';
import { changeChoice, changeDueDay, changeSettings, insertCampaignStep } from './statements.ts';

type ChangeDeps = Pick<Deps, 'store' | 'now' | 'newId'>;

/** Chooses anew what a campaign in preparation was made with. Throws `invalid-input` or `not-allowed-now`. */
export async function changeCampaign(
  deps: ChangeDeps,
  actor: Actor,
  campaign: CampaignRow,
  change: ChangeInput,
  choices: CampaignChoices,
): Promise<void> {
  if (campaign.state !== 'preparing') throw openAlready();
  const fields = choiceProblems({ ...change, year: campaign.year }, choices);
  if (Object.keys(fields).length > 0) throw new AppError('invalid-input', { fields });
  const forms = STANDINGS.flatMap((standing) => {
    const form = change.forms[standing];
    return form ? [{ campaign_id: campaign.id, standing, form_id: form }] : [];
  });
  const row = {
    title: change.title || usualTitle(campaign.year),
    opens_on: change.opensOn,
    due_on: change.dueOn,
    edition_a: change.editionA,
    edition_b: change.editionB,
    signs_required: change.signsRequired ? 1 : 0,
    list_b_outside: change.listBOutside ? 1 : 0,
    retired_secretary_standing: change.retiredSecretary,
  };
  await run(deps, [...changeChoice(deps.store.db, campaign, row, forms), logChange(deps, actor, campaign, 'choice')]);
}

/** Takes another edition of one list into a campaign in preparation: mostly the one just collated. Throws `not-allowed-now`. */
export async function takeEdition(
  deps: ChangeDeps,
  actor: Actor,
  campaign: CampaignRow,
  edition: CatalogueEdition,
): Promise<void> {
  if (campaign.state !== 'preparing') throw openAlready();
  const choice = edition.list === 'A' ? { edition_a: edition.id } : { edition_b: edition.id };
  await run(deps, [
    ...changeChoice(deps.store.db, campaign, choice),
    logChange(deps, actor, campaign, `edition ${edition.id}`),
  ]);
}

/** The last day of an open campaign moves, with the reason kept. Throws `invalid-input` or `not-allowed-now`. */
export async function moveDueDay(
  deps: ChangeDeps,
  actor: Actor,
  campaign: CampaignRow,
  change: { due: string; reason: string },
): Promise<void> {
  if (campaign.state !== 'open') throw notOpen();
  if (change.due < campaign.opens_on) {
    throw new AppError('invalid-input', { fields: { han_nop: 'Hạn nộp phải từ ngày bắt đầu trở đi.' } });
  }
  await run(deps, [
    changeDueDay(deps.store.db, campaign, change.due),
    stepOfChange(deps, actor, campaign, change.reason),
    logChange(deps, actor, campaign, 'due day'),
  ]);
}

/**
 * The committee's rules for this campaign. While it is open they change only with a reason, which is kept.
 * Throws `not-allowed-now` for a closed campaign.
 */
export async function setSettings(
  deps: ChangeDeps,
  actor: Actor,
  campaign: CampaignRow,
  settings: CampaignSettings,
  reason: string,
): Promise<void> {
  if (campaign.state === 'closed') throw notOpen();
  await run(deps, [
    changeSettings(deps.store.db, campaign, campaign.state, canonicalJson(settings)),
    ...(campaign.state === 'open' ? [stepOfChange(deps, actor, campaign, reason)] : []),
    logChange(deps, actor, campaign, `settings${signTotalsTurned(campaign, settings)}`),
  ]);
}

/** Totals of answers to the signs concern everybody who writes: the log says when they were switched on or off. */
function signTotalsTurned(campaign: CampaignRow, { signTotals }: CampaignSettings): string {
  const before = settingsOf(campaign).signTotals;
  if ((before === null) === (signTotals === null)) return '';
  return signTotals === null ? ' sign-totals-off' : ' sign-totals-on';
}

function stepOfChange(deps: ChangeDeps, actor: Actor, campaign: CampaignRow, reason: string): Statement {
  return insertCampaignStep(deps.store.db, {
    id: deps.newId(),
    campaign_id: campaign.id,
    from_state: 'open',
    to_state: 'open',
    account_id: actor.accountId ?? '',
    reason,
    at: deps.now().toISOString(),
  });
}

function logChange(deps: ChangeDeps, actor: Actor, campaign: CampaignRow, detail: string): Statement {
  const subject = { kind: 'campaign' as const, id: campaign.id };
  return logRow(deps, actor, { action: 'campaign-changed', subject, unitId: campaign.unit_id, detail });
}

async function run(deps: ChangeDeps, statements: readonly Statement[]): Promise<void> {
  await deps.store.atomic(statements).catch((error: unknown) => {
    if (!(error instanceof LostGuard)) throw error;
    throw new AppError('conflict', {
      hint: 'Đợt kiểm điểm vừa được sửa, mở hoặc kết thúc ở một cửa sổ khác nên lần này chưa lưu. Đồng chí mở lại trang của đợt, xem rồi sửa tiếp.',
      cause: error,
    });
  });
}

function openAlready(): AppError {
  return new AppError('not-allowed-now', {
    hint: 'Đợt đã mở: danh mục và biểu mẫu giữ nguyên đến hết đợt. Hạn nộp và thiết lập thì vẫn đổi được, có ghi lý do.',
  });
}

function notOpen(): AppError {
  return new AppError('not-allowed-now', {
    hint: 'Đợt này không đang mở nên không đổi được. Đợt đã kết thúc thì mở lại trước, có ghi lý do.',
  });
}
