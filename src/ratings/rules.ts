import type { CampaignSettings } from '../campaigns/settings.ts';
import type { FormLevel } from '../forms/version.ts';

/** Decisions about levels that need no database. A level is named by its key in the form version. */

/** The branch itself as a subject of ballots and ratings; every other subject is a member's id. */
export const COLLECTIVE = 'collective';
export const NOT_COMPLETED = 'not-completed';

type Named = Pick<FormLevel, 'key' | 'label'>;

/** "Hoàn thành tốt nhiệm vụ" → "Tốt", "Hoàn thành nhiệm vụ" → "Hoàn thành": tables have no room for more. */
export function shortLevel(levels: readonly Named[], key: string): string {
  const short = labelOf(levels, key)
    .replace(/ nhiệm vụ$/, '')
    .replace(/^Hoàn thành (?=.)/, '');
  return short.charAt(0).toLocaleUpperCase('vi') + short.slice(1);
}

export function labelOf(levels: readonly Named[], key: string): string {
  return levels.find((level) => level.key === key)?.label ?? '';
}

/** Forms list their levels from the best down. Unknown levels stand above and below nothing. */
export function isAbove(levels: readonly FormLevel[], one: string, other: string): boolean {
  const [left, right] = [one, other].map((key) => levels.findIndex((level) => level.key === key));
  return left !== undefined && right !== undefined && left >= 0 && right >= 0 && left < right;
}

export interface Ballot {
  issued: number;
  returned: number;
  valid: number;
  invalid: number;
  votes: readonly { level: string; votes: number }[];
}

/**
 * The level that has the votes the campaign's settings ask for: "quá một nửa" where the share is a half, "từ" that
 * share on otherwise. null: none has, or nobody knows yet of how many.
 */
export function passedLevel(
  ballot: Pick<Ballot, 'votes'>,
  among: number | null,
  pass: CampaignSettings['pass'],
): string | null {
  if (among === null || among === 0) return null;
  const enough = ({ votes }: { votes: number }) =>
    isHalf(pass) ? votes * pass.of > among * pass.parts : votes * pass.of >= among * pass.parts;
  return ballot.votes.find((each) => each.votes > 0 && enough(each))?.level ?? null;
}

function isHalf({ of, parts }: { of: number; parts: number }): boolean {
  return parts * 2 === of;
}

/** "quá 1/2 số đảng viên chính thức" */
export function passWords(pass: CampaignSettings['pass']): string {
  const share = `${isHalf(pass) ? 'quá' : 'từ'} ${pass.parts}/${pass.of}`;
  const among = pass.among === 'official' ? 'được triệu tập' : 'có mặt';
  return `${share} số đảng viên chính thức ${among}`;
}

/** What a branch still lacks when it hands its proposals up; it may go with a reason. */
export interface HandUpGaps {
  withoutLevel: string[];
  withoutBallot: string[];
  withoutReview: string[];
  /** A warning stands beside the level and nobody has said why it is proposed all the same. */
  withoutReason: string[];
  /** Groups over their cap, in words. */
  overCap: string[];
}

export function hasGaps(gaps: HandUpGaps): boolean {
  return Object.values(gaps).some((names: string[]) => names.length > 0);
}

/** Spaces and a leading "Số" are the typist's, not the document's: "Số 45 - QĐ/ĐU" → "45-QĐ/ĐU". */
export function documentNumber(typed: string): string {
  return typed
    .replace(/^số\s*[:.]?\s*/i, '')
    .replace(/\s*([-–/])\s*/g, '$1')
    .replaceAll('–', '-')
    .trim();
}
