import type { CatalogueEdition, Sign, SignGroup } from '../catalogues/edition.ts';
import { answersFor, OWN_WORDS_HEADING, provenanceMark, wordingOf } from '../catalogues/rules.ts';
import type { Link } from '../views/models/layout.ts';
import type { Control, StepBlock } from '../views/models/reviews.ts';
import { lineField, radios, textField } from '../views/parts.ts';
import { signKey } from './content.ts';
import type { ReviewFrame } from './questions.ts';
import type { ShownFields } from './shown.ts';
import { touched } from './view-fields.ts';

/** One group of signs as questions; words of ours stand apart where a decision lets a real campaign use them. */
export function signBlocks(
  frame: ReviewFrame,
  edition: CatalogueEdition,
  group: SignGroup,
  shown: ShownFields,
  linksOf: (sign: Sign) => Link[],
): StepBlock[] {
  const worded = group.signs.map((sign) => ({ sign, wording: wordingOf(sign, frame.words) }));
  const apart = typeof frame.words === 'object';
  const own = worded.filter(({ wording }) => apart && wording.ours);
  const listed = worded.filter(({ wording }) => !wording.missing && !(apart && wording.ours));
  const withheld = worded.filter(({ wording }) => wording.missing);
  const block = (signs: typeof worded, reference: boolean): StepBlock => ({
    heading: reference ? OWN_WORDS_HEADING : null,
    hint: null,
    reference,
    controls: signs.map(({ sign }) => signControl(frame, edition, sign, shown, linksOf(sign))),
    lists: [],
    withheld: reference ? [] : withheld.map(({ sign, wording }) => ({ ordinal: String(sign.no), text: wording.text })),
    total: null,
  });
  return [
    ...(listed.length > 0 || withheld.length > 0 ? [block(listed, false)] : []),
    ...(own.length > 0 ? [block(own, true)] : []),
  ];
}

function signControl(
  frame: ReviewFrame,
  edition: CatalogueEdition,
  sign: Sign,
  shown: ShownFields,
  seeAlso: Link[],
): Control {
  const key = signKey(edition.list, sign.no);
  const wording = wordingOf(sign, frame.words);
  const cut = wording.cutOff ? ' […]' : '';
  const end = wording.endNote ? ` (${wording.endNote} cho phần cuối)` : '';
  return {
    control: 'radios',
    ...radios({
      name: key,
      version: shown.version(key),
      ...touched(shown, key),
      ordinal: `${wording.shownNumber}.`,
      legend: `${wording.text}${cut}${end}`,
      provenance: provenanceMark(sign),
      hint: sign.seeAlso.map((link) => link.hint).join(' ') || null,
      seeAlso,
      value: shown.value(key) || null,
      clear: 'Bỏ trả lời biểu hiện này',
      error: shown.error(key),
      conflict: labelledConflict(edition, sign, key, shown),
      options: answersFor(edition, sign).map((answer) => ({
        value: answer.key,
        text: answer.label,
        note: answer.note ?? null,
        followUps: answer.asks.map((asked) => {
          const name = `${key}.${asked.key}`;
          const field = {
            name,
            version: shown.version(name),
            label: asked.label,
            value: shown.value(name),
            error: shown.error(name),
            conflict: shown.conflict(name),
            offers: shown.offers(name),
            ...touched(shown, name),
            optional: !asked.required,
          };
          return asked.kind === 'line' ? lineField({ ...field, width: 'medium' }) : textField({ ...field, rows: 3 });
        }),
      })),
    }),
  };
}

/** The other window's answer in words, not as a key. */
function labelledConflict(edition: CatalogueEdition, sign: Sign, key: string, shown: ShownFields) {
  const conflict = shown.conflict(key);
  if (!conflict) return null;
  const label = (key: string) =>
    answersFor(edition, sign).find((offered) => offered.key === key)?.label ?? 'Chưa trả lời';
  return { ...conflict, mine: label(conflict.mine), theirs: label(conflict.theirs) };
}
