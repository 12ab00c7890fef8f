import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { formOn, unescaped } from '../helpers/author.ts';
import { readPdf, type ReadPdf } from '../helpers/pdf-reader.ts';
import { flowing, testRenderer } from '../helpers/printer.ts';
import {
  changeMember,
  decideAll,
  handIn,
  handUpAs,
  propose,
  proposeAll,
  type RatingWorld,
  ratingWorld,
} from '../helpers/ratings.ts';

/** The committee's papers and its workbook, read back as a reader would. */
const renderer = testRenderer();

async function summedWorld(): Promise<RatingWorld> {
  const world = await ratingWorld({ pdf: renderer });
  await changeMember(world, world.sitting, { full_name: '=HYPERLINK("x")' });
  await handIn(world, world.member);
  await proposeAll(world);
  await propose(world, await world.as(world.secretary), world.deputy, { chi_bo: 'not-completed', ly_do: 'Đã bàn.' });
  await handUpAs(world, world.secretary);
  return world;
}

function home(world: RatingWorld): string {
  return `/quan-tri/dot/${world.campaignId}/tong-hop`;
}

async function paper(answer: Response): Promise<ReadPdf & { words: string }> {
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  const read = await readPdf(new Uint8Array(await answer.arrayBuffer()));
  return { ...read, words: flowing(read.text) };
}

async function recognise(world: RatingWorld, typed: Record<string, string>): Promise<Response> {
  const clerk = await world.as(world.clerk);
  const form = formOn(await (await clerk.get(`${home(world)}/quyet-dinh`)).text());
  return clerk.post(`${home(world)}/quyet-dinh.pdf`, { ...form, ...typed });
}

const AS_RECORDED = { so: '45-QĐ/ĐU', ngay: '21/11/2026', noi: 'Ban Thường vụ Đảng ủy phường Thử Nghiệm' };

describe('the report', () => {
  test('carries the figures, the office’s own words, and those not reviewed with their reasons', async () => {
    const world = await summedWorld();
    const clerk = await world.as(world.clerk);
    const form = formOn(await (await clerk.get(`${home(world)}/bao-cao`)).text());
    await clerk.post(`${home(world)}/bao-cao`, { ...form, danh_gia: 'Các chi bộ kiểm điểm nghiêm túc.' });
    const { words, title } = await paper(await clerk.get(`${home(world)}/bao-cao.pdf`));
    expect(title).toContain('Báo cáo kết quả kiểm điểm');
    expect(words).toMatch(/BÁO CÁO kết quả kiểm điểm, đánh giá, xếp loại chất lượng năm 2026/);
    expect(words).toContain('Số ……-BC/ĐU');
    expect(words).toContain('Dự thảo');
    expect(words).toContain('1 trên 2 chi bộ đã chuyển kết quả; chưa chuyển: Chi bộ Số 2.');
    expect(words).toContain('4 đảng viên: 1 đã kiểm điểm, 3 chưa kiểm điểm');
    expect(words).toContain('Các chi bộ kiểm điểm nghiêm túc.');
    expect(words).toMatch(/V\. Đảng viên chưa kiểm điểm.*Lê Văn Thư.*Chưa nộp bản kiểm điểm/);
    expect(words).not.toContain('nể nang');
  });
});

describe('the decision recognising the results', () => {
  test('lists what is decided under its number, each branch under its name, the collective first', async () => {
    const world = await summedWorld();
    await decideAll(world, { [`muc-${world.member.memberId}`]: '', ly_do: 'Ban Thường vụ xem xét từng trường hợp.' });
    const read = await paper(await recognise(world, AS_RECORDED));
    expect(read.words).toMatch(/Số 45-QĐ\/ĐU.*QUYẾT ĐỊNH công nhận kết quả đánh giá, xếp loại chất lượng năm 2026/);
    expect(read.words).toContain('BAN THƯỜNG VỤ ĐẢNG ỦY PHƯỜNG THỬ NGHIỆM');
    expect(read.words).toContain('của 4 tập thể, cá nhân');
    const annex = flowing(read.pages[1]?.text ?? '');
    expect(annex).toContain('(kèm theo Quyết định số 45-QĐ/ĐU, ngày 21-11-2026)');
    expect(annex).toMatch(/Chi bộ Số 1 1 Tập thể Chi bộ Số 1.*2 Lê Văn Thư/);
    expect(annex).not.toContain('Phạm Thị Viên');
    expect(read.words).not.toContain('Dự thảo');
  });

  test('printed once more after a later decision still says what it said', async () => {
    const world = await summedWorld();
    await decideAll(world, { ly_do: 'Ban Thường vụ xem xét từng trường hợp.' });
    const clerk = await world.as(world.clerk);
    const path = `${world.officeBranch}/muc/${world.member.memberId}`;
    const { thay = '' } = formOn(await (await clerk.get(path)).text());
    const later = {
      thay,
      muc: 'completed',
      so: '52-QĐ/ĐU',
      ngay: '22/11/2026',
      noi: AS_RECORDED.noi,
      ly_do: 'Kết luận.',
    };
    expect((await clerk.post(`${path}/quyet-dinh-lai`, later)).status).toBe(303);
    const first = await paper(await recognise(world, AS_RECORDED));
    expect(flowing(first.pages[1]?.text ?? '')).toMatch(/Phạm Thị Viên \d{4} Hoàn thành tốt nhiệm vụ/);
    const second = await paper(await recognise(world, { so: '60-QĐ/ĐU', ngay: '22/11/2026' }));
    expect(flowing(second.pages[1]?.text ?? '')).toMatch(/Phạm Thị Viên \d{4} Hoàn thành nhiệm vụ/);
  });

  test('without a number is a draft that holds the proposals', async () => {
    const world = await summedWorld();
    const read = await paper(await recognise(world, { so: '', ngay: '', noi: 'Đảng ủy' }));
    expect(read.words).toContain('Dự thảo');
    expect(read.words).toContain('Số ……-QĐ/ĐU');
    expect(read.pages[1]?.text).toContain('Phạm Thị Viên');
  });

  const BAD = [
    {
      name: 'whose number stands for another day',
      typed: { ngay: '22/11/2026' },
      says: 'Số 45-QĐ/ĐU đã ghi cho quyết định ngày 21-11-2026',
    },
    { name: 'without a day', typed: { ngay: '' }, says: 'Đồng chí ghi ngày của quyết định' },
    { name: 'of the future', typed: { ngay: '24/12/2026' }, says: 'không thể ở tương lai' },
    { name: 'without a figure in its number', typed: { so: 'QĐ/ĐU' }, says: 'phải có chữ số' },
    { name: 'of nobody', typed: { noi: ' ' }, says: 'Đồng chí ghi cơ quan quyết định' },
  ];

  test.each(BAD)('$name is sent back with the words kept', async ({ typed, says }) => {
    const world = await summedWorld();
    await decideAll(world, { ly_do: 'Ban Thường vụ xem xét từng trường hợp.' });
    const answer = await recognise(world, { ...AS_RECORDED, ...typed });
    expect(answer.status).toBe(422);
    const html = unescaped(await answer.text());
    expect(html).toContain(says);
    for (const value of Object.values({ ...AS_RECORDED, ...typed }).filter((each) => each.trim() !== '')) {
      expect(html).toContain(`value="${value}"`);
    }
  });

  test('with a number recognises nothing while nothing is decided', async () => {
    const answer = await recognise(await summedWorld(), AS_RECORDED);
    expect(answer.status).toBe(422);
    expect(unescaped(await answer.text())).toContain('Chưa có mức nào được quyết định');
  });
});

describe('statistics and January’s list', () => {
  test('are read back with their sums, and the list with its reasons', async () => {
    const world = await summedWorld();
    const clerk = await world.as(world.clerk);
    const statistics = await paper(await clerk.get(`${home(world)}/thong-ke.pdf`));
    expect(statistics.words).toContain('Cộng 1/2 đã chuyển 4 1 3 0 0');
    expect(statistics.words).toMatch(/Cộng cá nhân 0 3 0 1 4 0 0 % 75 % 0 % 25 %/);
    expect(statistics.words).not.toContain('Phạm Thị Viên');
    expect(statistics.pages[0]?.width).toBeGreaterThan(290);
    const screening = await paper(await clerk.get(`${home(world)}/sang-loc.pdf`));
    expect(screening.words).toMatch(/Ngô Thị Phó/);
    expect(screening.words).toMatch(/Chi bộ đề xuất Không hoàn thành/);
    expect(screening.words).toContain('Danh sách có 3 đồng chí.');
    expect(screening.words).not.toContain('Phạm Thị Viên');
  });

  test('each print is logged', async () => {
    const world = await summedWorld();
    const clerk = await world.as(world.clerk);
    await clerk.get(`${home(world)}/thong-ke.pdf`);
    const rows = await world.deps.store.db
      .selectFrom('audit')
      .where('action', '=', 'paper-printed')
      .selectAll()
      .execute();
    expect(rows).toMatchObject([{ detail: 'summary-statistics', subject_id: world.campaignId }]);
  });
});

describe('the workbook', () => {
  test('holds every table with real numbers and days, and a name that looks like a formula as a text', async () => {
    const world = await summedWorld();
    const answer = await (await world.as(world.clerk)).get(`${home(world)}/tong-hop.xlsx`);
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="tong-hop-xep-loai-2026.xlsx"');
    const files = unzipSync(new Uint8Array(await answer.arrayBuffer()));
    const text = (name: string) => strFromU8(files[name] ?? new Uint8Array());
    const names = [...text('xl/workbook.xml').matchAll(/<sheet [^>]*name="([^"]*)"/g)].map(([, name]) => name);
    expect(names).toEqual(['Các chi bộ', 'Mức xếp loại', 'Khắc phục', 'Rà soát, sàng lọc', 'Danh sách']);
    const strings = [...text('xl/sharedStrings.xml').matchAll(/<si>(.*?)<\/si>/gs)].map(([, inner = '']) =>
      unescaped(inner.replaceAll(/<[^>]*>/g, '')),
    );
    const sheet = (number: number) =>
      [...text(`xl/worksheets/sheet${number}.xml`).matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map(([, row = '']) =>
        [...row.matchAll(/<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)].map(([, about = '', inner = '']) => {
          const value = /<v>(.*?)<\/v>/.exec(inner)?.[1] ?? '';
          return about.includes('t="s"') ? strings[Number(value)] : value === '' ? '' : Number(value);
        }),
      );
    expect(sheet(2).at(-2)).toEqual(['Cộng cá nhân', 0, 0, 3, 0.75, 0, 0, 1, 0.25, 4, 0]);
    expect(sheet(1).find(([name]) => name === 'Chi bộ Số 1')).toEqual([
      'Chi bộ Số 1',
      'Đã chuyển',
      46348,
      4,
      1,
      3,
      0,
      0,
    ]);
    expect(sheet(5).flat()).toContain('=HYPERLINK("x")');
    expect(Object.keys(files).some((name) => text(name).includes('<f>'))).toBe(false);
    for (let number = 1; number <= 5; number += 1) expect(text(`xl/worksheets/sheet${number}.xml`)).toContain('frozen');
    const rows = await world.deps.store.db
      .selectFrom('audit')
      .where('action', '=', 'summary-exported')
      .selectAll()
      .execute();
    expect(rows).toHaveLength(1);
  });
});
