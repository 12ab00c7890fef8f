import * as z from 'zod';
import type { CatalogueEdition } from '../catalogues/edition.ts';
import { answersFor, signsOf } from '../catalogues/rules.ts';
import { columnKey } from '../forms/rules.ts';
import { signKey } from '../reviews/content.ts';
import type { ReviewItem } from '../reviews/content.ts';
import { SOURCE_COLUMN } from '../reviews/questions.ts';

/**
 * The invented people of the rehearsal and what they wrote: db/rehearsal/cast.json and db/rehearsal/stories/*.json.
 * A story is one person's two years, so that this year's section III answers exactly what last year's review left; a few
 * have the year before too, on the forms of 2023.
 * Several people share a story; the complete review of the showcase has its own.
 */
const IsoDay = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const Key = z.string().regex(/^[a-z-]+$/);
const Standing = z.enum(['leader', 'no_post', 'outside']);

const SaidOfSign = z.strictObject({
  answer: z.string(),
  measure: z.string().optional(),
  reason: z.string().optional(),
  evidence: z.string().optional(),
  remedy: z.string().optional(),
  deadline: z.string().optional(),
});

/** What was said to one list: by number, and the answer to every sign not named (none: it stays unanswered). */
const SaidOfList = z.strictObject({
  rest: z.string().optional(),
  said: z.record(z.string().regex(/^\d+$/), SaidOfSign),
});

const FollowUp = {
  state: z.enum(['fixed', 'fixing', 'unfixed']),
  progress: z.string().optional(),
  difficulty: z.string().optional(),
  responsibility: z.string().optional(),
};

export const ReviewText = z.strictObject({
  /** Plain fields by the form's key, as they are stored: points with a point ("58.5"). */
  fields: z.record(z.string(), z.string()),
  /** Entries of lists and tables by the form's key, each column by its own. */
  lists: z.record(z.string(), z.array(z.record(z.string(), z.string()))),
  /** Section III: what became of the entry with this index in that list of last year's review. */
  followUp: z.array(z.strictObject({ list: z.string(), entry: z.int().min(0), ...FollowUp })).default([]),
  /** Section III: matters that do not come from last year's review of this story. */
  earlier: z
    .array(
      z.strictObject({
        origin: z.enum(['own_shortcoming', 'own_promise', 'branch', 'higher']),
        text: z.string(),
        year: z.int(),
        ...FollowUp,
      }),
    )
    .default([]),
  signs: z.strictObject({ A: SaidOfList, B: SaidOfList.nullable() }),
});

const Story = z.strictObject({
  key: Key,
  standing: Standing,
  yearBefore: ReviewText.optional(),
  lastYear: ReviewText,
  thisYear: ReviewText,
});

const days = z.int().min(0);
/** `helpedBy` typed it for an author who cannot, read it back to him and had him sign. */
const ThisYear = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('none') }),
  z.strictObject({
    state: z.literal('draft'),
    /** Section or field keys not written yet. */
    notYet: z.array(z.string()).default([]),
    /** Signs answered up to this number; a list that is not named is answered whole. */
    signsUpTo: z.strictObject({ A: z.int().optional(), B: z.int().optional() }).optional(),
  }),
  z.strictObject({ state: z.literal('submitted'), submittedDaysAgo: days, helpedBy: Key.optional() }),
  z.strictObject({
    state: z.literal('returned'),
    submittedDaysAgo: days,
    movedDaysAgo: days,
    remark: z.string().min(1),
  }),
  z.strictObject({
    state: z.literal('accepted'),
    submittedDaysAgo: days,
    movedDaysAgo: days,
    helpedBy: Key.optional(),
  }),
]);

const Role = z.strictObject({
  role: z.enum(['secretary', 'deputy', 'committee_member', 'office', 'administrator', 'auditor']),
  /** Key of the committee or a branch. */
  unit: Key,
});

const Person = z.strictObject({
  key: Key,
  userName: z.string().regex(/^[a-z0-9]+$/),
  fullName: z.string(),
  birthDate: z.string().regex(/^\d{4}(-\d{2}-\d{2})?$/),
  branch: Key,
  workplace: z.string(),
  partyPost: z.string(),
  governmentPost: z.string(),
  unionPost: z.string(),
  standing: Standing,
  official: z.boolean(),
  hasAgency: z.boolean(),
  roles: z.array(Role).default([]),
  /** null for someone who wrote nothing in either year. */
  story: Key.nullable(),
  yearBefore: z.literal('closed').optional(),
  lastYear: z.enum(['closed', 'none']),
  thisYear: ThisYear,
  /** Fields of this year that this person wrote otherwise than the story. */
  instead: z.record(z.string(), z.string()).default({}),
  /** Points on the committee's own criteria, line by line. */
  criteria: z.array(z.string()).default([]),
});

const unit = { key: Key, name: z.string(), paperName: z.array(z.string()).min(1), place: z.string() };

const closedCampaign = { year: z.int(), title: z.string(), opensOn: IsoDay, dueOn: IsoDay, closedOn: IsoDay };

const Cast = z.strictObject({
  /** Above the committee: its name stands in the head of the committee's papers. */
  root: z.strictObject(unit),
  committee: z.strictObject(unit),
  branches: z.array(z.strictObject({ ...unit, hasBranchCommittee: z.boolean() })).min(1),
  campaigns: z.strictObject({
    yearBefore: z.strictObject(closedCampaign),
    lastYear: z.strictObject(closedCampaign),
    thisYear: z.strictObject({ year: z.int(), title: z.string(), opensOn: IsoDay, dueOn: IsoDay }),
  }),
  people: z.array(Person).min(1),
  /** Keys of the people whose papers `demo` writes into out/. */
  showcase: z.strictObject({
    complete: Key,
    draft: Key,
    blank: Key,
    /** The branch that is through: its secretary has a link, its papers are written with `--once`. */
    finished: Key,
    /** Somebody of it who has been told his level. */
    rated: Key,
  }),
});

type RehearsalCast = z.infer<typeof Cast>;
export type RehearsalPerson = RehearsalCast['people'][number];
type RehearsalStory = z.infer<typeof Story>;
export type RehearsalReviewText = z.infer<typeof ReviewText>;
export interface Rehearsal extends RehearsalCast {
  stories: ReadonlyMap<string, RehearsalStory>;
}

/** Reads the rehearsal from the text of its files. Throws on any departure from the shapes above: the files are ours. */
export function parseRehearsal(castText: string, storyTexts: readonly string[]): Rehearsal {
  const stories = storyTexts.map((text) => Story.parse(JSON.parse(text)));
  return { ...Cast.parse(JSON.parse(castText)), stories: new Map(stories.map((story) => [story.key, story])) };
}

/** The story of a person who wrote something. */
export function storyOf(rehearsal: Rehearsal, person: RehearsalPerson): RehearsalStory | undefined {
  return person.story === null ? undefined : rehearsal.stories.get(person.story);
}

/** What a person writes this year: the story, but for the fields that are his own. */
export function ownText(story: RehearsalStory, person: RehearsalPerson): RehearsalReviewText {
  return { ...story.thisYear, fields: { ...story.thisYear.fields, ...person.instead } };
}

export interface WrittenReview {
  fields: Record<string, string>;
  /** In order within each list; `sourceYear` and the like as the database keeps them. */
  items: ReviewItem[];
}

interface Writing {
  newId: () => string;
  editions: readonly CatalogueEdition[];
  /** What section III takes over; null when there was no review last year. */
  lastYear: { year: number; text: RehearsalReviewText } | null;
  /** For a draft: what is not written yet. */
  unfinished?: Extract<RehearsalPerson['thisYear'], { state: 'draft' }>;
}

/** Lists whose entries come back in section III, and as what (the `carriesOverAs` of every form of ours). */
const CARRIED = [
  { list: 'II.1', origin: 'own_shortcoming' },
  { list: 'VI', origin: 'own_promise' },
] as const;

/**
 * Turns a text into the flat fields and items of a review. Section III begins with every entry that last year's text
 * carries over, whether or not its follow-up is written yet, as a real review does.
 */
export function writeReview(text: RehearsalReviewText, writing: Writing): WrittenReview {
  const fields: Record<string, string> = {};
  const items: ReviewItem[] = [];
  function addItem(source: Omit<ReviewItem, 'id'>, columns: Record<string, string | undefined>): void {
    const id = writing.newId();
    items.push({ id, ...source });
    if (!isWritten(source.list, writing.unfinished)) return;
    for (const [column, value] of Object.entries(columns)) {
      if (value !== undefined) fields[columnKey(source.list, id, column)] = value;
    }
  }

  for (const [key, value] of Object.entries(text.fields)) {
    if (isWritten(key, writing.unfinished)) fields[key] = value;
  }
  for (const source of carriedOver(writing.lastYear)) {
    const { list, entry, ...item } = source;
    const followUp = text.followUp.find((candidate) => candidate.list === list && candidate.entry === entry);
    addItem({ list: 'III', ...item, handAdded: false }, followUpColumns(followUp));
  }
  for (const matter of text.earlier) {
    // What the branch or a higher level concluded is typed in by the author, so its words are a field like any other.
    const handAdded = matter.origin === 'branch' || matter.origin === 'higher';
    if (handAdded && !isWritten('III', writing.unfinished)) continue;
    addItem(
      {
        list: 'III',
        origin: matter.origin,
        sourceText: matter.text,
        sourceYear: matter.year,
        sourceDue: null,
        handAdded,
      },
      { ...(handAdded && { [SOURCE_COLUMN]: matter.text }), ...followUpColumns(matter) },
    );
  }
  for (const [list, entries] of Object.entries(text.lists)) {
    for (const columns of isWritten(list, writing.unfinished) ? entries : []) {
      addItem(
        { list, origin: 'written', sourceText: '', sourceYear: null, sourceDue: null, handAdded: false },
        columns,
      );
    }
  }
  return { fields: { ...fields, ...signFields(text, writing) }, items };
}

function carriedOver(lastYear: Writing['lastYear']) {
  if (!lastYear) return [];
  return CARRIED.flatMap(({ list, origin }) =>
    (lastYear.text.lists[list] ?? []).map((columns, entry) => ({
      list,
      entry,
      origin,
      sourceText: columns['text'] ?? '',
      sourceYear: lastYear.year,
      sourceDue: columns['deadline'] ?? null,
    })),
  );
}

function followUpColumns(followUp: Record<string, unknown> | undefined): Record<string, string | undefined> {
  const columns = ['state', 'progress', 'difficulty', 'responsibility'];
  return Object.fromEntries(columns.map((column) => [column, followUp?.[column] as string | undefined]));
}

function isWritten(key: string, unfinished: Writing['unfinished']): boolean {
  return !(unfinished?.notYet ?? []).some((missing) => key === missing || key.startsWith(`${missing}.`));
}

function signFields(text: RehearsalReviewText, writing: Writing): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const edition of writing.editions) {
    const saidOfList = text.signs[edition.list];
    if (!saidOfList) continue;
    const upTo = writing.unfinished?.signsUpTo?.[edition.list] ?? Infinity;
    for (const sign of signsOf(edition).filter(({ no }) => no <= upTo)) {
      const said = saidOfList.said[String(sign.no)] ?? (saidOfList.rest ? { answer: saidOfList.rest } : undefined);
      if (!said) continue;
      const answer = answersFor(edition, sign).find(({ key }) => key === said.answer);
      if (!answer) throw new Error(`sign ${edition.list}${sign.no} does not offer "${said.answer}"`);
      const key = signKey(edition.list, sign.no);
      fields[key] = said.answer;
      for (const [question, value] of Object.entries(said)) {
        if (question !== 'answer') fields[`${key}.${question}`] = value;
      }
    }
  }
  return fields;
}
