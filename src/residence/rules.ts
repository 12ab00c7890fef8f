import type { ResidenceCommentTable, Standing } from '../../db/schema.ts';
import { formatDate } from '../views/formats.ts';

/**
 * Nhận xét của cấp ủy nơi cư trú (Quy định 213-QĐ/TW): for each person whether it was asked for and has come. What it
 * says is never kept here.
 */
export interface Comments {
  state: 'open' | 'requested' | 'received' | 'exempt';
  requestedOn: string | null;
  receivedOn: string | null;
  note: string;
  /** 0: nothing was ever noted. */
  version: number;
}

type Stored = Pick<ResidenceCommentTable, 'state' | 'requested_on' | 'received_on' | 'note' | 'version'>;

/** Members outside the political system mostly belong to the branch where they live: there is nobody else to ask. */
export const LIVES_HERE = 'sinh hoạt ngay nơi cư trú';

/** Where a person stands; without anything noted, a member outside the political system is exempt. */
export function commentsOf(person: { standing: Standing }, stored: Stored | undefined): Comments {
  if (stored) {
    const { state, requested_on: requestedOn, received_on: receivedOn, note, version } = stored;
    return { state, requestedOn, receivedOn, note, version };
  }
  const nothing = { requestedOn: null, receivedOn: null, version: 0 };
  return person.standing === 'outside'
    ? { state: 'exempt', note: LIVES_HERE, ...nothing }
    : { state: 'open', note: '', ...nothing };
}

export const STATE_NAMES: Record<Comments['state'], string> = {
  open: 'Chưa gửi',
  requested: 'Đã gửi',
  received: 'Đã nhận',
  exempt: 'Được miễn',
};

/** "Đã gửi ngày 20/11/2026", "Được miễn: sinh hoạt ngay nơi cư trú". */
export function commentWords({ state, requestedOn, receivedOn, note }: Comments): string {
  const day = state === 'requested' ? requestedOn : state === 'received' ? receivedOn : null;
  const detail = day ? ` ngày ${formatDate(day)}` : state === 'exempt' && note ? `: ${note}` : '';
  return `${STATE_NAMES[state]}${detail}`;
}

/** What is noted for several people at once. */
export type Noting =
  | { act: 'requested' | 'received'; day: string }
  | { act: 'exempt'; note: string }
  /** Takes back what was noted. */
  | { act: 'undo' };

/** null where there is nothing left to note. */
export function noted(before: Comments, noting: Noting): Omit<Comments, 'version'> | null {
  switch (noting.act) {
    case 'requested':
      return { state: 'requested', requestedOn: noting.day, receivedOn: null, note: '' };
    case 'received':
      return { state: 'received', requestedOn: before.requestedOn, receivedOn: noting.day, note: '' };
    case 'exempt':
      return { state: 'exempt', requestedOn: null, receivedOn: null, note: noting.note };
    case 'undo':
      return null;
  }
}

/** Whether a person stands already as this would leave him: a second click changes nothing and is fine. */
export function isNoted(now: Comments, noting: Noting): boolean {
  const wanted = noted(now, noting);
  if (wanted === null) return now.version === 0;
  return (
    now.version > 0 &&
    now.state === wanted.state &&
    now.requestedOn === wanted.requestedOn &&
    now.receivedOn === wanted.receivedOn &&
    now.note === wanted.note
  );
}

/** Comments cannot have come before they were asked for. */
export function isTooEarly(before: Comments, noting: Noting): boolean {
  return noting.act === 'received' && before.requestedOn !== null && noting.day < before.requestedOn;
}
