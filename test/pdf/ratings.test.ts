import { describe, expect, test } from 'vitest';
import { renderDocument, table } from '../../src/views/document.ts';
import { headOf } from '../../src/views/paper-head.ts';
import { formOn } from '../helpers/author.ts';
import { type ReadPage, readPdf, type ReadPdf, tagsOf } from '../helpers/pdf-reader.ts';
import { flowing, testRenderer } from '../helpers/printer.ts';
import {
  changeMember,
  countBallots,
  decideAll,
  handIn,
  handUpAs,
  propose,
  proposeAll,
  type RatingWorld,
  ratingWorld,
} from '../helpers/ratings.ts';

/** The papers of the ratings, read back as a reader would copy them. */
const renderer = testRenderer();

async function decidedWorld(rehearsal = false): Promise<RatingWorld> {
  const world = await ratingWorld({ pdf: renderer, rehearsal });
  await handIn(world, world.member);
  await countBallots(world, { [world.member.memberId]: { good: 3, completed: 1 } });
  await proposeAll(world);
  await handUpAs(world, world.secretary);
  await decideAll(world);
  return world;
}

async function paper(answer: Response): Promise<ReadPdf> {
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  return readPdf(new Uint8Array(await answer.arrayBuffer()));
}

async function again(world: RatingWorld): Promise<void> {
  const clerk = await world.as(world.clerk);
  const path = `${world.officeBranch}/muc/${world.member.memberId}`;
  const { thay = '' } = formOn(await (await clerk.get(path)).text());
  const answer = await clerk.post(`${path}/quyet-dinh-lai`, {
    thay,
    muc: 'completed',
    so: '52-QĐ/ĐU',
    ngay: '22/11/2026',
    noi: 'Ban Thường vụ Đảng ủy phường Thử Nghiệm',
    ly_do: 'Theo kết luận kiểm tra ngày 21-11-2026',
  });
  expect(answer.status).toBe(303);
}

function everyLetterInTinos(read: ReadPdf): void {
  const runs = read.pages.flatMap((page) => page.runs);
  expect(runs.filter(({ font, embedded }) => !font.startsWith('Tinos') || !embedded)).toEqual([]);
}

describe('the list of proposals', () => {
  test('is a landscape table in the official order, with every column a branch uses, and a draft until handed up', async () => {
    const world = await ratingWorld({ pdf: renderer });
    await handIn(world, world.member);
    await countBallots(world, { [world.member.memberId]: { good: 3, completed: 1 } });
    const browser = await world.as(world.secretary);
    await propose(world, browser, world.member, { co_quan: 'good', chi_uy: 'good', chi_bo: 'good' });
    const read = await paper(await browser.get(`${world.table}/danh-sach.pdf`));
    const [page] = read.pages;
    expect(Math.round(page?.width ?? 0)).toBe(297);
    const text = flowing(read.text);
    expect(text).toContain('DANH SÁCH');
    expect(text).toContain('đề xuất xếp loại chất lượng năm 2026');
    expect(text).toContain('Dự thảo');
    expect(tagsOf(page as ReadPage, 'TH').map((tag) => flowing(tag.text).trim())).toEqual([
      'Stt',
      'Họ và tên, chức vụ',
      'Tự nhận',
      'Cơ quan xếp loại',
      'Chi ủy đề xuất',
      'Phiếu của chi bộ',
      'Chi bộ đề xuất',
    ]);
    const names = ['Tập thể Chi bộ Số 1', 'Lê Văn Thư', 'Ngô Thị Phó', 'Đỗ Văn Ủy', 'Phạm Thị Viên'];
    const places = names.map((name) => text.indexOf(name));
    expect(places.every((place, index) => place > (places[index - 1] ?? -1))).toBe(true);
    expect(text).toContain('(hợp lệ 4)');
    expect(text).toContain('T/M CHI ỦY');
    expect(text).toContain('BÍ THƯ');
    const right = Math.max(...(page?.runs ?? []).map((run) => run.right));
    expect(right).toBeLessThanOrEqual(297 - 20 + 0.5);
    everyLetterInTinos(read);
  });

  test('with every column it can have still leaves room for a name on one line', async () => {
    const world = await ratingWorld({ pdf: renderer });
    await proposeAll(world);
    const all = { co_quan: 'not-completed', chi_uy: 'excellent', doan_the: 'excellent', chi_bo: 'excellent' };
    await propose(world, await world.as(world.secretary), world.member, { ...all, ly_do: 'Thống nhất.' });
    await handUpAs(world, world.secretary);
    await decideAll(world);
    const read = await paper(await (await world.as(world.clerk)).get(`${world.officeBranch}/danh-sach.pdf`));
    const [page] = read.pages as [ReadPage];
    expect(tagsOf(page, 'TH').filter((tag) => tag.text.includes('Ý kiến đoàn thể'))).toHaveLength(1);
    const runs = read.pages.flatMap((each) => each.runs);
    expect(runs.map((run) => run.text)).toEqual(expect.arrayContaining(['Phạm Thị Viên', 'Ngô Thị Phó']));
    expect(Math.max(...runs.map((run) => run.right))).toBeLessThanOrEqual(277.5);
  });

  test('of decisions carries level and number, and every branch that has handed up', async () => {
    const world = await decidedWorld();
    const clerk = await world.as(world.clerk);
    for (const path of [`${world.officeAll}/danh-sach.pdf`, `${world.officeBranch}/danh-sach.pdf`]) {
      const text = flowing((await paper(await clerk.get(path))).text);
      expect(text).toContain('PHƯỜNG THỬ NGHIỆM');
      expect(text).toContain('số 45-QĐ/ĐU');
      expect(text).toContain('T/M BAN THƯỜNG VỤ');
      expect(text).not.toContain('Chi bộ Số 2');
    }
  });
});

test.each([{ landscape: true }, { landscape: false }])(
  'a signature under a long table stands with its last rows, never alone (landscape $landscape)',
  async ({ landscape }) => {
    const columns = [
      { label: 'Stt', width: '11mm', align: 'center' },
      { label: 'Họ và tên', width: '100mm', align: 'left' },
    ] as const;
    for (const count of [48, 49, 52, 60, 63, 71]) {
      const rows = Array.from({ length: count }, (_, index) => [String(index + 1), `Người Thứ ${index + 1}\nTổ viên`]);
      const signatures = [{ authority: 'T/M CHI BỘ', post: 'BÍ THƯ', note: '', name: 'Nguyễn Thị Ký' }];
      const document = {
        formLabel: null,
        head: headOf(null, null),
        kindPhrases: ['DANH SÁCH'],
        subjectLines: [],
        hyphens: false,
        addressees: [],
        blocks: [table(columns, rows)],
        signatures,
        recipients: [],
      };
      const sheet = { documentTitle: 'Danh sách', stamp: null, twoSided: false, landscape, documents: [document] };
      const read = await readPdf(await renderer.render(renderDocument(sheet)));
      const last = flowing(read.pages.at(-1)?.text ?? '');
      expect(last).toContain(`Người Thứ ${count - 1} `);
      expect(last).toContain(`Người Thứ ${count} `);
      expect(last).toMatch(/T\/M CHI BỘ BÍ THƯ Nguyễn Thị Ký$/);
    }
  },
);

describe('notices', () => {
  test('come one on a page, each with the own name and level and nobody else’s', async () => {
    const world = await decidedWorld();
    await changeMember(world, world.deputy, { birth_date: '1950' });
    const read = await paper(await (await world.as(world.clerk)).get(`${world.officeBranch}/thong-bao.pdf`));
    expect(read.pages).toHaveLength(5);
    const names = ['Chi bộ Số 1', 'Lê Văn Thư', 'Ngô Thị Phó', 'Đỗ Văn Ủy', 'Phạm Thị Viên'];
    for (const [index, page] of read.pages.entries()) {
      const text = flowing(page.text);
      expect(text).toContain('THÔNG BÁO');
      expect(text).toContain('kết quả đánh giá, xếp loại năm 2026');
      expect(text).toContain('Quyết định số 45-QĐ/ĐU, ngày 21-11-2026, của Ban Thường vụ Đảng ủy phường Thử Nghiệm');
      expect(text).toContain(names[index]);
      const others = names.slice(1).filter((name) => name !== names[index]);
      expect(others.filter((name) => text.includes(name))).toEqual([]);
    }
    expect(flowing(read.pages[2]?.text ?? '')).toContain('sinh năm 1950');
    expect(flowing(read.pages[4]?.text ?? '')).toContain('Số ……-TB/ĐU');
    everyLetterInTinos(read);
  });

  test('of a level that was changed name both decisions and why', async () => {
    const world = await decidedWorld();
    await again(world);
    const browser = await world.as(world.member);
    const [first] = (await browser.get('/')).headers.get('location')?.match(/\/ban-kiem-diem\/.*/) ?? [];
    const home = await (await browser.get(first ?? '/')).text();
    const href = /href="(\/xep-loai\/[^"]*thong-bao\.pdf)"/.exec(home)?.[1] ?? '';
    const read = await paper(await browser.get(href));
    expect(read.pages).toHaveLength(1);
    const text = flowing(read.text);
    expect(text).toContain('Phạm Thị Viên, sinh ngày 19-5-1968, sinh hoạt tại Chi bộ Số 1: Hoàn thành nhiệm vụ.');
    expect(text).toContain('Mức này thay mức Hoàn thành tốt nhiệm vụ tại Quyết định số 45-QĐ/ĐU, ngày 21-11-2026.');
    expect(text).toContain('Lý do: Theo kết luận kiểm tra ngày 21-11-2026.');
  });

  test('are none before anybody is decided', async () => {
    const world = await ratingWorld({ pdf: renderer });
    await proposeAll(world);
    await handUpAs(world, world.secretary);
    expect((await (await world.as(world.clerk)).get(`${world.officeBranch}/thong-bao.pdf`)).status).toBe(404);
  });
});

describe('Mẫu 03', () => {
  test('is the decision in the official layout: label, number, grounds, articles, who signs', async () => {
    const world = await decidedWorld(true);
    await again(world);
    const clerk = await world.as(world.clerk);
    const page = await (await clerk.get(`${world.officeBranch}/muc/${world.member.memberId}`)).text();
    const href = /href="([^"]*mau-03\.pdf)"/.exec(page)?.[1] ?? '';
    const read = await paper(await clerk.get(href));
    expect(read.title).toBe('Quyết định số 52-QĐ/ĐU về việc đánh giá, xếp loại lại');
    const text = flowing(read.text);
    const order = [
      'Mẫu 03-HD KĐ.ĐG 2025',
      'ĐẢNG CỘNG SẢN VIỆT NAM',
      'Số 52-QĐ/ĐU',
      'QUYẾT ĐỊNH',
      'về việc đánh giá, xếp loại lại',
      'Quy định số 366-QĐ/TW',
      'Xét Quyết định số 45-QĐ/ĐU, ngày 21-11-2026',
      'BAN THƯỜNG VỤ ĐẢNG ỦY PHƯỜNG THỬ NGHIỆM',
      'QUYẾT ĐỊNH:',
      'Điều 1.',
      'Điều 2. Lý do: Theo kết luận kiểm tra ngày 21-11-2026.',
      'Điều 3.',
      'T/M BAN THƯỜNG VỤ',
    ];
    const places = order.map((words) => text.indexOf(words));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((left, right) => left - right));
    expect(text).toContain(
      'đồng chí Phạm Thị Viên, sinh ngày 19-5-1968, sinh hoạt tại Chi bộ Số 1: Hoàn thành nhiệm vụ.',
    );
    expect(text).toContain('Hà Nội, ngày 22 tháng 11 năm 2026');
    expect(text).toContain('BẢN TẬP HUẤN');
    everyLetterInTinos(read);
  });

  test('is no paper of a first decision', async () => {
    const world = await decidedWorld();
    const row = await world.deps.store.db.selectFrom('rating_decision').orderBy('id').select('id').executeTakeFirst();
    const clerk = await world.as(world.clerk);
    expect((await clerk.get(`${world.officeBranch}/quyet-dinh/${row?.id}/mau-03.pdf`)).status).toBe(404);
  });
});
