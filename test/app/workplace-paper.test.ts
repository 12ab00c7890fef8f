import { describe, expect, test } from 'vitest';
import { fakePdf } from '../helpers/app.ts';
import { formOn, wordsOn } from '../helpers/author.ts';
import { branchWorld, handIn, logged, textAt } from '../helpers/branch.ts';
import { seedPerson } from '../helpers/people.ts';

const LINK = 'Bản nộp đơn vị công tác (PDF)';

async function handedIn() {
  const pdf = fakePdf();
  const world = await branchWorld({ pdf });
  return { ...world, pdf, id: await handIn(world) };
}

function bodyOf(html: string): string {
  return wordsOn(html.slice(html.indexOf('<body>')));
}

describe('the copy for the workplace', () => {
  test('has the workplace’s head and the blocks that are signed there, and the same words', async () => {
    const { browser, id, pdf } = await handedIn();
    await browser.get(`/ban-kiem-diem/${id}/ban-in.pdf`);
    const branch = bodyOf(pdf.printed.at(-1) ?? '');
    const answer = await browser.get(`/ban-kiem-diem/${id}/ban-in-don-vi.pdf`);
    expect([answer.status, answer.headers.get('content-disposition')]).toEqual([
      200,
      expect.stringMatching(/filename="ban-kiem-diem-[\d-]+-don-vi\.pdf"/),
    ]);
    const work = bodyOf(pdf.printed.at(-1) ?? '');
    expect(work).toMatch(
      /^ Mẫu 2B-HD KĐ.ĐG 2025 PHÒNG THỬ NGHIỆM CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc Hà Nội, ngày/,
    );
    expect(work).toContain('THỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ');
    expect(work).not.toMatch(/T\/M CHI ỦY|T\/M ĐẢNG ỦY|Mức chi bộ đề xuất|ĐẢNG CỘNG SẢN VIỆT NAM|\*/);
    expect(branch).toMatch(/ĐẢNG CỘNG SẢN VIỆT NAM[^]*T\/M CHI ỦY[^]*T\/M ĐẢNG ỦY/);
    const said = (text: string) => text.slice(text.indexOf('A. NỘI DUNG'), text.indexOf('NGƯỜI TỰ KIỂM ĐIỂM'));
    expect(said(work)).toBe(said(branch));
    expect(said(work).length).toBeGreaterThan(500);
  });

  test('is frozen for itself, with its own digest and code, and printed by author and leader alike', async () => {
    const { browser, leader, secretary, deps, id, pdf } = await handedIn();
    await browser.get(`/ban-kiem-diem/${id}/ban-in.pdf`);
    const own = await (await browser.get(`/ban-kiem-diem/${id}/ban-in-don-vi.pdf`)).text();
    const made = pdf.printed.length;
    expect(await (await leader.get(`/ban-kiem-diem/${id}/ban-in-don-vi.pdf`)).text()).toBe(own);
    expect(pdf.printed).toHaveLength(made);
    const papers = await deps.store.db
      .selectFrom('paper')
      .select(['variant', 'sha256', 'code'])
      .orderBy('variant')
      .execute();
    expect(papers.map(({ variant }) => variant)).toEqual(['plain', 'workplace']);
    expect(new Set(papers.flatMap(({ sha256, code }) => [sha256, code])).size).toBe(4);
    const logs = (await logged(deps, 'paper-printed')).filter((row) => row.detail === 'workplace');
    expect(logs.map((row) => row.account_id)).toContain(secretary.accountId);
    for (const page of [await textAt(browser, '/cac-nam'), await textAt(browser, `/ban-kiem-diem/${id}/da-nop`)]) {
      expect(page).toContain(LINK);
    }
    expect(await textAt(leader, `/ban-kiem-diem/${id}/doc`)).toContain(LINK);
  });

  test('names the workplace as the unit has set it', async () => {
    const pdf = fakePdf();
    const world = await branchWorld({ pdf });
    const roles = [{ unitId: world.office.committee, role: 'office' as const }];
    const clerk = await world.as(await seedPerson(world.deps, world.office.otherBranch, 'Văn Phòng', { roles }));
    const path = `/quan-tri/to-chuc/${world.office.branch}/in-an`;
    const form = formOn(await (await clerk.get(path)).text());
    const set = { don_vi: 'Trung tâm\nPhục vụ hành chính công', don_vi_cap_tren: 'UBND phường Thử Nghiệm' };
    const { don_vi_nha_nuoc: _, ...party } = form;
    expect((await clerk.post(path, { ...party, ...set, chuc_danh: 'so' })).status).toBe(303);
    const id = await handIn(world);
    await world.browser.get(`/ban-kiem-diem/${id}/ban-in-don-vi.pdf`);
    expect(bodyOf(pdf.printed.at(-1) ?? '')).toMatch(
      /^ Mẫu 2B-HD KĐ.ĐG 2025 UBND PHƯỜNG THỬ NGHIỆM TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG ĐẢNG CỘNG SẢN VIỆT NAM/,
    );
  });

  test('is none for whoever has no agency, none of a draft, and nobody else’s', async () => {
    const world = await handedIn();
    const { deps, id, browser } = world;
    const address = `/ban-kiem-diem/${id}/ban-in-don-vi.pdf`;
    const { otherBranch } = world.office;
    for (const person of [
      await seedPerson(deps, world.office.branch, 'Cùng Chi Bộ'),
      await seedPerson(deps, otherBranch, 'Bí Thư Khác', { roles: [{ unitId: otherBranch, role: 'secretary' }] }),
    ]) {
      expect((await (await world.as(person)).get(address)).status).toBe(404);
    }
    await deps.store.db.updateTable('member').set({ has_agency: 0 }).where('id', '=', world.author.memberId).execute();
    expect((await browser.get(address)).status).toBe(404);
    expect(await textAt(browser, '/cac-nam')).not.toContain(LINK);
    await deps.store.db.updateTable('member').set({ has_agency: 1 }).where('id', '=', world.author.memberId).execute();
    await deps.store.db.updateTable('review').set({ state: 'returned' }).where('id', '=', id).execute();
    expect((await browser.get(address)).status).toBe(404);
  });
});
