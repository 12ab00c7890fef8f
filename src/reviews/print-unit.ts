import type { UnitRow } from '../units/queries.ts';
import { committeeSigns, issuerOf, type PrintSettings, USUAL_PRINT } from '../units/settings.ts';
import type { IssuingUnit } from '../views/paper-head.ts';
import { headValue, type ReviewContent, type ReviewPrint, type ReviewUnit } from './content.ts';

/** The unit as a review's paper has it. What is not set stays out, so that a record is as it was before there were settings. */
export function paperUnit(
  unit: UnitRow,
  superior: UnitRow | undefined,
  hasBranchCommittee: boolean,
  settings: PrintSettings = USUAL_PRINT,
): ReviewUnit {
  const { superiorLines, issuerLines, place } = issuerOf(unit, superior ?? null, settings);
  const print = printIn(settings);
  return {
    superiorLines: [...superiorLines],
    issuerLines: unit.paper_name === '' ? [''] : [...issuerLines],
    place,
    hasBranchCommittee: committeeSigns(hasBranchCommittee, settings),
    ...(Object.keys(print).length > 0 ? { print } : {}),
  };
}

function printIn({ star, formLabel, twoSided, footerCode, post, signer, workplace }: PrintSettings): ReviewPrint {
  const { superior, name, state } = workplace;
  const named = name.length > 0 || superior.length > 0 || !state;
  return {
    ...(star ? {} : { star }),
    ...(formLabel === 'form' ? {} : { formLabel }),
    ...(twoSided ? { twoSided } : {}),
    ...(footerCode ? { footerCode } : {}),
    ...(post ? { post } : {}),
    ...(signer ? { signer } : {}),
    ...(named ? { workplace } : {}),
  };
}

/**
 * Whether there is a workplace that takes a copy: whoever has no "thủ trưởng" hands his review in at the branch only.
 */
export function hasWorkplace({ head, unit }: Pick<ReviewContent, 'head' | 'unit'>): boolean {
  if (head.kind === 'collective' || !head.hasAgency) return false;
  return head.workplace !== '' || (unit.print?.workplace?.name.length ?? 0) > 0;
}

/** The head of that copy: the workplace as the unit has set it, else as the author's own head field says. */
export function workplaceOf({ head, unit }: Pick<ReviewContent, 'head' | 'unit'>): IssuingUnit {
  const { superior, name, state } = unit.print?.workplace ?? { superior: [], name: [], state: true };
  const written = headValue(head, 'workplace').toLocaleUpperCase('vi');
  return {
    superiorLines: superior,
    issuerLines: name.length > 0 ? name : [written],
    place: unit.place,
    star: false,
    state,
    byHand: false,
  };
}

/** As the head's left column takes it. */
export function issuingOf(unit: ReviewUnit | null): IssuingUnit | null {
  return unit && { ...unit, star: unit.print?.star ?? true };
}

/**
 * The form with or without the annex of the two sign lists; the pledge for the next year; the form as the author's
 * workplace takes it.
 */
export type PaperKind = 'plain' | 'annex' | 'pledge' | 'workplace';
/** With the paper's code in its footer it is another paper, frozen for itself. */
export type PaperVariant = PaperKind | `${PaperKind}-code`;

/** As the unit prints now: a paper that was frozen the other way stays beside it. */
export function variantOf(kind: PaperKind, { unit }: Pick<ReviewContent, 'unit'>): PaperVariant {
  return unit.print?.footerCode ? `${kind}-code` : kind;
}
