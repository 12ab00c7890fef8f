import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Comments,
  commentsOf,
  commentWords,
  isNoted,
  isTooEarly,
  noted,
  type Noting,
} from '../../src/residence/rules.ts';

const day = fc.constantFrom('2026-11-20', '2026-11-21', '2026-11-22');
const noting: fc.Arbitrary<Noting> = fc.oneof(
  fc.record({ act: fc.constant('requested' as const), day }),
  fc.record({ act: fc.constant('received' as const), day }),
  fc.record({ act: fc.constant('exempt' as const), note: fc.constantFrom('a', 'b') }),
  fc.constant({ act: 'undo' as const }),
);
const standing = fc.constantFrom('leader' as const, 'no_post' as const, 'outside' as const);

function after(before: Comments, what: Noting, who: 'leader' | 'no_post' | 'outside'): Comments {
  const to = noted(before, what);
  return to ? { ...to, version: before.version + 1 } : commentsOf({ standing: who }, undefined);
}

test('whatever was noted before, noting leaves it as wanted, and noting it again changes nothing', () => {
  fc.assert(
    fc.property(standing, fc.array(noting, { maxLength: 6 }), noting, (who, earlier, last) => {
      const before = earlier.reduce((state, what) => after(state, what, who), commentsOf({ standing: who }, undefined));
      const now = after(before, last, who);
      expect(isNoted(now, last)).toBe(true);
      expect(isNoted(after(now, last, who), last)).toBe(true);
      if (last.act === 'undo') expect(now).toEqual(commentsOf({ standing: who }, undefined));
      // Received comments keep the day on which they were asked for.
      if (last.act === 'received') expect(now.requestedOn).toBe(before.requestedOn);
      expect(isTooEarly(before, last)).toBe(
        last.act === 'received' && before.requestedOn !== null && last.day < before.requestedOn,
      );
    }),
  );
});

test.each<[Partial<Comments>, string]>([
  [{ state: 'open' }, 'Chưa gửi'],
  [{ state: 'requested', requestedOn: '2026-11-05' }, 'Đã gửi ngày 05/11/2026'],
  [{ state: 'received', requestedOn: '2026-11-05', receivedOn: '2026-11-20' }, 'Đã nhận ngày 20/11/2026'],
  [{ state: 'exempt', note: 'ốm dài ngày' }, 'Được miễn: ốm dài ngày'],
])('%j reads “%s”', (some, words) => {
  expect(commentWords({ state: 'open', requestedOn: null, receivedOn: null, note: '', version: 1, ...some })).toBe(
    words,
  );
});
