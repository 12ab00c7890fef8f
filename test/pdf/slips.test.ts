import { describe, expect, test } from 'vitest';
import { renderSlips, slipsPaper } from '../../src/units/print.ts';
import { readPdf, type ReadPdf } from '../helpers/pdf-reader.ts';
import { flowing, testRenderer } from '../helpers/printer.ts';

const renderer = testRenderer();
const LONG = `Tôn Nữ ${'Công Tằng Huyền Trân '.repeat(3)}Châu Ngọc`.slice(0, 80);

async function print(count: number, more: Partial<Parameters<typeof slipsPaper>[0]> = {}): Promise<ReadPdf> {
  const slips = Array.from({ length: count }, (_, index) => ({
    fullName: index === 0 ? LONG : `Nguyễn Thị Thử ${index}`,
    userName: index === 0 ? 'ton.nu.cong.tang.huyen.tran.cong.tang.hu' : `nguyen.thi.thu${index}`,
    code: `EE${String(index).padStart(2, '0')}-HWTK-WT62`,
    validUntil: '2026-12-06T02:41:00.000Z',
  }));
  const paper = slipsPaper({
    unit: 'Chi bộ Trường Trung học cơ sở Nguyễn Thượng Hiền, phường Hoa Sữa, thành phố Hà Nội',
    address: 'http://may-chu-dang-uy.phuong-hoa-sua.lan:2424',
    rehearsal: false,
    slips,
    leftOut: [],
    ...more,
  });
  return readPdf(await renderer.render(renderSlips(paper)));
}

describe('slips to be cut out', () => {
  test('stand eight on a page, each whole, in Tinos, with everything it takes to sign in', async () => {
    const paper = await print(20);
    expect(paper.pages).toHaveLength(3);
    expect(paper.pages.map(({ text }) => text.split('PHIẾU ĐĂNG NHẬP').length - 1)).toEqual([8, 8, 4]);
    const text = flowing(paper.text);
    for (let index = 1; index < 20; index += 1) {
      expect(text).toContain(`nguyen.thi.thu${index}`);
      expect(text).toContain(`EE${String(index).padStart(2, '0')}-HWTK-WT62`);
    }
    expect(text.split('Chọn mật khẩu của riêng mình, rồi hủy phiếu.').length - 1).toBe(20);
    expect(text).toContain('09:41:00 ngày 06/12/2026');
    expect(text).toContain('http://may-chu-dang-uy');
    const runs = paper.pages.flatMap((page) => page.runs);
    expect(runs.filter(({ font, embedded }) => !font.startsWith('Tinos') || !embedded)).toEqual([]);
    expect([paper.lang, paper.tagged]).toEqual(['vi', true]);
  });

  test('a name of 80 letters and a long address stay inside their slip, the steps too', async () => {
    const paper = await print(3);
    const [page] = paper.pages;
    const runs = page?.runs ?? [];
    const left = runs.filter(({ x, baseline }) => x < 104 && baseline < 8 + 69.5);
    expect(flowing(left.map(({ text }) => text).join(' '))).toContain('rồi hủy phiếu.');
    expect(left.filter(({ right }) => right > 104)).toEqual([]);
    expect(Math.max(...left.map(({ baseline }) => baseline))).toBeLessThan(8 + 69.5 - 2);
  });

  test('the rehearsal’s carry its stamp; who has none is named on a page of its own', async () => {
    const leftOut = [{ name: 'Trần Văn Mẫu', reason: 'Tài khoản đang khóa.' }];
    const paper = await print(8, { rehearsal: true, leftOut });
    expect(paper.pages).toHaveLength(2);
    for (const page of paper.pages) expect(page.text).toContain('BẢN TẬP HUẤN – KHÔNG CÓ GIÁ TRỊ');
    expect(paper.pages[1]?.text).toContain('Trần Văn Mẫu: Tài khoản đang khóa.');
    expect((await print(1)).text).not.toContain('TẬP HUẤN');
  });
});
