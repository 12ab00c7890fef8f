import type { Insertable } from 'kysely';
import type { CampaignFormTable, CampaignTable, RetiredSecretaryStanding } from '../../db/schema.ts';
import type { Statement, Store } from '../deps.ts';
import { guarded } from '../storage/statement.ts';

type Db = Store['db'];

/** The editions and forms given here stay for good: there is no statement that changes them. */
export function insertCampaign(db: Db, row: Insertable<CampaignTable>): Statement {
  return guarded(db.insertInto('campaign').values(row));
}

export function insertCampaignForm(db: Db, row: Insertable<CampaignFormTable>): Statement {
  return guarded(db.insertInto('campaign_form').values(row));
}

type OpeningTexts = Pick<
  CampaignTable,
  'network_text_number' | 'network_text_date' | 'wording_decision_number' | 'wording_decision_date'
>;

export function openCampaign(db: Db, campaign: { id: string; version: number }, texts: OpeningTexts): Statement {
  return guarded(
    db
      .updateTable('campaign')
      .set({ ...texts, state: 'open', version: campaign.version + 1 })
      .where('id', '=', campaign.id)
      .where('version', '=', campaign.version)
      .where('state', '=', 'preparing'),
  );
}

/** Recorded once, while the campaign is open: what was shown and answered by it stands on it. */
export function recordDecision(
  db: Db,
  campaign: { id: string; version: number },
  decision: { number: string; date: string },
): Statement {
  return guarded(
    db
      .updateTable('campaign')
      .set({
        wording_decision_number: decision.number,
        wording_decision_date: decision.date,
        version: campaign.version + 1,
      })
      .where('id', '=', campaign.id)
      .where('version', '=', campaign.version)
      .where('state', '=', 'open')
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

export function closeCampaign(db: Db, campaign: { id: string; version: number }): Statement {
  return guarded(
    db
      .updateTable('campaign')
      .set({ state: 'closed', version: campaign.version + 1 })
      .where('id', '=', campaign.id)
      .where('version', '=', campaign.version)
      .where('state', '=', 'open'),
  );
}
