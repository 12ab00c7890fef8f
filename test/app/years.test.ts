import { describe, expect, test } from 'vitest';
import type { AuditAction } from '../../src/audit/statements.ts';
import { logRow } from '../../src/audit/statements.ts';
import {
  actorFor,
  type AuthorWorld,
  authorWorld,
  begin,
  beginComplete,
  judgeAs,
  submitAs,
  wordsOn,
} from '../helpers/author.ts';
import { browserFor } from '../helpers/app.ts';
import { type Person, seedCampaign, seedPerson } from '../helpers/people.ts';
import { writePledge } from '../helpers/reviews.ts';

async function readBy(world: AuthorWorld, person: Person, reviewId: string, action: AuditAction = 'review-viewed') {
  const subject = { kind: 'review' as const, id: reviewId };
  await world.deps.store.atomic([logRow(world.deps, actorFor(person), { action, subject, detail: 'plain' })]);
}

async function years(world: AuthorWorld, browser = world.browser): Promise<string> {
  return wordsOn(await (await browser.get('/cac-nam')).text());
}

describe('my reviews through the years', () => {
  test('are none before the first', async () => {
    const world = await authorWorld();
    expect(await years(world)).toContain('Đồng chí chưa có bản kiểm điểm nào.');
    expect((await world.browser.get('/')).status).toBe(200);
  });

  test('stand with state, reference and papers, the newest first', async () => {
    const world = await authorWorld();
    const earlier = await seedCampaign(world.deps, world.office.committee, { year: 2025, title: 'Kiểm điểm năm 2025' });
    const lastYear = await beginComplete({ ...world, campaignId: earlier });
    await submitAs(world.deps, world.author, lastYear);
    await begin(world);
    const page = await years(world);
    expect(page.indexOf('xếp loại năm 2026')).toBeLessThan(page.indexOf('Kiểm điểm năm 2025'));
    expect(page).toMatch(/Đang soạn\. Số tham chiếu: 2026-\d{3}-\d{3}/);
    expect(page).toMatch(/Đã nộp, nộp lúc 10:00:00 ngày 22\/11\/2026\. Số tham chiếu: 2025-/);
    const html = await (await world.browser.get('/cac-nam')).text();
    expect(html).toContain(`href="/ban-kiem-diem/${lastYear}/ban-in-phu-luc.pdf"`);
    expect(html).toContain('href="/cac-nam" aria-current="page"');
  });

  test('list the paper of the pledge where one was written, and only there', async () => {
    const world = await authorWorld();
    const earlier = await seedCampaign(world.deps, world.office.committee, { year: 2025, title: 'Kiểm điểm năm 2025' });
    const [lastYear, thisYear] = [await beginComplete({ ...world, campaignId: earlier }), await begin(world)];
    await writePledge(world.deps, actorFor(world.author), lastYear);
    const links = async () => [
      ...(await (await world.browser.get('/cac-nam')).text()).matchAll(/href="(\S+cam-ket\.pdf)"/g),
    ];
    const hrefs = async () => (await links()).map(([, href]) => href);
    expect(await hrefs()).toEqual([`/ban-kiem-diem/${lastYear}/cam-ket.pdf`]);
    await submitAs(world.deps, world.author, lastYear);
    await writePledge(world.deps, actorFor(world.author), thisYear);
    const both = [thisYear, lastYear].map((id) => `/ban-kiem-diem/${id}/cam-ket.pdf`);
    expect(await hrefs()).toEqual(both);
    for (const href of both) expect((await world.browser.get(href)).status).toBe(200);
    const page = await years(world);
    expect(page).toContain('Bản cam kết năm 2027 (PDF)');
    expect(page).toContain('Bản cam kết năm 2026 (PDF) , Kiểm điểm năm 2025');
  });

  test('tell who else has read which, when, on screen or on paper; the owner’s own reading is nobody else’s', async () => {
    const world = await authorWorld();
    const id = await beginComplete(world);
    await submitAs(world.deps, world.author, id);
    await world.browser.get(`/ban-kiem-diem/${id}`);
    await readBy(world, world.author, id, 'paper-printed');
    expect(await years(world)).toContain('Chưa có ai khác đọc.');
    const roles = [{ unitId: world.office.branch, role: 'secretary' as const }];
    const secretary = await seedPerson(world.deps, world.office.branch, 'Hoàng Văn Bí Thư', { roles });
    world.clock.forward(5);
    await readBy(world, secretary, id);
    world.clock.forward(5);
    await readBy(world, secretary, id, 'paper-printed');
    await readBy(world, secretary, id, 'access-refused');
    const page = await years(world, await world.as(world.author));
    expect(page).toContain(
      'Đồng chí Hoàng Văn Bí Thư (bí thư chi bộ), mở bản in lúc 10:10:00 ngày 22/11/2026 Đồng chí Hoàng Văn Bí Thư (bí thư chi bộ), đọc trên màn hình lúc 10:05:00 ngày 22/11/2026',
    );
    expect(page.match(/Hoàng Văn Bí Thư/g)).toHaveLength(2);
  });

  test('never show another’s review, nor who read it', async () => {
    const world = await authorWorld();
    const id = await beginComplete(world);
    await submitAs(world.deps, world.author, id);
    const roles = [{ unitId: world.office.branch, role: 'secretary' as const }];
    const secretary = await seedPerson(world.deps, world.office.branch, 'Hoàng Văn Bí Thư', { roles });
    await judgeAs(world.deps, secretary, roles, id, { move: 'accept' });
    await readBy(world, secretary, id);
    const colleague = await seedPerson(world.deps, world.office.branch, 'Đồng chí Cùng Chi Bộ');
    for (const person of [secretary, colleague]) {
      const html = await (await (await world.as(person)).get('/cac-nam')).text();
      expect(html).toContain('Đồng chí chưa có bản kiểm điểm nào.');
      expect(html).not.toContain(id);
    }
  });

  test('are refused to nobody signed in, and to an account that is no member’s are none', async () => {
    const world = await authorWorld();
    await beginComplete(world);
    const stranger = await browserFor(world.app, '').get('/cac-nam');
    expect(stranger.headers.get('location')).toContain('/dang-nhap');
    await world.deps.store.db.updateTable('account').set({ member_id: null }).execute();
    expect(await years(world)).toContain('Đồng chí chưa có bản kiểm điểm nào.');
  });
});
