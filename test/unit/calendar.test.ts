import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { dayInHanoi, inHanoi } from '../../src/calendar.ts';

const ownZone = process.env['TZ'];

afterEach(() => {
  if (ownZone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = ownZone;
});

describe.each(['UTC', 'Asia/Ho_Chi_Minh', 'America/Los_Angeles', 'Pacific/Kiritimati'])('on a server in %s', (zone) => {
  test.each([
    ['half past midnight on New Year’s Day is the new year', '2025-12-31T17:30:00Z', '2026-01-01'],
    ['a second before midnight is still the old year', '2025-12-31T16:59:59Z', '2025-12-31'],
    ['midnight itself is the new day', '2025-12-31T17:00:00Z', '2026-01-01'],
    ['an evening in Hà Nội is the same day', '2026-12-15T13:00:00Z', '2026-12-15'],
    ['the leap day is there', '2028-02-28T17:00:00Z', '2028-02-29'],
    ['after the leap day comes March', '2028-02-29T17:00:00Z', '2028-03-01'],
  ])('%s', (_, instant, day) => {
    process.env['TZ'] = zone;
    expect(dayInHanoi(new Date(instant))).toBe(day);
  });

  test('the clock of Hà Nội is read to the second', () => {
    process.env['TZ'] = zone;
    expect(inHanoi(new Date('2025-12-31T17:30:07Z'))).toEqual({
      year: 2026,
      month: 1,
      day: 1,
      hour: 0,
      minute: 30,
      second: 7,
    });
  });
});

test('the server’s own zone really changes in these tests', () => {
  process.env['TZ'] = 'UTC';
  const utc = new Date('2025-12-31T17:30:00Z').getFullYear();
  process.env['TZ'] = 'Asia/Ho_Chi_Minh';
  expect([utc, new Date('2025-12-31T17:30:00Z').getFullYear()]).toEqual([2025, 2026]);
});

test('every moment is the one that the zone’s own data gives', () => {
  const zone = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Asia/Ho_Chi_Minh',
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  const moments = fc.date({ min: new Date('1976-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(moments, (moment) => {
      const { hour, minute, second } = inHanoi(moment);
      const clock = [hour, minute, second].map((part) => String(part).padStart(2, '0')).join(':');
      expect(`${dayInHanoi(moment)} ${clock}`).toBe(zone.format(moment));
    }),
  );
});
