import { describe, expect, test } from 'vitest';
import { ACCESS } from '../../src/access.ts';
import { loadReview } from '../../src/reviews/loaded.ts';
import { saveFields } from '../../src/reviews/saving.ts';
import type { Browser } from '../helpers/app.ts';
import { actorFor, begin, judgeAs, submitAs, wordsOn } from '../helpers/author.ts';
import {
  accept,
  branchWorld,
  type BranchWorld,
  giveBack,
  handIn,
  logged,
  move,
  stateOf,
  textAt,
} from '../helpers/branch.ts';
import { type Person, seedCampaign, seedPerson } from '../helpers/people.ts';
import { completeReview } from '../helpers/reviews.ts';

const SECRET = 'Câu này chưa nộp cho ai.';

async function type(world: BranchWorld, reviewId: string, key: string, value: string): Promise<void> {
  const review = await loadReview(world.deps, reviewId);
  const version = review.fields.get(key)?.version ?? 0;
  await saveFields(world.deps, actorFor(world.author), review, [{ key, value, version }]);
}

async function readings(world: BranchWorld, reviewId: string): Promise<number> {
  return (await logged(world.deps, 'review-viewed')).filter((row) => row.subject_id === reviewId).length;
}

/** A closed year of the same branch, with a review of the author's in it. */
async function lastYear(world: BranchWorld, words: string): Promise<string> {
  const campaignId = await seedCampaign(world.deps, world.office.committee, {
    year: 2025,
    title: 'Kiểm điểm năm 2025',
  });
  const id = await begin({ browser: world.browser, campaignId });
  await completeReview(world.deps, actorFor(world.author), id);
  await type(world, id, 'I.1', words);
  await submitAs(world.deps, world.author, id);
  await judgeAs(world.deps, world.secretary, [{ unitId: world.office.branch, role: 'secretary' }], id, {
    move: 'accept',
  });
  await world.deps.store.db.updateTable('campaign').set({ state: 'closed' }).where('id', '=', campaignId).execute();
  return id;
}

describe('reading what was handed in', () => {
  test('shows the frozen record, not what stands in the fields', async () => {
    const world = await branchWorld();
    const id = await handIn(world);
    await world.deps.store.db.updateTable('review_field').set({ value: SECRET }).where('key', '=', 'I.1').execute();
    const page = await textAt(world.leader, `/ban-kiem-diem/${id}/doc`);
    expect(page).toContain('Giữ gìn phẩm chất chính trị, đạo đức, lối sống');
    expect(page).toContain('Bản kiểm điểm năm 2026 của đồng chí Phạm Thị Tự Soi');
    expect(page).toContain('Hoàn thành tốt nhiệm vụ');
    expect(page).toContain('88,5/100');
    expect(page).not.toContain(SECRET);
  });

  test('is logged each time, on screen and on paper, and the author sees who and when', async () => {
    const world = await branchWorld();
    const id = await handIn(world);
    await world.leader.get(`/ban-kiem-diem/${id}/doc`);
    world.clock.forward(3);
    const sits = await world.as(world.sits);
    await sits.get(`/ban-kiem-diem/${id}/doc`);
    world.clock.forward(2);
    const paper = await sits.get(`/ban-kiem-diem/${id}/ban-in-phu-luc.pdf`);
    expect([paper.status, paper.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect(await readings(world, id)).toBe(2);
    const printed = (await logged(world.deps, 'paper-printed')).filter((row) => row.subject_id === id);
    expect(printed.map((row) => [row.account_id, row.detail])).toEqual([[world.sits.accountId, 'annex']]);
    const years = await textAt(world.browser, '/cac-nam');
    expect(years).toContain('Đồng chí Bùi Văn Ủy Viên (chi ủy viên), mở bản in lúc 10:05:00 ngày 22/11/2026');
    expect(years).toContain('Đồng chí Bùi Văn Ủy Viên (chi ủy viên), đọc trên màn hình lúc 10:03:00');
    expect(years).toContain('Đồng chí Lương Văn Bí Thư (bí thư chi bộ), đọc trên màn hình lúc 10:00:00');
  });

  test('that cannot be logged shows nothing', async () => {
    const world = await branchWorld();
    const id = await handIn(world);
    const { schema } = world.deps.store.db;
    await schema.alterTable('audit').renameTo('audit_away').execute();
    const answer = await world.leader.get(`/ban-kiem-diem/${id}/doc`);
    await schema.alterTable('audit_away').renameTo('audit').execute();
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('Giữ gìn phẩm chất');
  });

  test('has last year’s beside it, section by section, and that reading is logged with last year’s', async () => {
    const world = await branchWorld();
    const before = await lastYear(world, 'Năm ngoái tôi viết thế này.');
    const id = await handIn(world);
    const html = await (await world.leader.get(`/ban-kiem-diem/${id}/doc`)).text();
    const section = html.slice(html.indexOf('id="doc-muc-i"'), html.indexOf('id="doc-muc-ii"'));
    expect(wordsOn(section)).toMatch(/Năm 2026 .*Giữ gìn phẩm chất.*Năm 2025.*Năm ngoái tôi viết thế này\./);
    expect([await readings(world, id), await readings(world, before)]).toEqual([1, 1]);
    expect(await textAt(world.browser, '/cac-nam')).toMatch(
      /Kiểm điểm năm 2025 .*Lương Văn Bí Thư \(bí thư chi bộ\), đọc/,
    );
  });

  test('never opens last year’s review of another branch', async () => {
    const world = await branchWorld();
    const before = await lastYear(world, 'Viết ở chi bộ cũ.');
    await world.deps.store.db
      .updateTable('review')
      .set({ unit_id: world.office.otherBranch })
      .where('id', '=', before)
      .execute();
    const id = await handIn(world);
    const page = await textAt(world.leader, `/ban-kiem-diem/${id}/doc`);
    expect(page).not.toContain('Viết ở chi bộ cũ.');
    expect(page).toContain('Không có bản năm trước để xem bên cạnh.');
    expect(await readings(world, before)).toBe(0);
  });

  test('gives each sign with its answer, in the order of the list, with nothing counted', async () => {
    const world = await branchWorld(
      {},
      { campaign: { wording_decision_number: '08-QĐ/ĐU', wording_decision_date: '2026-11-03' } },
    );
    const id = await begin(world);
    await completeReview(world.deps, actorFor(world.author), id);
    await type(world, id, 'A5', 'present');
    for (const key of ['evidence', 'cause', 'remedy', 'deadline'])
      await type(world, id, `A5.${key}`, `Lời ghi ở ô ${key}.`);
    await submitAs(world.deps, world.author, id);
    expect(await stateOf(world, id)).toBe('submitted');
    const html = await (await world.leader.get(`/ban-kiem-diem/${id}/doc`)).text();
    const signs = html.slice(html.indexOf('id="tu-soi"'), html.indexOf('id="quyet-dinh"'));
    expect(wordsOn(signs)).toContain('Có biểu hiện');
    expect(wordsOn(signs)).toContain('Lời ghi ở ô evidence.');
    expect(wordsOn(html)).not.toMatch(/\d+ (biểu hiện )?(có biểu hiện|không có biểu hiện|đã trả lời)|\d+\/(27|25)/i);
    // The signs stand closed, after everything else.
    expect(signs).not.toMatch(/<details[^>]* open/);
  });
});

const TOLD: Record<string, number> = { GET: 200, POST: 409 };

describe('a draft', () => {
  /** Every route of the app with a review in its address, as each of these asks for it. */
  async function leaks(
    world: BranchWorld,
    reviewId: string,
    people: readonly Person[],
    leads: readonly Person[] = [],
  ): Promise<string[]> {
    const found: string[] = [];
    for (const person of people) {
      const browser = await world.as(person);
      for (const route of Object.keys(ACCESS).filter((each) => each.includes(':review'))) {
        const [method = '', path = ''] = route.split(' ');
        const answer = await ask(browser, method, path.replace(':review', reviewId).replace(':step', 'muc-i'));
        const html = await answer.text();
        if (html.includes(SECRET)) found.push(`${person.fullName}: ${route} shows it`);
        // A leader who comes too late to judge is told so, and nothing else.
        const isTold = leads.includes(person) && /\/(tiep-nhan|bo-sung|ket-qua)$/.test(path);
        if (answer.status !== (isTold ? TOLD[method] : 404))
          found.push(`${person.fullName}: ${route} ${answer.status}`);
      }
    }
    return found;
  }

  function ask(browser: Browser, method: string, address: string): Promise<Response> {
    if (method === 'GET') return browser.get(address);
    return address.endsWith('/o') ? browser.json(address, {}) : browser.post(address, {});
  }

  async function everybodyElse(world: BranchWorld): Promise<Person[]> {
    const { branch, committee } = world.office;
    const office = [{ unitId: committee, role: 'office' as const }];
    const administrator = [{ unitId: committee, role: 'administrator' as const }];
    return [
      world.secretary,
      world.deputy,
      world.sits,
      await seedPerson(world.deps, branch, 'Văn Phòng', { roles: office }),
      await seedPerson(world.deps, branch, 'Quản Trị', { roles: administrator }),
      await seedPerson(world.deps, branch, 'Cùng Chi Bộ'),
    ];
  }

  test('is read by nobody but its author, by whatever route', async () => {
    const world = await branchWorld();
    const people = await everybodyElse(world);
    const id = await begin(world);
    await type(world, id, 'I.1', SECRET);
    expect(await leaks(world, id, people)).toEqual([]);
    expect(await textAt(world.browser, `/ban-kiem-diem/${id}/ghi/muc-i`)).toContain(SECRET);
  });

  test('that was handed in and sent back is its author’s alone again, the earlier record too', async () => {
    const world = await branchWorld();
    const people = await everybodyElse(world);
    const id = await begin(world);
    await completeReview(world.deps, actorFor(world.author), id);
    await type(world, id, 'I.1', SECRET);
    await submitAs(world.deps, world.author, id);
    expect(await textAt(world.leader, `/ban-kiem-diem/${id}/doc`)).toContain(SECRET);
    await giveBack(world.leader, id, 'Ghi rõ số liệu.');
    expect(await leaks(world, id, people, [world.secretary, world.deputy])).toEqual([]);
    expect(await textAt(world.browser, `/ban-kiem-diem/${id}/ghi/muc-i`)).toContain(SECRET);
  });

  test('goes with its author to another branch, and only there it is read once it is handed in', async () => {
    const world = await branchWorld();
    const { otherBranch } = world.office;
    const roles = [{ unitId: otherBranch, role: 'secretary' as const }];
    const there = await world.as(await seedPerson(world.deps, otherBranch, 'Bí Thư Bên Kia', { roles }));
    await seedPerson(world.deps, otherBranch, 'Người Thứ Hai');
    const id = await handIn(world);
    expect((await there.get(`/ban-kiem-diem/${id}/doc`)).status).toBe(404);
    await move(world.deps, world.author, otherBranch);
    expect((await world.leader.get(`/ban-kiem-diem/${id}/doc`)).status).toBe(404);
    expect((await there.get(`/ban-kiem-diem/${id}/doc`)).status).toBe(200);
    expect((await accept(there, id)).status).toBe(303);
  });
});
