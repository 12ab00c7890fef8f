import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backupIsDue, worriesAbout } from '../../src/operation/rules.ts';
import type { NewestRuns, RunRow } from '../../src/operation/queries.ts';

function at(time: string): Date {
  return new Date(time);
}

describe('a daily backup at 22:00 in Hà Nội (15:00 UTC)', () => {
  test.each([
    ['is made at once on a server that never made one', '2026-11-25T02:00:00Z', null, null, true],
    ['is due at the minute', '2026-11-25T15:00:00Z', '2026-11-24T15:00:05Z', '2026-11-24T15:00:05Z', true],
    ['is not due a second before', '2026-11-25T14:59:59Z', '2026-11-24T15:00:05Z', '2026-11-24T15:00:05Z', false],
    ['is not made twice', '2026-11-25T15:00:40Z', '2026-11-25T15:00:05Z', '2026-11-25T15:00:05Z', false],
    [
      'is made in the morning when the machine was off at night',
      '2026-11-26T01:00:00Z',
      '2026-11-24T15:00:05Z',
      null,
      true,
    ],
    [
      'is made though one by hand was made just before',
      '2026-11-25T15:00:00Z',
      '2026-11-25T14:50:00Z',
      '2026-11-25T14:50:00Z',
      true,
    ],
    ['that failed waits an hour', '2026-11-25T15:50:00Z', '2026-11-24T15:00:05Z', '2026-11-25T15:00:05Z', false],
    [
      'that failed is tried again after an hour',
      '2026-11-25T16:00:06Z',
      '2026-11-24T15:00:05Z',
      '2026-11-25T15:00:05Z',
      true,
    ],
  ])('%s', (_what, now, lastGood, lastTried, due) => {
    const given = { lastGood: lastGood ? at(lastGood) : null, lastTried: lastTried ? at(lastTried) : null };
    expect(backupIsDue({ at: '22:00', now: at(now), ...given })).toBe(due);
  });

  test('whatever the hour set, a good backup of now is due again in a day at the latest, and never before that hour', () => {
    const anyTime = fc.date({ min: at('2026-01-01T00:00:00Z'), max: at('2030-01-01T00:00:00Z'), noInvalidDate: true });
    fc.assert(
      fc.property(anyTime, fc.integer({ min: 0, max: 1439 }), (now, minute) => {
        const clock = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
        const asked = (later: number) =>
          backupIsDue({ at: clock, now: new Date(now.getTime() + later), lastGood: now, lastTried: now });
        expect(asked(0)).toBe(false);
        expect(asked(24 * 3_600_000)).toBe(true);
      }),
    );
  });
});

describe('an administrator is told', () => {
  const NOW = at('2026-11-25T03:00:00Z');
  const ago = (days: number) => new Date(NOW.getTime() - days * 86_400_000).toISOString();
  const row = (kind: RunRow['kind'], days: number, ok = 1): RunRow => ({
    ...{ id: '1', kind, at: ago(days), ok, file_name: 'tu-soi-20261124-2200.tsbackup', bytes: 1, counts: '{}' },
    detail: ok ? 'Đã đọc lại.' : 'Ổ đĩa đã đầy.',
  });
  const well = {
    backup: row('backup', 0.5),
    goodBackup: row('backup', 0.5),
    drill: row('drill', 10),
    goodDrill: row('drill', 10),
  };
  const none: NewestRuns = { backup: undefined, goodBackup: undefined, drill: undefined, goodDrill: undefined };
  const told = (
    runs: Partial<NewestRuns>,
    more: { at?: string | null; hindrance?: string; rehearsal?: boolean } = {},
  ) =>
    worriesAbout({
      ...{ runs: { ...well, ...runs }, at: more.at === undefined ? '22:00' : more.at, now: NOW },
      ...{ hindrance: more.hindrance ?? null, rehearsal: more.rehearsal ?? false },
    }).map(({ what, todo }) => `${what} ${todo}`);

  test('nothing while all is well', () => expect(told({})).toEqual([]));
  test('nothing of two days, something after them', () => {
    expect(told({ backup: row('backup', 1.9), goodBackup: row('backup', 1.9) })).toEqual([]);
    const [words] = told({ backup: row('backup', 2.1), goodBackup: row('backup', 2.1) });
    expect(words).toContain('đã 2 ngày, dù đã đặt sao lưu hằng ngày lúc 22:00');
    expect(words).toContain('Sao lưu ngay');
  });
  test('that the last one failed, with why', () => {
    expect(told({ backup: row('backup', 0.1, 0) })).toEqual(['Lần sao lưu gần nhất không thành. Ổ đĩa đã đầy.']);
  });
  test('that there is none at all, and no drill is asked for before there is', () => {
    expect(told(none)).toEqual([expect.stringContaining('Chưa có bản sao lưu nào.')]);
  });
  test('that no time is set once the last copy is old', () => {
    expect(told({}, { at: null })).toEqual([]);
    expect(told({ goodBackup: row('backup', 3) }, { at: null })[0]).toContain('đặt giờ sao lưu hằng ngày');
  });
  test('of a drill after 90 days, and of one that failed', () => {
    expect(told({ goodDrill: row('drill', 89.9) })).toEqual([]);
    expect(told({ goodDrill: row('drill', 91) })[0]).toContain('Đã 91 ngày chưa diễn tập khôi phục');
    expect(told({ goodDrill: undefined, drill: undefined })[0]).toContain('Chưa diễn tập khôi phục lần nào');
    expect(told({ drill: row('drill', 1, 0) })[0]).toContain('không đạt');
  });
  test('what is missing for a copy, in the words of the check', () => {
    expect(told({}, { hindrance: 'Chưa có mật khẩu.' })).toEqual(['Chưa sao lưu được. Chưa có mật khẩu.']);
  });
  test('nothing in a rehearsal', () => expect(told(none, { rehearsal: true, hindrance: 'x' })).toEqual([]));
});
