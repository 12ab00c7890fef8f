import { describe, expect, test } from 'vitest';
import { COLLECTIVE } from '../../src/ratings/rules.ts';
import { readSummary } from '../../src/summaries/content.ts';
import { guarded } from '../../src/storage/statement.ts';
import { insertHandUp } from '../../src/ratings/statements.ts';
import { summaryText } from '../../src/summaries/content.ts';
import { insertSummary } from '../../src/summaries/statements.ts';
import { summaryOf, summaryPerson } from '../fixtures/examples-summaries.ts';
import { actionsLogged, formOn, tableContents, unescaped, wordsOn } from '../helpers/author.ts';
import { seedCampaign } from '../helpers/people.ts';
import {
  changeMember,
  decideAll,
  earlierMatter,
  exempt,
  handIn,
  handUpAs,
  propose,
  proposeAll,
  type RatingWorld,
  ratingWorld,
  watchDatabase,
} from '../helpers/ratings.ts';

interface Stored {
  unit_id: string;
  body: string;
  sha256: string;
  written_at: string;
}

async function stored(world: RatingWorld): Promise<Stored[]> {
  return (await tableContents(world.deps.store)).branch_summary as Stored[];
}

function home(world: RatingWorld): string {
  return `/quan-tri/dot/${world.campaignId}/tong-hop`;
}

async function shown(world: RatingWorld, path = ''): Promise<string> {
  const answer = await (await world.as(world.clerk)).get(`${home(world)}${path}`);
  expect(answer.status).toBe(200);
  return wordsOn(await answer.text());
}

async function giveBack(world: RatingWorld): Promise<void> {
  const clerk = await world.as(world.clerk);
  const answer = await clerk.post(`${world.officeBranch}/tra-lai`, { ly_do: 'Chi bộ xem lại tập thể.' });
  expect(answer.status).toBe(303);
}

describe('the committee’s summary', () => {
  test('says which branches have handed up, and nothing of one that has not', async () => {
    const world = await ratingWorld();
    await proposeAll(world, 'completed');
    const before = await shown(world);
    expect(before).toContain('0/2 chi bộ đã chuyển bảng đề xuất.');
    expect(before).not.toContain('Phạm Thị Viên');
    expect(before).not.toContain('Mức xếp loại');
    const clerk = await world.as(world.clerk);
    for (const path of [`/chi-bo/${world.office.branch}`, '/bao-cao.pdf', '/thong-ke.pdf', '/quyet-dinh']) {
      expect((await clerk.get(`${home(world)}${path}`)).status).toBe(404);
    }
    await handUpAs(world, world.secretary);
    expect(await shown(world)).toContain('1/2 chi bộ đã chuyển');
    expect(await shown(world, `/chi-bo/${world.office.branch}`)).toContain('Phạm Thị Viên');
    expect((await clerk.get(`${home(world)}/chi-bo/${world.office.otherBranch}`)).status).toBe(404);
  });

  test('counts levels with their shares, persons by group and collectives apart', async () => {
    const world = await ratingWorld();
    await handIn(world, world.member);
    await proposeAll(world);
    await propose(world, await world.as(world.secretary), world.member, { chi_bo: 'excellent', ly_do: 'Nhất trí.' });
    await handUpAs(world, world.secretary);
    const words = await shown(world);
    expect(words).toContain('Cá nhân giữ chức vụ lãnh đạo, quản lý 0 0 % 2 100 % 0 0 % 0 0 % 2 0');
    expect(words).toContain('Cá nhân không giữ chức vụ lãnh đạo, quản lý 1 50 % 1 50 % 0 0 % 0 0 % 2 0');
    expect(words).toContain('Cộng cá nhân 1 25 % 3 75 % 0 0 % 0 0 % 4 0');
    expect(words).toContain('Tập thể chi bộ 0 0 % 1 100 % 0 0 % 0 0 % 1 0');
    expect(words).toContain('hiện tại 1 > 0 (20 % của 1, làm tròn xuống)');
  });

  test('takes later decisions over the proposals, and leaves the frozen summary as it is', async () => {
    const world = await ratingWorld();
    await proposeAll(world);
    await handUpAs(world, world.secretary);
    const frozen = await stored(world);
    expect(
      (await decideAll(world, { [`muc-${world.member.memberId}`]: 'not-completed', ly_do: 'Theo kết luận.' })).status,
    ).toBe(303);
    const words = await shown(world);
    expect(words).toContain('Cộng cá nhân 0 0 % 3 75 % 0 0 % 1 25 % 4 0');
    expect(words).toContain('Xếp loại Không hoàn thành nhiệm vụ (Quyết định số 45-QĐ/ĐU)');
    expect(await stored(world)).toEqual(frozen);
  });

  test('shows section III as counts per branch, without a name or a word of it', async () => {
    const world = await ratingWorld();
    const review = await handIn(world, world.member);
    for (const state of ['fixed', 'fixing', 'unfixed'])
      await earlierMatter(world, review, state, 'Còn nể nang trong góp ý.');
    await proposeAll(world);
    await handUpAs(world, world.secretary);
    const html = await (await (await world.as(world.clerk)).get(home(world))).text();
    expect(wordsOn(html)).toMatch(/Chi bộ Số 1 1 1 1 0 3/);
    expect(unescaped(html)).not.toContain('nể nang');
    expect((await stored(world))[0]?.body).not.toContain('nể nang');
  });

  test('lists for January’s screening who was not completed, not reviewed (and why), or has had a matter open for two years', async () => {
    const world = await ratingWorld();
    const review = await handIn(world, world.sitting);
    await earlierMatter(world, review, 'unfixed', 'Chậm nộp báo cáo.');
    const { db } = world.deps.store;
    await world.deps.store.atomic([
      guarded(db.updateTable('review_item').set({ source_year: 2024 }).where('source_text', '=', 'Chậm nộp báo cáo.')),
    ]);
    await exempt(world, world.deputy, 'suspended');
    const secretary = await world.as(world.secretary);
    for (const [person, level] of [
      [COLLECTIVE, 'good'],
      [world.secretary, 'good'],
      [world.sitting, 'good'],
      [world.member, 'not-completed'],
    ] as const) {
      await propose(world, secretary, person, { chi_bo: level, ly_do: 'Chi bộ thống nhất.' });
    }
    await handUpAs(world, world.secretary);
    const words = await shown(world);
    expect(words).toContain('Chi bộ đề xuất Không hoàn thành nhiệm vụ, chưa có quyết định');
    expect(words).toMatch(/Ngô Thị Phó.*Chưa kiểm điểm: bị đình chỉ sinh hoạt đảng/);
    expect(words).toContain('Chưa kiểm điểm: chưa nộp bản kiểm điểm');
    expect(words).toContain('Còn 1 hạn chế, khuyết điểm chưa khắc phục xong qua hai năm');
  });

  test('keeps no answer to a sign anywhere in what is frozen', async () => {
    const world = await ratingWorld();
    await handIn(world, world.member);
    await proposeAll(world);
    await handUpAs(world, world.secretary);
    const [row] = await stored(world);
    if (!row) throw new Error('nothing was frozen');
    const signs = (await tableContents(world.deps.store)).review_field as { key: string; value: string }[];
    const answers = signs.filter(({ key }) => /^[AB]\d/.test(key));
    expect(answers.length).toBeGreaterThan(20);
    expect(row.body).not.toMatch(/"[AB]\d+(\.|")/);
    expect(Object.keys(readSummary(row).people[0] ?? {})).toEqual(
      expect.arrayContaining([
        'memberId',
        'name',
        'post',
        'standing',
        'group',
        'proposed',
        'review',
        'ballot',
        'earlier',
      ]),
    );
  });
});

describe('what was frozen at the hand-up', () => {
  test('stays when a person or a review is changed later', async () => {
    const world = await ratingWorld();
    const review = await handIn(world, world.member);
    await proposeAll(world);
    await handUpAs(world, world.secretary);
    const [frozen, before] = [await stored(world), await shown(world)];
    const drill = await shown(world, `/chi-bo/${world.office.branch}`);
    await changeMember(world, world.member, { full_name: 'Phạm Thị Khác', standing: 'leader' });
    await exempt(world, world.sitting, 'suspended');
    await earlierMatter(world, review, 'unfixed', 'Thêm về sau.');
    expect(await stored(world)).toEqual(frozen);
    expect(await shown(world)).toBe(before);
    expect(await shown(world, `/chi-bo/${world.office.branch}`)).toBe(drill);
  });

  test('goes with a give-back, and the next hand-up writes it anew', async () => {
    const world = await ratingWorld();
    await proposeAll(world);
    await handUpAs(world, world.secretary);
    const [first] = await stored(world);
    await giveBack(world);
    expect(await stored(world)).toEqual([]);
    expect(await shown(world)).toContain('0/2 chi bộ đã chuyển');
    await propose(world, await world.as(world.secretary), world.member, { chi_bo: 'completed', ly_do: 'Xem lại.' });
    await handUpAs(world, world.secretary);
    const [second] = await stored(world);
    expect(second?.sha256).not.toBe(first?.sha256);
    expect(await shown(world)).toContain('Cộng cá nhân 0 0 % 3 75 % 1 25 % 0 0 % 4 0');
  });

  test('is written with the hand-up or not at all', async () => {
    const world = await ratingWorld();
    await proposeAll(world);
    const refused = await (await world.as(world.secretary)).post(`${world.table}/chuyen`, { ly_do: '' });
    expect(refused.status).toBe(422);
    expect(await stored(world)).toEqual([]);
    expect((await tableContents(world.deps.store)).hand_up).toEqual([]);
  });

  test('that somebody changed in the database is never counted', async () => {
    const world = await ratingWorld();
    await proposeAll(world);
    await handUpAs(world, world.secretary);
    const [row] = await stored(world);
    const body = row?.body.replace('"good"', '"excellent"') ?? '';
    await world.deps.store.atomic([guarded(world.deps.store.db.updateTable('branch_summary').set({ body }))]);
    expect((await (await world.as(world.clerk)).get(home(world))).status).toBe(500);
  });
});

describe('the committee’s own words in the report', () => {
  const report = (world: RatingWorld) => `${home(world)}/bao-cao`;

  async function ready(): Promise<RatingWorld> {
    const world = await ratingWorld();
    await proposeAll(world);
    await handUpAs(world, world.secretary);
    return world;
  }

  test('are saved each by itself, and stay as they are when the page is sent untouched', async () => {
    const world = await ready();
    const clerk = await world.as(world.clerk);
    const form = formOn(await (await clerk.get(report(world))).text());
    const answer = await clerk.post(report(world), { ...form, danh_gia: 'Các chi bộ kiểm điểm nghiêm túc.' });
    expect(answer.status).toBe(200);
    expect(wordsOn(await answer.text())).toContain('Đã lưu lúc');
    const rows = async () => (await tableContents(world.deps.store)).summary_text;
    expect(await rows()).toMatchObject([{ key: 'danh_gia', value: 'Các chi bộ kiểm điểm nghiêm túc.', version: 1 }]);
    await clerk.post(report(world), formOn(await (await clerk.get(report(world))).text()));
    expect(await rows()).toMatchObject([{ version: 1 }]);
    expect(await actionsLogged(world.deps)).toContain('summary-report-saved');
  });

  test('written by two clerks at once come back both, and the choice goes over what was shown', async () => {
    const world = await ready();
    const clerk = await world.as(world.clerk);
    const form = formOn(await (await clerk.get(report(world))).text());
    await clerk.post(report(world), { ...form, danh_gia: 'Bản thứ nhất.' });
    const answer = await clerk.post(report(world), { ...form, danh_gia: 'Bản thứ hai.' });
    expect(answer.status).toBe(409);
    const html = await answer.text();
    expect(wordsOn(html)).toMatch(/Bản đang gõ Bản thứ hai\. Bản đã lưu lúc .* Bản thứ nhất\./);
    const chosen = await clerk.post(report(world), { ...formOn(html), 'chon:danh_gia': 'both' });
    expect(chosen.status).toBe(200);
    expect((await tableContents(world.deps.store)).summary_text).toMatchObject([
      { value: 'Bản thứ nhất.\nBản thứ hai.', version: 2 },
    ]);
  });

  test('with a letter that cannot be printed are sent back as typed, and nothing is written', async () => {
    const world = await ready();
    const clerk = await world.as(world.clerk);
    const form = formOn(await (await clerk.get(report(world))).text());
    const answer = await clerk.post(report(world), { ...form, phuong_huong: 'Làm tốt 👍' });
    expect(answer.status).toBe(422);
    expect(unescaped(await answer.text())).toContain('Làm tốt 👍');
    expect((await tableContents(world.deps.store)).summary_text).toEqual([]);
  });

  test('are the office’s: a leader, a member and an administrator write none', async () => {
    const world = await ready();
    for (const person of [world.secretary, world.member, world.administrator]) {
      const answer = await (await world.as(person)).post(report(world), { danh_gia: 'Thử', 'v:danh_gia': '0' });
      expect(answer.status).toBe(403);
    }
    expect((await tableContents(world.deps.store)).summary_text).toEqual([]);
  });
});

test('two hundred branches cost no more queries than two, and a moment', async () => {
  const world = await ratingWorld();
  await proposeAll(world);
  await handUpAs(world, world.secretary);
  const watched = watchDatabase(world);
  const clerk = await watched.as(world.clerk);
  const asked = async () => {
    watched.answers.length = 0;
    expect((await clerk.get(home(world))).status).toBe(200);
    return watched.answers.length;
  };
  const few = await asked();
  const { db } = world.deps.store;
  const unit = await db.selectFrom('unit').where('id', '=', world.office.branch).selectAll().executeTakeFirstOrThrow();
  const at = world.deps.now().toISOString();
  for (let no = 0; no < 198; no += 1) {
    const id = world.deps.newId();
    const people = Array.from({ length: 15 }, (_, each) => summaryPerson(`${id}-${each}`, `Đồng chí ${each}`));
    const place = { campaign_id: world.campaignId, unit_id: id };
    const summary = summaryText(summaryOf({ id, name: `Chi bộ ${no}` }, people));
    await world.deps.store.atomic([
      guarded(db.insertInto('unit').values({ ...unit, id, name: `Chi bộ Khu ${no}` })),
      insertHandUp(db, { ...place, handed_at: at, account_id: world.secretary.accountId }, 0),
      insertSummary(db, { ...place, ...summary, written_at: at }),
    ]);
  }
  const began = performance.now();
  expect(await asked()).toBe(few);
  expect(performance.now() - began).toBeLessThan(5_000);
  expect(await shown(world)).toContain('199/200 chi bộ đã chuyển');
});

describe('a person’s review', () => {
  test('is read by the office only after the hand-up, each time logged and seen by its owner', async () => {
    const world = await ratingWorld();
    const review = await handIn(world, world.member);
    await proposeAll(world);
    const clerk = await world.as(world.clerk);
    const paths = ['doc', 'ban-in.pdf', 'ban-in-phu-luc.pdf'].map((end) => `/ban-kiem-diem/${review}/${end}`);
    for (const path of paths) expect((await clerk.get(path)).status).toBe(404);
    await handUpAs(world, world.secretary);
    const drill = await (await clerk.get(`${home(world)}/chi-bo/${world.office.branch}`)).text();
    expect(drill).toContain(`href="${paths[0]}"`);
    expect(drill.match(/\/ban-kiem-diem\//g)).toHaveLength(1);
    const read = await clerk.get(paths[0] ?? '');
    expect(read.status).toBe(200);
    const words = wordsOn(await read.text());
    expect(words).toContain('Kết quả của chi bộ');
    expect(words).not.toContain('Tiếp nhận bản kiểm điểm');
    expect((await clerk.post(`/ban-kiem-diem/${review}/tiep-nhan`, { ban: '1' })).status).toBe(404);
    const own = wordsOn(await (await (await world.as(world.member)).get('/cac-nam')).text());
    expect(own).toContain('Vũ Thị Phòng');
    expect((await (await world.as(world.administrator)).get(paths[0] ?? '')).status).toBe(404);
    await giveBack(world);
    for (const path of paths) expect((await clerk.get(path)).status).toBe(404);
    const log = (await tableContents(world.deps.store, [])).audit as {
      action: string;
      subject_id: string;
      account_id: string;
    }[];
    const mine = log.filter(({ subject_id: id, account_id: by }) => id === review && by === world.clerk.accountId);
    expect(mine.filter(({ action }) => action === 'review-viewed')).toHaveLength(1);
    expect(mine.filter(({ action }) => action === 'access-refused').length).toBeGreaterThan(6);
  });

  test('of another branch, which has not handed up, stays closed', async () => {
    const world = await ratingWorld();
    await proposeAll(world);
    await handUpAs(world, world.secretary);
    const draft = await handIn(world, world.administrator);
    expect((await (await world.as(world.clerk)).get(`/ban-kiem-diem/${draft}/doc`)).status).toBe(404);
  });
});

describe('who sums up', () => {
  test('is the committee’s office alone, and only over its own branches', async () => {
    const world = await ratingWorld();
    await proposeAll(world);
    await handUpAs(world, world.secretary);
    for (const person of [world.administrator, world.secretary, world.member]) {
      const browser = await world.as(person);
      expect((await browser.get(home(world))).status).toBe(403);
      expect((await browser.get(`${home(world)}/tong-hop.xlsx`)).status).toBe(403);
      expect((await browser.get(`${home(world)}/chi-bo/${world.office.branch}`)).status).toBe(404);
    }
    const foreign = await seedCampaign(world.deps, world.office.foreignCommittee);
    const clerk = await world.as(world.clerk);
    expect((await clerk.get(`/quan-tri/dot/${foreign}/tong-hop`)).status).toBe(404);
    expect((await clerk.get(`/quan-tri/dot/${foreign}/tong-hop/chi-bo/${world.office.branch}`)).status).toBe(404);
    await shown(world);
    expect(await actionsLogged(world.deps)).toContain('summary-viewed');
  });

  test('finds the way there on the campaign’s page; an administrator does not', async () => {
    const world = await ratingWorld();
    const path = `/quan-tri/dot/${world.campaignId}`;
    expect(await (await (await world.as(world.clerk)).get(path)).text()).toContain(`href="${home(world)}"`);
    expect(await (await (await world.as(world.administrator)).get(path)).text()).not.toContain('/tong-hop');
  });
});
