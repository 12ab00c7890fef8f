import * as z from 'zod';

/**
 * One version of a review form as data (biểu mẫu): sections, fields, levels, legal basis, sign-off blocks.
 * Another form is another file in db/forms, not code. Headings stand as the form prints them.
 */
const IsoDay = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
/** Keys name fields for good: I.1, II.2, III, B.I.1. List columns are stored as `<list>.<item>.<column>`. */
const Key = z.string().regex(/^[A-Z0-9]+(\.[A-Za-z0-9]+)*$/);

const shared = {
  key: Key,
  /** As printed before the label: "1." */
  number: z.string().optional(),
  /** The form's own words. Absent when the section's heading says it all. */
  label: z.string().optional(),
  /** Our plain words above the field; never printed. */
  hint: z.string().optional(),
  /** Blocks submission when empty. */
  required: z.boolean().default(false),
  /** Printed when an optional part stays empty. */
  whenEmpty: z.string().optional(),
};

const Choice = z.strictObject({
  key: z.string().regex(/^[a-z-]+$/),
  label: z.string(),
  /** Short form for narrow columns. */ short: z.string().optional(),
});

const Column = z.strictObject({
  key: z.string().regex(/^[a-z]+$/),
  label: z.string(),
  hint: z.string().optional(),
  kind: z.enum(['text', 'line', 'choice']),
  choices: z.array(Choice).optional(),
  required: z.boolean().default(false),
});

const TextField = z.strictObject({
  ...shared,
  kind: z.literal('text'),
  /** Offers a link to the sign lists beside the field (item A.I.1: "liên hệ các biểu hiện"). */
  guidedBySigns: z.boolean().default(false),
  /** Shows last year's pledge above the field: its author reports on it, point by point. */
  reportsOnPledge: z.boolean().default(false),
});

/**
 * A list with one entry per matter; each entry has the same columns. The first column is the matter itself,
 * except where the list starts from last year: there the matter is the item's source text.
 */
const ListField = z.strictObject({
  ...shared,
  kind: z.literal('list'),
  /** "Hạn chế", "Biện pháp": names one entry, numbered. */
  entry: z.string(),
  addLabel: z.string(),
  columns: z.array(Column).min(1),
  /** What next year's review takes over from here as items of its own list. */
  carriesOverAs: z.enum(['own_shortcoming', 'own_promise']).optional(),
  /** Filled from last year's review when the review begins. */
  startsFromLastYear: z.boolean().default(false),
});

const TableField = z.strictObject({
  ...shared,
  kind: z.literal('table'),
  entry: z.string(),
  addLabel: z.string(),
  columns: z.array(Column).min(1),
});

const ChoiceField = z.strictObject({ ...shared, kind: z.literal('choice'), choices: z.array(Choice).min(2) });

/** Points, up to two decimals. Nothing computes them but their author. */
const ScoreField = z.strictObject({ ...shared, kind: z.literal('score'), outOf: z.int().positive() });

const LevelField = z.strictObject({ ...shared, kind: z.literal('level') });

const Field = z.discriminatedUnion('kind', [TextField, ListField, TableField, ChoiceField, ScoreField, LevelField]);

const Section = z.strictObject({
  key: Key,
  /** "I." */
  number: z.string(),
  heading: z.string(),
  hint: z.string().optional(),
  fields: z.array(Field).min(1),
  /** Prints a line with the sum of the section's scores under them. */
  total: z.strictObject({ label: z.string(), outOf: z.int() }).optional(),
});

/** A form that is not divided into parts has one without a heading: nothing is printed for it. */
const Part = z.strictObject({
  key: Key,
  number: z.string().default(''),
  heading: z.string().default(''),
  sections: z.array(Section).min(1),
});

/** A rating level with the conditions that people weigh; the tool shows them and decides nothing. */
const Level = z.strictObject({
  key: z.string().regex(/^[a-z-]+$/),
  label: z.string(),
  /** In words. The forms of 2023 give no points. */
  points: z.string().optional(),
  /** Points from (inclusive) and below (exclusive); without points every level is open. */
  from: z.number().default(0),
  below: z.number().default(101),
  /** Whether every condition must hold or any one is enough, in words: "Cần đủ các điều kiện:". */
  conditionsIntro: z.string().optional(),
  conditions: z.array(z.string()),
});

const SignOffBlock = z.strictObject({
  key: z.string(),
  /** Heading above the block, as printed. */
  heading: z.string().optional(),
  /** Lines with dots to fill in by hand: "Nhận xét, đánh giá:", "Mức xếp loại chất lượng:". */
  lines: z.array(z.strictObject({ label: z.string(), dotted: z.int().min(0).default(0) })).default([]),
  /** Who signs, in capitals; `branch` becomes T/M CHI ỦY or T/M CHI BỘ. */
  signer: z.string(),
  /** The office held by the person who signs, under the signer: "BÍ THƯ". */
  post: z.string().optional(),
  signerNote: z.string().default('(Ký, ghi rõ họ tên)'),
  /** Prints the member's own name under the signature space; on a collective's form its secretary's. */
  ownName: z.boolean().default(false),
  /** Left out for members without an agency. */
  needsAgency: z.boolean().default(false),
});

/** The pledge for the next year, beside the form: a paper of its own, with its author's signature. */
const Pledge = z.strictObject({ key: Key, title: z.string(), field: ListField, signOff: z.array(SignOffBlock) });

const PERSONAL_HEAD = [
  'fullName',
  'birthDate',
  'partyPost',
  'governmentPost',
  'unionPost',
  'workplace',
  'branch',
] as const;
const COLLECTIVE_HEAD = ['unit', 'period', 'membership'] as const;

/**
 * A stored version must stay the same to the letter: a key added to this schema is optional and has no default, else the
 * forms shipped before it would parse into another text.
 */
const Form = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  standing: z.enum(['leader', 'no_post', 'outside', 'collective']),
  /** Whom it serves too, in years that had no form of their own for them. */
  alsoFor: z.array(z.enum(['leader', 'no_post', 'outside'])).default([]),
  /** "2B", for people; forms are told apart by year and standing, never by the letter. */
  code: z.string(),
  /** Printed at the top when the switch is on. */
  label: z.string(),
  printLabel: z.boolean(),
  /** For lists on screen. */
  name: z.string(),
  /** For the office: which headings are not known word for word. Shown where a form is chosen, never printed. */
  wordingNote: z.string().optional(),
  legalBasis: z.array(z.strictObject({ document: z.string(), date: IsoDay, article: z.string().optional() })).min(1),
  effectiveFrom: IsoDay,
  effectiveUntil: IsoDay.nullable(),
  title: z.string(),
  /** Printed in brackets under the year; stored without them. */
  subtitle: z.string().optional(),
  headFields: z
    .array(
      z.strictObject({
        key: z.enum([...PERSONAL_HEAD, ...COLLECTIVE_HEAD]),
        label: z.string(),
        required: z.boolean().default(true),
      }),
    )
    .min(1),
  parts: z.array(Part).min(1),
  levels: z.array(Level).min(2),
  /** A switchable part of the version: the blocks of 2023 until those of 2025 are confirmed. */
  printSignOff: z.boolean(),
  signOff: z.array(SignOffBlock),
  /** Printed before the sign annex, after the form. */
  annexes: z
    .array(z.strictObject({ key: Key, title: z.string(), note: z.string().optional(), field: TableField }))
    .default([]),
  pledge: Pledge.optional(),
});

export const FormVersion = Form.refine(
  (form) => form.headFields.every(({ key }) => isCollectiveHeadKey(key) === (form.standing === 'collective')),
  'a head field of another kind of form',
);

export type FormVersion = z.infer<typeof FormVersion>;
export type FormPart = FormVersion['parts'][number];
export type FormSection = FormPart['sections'][number];
export type FormField = FormSection['fields'][number];
export type FormLevel = FormVersion['levels'][number];
export type ListColumn = z.infer<typeof Column>;
export type FormAnnex = FormVersion['annexes'][number];
export type FormPledge = z.infer<typeof Pledge>;
export type PersonalHeadKey = (typeof PERSONAL_HEAD)[number];
export type CollectiveHeadKey = (typeof COLLECTIVE_HEAD)[number];
export type HeadFieldKey = PersonalHeadKey | CollectiveHeadKey;

function isCollectiveHeadKey(key: HeadFieldKey): key is CollectiveHeadKey {
  return COLLECTIVE_HEAD.some((known) => known === key);
}
