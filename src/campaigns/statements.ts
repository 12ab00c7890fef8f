import type { Insertable } from 'kysely';
import type {
  CampaignFormTable,
  CampaignState,
  CampaignStepTable,
  CampaignTable,
  CriteriaSetTable,
  ExemptionTable,
  RetiredSecretaryStanding,
  SuggestionTable,
} from '../../db/schema.ts';
import type { Statement, Store } from '../deps.ts';
import { guarded, plain } from '../storage/statement.ts';

type Db = Store['db'];

/** Editions and forms may be chosen anew until the campaign opens; from then on they stay for good. */
export function insertCampaign(db: Db, row: Insertable<CampaignTable>): Statement {
  return guarded(db.insertInto('campaign').values(row));
}

export function insertCampaignForm(db: Db, row: Insertable<CampaignFormTable>): Statement {
  return guarded(db.insertInto('campaign_form').values(row));
}

/** A campaign as its mover saw it. */
interface Seen {
  id: string;
  version: number;
}

function seen(db: Db, campaign: Seen, state: CampaignState) {
  return db
    .updateTable('campaign')
    .set({ version: campaign.version + 1 })
    .where('id', '=', campaign.id)
    .where('version', '=', campaign.version)
    .where('state', '=', state);
}

type Choice = Pick<
  CampaignTable,
  | 'title'
  | 'opens_on'
  | 'due_on'
  | 'edition_a'
  | 'edition_b'
  | 'signs_required'
  | 'list_b_outside'
  | 'retired_secretary_standing'
>;

/** What was chosen when the campaign was made, chosen anew; its forms are put in their place. */
export function changeChoice(
  db: Db,
  campaign: Seen,
  choice: Partial<Choice>,
  forms: readonly Insertable<CampaignFormTable>[] | null = null,
): Statement[] {
  const update = guarded(seen(db, campaign, 'preparing').set(choice));
  if (forms === null) return [update];
  return [
    update,
    plain(db.deleteFrom('campaign_form').where('campaign_id', '=', campaign.id)),
    ...forms.map((form) => insertCampaignForm(db, form)),
  ];
}

/** The rules a committee sets; in an open campaign only with a step that says why. */
export function changeSettings(db: Db, campaign: Seen, state: 'preparing' | 'open', settings: string): Statement {
  return guarded(seen(db, campaign, state).set({ settings }));
}

export function changeDueDay(db: Db, campaign: Seen, due: string): Statement {
  return guarded(seen(db, campaign, 'open').set({ due_on: due }));
}

/** Why an open campaign was changed stands here too, as a step from open to open. */
export function insertCampaignStep(db: Db, row: Insertable<CampaignStepTable>): Statement {
  return guarded(db.insertInto('campaign_step').values(row));
}

type OpeningTexts = Pick<
  CampaignTable,
  'network_text_number' | 'network_text_date' | 'wording_decision_number' | 'wording_decision_date'
>;

export function openCampaign(db: Db, campaign: Seen, texts: OpeningTexts): Statement {
  return guarded(seen(db, campaign, 'preparing').set({ ...texts, state: 'open' }));
}

/** Recorded once, while the campaign is open: what was shown and answered by it stands on it. */
export function recordDecision(db: Db, campaign: Seen, decision: { number: string; date: string }): Statement {
  return guarded(
    seen(db, campaign, 'open')
      .set({ wording_decision_number: decision.number, wording_decision_date: decision.date })
      .where('wording_decision_number', '=', ''),
  );
}

/** Until the campaign ends. Reviews that have begun keep the form they began with: they name it themselves. */
export function setRetiredSecretary(
  db: Db,
  campaign: { id: string; version: number },
  standing: RetiredSecretaryStanding,
): Statement {
  return guarded(
    db
      .updateTable('campaign')
      .set({ retired_secretary_standing: standing, version: campaign.version + 1 })
      .where('id', '=', campaign.id)
      .where('version', '=', campaign.version)
      .where('state', 'in', ['preparing', 'open']),
  );
}

export function closeCampaign(db: Db, campaign: Seen): Statement {
  return guarded(seen(db, campaign, 'open').set({ state: 'closed' }));
}

/** Its drafts can be written on again; what was closed with it stays closed. */
export function reopenCampaign(db: Db, campaign: Seen): Statement {
  return guarded(seen(db, campaign, 'closed').set({ state: 'open' }));
}

/** The second of two posts of one form changes no row. There is no statement that changes a set. */
export function insertCriteriaOnce(db: Db, row: Insertable<CriteriaSetTable>): Statement {
  const same = db
    .selectFrom('criteria_set')
    .select('id')
    .where('unit_id', '=', row.unit_id)
    .where('sha256', '=', row.sha256);
  const { columns, values } = valuesOf(db, row);
  return guarded(
    db
      .insertInto('criteria_set')
      .columns(columns)
      .expression(values.where(({ not, exists }) => not(exists(same)))),
  );
}

/** Somebody stands apart in a campaign that is not over. A second row for the same person is refused by its key. */
export function insertExemption(db: Db, row: Insertable<ExemptionTable>): Statement {
  const { columns, values } = valuesOf(db, row);
  return guarded(
    db
      .insertInto('exemption')
      .columns(columns)
      .expression(values.where(({ exists }) => exists(notClosed(db, row.campaign_id)))),
  );
}

export function deleteExemption(db: Db, row: { campaign_id: string; member_id: string; version: number }): Statement {
  return guarded(
    db
      .deleteFrom('exemption')
      .where('campaign_id', '=', row.campaign_id)
      .where('member_id', '=', row.member_id)
      .where('version', '=', row.version)
      .where(({ exists }) => exists(notClosed(db, row.campaign_id))),
  );
}

export function insertSuggestion(db: Db, row: Insertable<SuggestionTable>): Statement {
  const { columns, values } = valuesOf(db, row);
  return guarded(
    db
      .insertInto('suggestion')
      .columns(columns)
      .expression(values.where(({ exists }) => exists(notClosed(db, row.campaign_id)))),
  );
}

/** What was suggested stays readable; it only asks for nothing any more. */
export function withdrawSuggestion(db: Db, row: { id: string; campaign_id: string }, at: string): Statement {
  return guarded(
    db
      .updateTable('suggestion')
      .set({ withdrawn_at: at })
      .where('id', '=', row.id)
      .where('campaign_id', '=', row.campaign_id)
      .where('withdrawn_at', 'is', null)
      .where(({ exists }) => exists(notClosed(db, row.campaign_id))),
  );
}

function notClosed(db: Db, campaignId: string) {
  return db.selectFrom('campaign').select('id').where('id', '=', campaignId).where('state', '!=', 'closed');
}

/** A row as a selection, so that it can stand under a condition. */
function valuesOf<Row extends object>(db: Db, row: Row) {
  const columns = Object.keys(row) as (keyof Row & string)[];
  return { columns, values: db.selectNoFrom((eb) => columns.map((column) => eb.val(row[column]).as(column))) };
}
