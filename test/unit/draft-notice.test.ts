import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayBefore, isWorkingDay, workingDaysBetween } from '../../src/calendar.ts';
import { CampaignSettings } from '../../src/campaigns/settings.ts';
import { isInTime, lastDayInTime, needsReason, noticeOf, noticeWords } from '../../src/reviews/draft-notice.ts';

const rule = CampaignSettings.parse({});

describe('working days between sending and the meeting', () => {
  it.each([
    // 03-12-2026 is a Thursday, 05-12 a Saturday: only the Friday lies between.
    ['2026-12-03', '2026-12-05', 1],
    ['2026-12-01', '2026-12-05', 3],
    ['2026-11-30', '2026-12-05', 4],
    // The day of sending and that of the meeting are not counted.
    ['2026-12-03', '2026-12-04', 0],
    ['2026-12-04', '2026-12-04', 0],
    ['2026-12-05', '2026-12-04', 0],
    // A weekend counts for nothing.
    ['2026-12-04', '2026-12-07', 0],
    ['2026-12-04', '2026-12-08', 1],
    // Tết Dương lịch, a Friday in 2027.
    ['2026-12-31', '2027-01-04', 0],
    ['2026-12-30', '2027-01-04', 1],
    ['2026-12-28', '2027-01-04', 3],
    // Across a leap day.
    ['2028-02-28', '2028-03-01', 1],
  ])('from %s to %s are %d', (from, to, days) => {
    expect(workingDaysBetween(from, to, [])).toBe(days);
  });

  it('leave out the days off that the committee has set', () => {
    expect(workingDaysBetween('2026-11-20', '2026-11-27', [])).toBe(4);
    expect(workingDaysBetween('2026-11-20', '2026-11-27', ['2026-11-24'])).toBe(3);
    expect(isWorkingDay('2026-11-24', ['2026-11-24'])).toBe(false);
  });

  const day = fc.date({ min: new Date('2025-01-01'), max: new Date('2029-12-31'), noInvalidDate: true }).map((date) => {
    return date.toISOString().slice(0, 10);
  });

  it('grow by five with every week that has no holiday, whatever day it begins on', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 60 }), (from, length) => {
        const at = (days: number) => new Date(Date.parse(from) + days * 86_400_000).toISOString().slice(0, 10);
        const week = [0, 1, 2, 3, 4, 5, 6].map((more) => at(length + more).slice(5));
        fc.pre(!week.some((one) => ['01-01', '04-30', '05-01', '09-02'].includes(one)));
        const days = workingDaysBetween(from, at(length), []);
        expect(days).toBeLessThanOrEqual(length - 1);
        expect(workingDaysBetween(from, at(length + 7), []) - days).toBe(5);
      }),
    );
  });

  it('never count a Saturday, a Sunday or 1 January, and one day off more takes away one day at most', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 40 }), day, (from, length, off) => {
        const to = new Date(Date.parse(from) + length * 86_400_000).toISOString().slice(0, 10);
        const counted = [];
        for (let one = dayBefore(to); one > from; one = dayBefore(one)) if (isWorkingDay(one, [])) counted.push(one);
        expect(workingDaysBetween(from, to, [])).toBe(counted.length);
        expect(counted.every((one) => ![0, 6].includes(new Date(one).getUTCDay()) && !one.endsWith('-01-01'))).toBe(
          true,
        );
        const less = workingDaysBetween(from, to, [off]);
        expect(counted.length - less).toBe(counted.includes(off) ? 1 : 0);
      }),
    );
  });

  it('leave a last day in time: that day is in time, the next is not', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 10 }), (meetingOn, draftDays) => {
        const set = { ...rule, draftDays };
        const last = lastDayInTime(meetingOn, set);
        const next = new Date(Date.parse(last) + 86_400_000).toISOString().slice(0, 10);
        expect(isInTime(noticeOf(last, meetingOn, set))).toBe(true);
        expect(isInTime(noticeOf(next, meetingOn, set))).toBe(false);
      }),
    );
  });
});

describe('the notice', () => {
  it('says plainly how many working days are left, and what the rule asks', () => {
    const late = noticeOf('2026-12-03', '2026-12-05', rule);
    expect(noticeWords(late, '2026-12-03')).toBe(
      'Họp ngày 05/12/2026, gửi hôm nay 03/12/2026: còn 1 ngày làm việc, quy định ít nhất 3.',
    );
    expect(noticeWords(noticeOf('2026-11-30', '2026-12-05', rule), '2026-12-02')).toBe(
      'Họp ngày 05/12/2026, gửi ngày 30/11/2026: trước 4 ngày làm việc, quy định ít nhất 3.',
    );
    expect(noticeWords(noticeOf('2026-12-03', '2026-12-05', { ...rule, draftDays: 0 }), '2026-12-03')).toBe(
      'Họp ngày 05/12/2026, gửi hôm nay 03/12/2026: còn 1 ngày làm việc.',
    );
  });

  it.each([
    ['in time', '2026-12-01', [], 3, false],
    ['late', '2026-12-02', [], 3, true],
    ['late, where the committee asks for two days', '2026-12-02', [], 2, false],
    ['a second draft after one in time', '2026-12-04', ['2026-11-27'], 3, false],
    ['a second draft after a late one', '2026-12-04', ['2026-12-02'], 3, true],
    ['sent on the day of the meeting', '2026-12-05', [], 3, true],
  ])('asks for a reason or not: %s', (_what, today, earlier, draftDays, asks) => {
    const set = { ...rule, draftDays };
    expect(needsReason(noticeOf(today, '2026-12-05', set), earlier, set)).toBe(asks);
  });
});
