import * as z from 'zod';
import type { UnitRow } from './queries.ts';
import type { IssuingUnit } from '../views/paper-head.ts';

/** How a unit's papers look and who signs them: stored as JSON; an older row without a setting reads as the usual one. */
const Lines = z.array(z.string());

export const PrintSettings = z.strictObject({
  /** The star under the issuing body. */
  star: z.boolean().default(true),
  /** "Mẫu …" at the top: as the form version says, always, or never. Its words are the form's. */
  formLabel: z.enum(['form', 'on', 'off']).default('form'),
  /** The back page takes the wide margin on the right. */
  twoSided: z.boolean().default(false),
  /** The frozen paper's code in the footer; the prescribed forms have none. */
  footerCode: z.boolean().default(false),
  /** The body above as this unit's papers name it; empty: as that one names itself. */
  superior: Lines.default([]),
  /** T/M CHI ỦY or T/M CHI BỘ; `usual`: by whether the branch has a chi ủy. */
  authority: z.enum(['usual', 'committee', 'branch']).default('usual'),
  /** Empty: the post of whoever the register names. */
  post: z.enum(['', 'BÍ THƯ', 'PHÓ BÍ THƯ']).default(''),
  signer: z.string().default(''),
  /** The head of the copy for the members' workplace. */
  workplace: z
    .strictObject({ superior: Lines.default([]), name: Lines.default([]), state: z.boolean().default(true) })
    .prefault({}),
});

export type PrintSettings = z.infer<typeof PrintSettings>;

/** `from` is the unit whose looks they are. */
export type NearestPrint = PrintSettings & { from: string | null };

export const USUAL_PRINT: PrintSettings = PrintSettings.parse({});

interface StoredSettings {
  unit_id: string;
  body: string;
}

/**
 * The settings of the first unit of a path that runs up the tree. How papers look comes from the nearest unit that has
 * settings; who is named above and who signs, from the unit's own only.
 */
export function printOf(path: readonly { id: string }[], stored: readonly StoredSettings[]): NearestPrint {
  const rows = path.map(({ id }) => stored.find((row) => row.unit_id === id));
  const nearest = rows.find((row) => row !== undefined);
  const [own] = rows;
  const read = (row: StoredSettings | undefined) => (row ? PrintSettings.parse(JSON.parse(row.body)) : USUAL_PRINT);
  const { superior, authority, post, signer, workplace } = read(own);
  return { ...read(nearest), superior, authority, post, signer, workplace, from: nearest?.unit_id ?? null };
}

export function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

/** The head's left column as the unit has it. */
export function issuerOf(unit: UnitRow, superior: UnitRow | null, print: PrintSettings = USUAL_PRINT): IssuingUnit {
  return {
    superiorLines: print.superior.length > 0 ? print.superior : linesOf(superior?.paper_name ?? ''),
    issuerLines: linesOf(unit.paper_name),
    place: unit.place,
    star: print.star,
  };
}

/** Whether the chi ủy signs, or the branch itself. */
export function committeeSigns(hasCommittee: boolean, { authority }: PrintSettings = USUAL_PRINT): boolean {
  return authority === 'usual' ? hasCommittee : authority === 'committee';
}

/** Over what the register says of whoever signs for the branch. */
export function signerOf(
  registered: { post: string; name: string },
  { post, signer }: PrintSettings = USUAL_PRINT,
): { post: string; name: string } {
  return { post: post || registered.post, name: signer || registered.name };
}
