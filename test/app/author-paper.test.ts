import { describe, expect, test } from 'vitest';
import type { PdfRenderer } from '../../src/deps.ts';
import { AppError } from '../../src/errors.ts';
import { makeDuePapers } from '../../src/reviews/papers.ts';
import { fakePdf } from '../helpers/app.ts';
import {
  actionsLogged,
  type AuthorWorld,
  authorWorld,
  begin,
  beginComplete,
  tableContents,
  wordsOn,
  write,
} from '../helpers/author.ts';

/** A renderer that can be switched off, and counts what it was asked for. */
function switchedPdf(): PdfRenderer & { printed: string[]; down: AppError | null } {
  const real = fakePdf();
  const pdf = {
    ...real,
    down: null as AppError | null,
    render: (html: string) => (pdf.down ? Promise.reject(pdf.down) : real.render(html)),
    health: () => {
      const ready = !(pdf.down instanceof AppError && pdf.down.code === 'pdf-unavailable');
      return Promise.resolve({ ready, detail: ready ? 'bản thử' : 'Chưa thấy trình duyệt.' });
    },
  };
  return pdf;
}

interface Desk extends AuthorWorld {
  id: string;
  path: string;
  pdf: ReturnType<typeof switchedPdf>;
}

async function desk(beginWith = beginComplete): Promise<Desk> {
  const pdf = switchedPdf();
  const world = await authorWorld({ pdf });
  const id = await beginWith(world);
  return { ...world, pdf, id, path: `/ban-kiem-diem/${id}` };
}

async function submitted(): Promise<Desk> {
  const here = await desk();
  await here.browser.post(`${here.path}/nop`, { di: 'nop' });
  return here;
}

describe('the paper of a submitted review', () => {
  test('is printed once; ever after the same bytes come, whatever the renderer does', async () => {
    const here = await submitted();
    const first = await here.browser.get(`${here.path}/ban-in.pdf`);
    expect(first.status).toBe(200);
    expect(first.headers.get('content-type')).toBe('application/pdf');
    expect(first.headers.get('content-disposition')).toMatch(
      /^inline; filename="ban-kiem-diem-2026-\d{3}-\d{3}\.pdf"$/,
    );
    expect(first.headers.get('cache-control')).toBe('no-store');
    const bytes = await first.text();
    expect(here.pdf.printed).toHaveLength(1);
    here.pdf.down = new AppError('pdf-unavailable');
    here.clock.forward(20);
    expect(await (await here.browser.get(`${here.path}/ban-in.pdf`)).text()).toBe(bytes);
    expect(here.pdf.printed).toHaveLength(1);
    expect((await actionsLogged(here.deps)).filter((action) => action === 'paper-printed')).toHaveLength(2);
  });

  test('with the annex is another paper, frozen by itself', async () => {
    const here = await submitted();
    const plain = await (await here.browser.get(`${here.path}/ban-in.pdf`)).text();
    const annex = await (await here.browser.get(`${here.path}/ban-in-phu-luc.pdf`)).text();
    expect(annex).not.toBe(plain);
    expect(here.pdf.printed.map((html) => html.includes('Kết quả tự soi, tự sửa'))).toEqual([false, true]);
    const papers = (await tableContents(here.deps.store)).paper as { variant: string; state: string; sha256: string }[];
    expect(papers.map(({ variant, state }) => [variant, state])).toEqual([
      ['plain', 'ready'],
      ['annex', 'ready'],
    ]);
    expect(new Set(papers.map(({ sha256 }) => sha256)).size).toBe(2);
  });

  test('says what was frozen, even if the register has changed since', async () => {
    const here = await submitted();
    await here.deps.store.db.updateTable('member').set({ full_name: 'Tên Mới Sau Khi Nộp' }).execute();
    await here.deps.store.db.updateTable('unit').set({ paper_name: 'TÊN MỚI' }).execute();
    await here.browser.get(`${here.path}/ban-in.pdf`);
    expect(here.pdf.printed[0]).toContain('Phạm Thị Tự Soi');
    expect(here.pdf.printed[0]).not.toMatch(/TÊN MỚI|Tên Mới/);
  });

  test('of a draft is not there', async () => {
    const here = await desk();
    expect((await here.browser.get(`${here.path}/ban-in.pdf`)).status).toBe(404);
    expect(here.pdf.printed).toEqual([]);
  });
});

describe('while no paper can be made', () => {
  test.each([
    ['busy', new AppError('pdf-busy', { retryAfterSeconds: 7 })],
    ['without a browser', new AppError('pdf-unavailable')],
    ['broken', new Error('crashed')],
  ])(
    'because the renderer is %s, handing in works, the page says so, and the job is tried later',
    async (_why, down) => {
      const here = await desk();
      here.pdf.down = down as AppError;
      expect((await here.browser.post(`${here.path}/nop`, { di: 'nop' })).status).toBe(303);
      const frozen = (await tableContents(here.deps.store)).record_part;
      const waiting = await here.browser.get(`${here.path}/ban-in.pdf`);
      expect(waiting.status).toBe(503);
      expect(waiting.headers.get('retry-after')).toBe('10');
      const page = wordsOn(await waiting.text());
      expect(page).toContain('Nội dung đã nộp vẫn nguyên vẹn.');
      expect(page.includes('Chưa thấy trình duyệt.')).toBe(down instanceof AppError && down.code === 'pdf-unavailable');
      expect((await tableContents(here.deps.store)).record_part).toEqual(frozen);
      expect(await actionsLogged(here.deps)).not.toContain('paper-printed');

      here.pdf.down = null;
      expect(await makeDuePapers(here.deps)).toBe(0);
      here.clock.now = new Date(here.clock.now.getTime() + 6_000);
      expect(await makeDuePapers(here.deps)).toBe(1);
      expect(here.pdf.printed).toHaveLength(1);
      expect((await here.browser.get(`${here.path}/ban-in.pdf`)).status).toBe(200);
      expect(here.pdf.printed).toHaveLength(1);
    },
  );

  test('“Thử lại” on the waiting page prints it as soon as the renderer is back', async () => {
    const here = await submitted();
    here.pdf.down = new AppError('pdf-unavailable');
    await here.browser.get(`${here.path}/ban-in.pdf`);
    here.pdf.down = null;
    here.clock.now = new Date(here.clock.now.getTime() + 6_000);
    expect((await here.browser.get(`${here.path}/ban-in.pdf`)).status).toBe(200);
  });

  test('without a browser no paper is held back for a fault that is not its own', async () => {
    const here = await submitted();
    here.pdf.down = new AppError('pdf-unavailable');
    const before = (await tableContents(here.deps.store)).paper;
    expect(await makeDuePapers(here.deps)).toBe(0);
    expect((await tableContents(here.deps.store)).paper).toEqual(before);
    here.pdf.down = null;
    expect(await makeDuePapers(here.deps)).toBe(1);
  });

  test('the waits grow, and never end', async () => {
    const here = await submitted();
    here.pdf.down = new AppError('pdf-failed');
    const waits: number[] = [];
    for (let attempt = 0; attempt < 10; attempt += 1) {
      await makeDuePapers(here.deps);
      const [paper] = (await tableContents(here.deps.store)).paper as { due_at: string }[];
      const due = Date.parse(paper?.due_at ?? '');
      waits.push((due - here.clock.now.getTime()) / 1000);
      here.clock.now = new Date(due);
    }
    expect(waits).toEqual([5, 10, 20, 40, 80, 160, 320, 600, 600, 600]);
  });

  test('a job that hangs is left alone for a while, then taken over by one; the late maker changes nothing', async () => {
    const here = await submitted();
    const render = here.pdf.render;
    const [asked, hanging] = [Promise.withResolvers<void>(), Promise.withResolvers<Uint8Array>()];
    here.pdf.render = () => {
      asked.resolve();
      return hanging.promise;
    };
    const first = makeDuePapers(here.deps);
    await asked.promise;
    expect((await tableContents(here.deps.store)).paper).toMatchObject([{ state: 'working' }]);
    here.pdf.render = render;
    here.clock.forward(4);
    expect(await makeDuePapers(here.deps)).toBe(0);
    here.clock.forward(2);
    const made = await Promise.all([makeDuePapers(here.deps), makeDuePapers(here.deps)]);
    expect(made.sort()).toEqual([0, 1]);
    const frozen = await tableContents(here.deps.store);
    hanging.resolve(new TextEncoder().encode('%PDF-late'));
    expect(await first).toBe(0);
    expect(await tableContents(here.deps.store)).toEqual(frozen);
  });

  test('the draft and the blank form say what to do instead', async () => {
    const here = await desk();
    here.pdf.down = new AppError('pdf-busy', { retryAfterSeconds: 7 });
    const answer = await here.browser.get(`${here.path}/ban-nhap.pdf`);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('7');
    expect(await answer.text()).toContain('Máy in PDF đang bận');
    expect((await here.browser.get('/bieu-mau/2b-2025/mau-trong.pdf')).status).toBe(503);
    expect(await actionsLogged(here.deps)).not.toContain('draft-printed');
  });
});

describe('the draft', () => {
  test('is printed on the fly from what stands there now, stamped, logged, and never kept', async () => {
    const here = await desk(begin);
    await write(here.browser, here.id, 'muc-v', { V: 'Lời trong bản nháp.' });
    const answer = await here.browser.get(`${here.path}/ban-nhap.pdf`);
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    expect(here.pdf.printed[0]).toContain('Lời trong bản nháp.');
    expect(here.pdf.printed[0]).toContain('BẢN NHÁP');
    await here.browser.get(`${here.path}/ban-nhap.pdf?phu-luc=1`);
    expect(here.pdf.printed.map((html) => html.includes('Kết quả tự soi, tự sửa'))).toEqual([false, true]);
    expect((await tableContents(here.deps.store)).paper).toEqual([]);
    expect((await actionsLogged(here.deps)).filter((action) => action === 'draft-printed')).toHaveLength(2);
  });

  test('of a submitted review is its paper', async () => {
    const here = await submitted();
    const answer = await here.browser.get(`${here.path}/ban-nhap.pdf`);
    expect(answer.headers.get('location')).toBe(`${here.path}/ban-in.pdf`);
    await here.browser.get(`${here.path}/ban-in.pdf`);
    expect(here.pdf.printed[0]).not.toContain('BẢN NHÁP');
  });
});

test('a review handed in at 00:30 on 1 January in Hà Nội prints that day', async () => {
  const here = await desk();
  here.clock.now = new Date('2026-12-31T17:30:00Z');
  const browser = await here.as(here.author);
  await browser.post(`${here.path}/nop`, { di: 'nop' });
  await browser.get(`${here.path}/ban-in.pdf`);
  expect(wordsOn(here.pdf.printed[0] ?? '')).toContain('ngày 01 tháng 01 năm 2027');
  expect(wordsOn(await (await browser.get(`${here.path}/da-nop`)).text())).toContain('lúc 00:30:00 ngày 01/01/2027');
});

test('a form that does not exist has no blank sheet', async () => {
  const here = await desk(begin);
  expect((await here.browser.get('/bieu-mau/2b-2025/mau-trong.pdf')).status).toBe(200);
  expect((await here.browser.get('/bieu-mau/2z-1999/mau-trong.pdf')).status).toBe(404);
});
