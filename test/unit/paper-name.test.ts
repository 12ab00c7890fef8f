import { describe, expect, test } from 'vitest';
import { headOf, PAPER_NAME_LINES } from '../../src/views/paper-head.ts';
import { UnitForm } from '../../src/units/input.ts';
import { unitFormPage } from '../../src/units/view-forms.ts';

const LINES = ['CHI BỘ', 'TRƯỜNG TIỂU HỌC', 'THỬ NGHIỆM', 'SỐ 1'];

function typed(lines: readonly string[]) {
  return UnitForm.safeParse({ cap_tren: 'x', loai: 'branch', ten: 'Chi bộ Số 1', ten_van_ban: lines.join('\n') });
}

describe('the lines of a unit’s paper name that were broken by hand', () => {
  test('print just as the form took them', () => {
    const taken = typed(LINES.slice(0, PAPER_NAME_LINES));
    const issuerLines = (taken.data?.paperName ?? '').split('\n');
    expect(issuerLines).toEqual(LINES.slice(0, 3));
    const unit = { superiorLines: ['ĐẢNG ỦY PHƯỜNG'], issuerLines, place: 'Hà Nội', hasBranchCommittee: true };
    expect(headOf(unit, null).issuerLines).toEqual(issuerLines);
  });

  test('are sent back when a paper has no room for them', () => {
    expect(typed(LINES).error?.issues.map(({ message }) => message)).toEqual(['Tên trên văn bản nhiều nhất 3 dòng.']);
    expect(unitFormPage([], {}).paperName.hint).toContain('nhiều nhất 3 dòng');
  });
});
