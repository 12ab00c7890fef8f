import { findCampaign } from '../../../src/campaigns/queries.ts';
import { readConfig } from '../../../src/config.ts';
import type { Deps, Statement } from '../../../src/deps.ts';
import type { Actor } from '../../../src/http/context.ts';
import { beginReview } from '../../../src/reviews/begin.ts';
import { plain } from '../../../src/storage/statement.ts';
import { findMember } from '../../../src/units/queries.ts';
import { ORIGIN } from '../../helpers/app.ts';
import { depsOn } from '../../helpers/engine-deps.ts';
import type { OpenedStore } from '../../helpers/opened-store.ts';
import { type Office, type Person, seedCampaign, seedOffice, seedPerson } from '../../helpers/people.ts';

/** What the contract is tried in: one office on one engine, its clock set by the test. */
export interface World {
  deps: Deps;
  db: Deps['store']['db'];
  clock: { now: Date };
  office: Office;
  campaignId: string;
  author: Person;
  /** How often lists race each other: more often where the engine runs several at once. */
  rounds: number;
}

export async function worldOn({ store, address }: OpenedStore): Promise<World> {
  const clock = { now: new Date('2026-11-22T03:00:00.000Z') };
  const config = readConfig({ PUBLIC_ORIGIN: ORIGIN }, '.');
  const deps = { ...(await depsOn(store)), config, now: () => clock.now };
  const office = await seedOffice(deps);
  const campaignId = await seedCampaign(deps, office.committee);
  const author = await seedPerson(deps, office.branch, 'Trần Thị Kiểm Thử');
  const rounds = address?.startsWith('postgres:') ? 40 : 4;
  return { deps, db: store.db, clock, office, campaignId, author, rounds };
}

export function actorFor(person: Person): Actor {
  return { accountId: person.accountId, address: 'test', requestId: 'test' };
}

/** The person's review of the campaign, begun if need be. */
export async function begun({ deps, db, campaignId }: World, person: Person): Promise<string> {
  const [campaign, member] = await Promise.all([findCampaign(db, campaignId), findMember(db, person.memberId)]);
  if (!campaign || !member) throw new Error('not seeded');
  return beginReview(deps, actorFor(person), campaign, member);
}

/** The smallest row there is: it stands for whatever depends on a guard. */
export function setting({ db }: Pick<World, 'db'>, key: string, value = ''): Statement {
  return plain(db.insertInto('setting').values({ key, value }));
}

export async function settings({ db }: Pick<World, 'db'>, prefix: string): Promise<string[]> {
  const rows = await db.selectFrom('setting').where('key', 'like', `${prefix}%`).orderBy('key').select('key').execute();
  return rows.map((row) => row.key);
}
