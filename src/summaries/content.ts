import * as z from 'zod';
import { canonicalJson, sha256Hex } from '../canonical.ts';

/**
 * A branch's result as it handed it up: names and levels, counts and reasons, and no word of a review and no answer to
 * a sign. It says everything a roll-up needs, so that one that comes in a file is read like one of our own.
 */
const Count = z.int().min(0);
/** Key of a level of the form version; '' where none was given. */
const LevelKey = z.string();

/** Last year's matters (section III), counted as their author gave their state; words stay in the review. */
const Earlier = z.strictObject({
  fixed: Count,
  fixing: Count,
  unfixed: Count,
  /** Without a state. */
  unsaid: Count,
  /** Of those not fixed yet: from the year before last, or older. */
  older: Count,
  /** Not fixed yet in the review of the year before; null where none was handed in or its form had no such list. */
  openLastYear: Count.nullable(),
});

/** Totals of one ballot; never a single vote. */
const Ballot = z.strictObject({
  issued: Count,
  returned: Count,
  valid: Count,
  invalid: Count,
  votes: z.array(z.strictObject({ level: LevelKey, votes: Count })),
});

const STANDINGS = ['leader', 'no_post', 'outside'] as const;
const EXEMPTIONS = ['excused', 'suspended', 'new', 'elsewhere', 'outside_tool'] as const;

const said = {
  /** As it stood at the hand-up; `none`: not begun, or still a draft. */
  review: z.enum(['handed-in', 'returned', 'none']),
  selfLevel: LevelKey,
  proposed: LevelKey,
  ballot: Ballot.nullable(),
  earlier: Earlier.nullable(),
};

const Person = z.strictObject({
  memberId: z.string(),
  name: z.string(),
  /** YYYY or YYYY-MM-DD: a decision tells two people of one name apart by it. */
  birthDate: z.string(),
  post: z.string(),
  /** As it counts in the campaign. */
  standing: z.enum(STANDINGS),
  official: z.boolean(),
  /** Secretary of the branch. */
  head: z.boolean(),
  /** Key of the group of posts he counts in; '' in none. */
  group: z.string(),
  /** Why he is not reviewed here; `elsewhere` is reviewed all the same. */
  exemption: z.strictObject({ kind: z.enum(EXEMPTIONS), reason: z.string() }).nullable(),
  /** Of this server; null for a review that lies elsewhere. */
  reviewId: z.string().nullable(),
  ...said,
});

export const BranchSummary = z.strictObject({
  kind: z.literal('branch-summary'),
  version: z.literal(1),
  campaign: z.strictObject({ id: z.string(), year: z.int(), title: z.string() }),
  unit: z.strictObject({ id: z.string(), name: z.string() }),
  /** ISO time. */
  handedAt: z.string(),
  /** Why it was handed up although something was missing; empty where nothing was. */
  reason: z.string(),
  /** From the best down. */
  levels: z.array(z.strictObject({ key: LevelKey, label: z.string() })).min(1),
  groups: z.array(z.strictObject({ key: z.string(), name: z.string() })),
  collective: z.strictObject({ name: z.string(), ...said }),
  people: z.array(Person),
});

export type BranchSummary = z.infer<typeof BranchSummary>;
export type SummaryPerson = BranchSummary['people'][number];
export type SummaryEarlier = z.infer<typeof Earlier>;

/** The text to keep, with its hash. */
export function summaryText(summary: BranchSummary): { body: string; sha256: string } {
  const body = canonicalJson(BranchSummary.parse(summary));
  return { body, sha256: sha256Hex(body) };
}

/** Throws when the stored text is not what was written: a changed summary is never counted. */
export function readSummary(stored: { body: string; sha256: string }): BranchSummary {
  if (sha256Hex(stored.body) !== stored.sha256) throw new Error('a branch summary does not match its hash');
  return BranchSummary.parse(JSON.parse(stored.body));
}
