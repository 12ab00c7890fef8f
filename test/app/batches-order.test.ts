import { describe, expect, test } from 'vitest';
import type { RoleName } from '../../db/schema.ts';
import { insertHandUp } from '../../src/ratings/statements.ts';
import { sha256Hex } from '../../src/canonical.ts';
import { tableContents, wordsOn } from '../helpers/author.ts';
import { batchWorld, type BatchWorld, fetchPdf, fetchZip, order, work } from '../helpers/batches.ts';
import { giveBack, handIn, logged, textAt } from '../helpers/branch.ts';
import { seedMeeting } from '../helpers/meetings.ts';
import { seedPerson } from '../helpers/people.ts';

function clerkOf({ deps, office }: BatchWorld) {
  const roles = [{ unitId: office.committee, role: 'office' as RoleName }];
  return seedPerson(deps, office.otherBranch, 'Vũ Thị Văn Phòng', { roles });
}

async function handUp({ deps, office, campaignId, secretary }: BatchWorld): Promise<void> {
  const at = deps.now().toISOString();
  const row = { campaign_id: campaignId, unit_id: office.branch, handed_at: at, account_id: secretary.accountId };
  await deps.store.atomic([insertHandUp(deps.store.db, row, 0)]);
}

describe('all papers of a branch in one go', () => {
  test('a leader orders everything, and fetches one PDF and one ZIP whose manifest fits the bytes', async () => {
    const world = await batchWorld();
    const other = await seedPerson(world.deps, world.office.branch, 'Đỗ Thị Ước');
    await handIn(world);
    await handIn(world, other);
    await seedMeeting(world.deps, world.campaignId, world.office.branch);
    const job = await order(world.leader, world.path);
    await work(world);
    expect(await textAt(world.leader, job)).toContain('Đã xong');
    const { papers, manifest, listing } = await fetchZip(world.leader, job);
    expect(Object.keys(papers)).toEqual([
      '01-giay-moi.pdf',
      '03-ban-kiem-diem/001-pham-thi-tu-soi.pdf',
      '03-ban-kiem-diem/002-do-thi-uoc.pdf',
      '04-ban-kiem-diem-kem-phu-luc/001-pham-thi-tu-soi.pdf',
      '04-ban-kiem-diem-kem-phu-luc/002-do-thi-uoc.pdf',
      '06-bien-ban-hop-chi-bo.pdf',
      '11-danh-muc-ho-so/001-pham-thi-tu-soi.pdf',
      '11-danh-muc-ho-so/002-do-thi-uoc.pdf',
    ]);
    expect(manifest.files.map(({ name }) => name)).toEqual(Object.keys(papers));
    for (const { name, sha256, bytes } of manifest.files) {
      expect(papers[name]).toHaveLength(bytes);
      expect(sha256Hex(papers[name] ?? new Uint8Array())).toBe(sha256);
      expect(listing).toContain(sha256);
    }
    const merged = await fetchPdf(world.leader, job);
    expect(sha256Hex(merged)).toBe(manifest.merged.sha256);
    expect(manifest.merged.pages).toBe(manifest.files.reduce((sum, { pages }) => sum + pages, 0));
    expect(manifest.notPrinted).toContainEqual({
      kind: 'Bản kiểm điểm cá nhân',
      label: 'Lương Văn Bí Thư',
      why: 'Chưa nộp',
    });
  });

  test('where a runtime bounds an order, a larger one is refused at the choice, and a smaller one is taken', async () => {
    const world = await batchWorld({ mostPapersAtOnce: 2 });
    for (const name of ['Đỗ Thị Ước', 'Lê Thị Én'])
      await handIn(world, await seedPerson(world.deps, world.office.branch, name));
    await handIn(world);
    const before = await tableContents(world.deps.store);
    const answer = await world.leader.post(world.path, [['loai', 'kiem-diem']]);
    expect(answer.status).toBe(422);
    expect(wordsOn(await answer.text())).toContain(
      'Lần in này có 3 bản; máy chủ này gộp được nhiều nhất 2 bản một lần.',
    );
    expect(await tableContents(world.deps.store)).toEqual(before);
    const small = await batchWorld({ mostPapersAtOnce: 1 });
    await handIn(small);
    await order(small.leader, small.path, ['kiem-diem']);
    await work(small);
  });

  test('the readable list opens in Notepad: its mark, its line ends, names with their letters', async () => {
    const world = await batchWorld();
    await handIn(world);
    const job = await order(world.leader, world.path, ['kiem-diem']);
    await work(world);
    const { listing } = await fetchZip(world.leader, job);
    expect(listing.startsWith('\uFEFFHồ sơ kiểm điểm năm 2026, Chi bộ Số 1\r\n')).toBe(true);
    expect(listing.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(listing).toContain('1. Phạm Thị Tự Soi (1 trang)\r\n   03-ban-kiem-diem/001-pham-thi-tu-soi.pdf');
    expect(listing).toContain('- Bản kiểm điểm cá nhân: Lương Văn Bí Thư. Chưa nộp.');
  });

  test('the printed review is the frozen one, byte for byte', async () => {
    const world = await batchWorld();
    const id = await handIn(world);
    const own = new Uint8Array(await (await world.leader.get(`/ban-kiem-diem/${id}/ban-in.pdf`)).arrayBuffer());
    const printed = world.pdf.printed.length;
    const job = await order(world.leader, world.path, ['kiem-diem']);
    await work(world);
    const { papers } = await fetchZip(world.leader, job);
    expect(papers['03-ban-kiem-diem/001-pham-thi-tu-soi.pdf']).toEqual(own);
    expect(world.pdf.printed).toHaveLength(printed);
  });

  test('the order is logged, each record of somebody else’s once, the leader’s own not, and each fetching', async () => {
    const world = await batchWorld();
    const id = await handIn(world);
    await handIn(world, world.secretary);
    const job = await order(world.leader, world.path);
    await work(world);
    await fetchPdf(world.leader, job);
    const batch = `batch ${job.split('/').at(-1)}`;
    const by = { account_id: world.secretary.accountId, unit_id: world.office.branch };
    expect(await logged(world.deps, 'batch-asked')).toEqual([
      { ...by, subject_kind: 'unit', subject_id: world.office.branch, detail: `${batch} papers:6` },
    ]);
    expect(await logged(world.deps, 'paper-printed')).toEqual([
      { ...by, subject_kind: 'review', subject_id: id, detail: batch },
      { ...by, subject_kind: 'unit', subject_id: world.office.branch, detail: `${batch} pdf` },
    ]);
    // The owner sees who has read his.
    expect(await textAt(world.browser, '/cac-nam')).toContain('Lương Văn Bí Thư');
  });

  test('everything is ticked beforehand; nothing ticked comes back with a word, and nothing is written', async () => {
    const world = await batchWorld();
    await handIn(world);
    const html = await (await world.leader.get(world.path)).text();
    const boxes = [...html.matchAll(/<input type="checkbox"[^>]*name="loai"[^>]*>/g)].map(([tag]) => tag);
    expect(boxes.length).toBeGreaterThan(2);
    expect(boxes.filter((tag) => !tag.includes(' checked'))).toEqual([]);
    const before = await tableContents(world.deps.store);
    for (const typed of [[], [['loai', 'khong-co']], [['loai', 'giay-moi']]] as [string, string][][]) {
      const answer = await world.leader.post(world.path, typed);
      expect(answer.status).toBe(422);
      expect(wordsOn(await answer.text())).toContain('Đồng chí đánh dấu ít nhất một loại giấy tờ để in.');
    }
    expect(await tableContents(world.deps.store)).toEqual(before);
  });

  test('a branch with nobody, or nobody’s review, has nothing to print and says so', async () => {
    const world = await batchWorld();
    expect(await textAt(world.leader, world.path)).toContain('Chi bộ chưa có giấy tờ nào để in');
    expect((await world.leader.post(world.path, [['loai', 'kiem-diem']])).status).toBe(422);
    const empty = world.office.otherBranch;
    const head = { unitId: empty, role: 'secretary' as RoleName };
    const elsewhere = await seedPerson(world.deps, world.office.branch, 'Bí Thư Nơi Khác', { roles: [head] });
    const browser = await world.as(elsewhere);
    expect(await textAt(browser, `/chi-bo/${empty}/in`)).toContain('Chi bộ chưa có giấy tờ nào để in');
  });
});

describe('who may', () => {
  test('pressed twice: one order, and the second press leads to it', async () => {
    const world = await batchWorld();
    await handIn(world);
    const job = await order(world.leader, world.path);
    const again = await world.leader.post(world.path, [['loai', 'kiem-diem']]);
    expect([again.status, again.headers.get('location')]).toEqual([303, job]);
  });

  test('a colleague sees that one is running and may stop it, but neither follows nor fetches it', async () => {
    const world = await batchWorld();
    await handIn(world);
    const job = await order(world.leader, world.path);
    const deputy = await world.as(world.deputy);
    const refused = await deputy.post(world.path, [['loai', 'kiem-diem']]);
    expect(refused.status).toBe(409);
    expect(wordsOn(await refused.text())).toContain('Đồng chí Lương Văn Bí Thư đang in hồ sơ của chi bộ');
    for (const page of [job, `${job}/gop.pdf`, `${job}/ho-so.zip`]) expect((await deputy.get(page)).status).toBe(404);
    expect((await deputy.post(`${job}/thu-lai`, {})).status).toBe(404);
    expect((await deputy.post(`${job}/huy`, {})).status).toBe(303);
    await order(deputy, world.path);
    expect(await textAt(world.leader, job)).toContain('Đã hủy');
    // Ended, it is nobody else's business.
    expect((await deputy.post(`${job}/huy`, {})).status).toBe(404);
  });

  test('the committee’s office prints after the hand-up, and finds nothing before it', async () => {
    const world = await batchWorld();
    await handIn(world);
    const clerk = await world.as(await clerkOf(world));
    expect((await clerk.get(world.path)).status).toBe(404);
    expect((await clerk.post(world.path, [['loai', 'kiem-diem']])).status).toBe(404);
    expect(await logged(world.deps, 'access-refused')).toHaveLength(2);
    await handUp(world);
    const job = await order(clerk, world.path, ['kiem-diem']);
    await work(world);
    expect(Object.keys((await fetchZip(clerk, job)).papers)).toHaveLength(1);
    expect((await world.leader.get(job)).status).toBe(404);
  });

  test('whoever no longer leads the branch fetches nothing any more', async () => {
    const world = await batchWorld();
    await handIn(world);
    const job = await order(world.leader, world.path);
    await work(world);
    await world.deps.store.db.deleteFrom('role').where('account_id', '=', world.secretary.accountId).execute();
    expect((await world.leader.get(`${job}/ho-so.zip`)).status).toBe(404);
  });

  test('a review given back after it was printed takes the files along: that version is its author’s only', async () => {
    const world = await batchWorld();
    const id = await handIn(world);
    const job = await order(world.leader, world.path);
    await work(world);
    await giveBack(world.leader, id, 'Bổ sung mục II.');
    expect((await world.leader.get(`${job}/gop.pdf`)).headers.get('location')).toBe(job);
    expect(await textAt(world.leader, job)).toContain('đồng chí Phạm Thị Tự Soi được trả lại để bổ sung');
  });

  test('one given back while the order waits is not printed, and the page says why', async () => {
    const world = await batchWorld();
    const id = await handIn(world);
    await handIn(world, world.deputy);
    const job = await order(world.leader, world.path, ['kiem-diem']);
    await giveBack(world.leader, id, 'Bổ sung mục II.');
    await work(world);
    expect(await textAt(world.leader, job)).toContain('đã được trả lại để bổ sung sau khi đặt in');
    expect(Object.keys((await fetchZip(world.leader, job)).papers)).toEqual(['03-ban-kiem-diem/001-dao-thi-pho.pdf']);
  });
});
