import { describe, expect, test } from 'vitest';
import { NO_OFFICIAL_WORDS, OWN_WORDS_HEADING, signsOf } from '../../src/catalogues/rules.ts';
import { allEditions } from '../../src/catalogues/queries.ts';
import type { Deps } from '../../src/deps.ts';
import { createTestApp } from '../helpers/app.ts';
import { seedCampaign, seedOffice, seedPerson } from '../helpers/people.ts';

async function reader(overrides: Partial<Deps> = {}, campaign: Parameters<typeof seedCampaign>[2] = {}) {
  const { deps, as } = await createTestApp(overrides);
  const office = await seedOffice(deps);
  await seedCampaign(deps, office.committee, campaign);
  const member = await seedPerson(deps, office.branch, 'Nguyễn Văn Đọc');
  const browser = await as(member);
  const textOf = async (path: string) => {
    const answer = await browser.get(path);
    expect(answer.status, path).toBe(200);
    return answer.text();
  };
  return { deps, office, browser, textOf };
}

const DECISION = { wording_decision_number: '45-QĐ/ĐU', wording_decision_date: '2026-10-05' };

describe('the sign lists to read', () => {
  test('both lists stand with the number and the date of their documents', async () => {
    const { textOf } = await reader();
    const page = await textOf('/danh-muc');
    expect(page).toContain('Nghị quyết 04-NQ/TW, ngày 30-10-2016');
    expect(page).toContain('Chỉ thị 24-CT/TU, ngày 07-8-2023');
    expect(page).toContain('href="/danh-muc/a-27-v1"');
    expect(page).toContain('Dùng trong đợt: Kiểm điểm, đánh giá, xếp loại năm 2026.');
  });

  test('a list shows every sign in its group under an anchor, and asks nothing', async () => {
    const { deps, textOf } = await reader({ rehearsal: true });
    for (const edition of await allEditions(deps.store.db)) {
      const page = await textOf(`/danh-muc/${edition.id}`);
      for (const sign of signsOf(edition)) expect(page).toContain(`id="bieu-hien-${sign.no}"`);
      for (const group of edition.groups) expect(page).toContain(`id="nhom-${group.number.toLowerCase()}"`);
      expect(page).toContain(edition.purpose);
      expect(page).not.toContain('type="radio"');
      expect(page).not.toContain('Chưa có, nhưng cần phòng ngừa');
    }
  });

  test('in the rehearsal our provisional words are shown and marked, with one sentence on the marks', async () => {
    const { textOf } = await reader({ rehearsal: true });
    const page = await textOf('/danh-muc/b-25-v1');
    expect(page).toContain('để lộ nội dung nội bộ chưa được phép công bố');
    expect(page.match(/Các dòng ghi chú cho biết lời văn từ đâu ra/g)).toHaveLength(1);
    expect(page.match(/<p class="provenance">Bản soạn tạm – chờ đối chiếu<\/p>/g)).toHaveLength(20);
    expect(page).not.toContain(NO_OFFICIAL_WORDS);
  });

  test('in a real campaign without a decision the provisional words are withheld', async () => {
    const { textOf } = await reader();
    const page = await textOf('/danh-muc/b-25-v1');
    expect(page).not.toContain('để lộ nội dung nội bộ chưa được phép công bố');
    expect(page).not.toContain('Sợ sai, sợ trách nhiệm');
    expect(page.match(/<li class="sign"[^>]*>\s*<p>[^\n]*Chưa có nội dung chính thức/g)).toHaveLength(21);
  });

  test('with a decision they stand apart, numbered 6t, under their own head with its number and date', async () => {
    const { textOf } = await reader({}, DECISION);
    const page = await textOf('/danh-muc/b-25-v1');
    const [attested = '', ours = ''] = page.split(OWN_WORDS_HEADING);
    expect(ours).toContain('>6t.</span>');
    expect(ours).toContain('để lộ nội dung nội bộ chưa được phép công bố');
    expect(ours).toContain('45-QĐ/ĐU, ngày 05-10-2026');
    expect(attested).not.toContain('để lộ nội dung nội bộ');
  });

  test('a neighbour committee’s decision opens nothing here', async () => {
    const { deps, office, textOf } = await reader();
    await seedCampaign(deps, office.foreignCommittee, DECISION);
    expect(await textOf('/danh-muc/b-25-v1')).not.toContain(OWN_WORDS_HEADING);
  });

  test('a decision ends with its campaign', async () => {
    const { textOf } = await reader({}, { ...DECISION, state: 'closed' });
    expect(await textOf('/danh-muc/b-25-v1')).not.toContain(OWN_WORDS_HEADING);
  });

  test('an unknown list is a page that is not there', async () => {
    const { browser } = await reader();
    for (const id of ['c-1', '..%2F', 'a-27-v99']) expect((await browser.get(`/danh-muc/${id}`)).status).toBe(404);
  });

  test('nobody reads without signing in', async () => {
    const { as } = await createTestApp();
    const answer = await (await as(null)).get('/danh-muc');
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe('/dang-nhap?ve=%2Fdanh-muc');
  });
});
