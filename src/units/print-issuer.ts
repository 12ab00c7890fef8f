import type { DocumentSignature } from '../views/models/document.ts';
import type { PaperHead } from '../views/models/paper.ts';
import { headOf } from '../views/paper-head.ts';
import type { UnitRow } from './queries.ts';
import { committeeSigns, issuerOf, type PrintSettings, signerOf } from './settings.ts';

/** How every paper of a unit begins, lies on the sheet and ends: as the unit's print settings have it. */

/** Whose paper it is, whom its head names above, and how the unit prints; `print` left out: as is usual. */
export interface PaperIssuer {
  unit: UnitRow;
  superior: UnitRow | null;
  print?: PrintSettings;
}

/** Without an issuer the names are left to the hand. */
export function issuedHead(issuer: PaperIssuer | null, ...dated: DatedAndNumbered): PaperHead {
  return headOf(issuer && issuerOf(issuer.unit, issuer.superior, issuer.print), ...dated);
}

type DatedAndNumbered = Parameters<typeof headOf> extends [unknown, ...infer Rest] ? Rest : never;

/** Of several papers for several people each begins on a front: there is no back to mirror. */
export function isTwoSided(issuer: Pick<PaperIssuer, 'print'> | null, people = 1): boolean {
  return people === 1 && (issuer?.print?.twoSided ?? false);
}

/** T/M CHI ỦY, or T/M CHI BỘ where there is no chi ủy. */
export function branchSignature(
  { unit, print }: Pick<PaperIssuer, 'unit' | 'print'>,
  registered: { post: string; name: string },
): DocumentSignature {
  return {
    authority: committeeSigns(unit.has_branch_committee === 1, print) ? 'T/M CHI ỦY' : 'T/M CHI BỘ',
    note: '',
    ...signerOf(registered, print),
  };
}

/** The body that decides signs; who holds the pen is left to the hand unless the settings name him. */
export function committeeSignature(issuer: Pick<PaperIssuer, 'print'> | null, authority: string): DocumentSignature {
  return { authority, note: '', ...signerOf({ post: '', name: '' }, issuer?.print) };
}
