import * as z from 'zod';
import type { Standing } from '../../db/schema.ts';

/**
 * What a committee sets for one campaign, where the rules leave it open or local (forms.md §2, §5, §6): stored as JSON
 * with the campaign. An older row without a setting reads as the usual one.
 */
const STANDINGS = ['leader', 'no_post', 'outside'] as const satisfies readonly Standing[];

/** A share, told in whole numbers as rules tell it: two of three. */
const Share = z.strictObject({ of: z.int().positive(), parts: z.int().positive() });

/** A group of like posts: the cap is reckoned in each by itself (366-QĐ/TW, Điều 11). */
const PostGroup = z.strictObject({
  key: z.string().regex(/^[a-z0-9-]+$/),
  name: z.string(),
  standings: z.array(z.enum(STANDINGS)).min(1),
});

const Cap = z.strictObject({
  /** Of those rated "tốt"; 25 only by decision of the competent level. */
  percent: z.union([z.literal(20), z.literal(25)]).default(20),
  decisionNumber: z.string().default(''),
  decisionDate: z.string().default(''),
  rounding: z.enum(['down', 'half-up']).default('down'),
  /** Whether the head of the unit counts in the group. */
  headCounts: z.boolean().default(true),
});

export const CampaignSettings = z.strictObject({
  cap: Cap.prefault({}),
  groups: z
    .array(PostGroup)
    .min(1)
    .default([
      { key: 'leaders', name: 'Cá nhân giữ chức vụ lãnh đạo, quản lý', standings: ['leader'] },
      { key: 'others', name: 'Cá nhân không giữ chức vụ lãnh đạo, quản lý', standings: ['no_post', 'outside'] },
    ]),
  /** Members present of all who must come. */
  quorum: Share.default({ of: 3, parts: 2 }),
  /** Votes a level needs, and of whom: of the official members summoned, or of those present. */
  pass: Share.extend({ among: z.enum(['official', 'present']) }).default({ of: 2, parts: 1, among: 'official' }),
  /** A standing → the set of criteria its 30 and 70 points are split by; a standing without one is not split. */
  criteria: z.partialRecord(z.enum(STANDINGS), z.string()).default({}),
  /** Working days the collective's draft goes to the participants before the meeting (forms.md §3). */
  draftDays: z.int().min(0).max(30).default(3),
  /** Weekdays off beside the holidays of the solar calendar (calendar.ts): Tết, days moved or added by the State. */
  daysOff: z.array(z.iso.date()).default([]),
  /** Fewer people than this are no collective of their own (forms.md §3). */
  fewestInCollective: z.int().min(1).max(30).default(3),
  /** The decision that lets a branch's report count its answers to the signs, without names; null, and none is counted. */
  signTotals: z.strictObject({ decisionNumber: z.string(), decisionDate: z.iso.date() }).nullable().default(null),
});

export type CampaignSettings = z.infer<typeof CampaignSettings>;
export type PostGroup = CampaignSettings['groups'][number];

/** Throws when the stored text is not what this program writes: a campaign's rules are never guessed. */
export function settingsOf(campaign: { settings: string }): CampaignSettings {
  return CampaignSettings.parse(JSON.parse(campaign.settings));
}

/** A person decides upon each line; the sum of a group is 30 or 70, to the hundredth. */
const CriteriaLine = z.strictObject({ text: z.string().min(1), points: z.number().positive() });

/** How a committee splits the 30 and the 70 points (a local decision). */
export const CriteriaBody = z.strictObject({
  general: z.array(CriteriaLine).min(1),
  results: z.array(CriteriaLine).min(1),
});

export type CriteriaBody = z.infer<typeof CriteriaBody>;
export type CriteriaLine = CriteriaBody['general'][number];

/** The two groups of the forms of 2025, with the points each may give. */
export const CRITERIA_GROUPS = [
  { key: 'general', name: 'Nhóm tiêu chí chung', outOf: 30 },
  { key: 'results', name: 'Nhóm tiêu chí về kết quả thực hiện nhiệm vụ', outOf: 70 },
] as const satisfies readonly { key: keyof CriteriaBody; name: string; outOf: number }[];
