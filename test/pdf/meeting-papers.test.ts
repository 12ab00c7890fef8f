import { describe, expect, test } from 'vitest';
import type { Gathered } from '../../src/meetings/gathered.ts';
import { ballotPaper, renderBallots } from '../../src/meetings/print-ballots.ts';
import { countPaper } from '../../src/meetings/print-count.ts';
import { invitationPaper } from '../../src/meetings/print-invitation.ts';
import { minutesPaper } from '../../src/meetings/print-minutes.ts';
import { renderDocument } from '../../src/views/document.ts';
import { count, gatheredOf, meetingRow, note, PEOPLE, personId, season, votes } from '../fixtures/meeting.ts';
import { readPdf, type ReadPdf, tagsOf } from '../helpers/pdf-reader.ts';
import { flowing, testRenderer } from '../helpers/printer.ts';

const renderer = testRenderer();
const STAMP = 'BẢN TẬP HUẤN – KHÔNG CÓ GIÁ TRỊ';
const SIGNER = { role: 'secretary' as const, display_name: 'Nguyễn Thị Thử' };
/** 80 letters. */
const LONG_NAME = 'Công Tằng Tôn Nữ Hoàng Thị Phương Thảo Nguyên Khánh Linh Bích Ngọc Diễm Quỳnh An';

async function print(html: string): Promise<ReadPdf> {
  return readPdf(await renderer.render(html));
}

/** The meeting of the fixture with everything recorded: two official members away in one way or another, one probationary. */
function held(changes: Parameters<typeof gatheredOf>[1] = {}): Gathered {
  return gatheredOf(PEOPLE, {
    counts: new Map([
      count('collective', {
        issued: 3,
        returned: 3,
        valid: 2,
        invalid: 1,
        votes: { excellent: 0, good: 2, completed: 0, 'not-completed': 0 },
      }),
      ...[0, 1, 2, 3, 4, 5].map((index) => count(personId(index), votes(index % 2, 3 - (index % 2)))),
    ]),
    notes: new Map([
      note('meeting', 'opening', 'Đồng chí Bí thư nêu mục đích cuộc họp.'),
      note('collective', 'remarks', 'Đ/c Ước: rút ngắn thời gian sinh hoạt.\nĐ/c Mẫu: nhất trí.'),
      note('collective', 'explanation', 'Chi ủy tiếp thu.'),
      note('collective', 'conclusion', 'Nhất trí bản kiểm điểm tập thể.'),
      note(personId(0), 'remarks', 'Còn nể nang khi phê bình.'),
      note('meeting', 'general', 'Đề nghị đảng ủy sớm có hướng dẫn.'),
      note('meeting', 'conclusion', 'Chi bộ hoàn thành kiểm điểm.'),
      note('meeting', 'ended', '11:30'),
      note('meeting', 'tellers', 'Lê Thị Ước\nTrần Văn Mẫu'),
    ]),
    ...changes,
  });
}

function lines(paper: ReadPdf): string[] {
  return paper.pages.flatMap((page) => page.lines.map(({ text }) => text.replace(/\s+/g, ' ')));
}

function everyRunIsTinos({ pages }: ReadPdf): void {
  const runs = pages.flatMap((page) => page.runs);
  expect(runs.filter(({ font, embedded }) => !font.startsWith('Tinos') || !embedded)).toEqual([]);
}

describe('giấy mời', () => {
  test('to all: one page with day, hour, place, chair, who is meant, and who signs', async () => {
    const paper = await print(
      renderDocument(invitationPaper(held(), { rehearsal: true, each: false, signer: SIGNER })),
    );
    expect(paper.pages).toHaveLength(1);
    const text = flowing(paper.text);
    for (const words of [
      'ĐẢNG CỘNG SẢN VIỆT NAM',
      'Số ……-GM/CB',
      'GIẤY MỜI',
      'Kính gửi: Các đồng chí đảng viên Chi bộ Tổ dân phố số 12',
      'Thời gian: 08 giờ 00, ngày 05 tháng 12 năm 2026.',
      'Địa điểm: Nhà văn hóa Tổ dân phố số 12.',
      'Chủ trì: đồng chí Nguyễn Thị Thử.',
      'toàn thể đảng viên chi bộ (6 chính thức, 1 dự bị)',
      '- Bỏ phiếu đánh giá, xếp loại chất lượng năm 2026.',
      'T/M CHI ỦY',
      'BÍ THƯ',
      'Nơi nhận:',
      STAMP,
    ]) {
      expect(text).toContain(words);
    }
    expect([paper.lang, paper.tagged, paper.title]).toEqual(['vi', true, 'Giấy mời họp chi bộ kiểm điểm năm 2026']);
    everyRunIsTinos(paper);
  });

  test('to each: a page for everybody who may come, by name, without a running number; nobody who is suspended', async () => {
    const people = [
      ...PEOPLE,
      { name: LONG_NAME },
      { name: 'Người Bị Đình Chỉ', exemption: 'suspended' as const, presence: null },
    ];
    const options = { rehearsal: false, each: true, signer: { role: 'deputy' as const, display_name: 'Trần Văn Mẫu' } };
    const paper = await print(renderDocument(invitationPaper(gatheredOf(people), options)));
    expect(paper.pages).toHaveLength(8);
    for (const [index, { name }] of [...PEOPLE, { name: LONG_NAME }].entries()) {
      const page = paper.pages[index];
      expect(flowing(page?.text ?? '')).toContain(`Kính gửi: Đồng chí ${name}`);
      expect(page?.lines[0]?.text).not.toMatch(/^\d+$/);
      expect(page?.text).toContain('PHÓ BÍ THƯ');
    }
    expect(paper.text).not.toContain('Đình Chỉ');
    expect(paper.text).not.toContain(STAMP);
  });

  test('printed again after the meeting leaves its own day to the hand', async () => {
    const late = held({ season: season({ today: '2026-12-20' }) });
    const paper = await print(
      renderDocument(invitationPaper(late, { rehearsal: false, each: false, signer: undefined })),
    );
    expect(flowing(paper.text)).toContain('ngày …… tháng …… năm ………');
  });
});

describe('biên bản', () => {
  test('tells time, place, who was there in numbers and who was away and why, every remark, and ends with two signatures', async () => {
    const paper = await print(renderDocument(minutesPaper(held(), { rehearsal: true })));
    const text = flowing(paper.text);
    for (const words of [
      'Số ……-BB/CB',
      'BIÊN BẢN Họp chi bộ kiểm điểm, đánh giá, xếp loại năm 2026',
      'Cuộc họp bắt đầu lúc 08 giờ 00, ngày 05 tháng 12 năm 2026, tại Nhà văn hóa Tổ dân phố số 12.',
      'Chủ trì: đồng chí Nguyễn Thị Thử.',
      'Thư ký: đồng chí Trần Văn Mẫu.',
      'Tổng số đảng viên của chi bộ: 7 (chính thức 6, dự bị 1).',
      'Có mặt: 4 (chính thức 3, dự bị 1).',
      'Vắng có lý do: 1 (Phạm Văn Đỗ: nằm viện).',
      'Vắng không có lý do: 0.',
      'Vũ Văn Xa: sinh hoạt tạm thời ở nơi khác; Đặng Văn Nghỉ: được miễn công tác và sinh hoạt đảng',
      'Đủ số người dự để họp: cần ít nhất 2/3, tức 3 trong 4 đảng viên chính thức phải dự, có mặt 3.',
      '1. Khai mạc Đồng chí Bí thư nêu mục đích cuộc họp.',
      '2. Kiểm điểm tập thể Ý kiến góp ý: Đ/c Ước: rút ngắn thời gian sinh hoạt. Đ/c Mẫu: nhất trí.',
      'Giải trình, tiếp thu: Chi ủy tiếp thu.',
      'Kết luận: Nhất trí bản kiểm điểm tập thể.',
      '3.1. Đồng chí Nguyễn Thị Thử, Bí thư chi bộ Ý kiến góp ý: Còn nể nang khi phê bình.',
      '4. Ý kiến chung Đề nghị đảng ủy sớm có hướng dẫn.',
      'Chi bộ hoàn thành kiểm điểm.',
      'Cuộc họp kết thúc lúc 11 giờ 30 cùng ngày.',
      'THƯ KÝ',
      'CHỦ TRÌ',
    ]) {
      expect(text).toContain(words);
    }
    for (const { name, exemption } of PEOPLE) if (exemption !== 'excused') expect(text).toContain(`Đồng chí ${name}`);
    for (const page of paper.pages) expect(page.text).toContain(STAMP);
    expect(paper.pages[1]?.lines[0]?.text).toBe('2');
    everyRunIsTinos(paper);
  });

  test('has every ballot total in its table', async () => {
    const rows = lines(await print(renderDocument(minutesPaper(held(), { rehearsal: false }))));
    expect(rows).toContain('1 Tập thể chi bộ 3 3 2 1 0 2 0 0');
    expect(rows).toContain('1 Nguyễn Thị Thử 3 3 3 0 0 3 0 0');
    expect(rows).toContain('2 Trần Văn Mẫu 3 3 3 0 1 2 0 0');
    expect(rows).toContain('6 Vũ Văn Xa 3 3 3 0 1 2 0 0');
  });

  test('is a draft until the meeting is closed', async () => {
    const draft = await print(renderDocument(minutesPaper(held(), { rehearsal: false })));
    expect(lines(draft)).toContain('Dự thảo');
    expect(draft.title).toContain('(dự thảo)');
    const closed = held({ meeting: meetingRow({ state: 'closed' }), open: false });
    const final = await print(renderDocument(minutesPaper(closed, { rehearsal: false })));
    expect(final.text).not.toContain('Dự thảo');
    expect(flowing(final.text)).toContain('Ý kiến góp ý: Không có ý kiến khác.');
  });
});

describe('biên bản kiểm phiếu', () => {
  test('has the tellers, every total, and a signature for each of them and the chair', async () => {
    const paper = await print(renderDocument(countPaper(held(), { rehearsal: true })));
    const text = flowing(paper.text);
    for (const words of [
      'BIÊN BẢN KIỂM PHIẾU',
      'Có mặt 3 đảng viên chính thức (và 1 đảng viên dự bị, không bỏ phiếu).',
      '1. Đồng chí Lê Thị Ước, tổ trưởng. 2. Đồng chí Trần Văn Mẫu.',
      'hơn một nửa của 4 đảng viên chính thức phải dự, tức 3 phiếu',
      'TỔ TRƯỞNG',
      'THÀNH VIÊN',
      'CHỦ TRÌ CUỘC HỌP',
      STAMP,
    ]) {
      expect(text).toContain(words);
    }
    const heads = paper.pages.flatMap((page) => tagsOf(page, 'TH')).map((tag) => flowing(tag.text).trim());
    expect(heads).toEqual(
      expect.arrayContaining(['Không hợp lệ', 'Hoàn thành xuất sắc nhiệm vụ', 'Không hoàn thành nhiệm vụ']),
    );
    const rows = lines(paper);
    for (const [index, { name, exemption }] of PEOPLE.entries()) {
      if (exemption === 'excused') continue;
      expect(rows).toContain(`${index + 1} ${name} 3 3 3 0 ${index % 2} ${3 - (index % 2)} 0 0`);
    }
    everyRunIsTinos(paper);
  });

  test('is a draft while somebody is not counted, or a count no longer fits those present', async () => {
    const isDraft = async (gathered: Gathered) =>
      lines(await print(renderDocument(countPaper(gathered, { rehearsal: false })))).includes('Dự thảo');
    expect(await isDraft(held())).toBe(false);
    expect(await isDraft(held({ counts: new Map([count('collective', votes(0, 3))]) }))).toBe(true);
    const tooMany = new Map([...held().counts, count(personId(0), votes(0, 4))]);
    expect(await isDraft(held({ counts: tooMany }))).toBe(true);
  });

  test('breaks no word of its narrow heads', async () => {
    const rows = lines(await print(renderDocument(countPaper(held(), { rehearsal: false }))));
    expect(rows.filter((line) => /(^| )(h|m|ng|i|n)( |$)/.test(line) && !/\d/.test(line))).toEqual([]);
  });
});

describe('blank ballots', () => {
  test('as many as asked for, all alike, with every name, a box for each level, and nothing that tells one from another', async () => {
    const people = [...PEOPLE, { name: LONG_NAME }];
    const paper = await print(renderBallots(ballotPaper(gatheredOf(people), 3, { rehearsal: true })));
    expect(paper.pages).toHaveLength(3);
    const [first, second, third] = paper.pages.map((page) => page.text);
    expect([second, third]).toEqual([first, first]);
    const text = flowing(first ?? '');
    for (const { name, exemption } of PEOPLE) expect(text.includes(name)).toBe(exemption !== 'excused');
    expect(text).toContain('Tập thể chi bộ');
    // The name fills several lines of its cell.
    for (const word of LONG_NAME.split(' ')) expect(text).toContain(word);
    for (const words of [
      'PHIẾU ĐÁNH GIÁ, XẾP LOẠI CHẤT LƯỢNG',
      'Năm 2026',
      'Không ký tên',
      'Dấu hoặc chữ ký của tổ',
      STAMP,
    ]) {
      expect(text).toContain(words);
    }
    expect(text).not.toContain('NaN');
    everyRunIsTinos(paper);
  });

  test('of a branch of one is one line and the collective', async () => {
    const paper = await print(
      renderBallots(ballotPaper(gatheredOf([{ name: 'Nguyễn Thị Duy Nhất' }]), 1, { rehearsal: false })),
    );
    expect(lines(paper).filter((line) => /^1 /.test(line))).toEqual(['1 Tập thể chi bộ', '1 Nguyễn Thị Duy Nhất']);
    expect(paper.text).not.toContain(STAMP);
  });
});

test('the papers of a branch of four hundred are printed whole, in seconds', { timeout: 120_000 }, async () => {
  const people = Array.from({ length: 400 }, (_, index) => ({ name: `Nguyễn Văn Thứ ${index + 1}` }));
  const counts = new Map(people.map((_, index) => count(personId(index), votes(50, 350))));
  const branch = gatheredOf(people, { counts });
  const timed = async (html: string): Promise<ReadPdf> => {
    const started = performance.now();
    const bytes = await renderer.render(html);
    expect(performance.now() - started).toBeLessThan(30_000);
    return readPdf(bytes);
  };
  const minutes = await timed(renderDocument(minutesPaper(branch, { rehearsal: false })));
  expect(lines(minutes)).toContain('400 Nguyễn Văn Thứ 400 400 400 400 0 50 350 0 0');
  const each = await timed(renderDocument(invitationPaper(branch, { rehearsal: false, each: true, signer: SIGNER })));
  expect(each.pages).toHaveLength(400);
  const ballots = await timed(renderBallots(ballotPaper(branch, 5, { rehearsal: false })));
  expect(lines(ballots).filter((line) => line === '400 Nguyễn Văn Thứ 400')).toHaveLength(5);
});
