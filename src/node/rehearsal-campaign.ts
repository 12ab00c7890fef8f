import { setSettings } from '../campaigns/changing.ts';
import { makeCampaign, startCampaign } from '../campaigns/commands.ts';
import { storeCriteria } from '../campaigns/criteria.ts';
import { findCampaign } from '../campaigns/queries.ts';
import { newestForm, STANDINGS } from '../campaigns/rules.ts';
import { newestEditions } from '../catalogues/queries.ts';
import { allForms } from '../forms/queries.ts';
import type { Actor } from '../http/context.ts';
import type { Rehearsal } from './rehearsal-data.ts';
import { actorFor, dayFrom, type Filling, officePerson, unitId } from './rehearsal-filling.ts';
import type { RehearsalOffice } from './rehearsal-season-data.ts';

/** A year's campaign as the office makes and opens it; with the committee's criteria and settings where they are given. */
export async function openRehearsalCampaign(
  filling: Filling,
  plan: Rehearsal['campaigns']['thisYear'],
  office?: RehearsalOffice,
): Promise<string> {
  const { deps, rehearsal } = filling;
  const { db } = deps.store;
  const actor = actorFor(filling, officePerson(filling).key);
  const [editions, forms] = await Promise.all([newestEditions(db), allForms(db)]);
  const [a, b] = editions;
  const formOf = STANDINGS.flatMap((standing) => {
    const form = newestForm(forms, standing, plan.year);
    return form ? [[standing, form.id] as const] : [];
  });
  const none = { number: '', date: '' };
  const texts = { network: office?.networkText ?? none, wording: none };
  const today = dayFrom(filling, 0);
  const id = await makeCampaign(
    deps,
    actor,
    {
      unitId: unitId(filling, rehearsal.committee.key),
      year: plan.year,
      title: plan.title,
      opensOn: plan.opensOn < today ? plan.opensOn : today,
      dueOn: plan.dueOn,
      editionA: a.id,
      editionB: b.id,
      forms: Object.fromEntries(formOf),
      signsRequired: false,
      listBOutside: false,
      retiredSecretary: 'outside',
      ...texts,
    },
    { editions, forms },
  );
  if (office) await setCampaign(filling, actor, id, office);
  await startCampaign(deps, actor, await campaignOf(filling, id), texts);
  return id;
}

async function setCampaign(filling: Filling, actor: Actor, id: string, office: RehearsalOffice): Promise<void> {
  const { deps, rehearsal } = filling;
  const criteria: RehearsalOffice['settings']['criteria'] = {};
  for (const { name, standings, general, results } of office.criteria) {
    const set = { unitId: unitId(filling, rehearsal.committee.key), name, body: { general, results } };
    const setId = await storeCriteria(deps, actor, set);
    for (const standing of standings) criteria[standing] = setId;
  }
  await setSettings(deps, actor, await campaignOf(filling, id), { ...office.settings, criteria }, '');
}

async function campaignOf({ deps }: Filling, id: string) {
  const campaign = await findCampaign(deps.store.db, id);
  if (!campaign) throw new Error('the rehearsal lost its campaign');
  return campaign;
}
