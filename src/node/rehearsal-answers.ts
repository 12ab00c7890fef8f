import { suggestionsFor } from '../campaigns/queries.ts';
import { CRITERIA_GROUPS } from '../campaigns/settings.ts';
import { columnKey } from '../forms/rules.ts';
import { criteriaIn } from '../reviews/criteria.ts';
import { loadReview } from '../reviews/loaded.ts';
import type { RehearsalPerson } from './rehearsal-data.ts';
import { actorFor, type Filling, known } from './rehearsal-filling.ts';
import type { RehearsalOffice } from './rehearsal-season-data.ts';
import { typeFields } from './rehearsal-typing.ts';

/** What a person writes to what the committee has asked or set: its suggestions in section IV, its own criteria. */
export async function answerSuggestions(
  filling: Filling,
  person: RehearsalPerson,
  reviewId: string,
  office: RehearsalOffice,
): Promise<void> {
  const { deps } = filling;
  const asked = office.suggestions.filter((one) => one.person === person.key);
  if (asked.length === 0) return;
  const { row } = await loadReview(deps, reviewId);
  const stored = await suggestionsFor(deps.store.db, row.campaign_id, { member: known(filling, person.key).memberId });
  const fields = asked.flatMap(({ text, answer }) => {
    const id = stored.find((one) => one.text === text)?.id ?? '';
    return Object.entries(answer ?? {}).map(([column, value]) => [columnKey('IV', id, column), value]);
  });
  await typeFields(filling, actorFor(filling, person.key), reviewId, Object.fromEntries(fields));
}

/** Points on the lines of the set the campaign has for his standing; nothing where it has none. */
export async function giveCriteria(filling: Filling, person: RehearsalPerson, reviewId: string): Promise<void> {
  const { criteria: set } = (await loadReview(filling.deps, reviewId)).frame;
  if (!set || person.criteria.length === 0) return;
  const lines = CRITERIA_GROUPS.flatMap(({ key }) => criteriaIn(set, key));
  const given = lines.flatMap(({ key }, index) => {
    const points = person.criteria[index];
    return points === undefined ? [] : [[key, points]];
  });
  await typeFields(filling, actorFor(filling, person.key), reviewId, Object.fromEntries(given));
}
