import * as z from 'zod';
import { COLUMN_KEYS } from './rules.ts';

/** What an import holds between its steps: JSON in `member_import.body`, read back through this schema. */

const Row = z.object({ no: z.number(), cells: z.array(z.string()) });

const Report = z.object({
  made: z.number(),
  /** How many of them in which branch. */
  branches: z.array(z.object({ unitId: z.string(), made: z.number() })),
  /** Rows without names: what is done keeps no more than it must. */
  skipped: z.array(z.object({ no: z.number(), reason: z.string() })),
  broken: z.array(z.object({ no: z.number(), reason: z.string() })),
  /** Set once the import was undone: how many were taken back. */
  takenBack: z.number().nullable(),
});

export const ImportBody = z.object({
  sheet: z.string(),
  otherSheets: z.number(),
  /** Emptied once the import is done. */
  rows: z.array(Row),
  /** Places in `rows`; null until a heading is found or named. */
  heading: z.object({ first: z.number(), last: z.number() }).nullable(),
  columns: z.array(z.enum(['', ...COLUMN_KEYS])),
  /** The old font the list was typed in, if it was. */
  letters: z.enum(['TCVN3', 'VNI']).nullable(),
  /** Whether its letters are to become Unicode; null until somebody has said so. */
  convert: z.boolean().nullable(),
  matched: z.boolean(),
  usual: z.object({
    unitId: z.string(),
    standing: z.enum(['', 'leader', 'no_post', 'outside']),
    official: z.enum(['', '1', '0']),
    hasAgency: z.boolean(),
  }),
  /** Row numbers of doubles to be written all the same. */
  anyway: z.array(z.number()),
  report: Report.nullable(),
});

export type ImportContent = z.output<typeof ImportBody>;
export type ImportReport = z.output<typeof Report>;
