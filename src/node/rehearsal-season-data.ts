import * as z from 'zod';
import { CriteriaBody, CampaignSettings } from '../campaigns/settings.ts';
import { ReviewText } from './rehearsal-data.ts';

/**
 * The season of the rehearsal's branches: what the office prepares (db/rehearsal/season.json) and how far each branch has
 * come (db/rehearsal/branches/*.json). Days are counted back from the rehearsal's own day; a level is a form's key.
 */
const Key = z.string().regex(/^[a-z-]+$/);
const IsoDay = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const days = z.int().min(0);
const Level = z.enum(['excellent', 'good', 'completed', 'not-completed']);

/** [criterion, most points], as the set of criteria is printed. */
const Line = z.tuple([z.string(), z.number()]).transform(([text, points]) => ({ text, points }));
const Criteria = z.strictObject({
  name: z.string(),
  standings: z.array(z.enum(['leader', 'no_post', 'outside'])),
  general: z.array(Line),
  results: z.array(Line),
});

const Residence = {
  branch: Key,
  /** 'all': everybody who is asked about. */
  people: z.union([z.literal('all'), z.array(Key)]),
  daysAgo: days,
};

const Office = z.strictObject({
  networkText: z.strictObject({ number: z.string(), date: IsoDay }),
  criteria: z.array(Criteria),
  settings: CampaignSettings,
  exemptions: z.array(
    z.strictObject({ person: Key, kind: z.enum(['excused', 'new', 'elsewhere']), reason: z.string() }),
  ),
  suggestions: z.array(
    z.strictObject({
      person: Key,
      text: z.string(),
      source: z.string(),
      number: z.string(),
      date: IsoDay.nullable(),
      /** What the person writes to it in section IV; null while it waits. */
      answer: z.record(z.string(), z.string()).nullable(),
    }),
  ),
  residence: z.array(
    z.discriminatedUnion('act', [
      z.strictObject({ ...Residence, act: z.enum(['requested', 'received']) }),
      z.strictObject({ ...Residence, act: z.literal('exempt'), note: z.string() }),
    ]),
  ),
  conclusions: z.array(
    z.strictObject({
      person: Key,
      by: Key,
      from: z.enum(['branch', 'higher']),
      text: z.string(),
      year: z.int(),
      daysAgo: days,
    }),
  ),
  reminders: z.array(z.strictObject({ branch: Key, by: Key, daysAgo: days })),
});

const Collective = z.strictObject({
  by: Key,
  begunDaysAgo: days,
  sentDaysAgo: days,
  /** Whether the meeting has passed it; else it is with the participants. */
  passed: z.boolean(),
  text: ReviewText,
});

const Held = z.strictObject({
  /** Everybody else was there. */
  away: z.array(z.strictObject({ person: Key, presence: z.enum(['excused', 'absent']), reason: z.string() })),
  /** Subject ('meeting', 'collective', a person's key) → text of the minutes by its key. */
  notes: z.record(z.string(), z.record(z.string(), z.string())),
  /** Subject → votes for each level; who was there and is missing in the sum gave an invalid ballot. */
  ballots: z.record(z.string(), z.partialRecord(Level, z.int().min(0))),
});

const Meeting = z.strictObject({
  by: Key,
  plannedDaysAgo: days,
  /** Below zero: it was held so many days ago. */
  inDays: z.int(),
  startsAt: z.string().regex(/^\d{2}:\d{2}$/),
  place: z.string(),
  chair: Key,
  clerk: Key,
  content: z.string(),
  held: Held.nullable(),
});

const Ratings = z.strictObject({
  by: Key,
  daysAgo: days,
  /** Per cent of the year's tasks the collective has done. */
  tasksDone: z.string(),
  handedUpDaysAgo: days,
  handUpReason: z.string(),
  /** 'collective' or a person's key → what is proposed on the way. */
  lines: z.record(
    z.string(),
    z.strictObject({
      level: Level,
      committee: Level.optional(),
      agency: Level.optional(),
      massBody: Level.optional(),
      reason: z.string().optional(),
      quarters: z.enum(['none', 'failed']).optional(),
    }),
  ),
});

const Report = z.strictObject({
  by: Key,
  daysAgo: days,
  /** Key of a text of the report → what the leaders wrote. */
  texts: z.record(z.string(), z.string()),
  signed: z
    .strictObject({ daysAgo: days, number: z.int(), term: z.strictObject({ first: z.int(), last: z.int() }) })
    .nullable(),
});

const Decision = z.strictObject({
  by: Key,
  daysAgo: days,
  number: z.string(),
  body: z.string(),
  reason: z.string(),
  /** Subjects for whom the committee decided otherwise than the branch proposed. */
  otherwise: z.record(z.string(), Level),
  /** A later decision that replaces one of these. */
  again: z.strictObject({ person: Key, daysAgo: days, number: z.string(), level: Level, reason: z.string() }),
});

const Branch = z.strictObject({
  branch: Key,
  collective: Collective,
  meeting: Meeting,
  ratings: Ratings.nullable(),
  report: Report.nullable(),
  decision: Decision.nullable(),
});

export interface RehearsalSeason {
  office: z.infer<typeof Office>;
  branches: z.infer<typeof Branch>[];
}
export type RehearsalOffice = RehearsalSeason['office'];
export type RehearsalBranch = RehearsalSeason['branches'][number];

/** Reads the season from the text of its files. Throws on any departure from the shapes above: the files are ours. */
export function parseSeason(seasonText: string, branchTexts: readonly string[]): RehearsalSeason {
  const { office } = z.strictObject({ office: Office }).parse(JSON.parse(seasonText));
  for (const { general, results } of office.criteria) CriteriaBody.parse({ general, results });
  return { office, branches: branchTexts.map((text) => Branch.parse(JSON.parse(text))) };
}
