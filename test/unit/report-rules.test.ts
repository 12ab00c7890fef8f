import { describe, expect, test } from 'vitest';
import { type CheckedSubject, type CheckFacts, findingsOf } from '../../src/reports/rules.ts';
import { checkedSubject, checkFactsOf } from '../fixtures/report.ts';

/** What a branch is told before its report, one spoiled thing at a time. */

const [collective, head, member] = checkFactsOf().subjects as [CheckedSubject, CheckedSubject, CheckedSubject];

function withMember(more: Partial<CheckedSubject>): Partial<CheckFacts> {
  return { subjects: [collective, head, checkedSubject(more)] };
}

function withDates(more: Partial<CheckFacts['dates']>): Partial<CheckFacts> {
  return { dates: { ...checkFactsOf().dates, ...more } };
}

const count = { issued: 9, returned: 9, valid: 9, invalid: 0, votes: { good: 9 } };

test('a branch where everything fits is told nothing', () => {
  expect(findingsOf(checkFactsOf())).toEqual([]);
});

describe('a branch is told, with the place to mend it:', () => {
  test.each<[string, Partial<CheckFacts>, string, object, string]>([
    ['nobody began', withMember({ review: 'none' }), 'review', { at: 'person', subject: 'p1' }, 'chưa viết'],
    ['a draft', withMember({ review: 'draft' }), 'review', { at: 'person', subject: 'p1' }, 'chưa nộp'],
    ['given back', withMember({ review: 'returned' }), 'review', { at: 'person', subject: 'p1' }, 'đang bổ sung'],
    [
      'no collective review',
      { subjects: [{ ...collective, review: 'none' }, head, member] },
      'review',
      { at: 'collective' },
      'Tập thể Chi bộ: chưa viết báo cáo kiểm điểm.',
    ],
    ['no ballots', withMember({ count: null }), 'ballot', { at: 'ballot', subject: 'p1' }, 'chưa ghi kết quả'],
    ['no meeting', { present: null }, 'ballot', { at: 'meeting' }, 'Chưa có cuộc họp'],
    [
      'more ballots than official members',
      withMember({ count: { ...count, issued: 10 } }),
      'sum',
      { at: 'ballot', subject: 'p1' },
      'Phát ra 10 phiếu, nhưng chỉ có 9 đảng viên chính thức dự họp. Đảng viên dự bị không biểu quyết',
    ],
    [
      'more returned than issued',
      withMember({ count: { ...count, issued: 8 } }),
      'sum',
      { at: 'ballot', subject: 'p1' },
      'Thu về 9 phiếu, nhưng chỉ phát ra 8',
    ],
    [
      'valid and invalid',
      withMember({ count: { ...count, invalid: 1 } }),
      'sum',
      { at: 'ballot', subject: 'p1' },
      'cộng lại là 10 phiếu, nhưng thu về 9',
    ],
    [
      'votes of the levels',
      withMember({ count: { ...count, votes: { good: 8 } } }),
      'sum',
      { at: 'ballot', subject: 'p1' },
      'các mức cộng lại là 8, nhưng có 9',
    ],
    [
      'ballots without anybody marked present, once for all',
      { present: { official: 0, probationary: 0 } },
      'sum',
      { at: 'attendance' },
      'chưa điểm danh ai có mặt',
    ],
    ['comments not asked for', withMember({ comments: 'open' }), 'residence', { at: 'residence' }, 'chưa gửi'],
    ['comments not come', withMember({ comments: 'requested' }), 'residence', { at: 'residence' }, 'chưa nhận được'],
    ['no level', withMember({ level: '' }), 'level', { at: 'rating', subject: 'p1' }, 'chưa ghi mức'],
    [
      'the head above the collective',
      { subjects: [collective, { ...head, level: 'excellent' }, member] },
      'head',
      { at: 'rating', subject: 'p0' },
      'Hoàn thành xuất sắc nhiệm vụ, cao hơn mức của tập thể (Hoàn thành tốt nhiệm vụ)',
    ],
    [
      'the cap, with its sum',
      { caps: [{ over: true, words: 'Nhóm 1: hiện tại 5 > 3 (20 % của 19, làm tròn xuống)' }] },
      'cap',
      { at: 'ratings' },
      'Nhóm 1: hiện tại 5 > 3 (20 % của 19, làm tròn xuống).',
    ],
    [
      'a draft sent late',
      withDates({ draftsSentOn: ['2026-12-02'] }),
      'date',
      { at: 'plan' },
      'gửi trước 2 ngày làm việc, quy định ít nhất 3',
    ],
    ['a late campaign', withDates({ dueOn: '2027-01-10' }), 'date', { at: 'board' }, 'sau ngày 31/12/2026'],
    [
      'handed up before the meeting',
      withDates({ handedUpOn: '2026-12-04' }),
      'date',
      { at: 'ratings' },
      'trước ngày họp 05/12/2026',
    ],
    [
      'decided before handed up',
      withDates({ decidedOn: '2026-12-07' }),
      'date',
      { at: 'ratings' },
      'Quyết định ngày 07/12/2026, trước ngày chi bộ chuyển bảng 08/12/2026',
    ],
    [
      'a report older than the meeting',
      withDates({ reportOn: '2026-12-04' }),
      'date',
      { at: 'report' },
      'Báo cáo ghi ngày 04/12/2026, trước ngày họp 05/12/2026',
    ],
  ])('%s', (_, more, kind, place, words) => {
    const findings = findingsOf(checkFactsOf(more));
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ kind, place });
    expect(findings[0]?.text).toContain(words);
  });
});

describe('a branch is not told of what is as it should be:', () => {
  test.each<[string, Partial<CheckFacts>]>([
    ['comments that are not needed', withMember({ comments: 'exempt' })],
    ['the collective above its head', { subjects: [{ ...collective, level: 'excellent' }, head, member] }],
    ['another member above the collective', withMember({ level: 'excellent' })],
    ['a head of a branch reviewed with the committee', { subjects: [{ ...head, level: 'excellent' }] }],
    ['a second draft sent late after a first in time', withDates({ draftsSentOn: ['2026-11-30', '2026-12-04'] })],
    ['the last day of the year', withDates({ dueOn: '2026-12-31' })],
    [
      'a meeting, a hand-up, a decision and a report of one day',
      withDates({
        meetingOn: '2026-12-05',
        handedUpOn: '2026-12-05',
        decidedOn: '2026-12-05',
        reportOn: '2026-12-05',
      }),
    ],
    ['days that are not there yet', withDates({ meetingOn: null, handedUpOn: null, decidedOn: null, reportOn: null })],
  ])('%s', (_, more) => {
    expect(findingsOf(checkFactsOf(more))).toEqual([]);
  });
});
