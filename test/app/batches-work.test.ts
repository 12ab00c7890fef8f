import { describe, expect, test } from 'vitest';
import { releaseHeld, workOnBatches } from '../../src/batches/work.ts';
import { AppError } from '../../src/errors.ts';
import type { SqliteStore } from '../../src/storage/sqlite.ts';
import { createSqliteTestApp } from '../helpers/app.ts';
import { wordsOn } from '../helpers/author.ts';
import {
  batchWorld,
  type BatchWorld,
  batchWorldOn,
  pagedPdf,
  fetchPdf,
  fetchZip,
  order,
  work,
  workForLong,
} from '../helpers/batches.ts';
import { handIn, textAt } from '../helpers/branch.ts';
import { seedPerson } from '../helpers/people.ts';

/** Three reviews and an order for them, not worked on yet. */
async function ordered(
  kinds: readonly string[] = ['kiem-diem', 'danh-muc'],
  begun: Promise<BatchWorld> = batchWorld(),
): Promise<BatchWorld & { job: string }> {
  const world = await begun;
  const other = await seedPerson(world.deps, world.office.branch, 'Đỗ Thị Ước');
  for (const person of [world.author, world.deputy, other]) await handIn(world, person);
  return { ...world, job: await order(world.leader, world.path, kinds) };
}

async function partsLeft({ deps }: BatchWorld): Promise<number> {
  return (await deps.store.db.selectFrom('batch_part').selectAll().execute()).length;
}

function ofDossier(name: string) {
  return (html: string) => html.includes('DANH MỤC HỒ SƠ') && html.includes(name);
}

describe('an order under way', () => {
  test('its page names what is in work and counts, with a link that asks again', async () => {
    const world = await ordered();
    expect(await textAt(world.leader, world.job)).toContain('Đã xong 0 trong 6 bản');
    let seen = '';
    world.pdf.before = async () => {
      if (world.pdf.printed.length >= 4) seen = await (await world.leader.get(world.job)).text();
    };
    await work(world);
    expect(wordsOn(seen)).toMatch(/Đang in: danh mục hồ sơ, /);
    expect(seen).toContain(`href="${world.job}">Xem lại tiến độ`);
    expect(seen).toContain('data-batch-live');
    expect(await (await world.leader.get(world.job)).text()).not.toContain('data-batch-live');
  });

  test('an error in one paper never stops the rest; its person reads why, and “thử lại” prints it', async () => {
    const world = await ordered();
    const broken = ofDossier('Đỗ Thị Ước');
    world.pdf.fails = (html) => (broken(html) ? new AppError('pdf-failed', { message: 'broken' }) : null);
    await workForLong(world);
    const page = await (await world.leader.get(world.job)).text();
    expect(wordsOn(page)).toContain('Xong, còn bản chưa in được');
    expect(wordsOn(page)).toContain(
      'Đỗ Thị Ước , Danh mục hồ sơ của từng người (Mẫu 04). Máy chủ chưa tạo được bản in này.',
    );
    const first = await fetchZip(world.leader, world.job);
    expect(Object.keys(first.papers)).toHaveLength(5);
    expect(first.manifest.notPrinted).toContainEqual(expect.objectContaining({ label: 'Đỗ Thị Ước' }));
    expect(first.listing).toContain('Danh mục hồ sơ của từng người (Mẫu 04): Đỗ Thị Ước.');
    world.pdf.fails = () => null;
    const printed = world.pdf.printed.length;
    const muc = /name="muc" value="([0-9a-f-]+)"/.exec(page)?.[1] ?? '';
    expect((await world.leader.post(`${world.job}/thu-lai`, { muc })).headers.get('location')).toBe(world.job);
    await work(world);
    expect(world.pdf.printed).toHaveLength(printed + 1);
    expect(Object.keys((await fetchZip(world.leader, world.job)).papers)).toHaveLength(6);
    expect((await fetchZip(world.leader, world.job)).manifest.notPrinted.map(({ label }) => label)).not.toContain(
      'Đỗ Thị Ước',
    );
  });

  test('a busy printer is asked again and counts for nothing', async () => {
    const world = await ordered();
    let busy = 5;
    world.pdf.fails = () => ((busy -= 1) > 0 ? new AppError('pdf-busy', { retryAfterSeconds: 2 }) : null);
    await workForLong(world);
    expect(Object.keys((await fetchZip(world.leader, world.job)).papers)).toHaveLength(6);
  });

  test('bytes that are no PDF are one paper’s failure, not the order’s', async () => {
    const world = await ordered();
    const real = world.pdf.render.bind(world.pdf);
    const broken = ofDossier('Đào Thị Phó');
    world.pdf.render = (html) =>
      broken(html) ? Promise.resolve(new TextEncoder().encode('%PDF-1.7 hỏng')) : real(html);
    await work(world);
    expect(await textAt(world.leader, world.job)).toContain('Bản in tạo ra bị hỏng');
    const { papers } = await fetchZip(world.leader, world.job);
    expect(Object.keys(papers)).toHaveLength(5);
  });

  test('without a browser it waits, says so, and goes on by itself', async () => {
    const world = await ordered();
    world.pdf.ready = false;
    await workForLong(world);
    expect(await textAt(world.leader, world.job)).toContain('Phần in PDF chưa dùng được nên đang chờ');
    world.pdf.ready = true;
    await work(world);
    expect(await textAt(world.leader, world.job)).toContain('Đã xong');
  });

  test('nothing at all could be printed: the order fails with a word, and has no files', async () => {
    const world = await ordered(['kiem-diem']);
    world.pdf.fails = () => new AppError('pdf-failed');
    await workForLong(world);
    expect(await textAt(world.leader, world.job)).toContain('Không in được bản nào');
    expect((await world.leader.get(`${world.job}/gop.pdf`)).status).toBe(303);
    expect(await partsLeft(world)).toBe(0);
  });
});

describe('an order is cancelled', () => {
  test('before anything is printed', async () => {
    const world = await ordered();
    await world.leader.post(`${world.job}/huy`, {});
    await work(world);
    expect(world.pdf.printed).toEqual([]);
    await endsCancelled(world);
  });

  test('while a paper is in work', async () => {
    const world = await ordered();
    world.pdf.before = async () => {
      if (world.pdf.printed.length >= 3) await world.leader.post(`${world.job}/huy`, {});
    };
    await work(world);
    expect(world.pdf.printed.length).toBeLessThanOrEqual(5);
    await endsCancelled(world);
  });

  test('while its files are written', async () => {
    const world = await ordered();
    const { store } = world.deps;
    const atomic = store.atomic.bind(store);
    let cancelled = false;
    store.atomic = async (list) => {
      if (!cancelled && list.some(({ query }) => query.sql.startsWith('insert into "batch_file"'))) {
        cancelled = true;
        await world.leader.post(`${world.job}/huy`, {});
      }
      return atomic(list);
    };
    await work(world);
    expect(cancelled).toBe(true);
    await endsCancelled(world);
  });

  test('after it has ended nothing is taken from it', async () => {
    const world = await ordered();
    await work(world);
    expect((await world.leader.post(`${world.job}/huy`, {})).headers.get('location')).toBe(world.job);
    expect((await fetchPdf(world.leader, world.job)).length).toBeGreaterThan(0);
  });

  async function endsCancelled(world: BatchWorld & { job: string }): Promise<void> {
    expect(await textAt(world.leader, world.job)).toContain('Đã hủy');
    expect((await world.leader.get(`${world.job}/ho-so.zip`)).status).toBe(303);
    expect(await partsLeft(world)).toBe(0);
    expect((await world.leader.post(`${world.job}/thu-lai`, {})).status).toBe(409);
    // The branch is free for the next one.
    world.pdf.before = () => Promise.resolve();
    const next = await order(world.leader, world.path);
    await work(world);
    expect((await fetchPdf(world.leader, next)).length).toBeGreaterThan(0);
  }
});

describe('the disk is full', () => {
  async function orderedOnFile(): Promise<BatchWorld & { job: string } & Pick<SqliteStore, 'file'>> {
    const pdf = pagedPdf();
    const on = await createSqliteTestApp({ pdf });
    return { ...(await ordered(undefined, batchWorldOn(on, pdf))), file: on.deps.store.file };
  }

  /** A real full disk as SQLite meets it: the file may not grow any more. */
  function fill({ file }: Pick<SqliteStore, 'file'>, pages = 0): () => void {
    const used = file.pragma('page_count', { simple: true }) as number;
    file.pragma(`max_page_count = ${used + pages}`);
    return () => void file.pragma('max_page_count = 1073741823');
  }

  async function failsPlainly(world: BatchWorld & { job: string }, empty: () => void): Promise<void> {
    expect(await textAt(world.leader, world.job)).toContain('Ổ đĩa của máy chủ đã đầy');
    expect((await world.leader.get(`${world.job}/ho-so.zip`)).status).toBe(303);
    expect(await world.deps.store.db.selectFrom('batch_file').selectAll().execute()).toEqual([]);
    const printed = world.pdf.printed.length;
    empty();
    await world.leader.post(`${world.job}/thu-lai`, {});
    await work(world);
    const { papers } = await fetchZip(world.leader, world.job);
    expect(Object.keys(papers)).toHaveLength(6);
    expect(world.pdf.printed.length - printed).toBeLessThanOrEqual(6);
  }

  test('while the ZIP is written: a plain word, nothing torn, and “thử lại” finishes it', async () => {
    const world = await orderedOnFile();
    const { store } = world.deps;
    const atomic = store.atomic.bind(store);
    let empty: (() => void) | undefined;
    store.atomic = async (list) => {
      // The first part of a file: every paper stands by now.
      if (
        !empty &&
        list.some(
          ({ query }) =>
            query.sql.startsWith('insert into "batch_part" ("owner_id", "part", "job_id"') &&
            list[0]?.query.sql.startsWith('update "batch_job"'),
        )
      ) {
        empty = fill(world);
      }
      return atomic(list);
    };
    await work(world);
    if (!empty) throw new Error('no file was begun');
    const printed = world.pdf.printed.length;
    await failsPlainly(world, empty);
    expect(world.pdf.printed).toHaveLength(printed);
  });

  test('while a paper is kept', async () => {
    const world = await orderedOnFile();
    let empty: (() => void) | undefined;
    world.pdf.before = () => {
      if (world.pdf.printed.length >= 4) empty ??= fill(world);
      return Promise.resolve();
    };
    const real = world.pdf.render.bind(world.pdf);
    // Large enough not to fit into what is free.
    world.pdf.render = async (html) => {
      const bytes = await real(html);
      return html.includes('DANH MỤC HỒ SƠ') ? new Uint8Array([...bytes, ...new Uint8Array(60_000)]) : bytes;
    };
    await work(world);
    if (!empty) throw new Error('the disk was never full');
    await failsPlainly(world, empty);
  });
});

describe('after the process died', () => {
  test('what it held is taken over when its time is up, or at once by the next start', async () => {
    for (const start of ['wait', 'restart'] as const) {
      const world = await ordered();
      const { db } = world.deps.store;
      // As a kill leaves it: one paper in hand, the rest waiting.
      const [first] = await db.selectFrom('batch_item').orderBy('position').selectAll().execute();
      const until = new Date(world.clock.now.getTime() + 300_000).toISOString();
      const held = { state: 'working' as const, attempts: 1, due_at: until };
      await db
        .updateTable('batch_item')
        .set(held)
        .where('id', '=', first?.id ?? '')
        .execute();
      await work(world);
      expect(await textAt(world.leader, world.job)).toContain('Đã xong 5 trong 6 bản');
      if (start === 'wait') world.clock.forward(6);
      else await releaseHeld(world.deps);
      await work(world);
      expect(Object.keys((await fetchZip(world.leader, world.job)).papers)).toHaveLength(6);
    }
  });

  test('a stop in the middle gives everything back, and nothing is printed twice', async () => {
    const world = await ordered();
    const life = new AbortController();
    world.pdf.before = () => {
      if (world.pdf.printed.length >= 3) life.abort();
      return Promise.resolve();
    };
    while (await workOnBatches(world.deps, life.signal));
    expect(await textAt(world.leader, world.job)).toContain('Đang in');
    await work(world);
    expect(Object.keys((await fetchZip(world.leader, world.job)).papers)).toHaveLength(6);
    expect(new Set(world.pdf.printed).size).toBe(world.pdf.printed.length);
    expect(world.pdf.printed).toHaveLength(6);
  });

  test('a paper in the hands of another process is waited for, and is no failure of this order', async () => {
    const world = await ordered(['kiem-diem']);
    const { db } = world.deps.store;
    const { record_id } = await db.selectFrom('batch_item').select('record_id').executeTakeFirstOrThrow();
    const until = new Date(world.clock.now.getTime() + 300_000).toISOString();
    const held = { state: 'working' as const, attempts: 1, due_at: until };
    await db.updateTable('paper').set(held).where('record_id', '=', record_id).where('variant', '=', 'plain').execute();
    await work(world);
    for (let round = 0; round < 4; round += 1) {
      world.clock.now = new Date(world.clock.now.getTime() + 15_000);
      await work(world);
    }
    expect(await textAt(world.leader, world.job)).toContain('Đã xong 2 trong 3 bản');
    world.clock.forward(5);
    await work(world);
    expect(Object.keys((await fetchZip(world.leader, world.job)).papers)).toHaveLength(3);
  }, 60_000);

  test('two processes work on one order: each paper is made once', async () => {
    const world = await ordered();
    await Promise.all([work(world), work(world), work(world)]);
    world.clock.forward(10);
    await work(world);
    expect(world.pdf.printed).toHaveLength(6);
    expect(Object.keys((await fetchZip(world.leader, world.job)).papers)).toHaveLength(6);
  });
});

test('after seven days the files and the order are gone, and only the log stays', async () => {
  const world = await ordered();
  await work(world);
  world.clock.forward(60 * 24 * 7 - 1);
  await work(world);
  const late = await world.as(world.secretary);
  expect((await fetchPdf(late, world.job)).length).toBeGreaterThan(0);
  world.clock.forward(2);
  await work(world);
  expect((await (await world.as(world.secretary)).get(world.job)).status).toBe(404);
  for (const table of ['batch_job', 'batch_item', 'batch_file', 'batch_part'] as const) {
    expect(await world.deps.store.db.selectFrom(table).selectAll().execute()).toEqual([]);
  }
});

test('a branch of four hundred is printed whole, in files of parts that fit every engine', async () => {
  const world = await batchWorld();
  for (let one = 0; one < 400; one += 1) await seedPerson(world.deps, world.office.branch, `Nguyễn Văn ${one}`);
  const { db } = world.deps.store;
  const id = await handIn(world);
  // One record copied to everybody: what is written does not matter here.
  const review = await db.selectFrom('review').where('id', '=', id).selectAll().executeTakeFirstOrThrow();
  const record = await db.selectFrom('record').where('review_id', '=', id).selectAll().executeTakeFirstOrThrow();
  const parts = await db.selectFrom('record_part').where('record_id', '=', record.id).selectAll().execute();
  const people = await db.selectFrom('member').where('full_name', 'like', 'Nguyễn Văn %').selectAll().execute();
  for (const [index, { id: memberId }] of people.entries()) {
    const copy = { review: world.deps.newId(), record: world.deps.newId() };
    await db
      .insertInto('review')
      .values({ ...review, id: copy.review, member_id: memberId, reference: `R${index}` })
      .execute();
    await db
      .insertInto('record')
      .values({ ...record, id: copy.record, review_id: copy.review })
      .execute();
    for (const part of parts)
      await db
        .insertInto('record_part')
        .values({ ...part, record_id: copy.record })
        .execute();
  }
  const job = await order(world.leader, world.path, ['kiem-diem']);
  await work(world);
  const { papers, manifest } = await fetchZip(world.leader, job);
  expect(Object.keys(papers)).toHaveLength(401);
  expect(new Set(Object.keys(papers)).size).toBe(401);
  expect(manifest.merged.pages).toBe(manifest.files.reduce((sum, { pages }) => sum + pages, 0));
  const bodies = await db.selectFrom('batch_part').select('body').execute();
  expect(Math.max(...bodies.map(({ body }) => body.length))).toBeLessThan(1_000_000);
}, 120_000);
