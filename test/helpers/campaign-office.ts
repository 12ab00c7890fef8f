import type { CampaignTable } from '../../db/schema.ts';
import type { Deps } from '../../src/deps.ts';
import { type Browser, createTestApp, type TestApp } from './app.ts';
import { type Office, type Person, seedCampaign, seedOffice, seedPerson } from './people.ts';

/** The committee's office before a campaign of this year, signed in. */
export interface OfficeWorld extends TestApp {
  office: Office;
  campaignId: string;
  /** Address of the campaign's page. */
  path: string;
  clerk: Person;
  browser: Browser;
  db: Deps['store']['db'];
  /** A campaign of the neighbour committee. */
  foreignCampaign: string;
}

export async function officeWorld(
  campaign: Partial<CampaignTable> = { state: 'preparing' },
  overrides: Partial<Deps> = {},
): Promise<OfficeWorld> {
  const test = await createTestApp(overrides);
  const office = await seedOffice(test.deps);
  const campaignId = await seedCampaign(test.deps, office.committee, campaign);
  const foreignCampaign = await seedCampaign(test.deps, office.foreignCommittee, campaign);
  const clerk = await seedPerson(test.deps, office.branch, 'Lê Thị Văn Phòng', {
    roles: [{ unitId: office.committee, role: 'office' }],
  });
  const path = `/quan-tri/dot/${campaignId}`;
  return {
    ...test,
    office,
    campaignId,
    path,
    clerk,
    foreignCampaign,
    browser: await test.as(clerk),
    db: test.deps.store.db,
  };
}

export async function campaignRow({ db, campaignId }: Pick<OfficeWorld, 'db' | 'campaignId'>): Promise<CampaignTable> {
  return db.selectFrom('campaign').where('id', '=', campaignId).selectAll().executeTakeFirstOrThrow();
}
