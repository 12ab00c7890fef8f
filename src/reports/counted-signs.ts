import type { BranchSeason } from '../branches/scope.ts';
import { provisionalWords } from '../campaigns/rules.ts';
import { settingsOf } from '../campaigns/settings.ts';
import type { CatalogueEdition } from '../catalogues/edition.ts';
import { editionOrThrow } from '../catalogues/queries.ts';
import { answerableSigns, answersFor, type ProvisionalWords, signsOf, wordingOf } from '../catalogues/rules.ts';
import type { Deps } from '../deps.ts';
import { allForms } from '../forms/queries.ts';
import type { SignTotals } from './content.ts';
import { answerTotals, handedInByForm } from './queries.ts';
import { FEWEST, toldCounts } from './sign-totals.ts';

const UNANSWERED = 'Chưa trả lời';

/**
 * The totals of a branch's answers, of the reviews handed in, with whatever must stay hidden left out already.
 * null unless a recorded decision switched them on for the campaign.
 */
export async function countedSigns(
  deps: Pick<Deps, 'store' | 'rehearsal'>,
  season: BranchSeason,
): Promise<SignTotals | null> {
  const { campaign, unit, today } = season;
  const decided = settingsOf(campaign).signTotals;
  if (decided === null) return null;
  const { db } = deps.store;
  const place = { campaignId: campaign.id, unitId: unit.id };
  const [a, b, forms, handedIn] = await Promise.all([
    editionOrThrow(db, campaign.edition_a),
    editionOrThrow(db, campaign.edition_b),
    allForms(db),
    handedInByForm(db, campaign.id, unit.id),
  ]);
  const words = provisionalWords(campaign, deps.rehearsal);
  const answering = (edition: CatalogueEdition) =>
    forms
      .filter(({ id }) => handedIn.has(id))
      .filter((form) => edition.list === 'A' || form.standing !== 'outside' || campaign.list_b_outside === 1)
      .map(({ id }) => id);
  const lists = await Promise.all(
    [a, b].map(async (edition) => {
      const formIds = answering(edition);
      const people = formIds.reduce((sum, id) => sum + (handedIn.get(id) ?? 0), 0);
      if (people < FEWEST) return { name: edition.shortName, people, columns: [], rows: [] };
      const keys = answerableSigns(signsOf(edition), words).map(({ no }) => `${edition.list}${no}`);
      const totals = await answerTotals(db, place, { keys, forms: formIds });
      const required = campaign.signs_required === 1;
      return { name: edition.shortName, people, ...told(edition, { people, totals, words, required }) };
    }),
  );
  return { decision: { number: decided.decisionNumber, date: decided.decisionDate }, takenOn: today, lists };
}

interface Counted {
  people: number;
  totals: readonly { key: string; value: string; count: number }[];
  words: ProvisionalWords;
  /** Nobody can leave a sign unanswered, so there is no such group. */
  required: boolean;
}

function told(edition: CatalogueEdition, { people, totals, words, required }: Counted) {
  const columns = [...edition.answers.map(({ label }) => label), ...(required ? [] : [UNANSWERED])];
  const rows = answerableSigns(signsOf(edition), words).map((sign) => {
    const offered = answersFor(edition, sign).map(({ key }) => key);
    const count = (answer: string) =>
      totals.find(({ key, value }) => key === `${edition.list}${sign.no}` && value === answer)?.count ?? 0;
    const given = offered.map(count);
    const unanswered = people - given.reduce((sum, each) => sum + each, 0);
    const shown = toldCounts(required && unanswered === 0 ? given : [...given, unanswered]);
    const counts = edition.answers.map(({ key }) => {
      const at = offered.indexOf(key);
      return at < 0 ? ('' as const) : (shown[at] ?? null);
    });
    return {
      sign: `Số ${wordingOf(sign, words).shownNumber}`,
      counts: required ? counts : [...counts, shown[offered.length] ?? null],
    };
  });
  return { columns, rows };
}
