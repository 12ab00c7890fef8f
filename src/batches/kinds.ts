import type { PaperKind, Plan } from './kind.ts';
import type { BatchPlace } from './place.ts';
import { reportKind } from './report-kind.ts';
import { annexKind, collectiveReviewKind, pledgeKind, reviewKind } from './review-kinds.ts';
import { countKind, dossierKind, invitationKind, minutesKind, noticesKind, proposalsKind } from './season-kinds.ts';

/**
 * Every kind of paper a batch can hold, in the order of its files: the place in this list is the number before the name.
 * A new kind is one entry here.
 */
export const KINDS: readonly PaperKind[] = [
  invitationKind,
  collectiveReviewKind,
  reviewKind,
  annexKind,
  pledgeKind,
  minutesKind,
  countKind,
  proposalsKind,
  reportKind,
  noticesKind,
  dossierKind,
];

export function kindOf(key: string): PaperKind {
  const kind = KINDS.find((each) => each.key === key);
  if (!kind) throw new Error(`no kind of paper ${key}`);
  return kind;
}

/** "03-bien-ban": the number keeps folders and files in one order wherever they are shown. */
export function numberedName(kind: PaperKind): string {
  return `${String(KINDS.indexOf(kind) + 1).padStart(2, '0')}-${kind.name}`;
}

export async function planAll(place: BatchPlace): Promise<{ kind: PaperKind; plan: Plan }[]> {
  const plans: { kind: PaperKind; plan: Plan }[] = [];
  for (const kind of KINDS) plans.push({ kind, plan: await kind.plan(place) });
  return plans;
}
