import { newToken } from '../../src/accounts/secrets.ts';
import { insertSession, sessionRow } from '../../src/accounts/statements.ts';
import { findCampaign } from '../../src/campaigns/queries.ts';
import type { Deps } from '../../src/deps.ts';
import { beginReview } from '../../src/reviews/begin.ts';
import { findMember } from '../../src/units/queries.ts';
import { actorFor, submitAs } from './author.ts';
import { type Person, seedCampaign, seedOffice, seedPerson } from './people.ts';
import { completeReview } from './reviews.ts';

export interface HandedInBranch {
  /** The secretary's session. */
  cookie: string;
  unit: string;
  leader: Person;
}

/** A branch whose people, the secretary among them, have all handed in; no paper is made yet. */
export async function handedInBranch(deps: Deps, size: number): Promise<HandedInBranch> {
  const office = await seedOffice(deps);
  const campaignId = await seedCampaign(deps, office.committee);
  const campaign = await findCampaign(deps.store.db, campaignId);
  const roles = [{ unitId: office.branch, role: 'secretary' as const }];
  const leader = await seedPerson(deps, office.branch, 'Lương Văn Bí Thư', { roles });
  const people = [leader];
  while (people.length < size) people.push(await seedPerson(deps, office.branch, `Trần Thị ${people.length}`));
  for (const person of people) {
    const member = await findMember(deps.store.db, person.memberId);
    if (!campaign || !member) throw new Error('not seeded');
    const id = await beginReview(deps, actorFor(person), campaign, member);
    await completeReview(deps, actorFor(person), id);
    await submitAs(deps, person, id);
  }
  return { cookie: await sessionOf(deps, leader), unit: office.branch, leader };
}

async function sessionOf(deps: Deps, { accountId }: Person): Promise<string> {
  const token = newToken();
  const at = deps.now().toISOString();
  const session = sessionRow({ id: deps.newId(), token, accountId, at, address: 'test' });
  await deps.store.atomic([insertSession(deps.store.db, session)]);
  return `tu-soi=${token}`;
}
