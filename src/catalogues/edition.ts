import * as z from 'zod';

/**
 * A sign list as data (danh mục biểu hiện): one edition of one list, never changed once a campaign pins it.
 * Where the words come from is part of the data, so that ours never pass for the Party's.
 */
const IsoDay = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

const Sign = z.strictObject({
  no: z.int().positive(),
  text: z.string().min(1),
  provenance: z.enum(['attested', 'attested-partial', 'provisional', 'official']),
  /** How many public sources carry an attested sign. */
  sources: z.enum(['1', '2+']).optional(),
  /** Whether the city's public words carry the problem a provisional sign names. */
  trace: z.enum(['yes', 'part', 'none']).optional(),
  /** Offers "Không thuộc chức trách, nhiệm vụ". */
  mayBeOutsideDuty: z.boolean().default(false),
  /** Words for that answer where the sign has its own ("Không thuộc diện kê khai"). */
  outsideDutyLabel: z.string().optional(),
  /** Points, without ticking anything, to where the same matter is treated. */
  seeAlso: z
    .array(z.strictObject({ list: z.enum(['A', 'B']).optional(), section: z.string().optional(), hint: z.string() }))
    .default([]),
});

const Group = z.strictObject({
  number: z.string(),
  title: z.string(),
  titleProvisional: z.boolean().default(false),
  signs: z.array(Sign).min(1),
});

const Question = z.strictObject({
  key: z.string().regex(/^[a-z]+$/),
  label: z.string(),
  required: z.boolean(),
  kind: z.enum(['text', 'line']),
});

const Answer = z.strictObject({
  key: z.string().regex(/^[a-z-]+$/),
  label: z.string(),
  /** A sentence shown beside the answer. */
  note: z.string().optional(),
  /** Offered only on signs that may be outside a person's duties. */
  outsideDuty: z.boolean().default(false),
  asks: z.array(Question).default([]),
});

/** Who took the words out of the signed document, for which unit, when, and which document it was (signs.md). */
const Collation = z.strictObject({
  by: z.string(),
  unit: z.string(),
  at: z.string(),
  document: z.strictObject({ kind: z.string(), number: z.string(), date: IsoDay }),
  /** The edition it was laid beside. */
  from: z.string(),
});

export const CatalogueEdition = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  list: z.enum(['A', 'B']),
  edition: z.int().positive(),
  /** "27 biểu hiện". */
  shortName: z.string(),
  name: z.string(),
  document: z.strictObject({
    kind: z.string(),
    number: z.string(),
    date: IsoDay,
    issuer: z.string(),
    title: z.string(),
  }),
  /** How the list is meant to be used, in one sentence. */
  purpose: z.string(),
  groups: z.array(Group).min(1),
  answers: z.array(Answer).min(1),
  /** Only where every word is the document's own. */
  collation: Collation.optional(),
});

export type CatalogueEdition = z.infer<typeof CatalogueEdition>;
export type SignGroup = CatalogueEdition['groups'][number];
export type Sign = SignGroup['signs'][number];
export type SignAnswer = CatalogueEdition['answers'][number];
