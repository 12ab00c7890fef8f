import type { Sign } from '../catalogues/edition.ts';
import { explain, type GlossaryTerm } from './glossary.ts';
import { answerableSigns, groupTitle } from '../catalogues/rules.ts';
import type { Link } from '../views/models/layout.ts';
import type { SignPageModel } from '../views/models/reviews.ts';
import { signKey } from './content.ts';
import { returnToSign } from './places.ts';
import type { ReviewFrame } from './questions.ts';
import { type Step, stepsOf } from './steps.ts';

export type SignStep = Extract<Step, { kind: 'signs' }>;

/** The one sign of a page, where a person has chosen one sign a page; its neighbours stand in the same group. */
export interface OneSign {
  sign: Sign;
  /** From 1. */
  index: number;
  count: number;
  before: number | null;
  after: number | null;
}

/** The sign asked for, else the first unanswered, else the first. null where the group has none to answer. */
export function oneSignOf(
  frame: ReviewFrame,
  step: SignStep,
  asked: string | undefined,
  value: (key: string) => string,
): OneSign | null {
  const signs = answerableSigns(step.group.signs, frame.words);
  const open = signs.find(({ no }) => value(signKey(step.edition.list, no)) === '');
  const sign = signs.find(({ no }) => String(no) === asked) ?? open ?? signs[0];
  if (!sign) return null;
  const at = signs.indexOf(sign);
  return {
    sign,
    index: at + 1,
    count: signs.length,
    before: signs[at - 1]?.no ?? null,
    after: signs[at + 1]?.no ?? null,
  };
}

export function signPage(
  frame: ReviewFrame,
  step: SignStep,
  one: OneSign | null,
  glossary: readonly GlossaryTerm[],
): SignPageModel {
  return {
    toggle: one
      ? { value: 'nhom', text: 'Cả nhóm một trang' }
      : { value: 'mot', text: 'Mỗi trang một biểu hiện, chữ lớn' },
    explained: explain(glossary, groupTitle(step.group, frame.words).title),
  };
}

/** Where the lists point to each other (signs.md): it leads there and back, and ticks nothing. */
export function seeAlsoLinks(reviewId: string, frame: ReviewFrame, step: SignStep, sign: Sign): Link[] {
  const returnTo = returnToSign(step.slug, sign.no);
  return sign.seeAlso.flatMap(({ list, section }) =>
    stepsOf(frame).flatMap((target): Link[] => {
      const address = `/ban-kiem-diem/${reviewId}/ghi/${target.slug}?ve=${returnTo}`;
      if (target.kind === 'signs' && target.edition.list === list)
        return [{ text: `Mở ${target.edition.shortName}, nhóm ${target.title}`, href: address }];
      if (target.kind === 'section' && target.section.key === section)
        return [{ text: `Mở mục ${target.title}`, href: address }];
      return [];
    }),
  );
}
