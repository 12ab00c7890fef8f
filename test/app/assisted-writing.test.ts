import { describe, expect, test } from 'vitest';
import { markOf } from '../../src/assistance/rules.ts';
import { signOnPaper } from '../../src/assistance/statements.ts';
import { loadReview } from '../../src/reviews/loaded.ts';
import { submitReview } from '../../src/reviews/moving.ts';
import { assistedSession, type AssistedWorld, assistedWorld, slipOf } from '../helpers/assisted.ts';
import type { Browser } from '../helpers/app.ts';
import {
  actorFor,
  begin,
  beginComplete,
  formOn,
  handIn,
  judgeAs,
  submitAs,
  tableContents,
  unescaped,
  wordsOn,
  write,
} from '../helpers/author.ts';
import { seedCampaign, seedPerson } from '../helpers/people.ts';
import { completeReview } from '../helpers/reviews.ts';

interface Desk extends AssistedWorld {
  id: string;
  path: string;
  /** In which the helper types. */
  assisted: Browser;
  /** Opens the read-back page and returns its words. */
  readBack(): Promise<string>;
  sign(tick?: Record<string, string>): Promise<Response>;
}

async function desk(beginWith: (world: AssistedWorld) => Promise<string> = beginComplete): Promise<Desk> {
  const world = await assistedWorld();
  const id = await beginWith(world);
  const path = `/ban-kiem-diem/${id}`;
  const assisted = await assistedSession(world, id);
  return {
    ...world,
    id,
    path,
    assisted,
    readBack: async () => wordsOn(await (await assisted.get(`${path}/doc-lai`)).text()),
    sign: (tick = { da_ky: '1' }) => assisted.post(`${path}/ky-nop`, tick),
  };
}

async function state(here: Desk): Promise<string | undefined> {
  const row = await here.deps.store.db
    .selectFrom('review')
    .where('id', '=', here.id)
    .select('state')
    .executeTakeFirst();
  return row?.state;
}

async function logged(here: Desk, action: string) {
  const rows = here.deps.store.db
    .selectFrom('audit')
    .where('action', '=', action as 'sign-in')
    .orderBy('id');
  return rows.select(['account_id', 'detail', 'subject_id']).execute();
}

async function sitting(here: Desk) {
  return here.deps.store.db.selectFrom('assistance').selectAll().executeTakeFirstOrThrow();
}

describe('typing for the author', () => {
  test('saves in his review, under his account, and every row of the log says who typed', async () => {
    const here = await desk();
    expect((await write(here.assisted, here.id, 'muc-v', { V: 'Lời cụ đọc cho ghi.' })).status).toBe(303);
    const saved = await here.assisted.json(`${here.path}/o`, { key: 'I.1', value: 'Sống giản dị.', version: 1 });
    expect(saved.status).toBe(200);
    expect(wordsOn(await (await (await here.as(here.author)).get(`${here.path}/kiem-tra`)).text())).toContain(
      'Lời cụ đọc cho ghi.',
    );
    const detail = `assisted ${here.helper.accountId}`;
    // The author has written a moment ago: that must not hide that somebody else types now.
    expect(await logged(here, 'review-edited')).toEqual([
      { account_id: here.author.accountId, detail: '', subject_id: here.id },
      { account_id: here.author.accountId, detail, subject_id: here.id },
    ]);
    expect((await sitting(here)).changed_at).toBe('2026-11-22T03:00:00.000Z');
  });

  test('shows a calm line on every page, and no way to anything else', async () => {
    const here = await desk();
    for (const end of ['', '/ghi/muc-i', '/ghi/bieu-hien-a-1', '/kiem-tra', '/doc-lai']) {
      const html = await (await here.assisted.get(`${here.path}${end}`)).text();
      expect(wordsOn(html)).toContain('Đồng chí Lê Văn Giúp đang nhập giúp đồng chí Phạm Thị Tự Soi');
      expect(html).toContain('Kết thúc nhập giúp');
      const hrefs = [...html.matchAll(/href="(\/(?!assets\/)[^"#]*)/g)].map(([, href = '']) => href);
      const closed = hrefs.filter((href) => href !== '/' && !href.startsWith(here.path));
      expect(closed).toEqual([]);
    }
  });

  test('shows nothing of last year but what this year’s review begins with', async () => {
    const here = await desk(async (world) => {
      const last = await seedCampaign(world.deps, world.office.committee, { year: 2025, title: 'Năm 2025' });
      await world.deps.store.db.updateTable('campaign').set({ state: 'closed' }).where('id', '!=', last).execute();
      const old = await begin({ ...world, campaignId: last });
      await completeReview(world.deps, actorFor(world.author), old);
      await submitAs(world.deps, world.author, old);
      await world.deps.store.db.updateTable('campaign').set({ state: 'open' }).where('id', '!=', last).execute();
      return begin(world);
    });
    const old = (await here.deps.store.db.selectFrom('review').select('id').execute()).find(({ id }) => id !== here.id);
    const lastYears = 'Hoàn thành 12 trên 12 nhiệm vụ được giao trong năm.';
    const own = await here.as(here.author);
    expect(await (await own.get(`${here.path}/ghi/muc-i`)).text()).toContain(lastYears);
    expect(await (await here.assisted.get(`${here.path}/ghi/muc-i`)).text()).not.toContain(lastYears);
    expect((await here.assisted.get(`/ban-kiem-diem/${old?.id}`)).status).toBe(404);
    expect((await here.assisted.get(`/ban-kiem-diem/${old?.id}/ban-in.pdf`)).status).toBe(403);
    expect((await logged(here, 'access-refused')).map(({ subject_id }) => subject_id)).toEqual([old?.id, old?.id]);
  });

  test('leaves the helper’s own review untouched and out of reach', async () => {
    const here = await desk();
    const own = await begin({ browser: await here.as(here.helper), campaignId: here.campaignId });
    const before = await tableContents(here.deps.store, ['audit', 'session']);
    expect((await here.assisted.get(`/ban-kiem-diem/${own}`)).status).toBe(404);
    const save = { key: 'I.1', value: 'Nhầm bản.', version: 0 };
    expect((await here.assisted.json(`/ban-kiem-diem/${own}/o`, save)).status).toBe(404);
    expect(await tableContents(here.deps.store, ['audit', 'session'])).toEqual(before);
  });

  test('takes on none of the author’s duties', async () => {
    const here = await desk();
    await here.deps.store.db
      .insertInto('role')
      .values({ account_id: here.author.accountId, unit_id: here.office.committee, role: 'administrator' })
      .execute();
    expect((await (await here.as(here.author)).get('/quan-tri')).status).toBe(200);
    const refused = await here.assisted.get('/quan-tri');
    expect(refused.status).toBe(403);
    expect(wordsOn(await refused.text())).toContain('Trang này đóng trong lúc nhập giúp');
  });

  test('ends after ten minutes without a sign, and not before', async () => {
    const here = await desk();
    here.clock.forward(9.9);
    expect((await here.assisted.get(here.path)).status).toBe(200);
    here.clock.forward(9.9);
    expect(await (await here.assisted.get('/phien')).json()).toMatchObject({ secondsLeft: 6 });
    here.clock.forward(0.2);
    expect((await here.assisted.get(here.path)).headers.get('location')).toBe('/nhap-giup/xong');
    expect((await sitting(here)).ended_at).toBe('2026-11-22T03:09:54.000Z');
    expect(await logged(here, 'assistance-ended')).toHaveLength(1);
  });

  test('ends after four hours however busy the two are', async () => {
    const here = await desk();
    for (let minutes = 0; minutes < 235; minutes += 9) {
      expect((await here.assisted.get(here.path)).status).toBe(200);
      here.clock.forward(9);
    }
    here.clock.forward(7);
    expect((await here.assisted.get(here.path)).headers.get('location')).toBe('/nhap-giup/xong');
  });

  test('ends where somebody signs in over it, and says so', async () => {
    const here = await desk();
    const code = await slipOf(here.deps, here.helper);
    const typed = { ten_dang_nhap: here.helper.userName, mat_khau: code };
    const answer = await here.assisted.post('/dang-nhap', typed);
    expect(answer.status).toBe(303);
    expect(answer.headers.getSetCookie().join()).toMatch(/tu-soi-nhap-giup=;/);
    expect((await here.assisted.get(here.path)).headers.get('location')).toBe('/nhap-giup/xong');
    expect((await sitting(here)).ended_at).not.toBeNull();
    expect(await logged(here, 'assistance-ended')).toHaveLength(1);
    const [row] = await logged(here, 'sign-in');
    expect(row).toMatchObject({ account_id: here.helper.accountId, detail: '' });
  });

  test('is told of by name for half an hour only: then somebody else may sit there', async () => {
    const here = await desk();
    await here.assisted.post('/dang-xuat', {});
    const told = async () => wordsOn(await (await here.assisted.get('/nhap-giup/xong')).text());
    expect(await told()).toContain('Phạm Thị Tự Soi chưa nộp');
    here.clock.forward(31);
    expect(await told()).not.toContain('Phạm Thị Tự Soi');
  });

  test('what came too late stays on the page, and leads to opening anew: never to a sign-in as the author', async () => {
    const here = await desk();
    const form = formOn(await (await here.assisted.get(`${here.path}/ghi/muc-v`)).text());
    here.clock.forward(11);
    const late = await here.assisted.post(`${here.path}/ghi/muc-v`, { ...form, V: 'Câu gõ muộn.' });
    expect(late.status).toBe(401);
    const html = await late.text();
    expect(html).toContain('Phiên nhập giúp đã kết thúc');
    expect(html).toContain('Câu gõ muộn.</textarea>');
    expect(html).toContain('href="/nhap-giup"');
    expect(html).not.toContain('mat_khau');
    expect((await here.assisted.json(`${here.path}/o`, { key: 'V', value: 'x', version: 0 })).status).toBe(401);
  });
});

describe('reading back', () => {
  test('shows everything in parts with a way to mend each, which leads back', async () => {
    const here = await desk();
    const html = unescaped(await (await here.assisted.get(`${here.path}/doc-lai`)).text());
    const words = wordsOn(html);
    for (const said of ['Phần 1 trong', 'Giữ gìn phẩm chất chính trị', 'Còn nể nang trong phê bình.', '28,5/30']) {
      expect(words).toContain(said);
    }
    expect(html).not.toContain(' checked');
    const change = /href="([^"]*\/ghi\/muc-i\?ve=doc-lai)#o-I-2"/.exec(html)?.[1] ?? '';
    const step = await here.assisted.get(change);
    expect(await step.text()).toContain('Lưu và về bản đọc lại');
    const saved = await write(here.assisted, here.id, 'muc-i', { 'I.2': 'Sửa một câu.', ve: 'doc-lai' });
    expect(saved.headers.get('location')).toBe(`${here.path}/doc-lai`);
  });

  test('is open to an author by himself, without anything to sign there', async () => {
    const here = await desk();
    const own = await here.as(here.author);
    const html = await (await own.get(`${here.path}/doc-lai`)).text();
    expect(wordsOn(html)).toContain('Giữ gìn phẩm chất chính trị');
    expect(html).not.toContain('name="da_ky"');
    expect((await own.post(`${here.path}/ky-nop`, { da_ky: '1' })).headers.get('location')).toBe(
      `${here.path}/kiem-tra`,
    );
    expect(await state(here)).toBe('draft');
    expect(await logged(here, 'assistance-read-back')).toEqual([]);
  });

  test('prints in large letters what it shows, with room for both hands', async () => {
    const here = await desk();
    expect((await here.assisted.get(`${here.path}/ban-chu-lon.pdf`)).headers.get('content-type')).toBe(
      'application/pdf',
    );
    const printed = (here.deps.pdf as unknown as { printed: string[] }).printed.at(-1) ?? '';
    expect(printed).toContain('font: 18pt/27pt');
    expect(wordsOn(printed)).toMatch(/Còn nể nang trong phê bình\..*Người nhập giúp.*Lê Văn Giúp.*Phạm Thị Tự Soi/);
    const [row] = await logged(here, 'draft-printed');
    expect(row?.detail).toBe(`large assisted ${here.helper.accountId}`);
  });

  test('says what is missing, and has no button then', async () => {
    const here = await desk(begin);
    const html = await (await here.assisted.get(`${here.path}/doc-lai`)).text();
    expect(wordsOn(html)).toContain('mục bắt buộc chưa ghi nên chưa nộp được.');
    expect(html).not.toContain('name="da_ky"');
    expect((await here.sign()).status).toBe(422);
    expect(await state(here)).toBe('draft');
  });

  test('asks for the reason where the check page does, and shows it', async () => {
    const here = await desk();
    await here.deps.store.db.deleteFrom('review_field').where('key', '=', 'A5').execute();
    expect(await here.readBack()).toContain('ghi lý do vẫn nộp');
    expect((await here.sign()).status).toBe(422);
    const form = formOn(await (await here.assisted.get(`${here.path}/kiem-tra`)).text());
    const asked = { ...form, 'NOP.reason': 'Cụ chưa rõ biểu hiện này.', di: 'doc-lai' };
    expect((await here.assisted.post(`${here.path}/nop`, asked)).headers.get('location')).toBe(`${here.path}/doc-lai`);
    expect(await here.readBack()).toContain('Cụ chưa rõ biểu hiện này.');
    expect((await here.sign()).status).toBe(303);
    const steps = here.deps.store.db.selectFrom('review_step').where('to_state', '=', 'submitted').select('remark');
    expect(await steps.execute()).toEqual([{ remark: 'Cụ chưa rõ biểu hiện này.' }]);
  });
});

describe('handing in', () => {
  test('read back and signed on paper it is handed in, and closed to the helper at once', async () => {
    const here = await desk();
    await write(here.assisted, here.id, 'muc-v', { V: 'Lời cụ đọc cho ghi.' });
    const check = await (await here.assisted.get(`${here.path}/kiem-tra`)).text();
    expect(check).toContain('Sang bản chữ lớn để đọc lại');
    expect(check).not.toContain('value="nop"');
    await here.readBack();
    here.clock.forward(3);
    const answer = await here.sign();
    expect(answer.headers.get('location')).toBe('/nhap-giup/xong?da-xuat=1');
    expect(await state(here)).toBe('submitted');
    for (const end of [
      '',
      '/doc-lai',
      '/kiem-tra',
      '/ghi/muc-i',
      '/da-nop',
      '/ban-nhap.pdf',
      '/ban-chu-lon.pdf',
      '/ban-in.pdf',
    ]) {
      const gone = await here.assisted.get(`${here.path}${end}`);
      expect([end, gone.status, gone.headers.get('location')]).toEqual([end, 303, '/nhap-giup/xong']);
    }
    const over = wordsOn(await (await here.assisted.get('/nhap-giup/xong')).text());
    expect(over).toContain('ĐÃ NỘP lúc 10:03:00 ngày 22/11/2026');
    expect(over).not.toContain('Lời cụ đọc cho ghi.');
    // In his own session the helper stands to it as before: not at all.
    expect((await (await here.as(here.helper)).get(here.path)).status).toBe(404);
    expect(await sitting(here)).toMatchObject({
      signed_on_paper_at: '2026-11-22T03:03:00.000Z',
      ended_at: '2026-11-22T03:03:00.000Z',
      submission: 1,
    });
    expect(await logged(here, 'assistance-signed')).toHaveLength(1);
    expect(await logged(here, 'assistance-ended')).toHaveLength(1);
  });

  test('keeps who typed in what is frozen, and prints it nowhere on the form', async () => {
    const here = await desk();
    await write(here.assisted, here.id, 'muc-v', { V: 'Lời cụ đọc cho ghi.' });
    await here.readBack();
    await here.sign();
    const part = await here.deps.store.db.selectFrom('record_part').select('body').executeTakeFirstOrThrow();
    expect(JSON.parse(part.body)).toMatchObject({
      typedBy: [{ accountId: here.helper.accountId, name: 'Lê Văn Giúp', at: '2026-11-22T03:00:00.000Z' }],
    });
    const roles = [{ unitId: here.office.branch, role: 'secretary' as const }];
    const leader = await here.as(await seedPerson(here.deps, here.office.branch, 'Lương Văn Bí Thư', { roles }));
    const read = wordsOn(await (await leader.get(`${here.path}/doc`)).text());
    expect(read).toContain('Người nhập giúp Đồng chí Lê Văn Giúp');
    await (await here.as(here.author)).get(`${here.path}/ban-in.pdf`);
    const printed = (here.deps.pdf as unknown as { printed: string[] }).printed.at(-1) ?? '';
    expect(printed).toContain('Lời cụ đọc cho ghi.');
    expect(printed).not.toContain('Lê Văn Giúp');
  });

  test('without reading back is refused, by whatever button', async () => {
    const here = await desk();
    const before = await tableContents(here.deps.store);
    const refused = await here.sign();
    expect(refused.status).toBe(422);
    expect(wordsOn(await refused.text())).toContain('bản này đã đổi sau lần đọc lại trước');
    const onCheck = await here.assisted.post(`${here.path}/nop`, { di: 'nop' });
    expect(onCheck.headers.get('location')).toBe(`${here.path}/doc-lai`);
    expect(await tableContents(here.deps.store)).toEqual(before);
  });

  test('after a change it must be read back anew, whoever made the change', async () => {
    const here = await desk();
    await here.readBack();
    await write(here.assisted, here.id, 'muc-v', { V: 'Thêm một câu.' });
    expect((await here.sign()).status).toBe(422);
    await here.readBack();
    await write(await here.as(here.author), here.id, 'muc-v', { V: 'Cụ tự sửa ở nhà.' });
    expect((await here.sign()).status).toBe(422);
    expect(await state(here)).toBe('draft');
    expect(await here.readBack()).toContain('Cụ tự sửa ở nhà.');
    expect((await here.sign()).status).toBe(303);
    expect(await state(here)).toBe('submitted');
  });

  test('an entry added or taken out is a change, too', async () => {
    const here = await desk();
    await here.readBack();
    await here.assisted.post(`${here.path}/ghi/muc-iv`, { them: 'IV:written' });
    expect((await here.sign()).status).toBe(422);
  });

  test('without the tick is refused, and the box stands there unticked with its words', async () => {
    const here = await desk();
    await here.readBack();
    for (const tick of [{}, { da_ky: '0' }, { da_ky: '' }] as Record<string, string>[]) {
      const refused = await here.sign(tick);
      expect(refused.status).toBe(422);
      const html = await refused.text();
      expect(html).toContain('href="#o-da_ky"');
      expect(html).not.toContain(' checked');
    }
    expect(await state(here)).toBe('draft');
    expect((await sitting(here)).signed_on_paper_at).toBeNull();
  });

  test('over words saved in the same moment changes nothing, and says so', async () => {
    const here = await desk();
    await here.readBack();
    const read = await loadReview(here.deps, here.id);
    const { id } = await sitting(here);
    await write(await here.as(here.author), here.id, 'muc-v', { V: 'Cụ tự sửa ở nhà.' });
    const before = await tableContents(here.deps.store, []);
    const at = here.clock.now.toISOString();
    const signed = [signOnPaper(here.deps.store.db, id, markOf(read.mark), at)];
    const late = submitReview(here.deps, actorFor(here.author), read, '', signed);
    await expect(late).rejects.toMatchObject({ code: 'conflict' });
    const fresh = await loadReview(here.deps, here.id);
    const unread = [signOnPaper(here.deps.store.db, id, markOf(fresh.mark), at)];
    await expect(submitReview(here.deps, actorFor(here.author), fresh, '', unread)).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await tableContents(here.deps.store, [])).toEqual(before);
  });

  test('by a double click happens once, and both end where it says so', async () => {
    const here = await desk();
    await here.readBack();
    const answers = await Promise.all([here.sign(), here.sign()]);
    for (const answer of answers) {
      expect(answer.headers.get('location')).toMatch(/^\/nhap-giup\/xong/);
    }
    expect((await tableContents(here.deps.store)).record).toHaveLength(1);
    expect(await logged(here, 'review-submitted')).toHaveLength(1);
  });

  test('by the author himself ends what is typed elsewhere, and keeps who had typed', async () => {
    const here = await desk();
    await write(here.assisted, here.id, 'muc-v', { V: 'Lời cụ đọc cho ghi.' });
    expect((await handIn(await here.as(here.author), here.id)).status).toBe(303);
    expect((await here.assisted.get(here.path)).headers.get('location')).toBe('/nhap-giup/xong');
    expect(wordsOn(await (await here.assisted.get('/nhap-giup/xong')).text())).toContain('chưa nộp trong phiên này');
    const part = await here.deps.store.db.selectFrom('record_part').select('body').executeTakeFirstOrThrow();
    expect(JSON.parse(part.body)).toHaveProperty('typedBy.0.name', 'Lê Văn Giúp');
    expect(await logged(here, 'assistance-ended')).toMatchObject([{ detail: `assisted ${here.helper.accountId}` }]);
  });

  test('nobody’s help is nowhere in what an author froze alone', async () => {
    const here = await desk();
    await here.assisted.post('/dang-xuat', {});
    await handIn(await here.as(here.author), here.id);
    const part = await here.deps.store.db.selectFrom('record_part').select('body').executeTakeFirstOrThrow();
    expect(JSON.parse(part.body)).not.toHaveProperty('typedBy');
  });

  test('after a return the helper comes in again only by the author’s own act', async () => {
    const here = await desk();
    await here.readBack();
    await here.sign();
    const leader = await seedPerson(here.deps, here.office.branch, 'Hoàng Văn Bí Thư');
    const roles = [{ unitId: here.office.branch, role: 'secretary' as const }];
    await judgeAs(here.deps, leader, roles, here.id, { move: 'return', remark: 'Thêm số liệu.' });
    expect((await here.assisted.get(here.path)).headers.get('location')).toBe('/nhap-giup/xong');
    const again = await assistedSession(here, here.id);
    expect((await again.get(here.path)).status).toBe(200);
  });
});

describe('the author', () => {
  test('sees on his review and under “Các năm” who helped and when', async () => {
    const here = await desk();
    await write(here.assisted, here.id, 'muc-v', { V: 'Lời cụ đọc cho ghi.' });
    here.clock.forward(5);
    await here.readBack();
    await here.sign();
    await (await assistedSession(here, here.id)).post('/dang-xuat', {});
    const own = await here.as(here.author);
    for (const path of [here.path, '/cac-nam']) {
      const words = wordsOn(await (await own.get(path)).text());
      expect(words).toContain(
        'Đồng chí Lê Văn Giúp, từ 10:00:00 ngày 22/11/2026 đến 10:05:00 ngày 22/11/2026; đã đọc lại, ký bản giấy và nộp',
      );
      expect(words).toContain('từ 10:05:00 ngày 22/11/2026 đến 10:05:00 ngày 22/11/2026; không ghi gì');
    }
    const other = await here.as(here.helper);
    expect(wordsOn(await (await other.get('/cac-nam')).text())).not.toContain('nhập giúp, từ');
  });

  test('sees the sitting among his sessions, and ends it', async () => {
    const here = await desk();
    const own = await here.as(here.author);
    const html = await (await own.get('/tai-khoan')).text();
    expect(wordsOn(html)).toContain('Đồng chí Lê Văn Giúp nhập giúp –');
    const end = `/tai-khoan/phien/${(await sitting(here)).session_id}/ket-thuc`;
    expect(html).toContain(`action="${end}"`);
    expect((await own.post(end, {})).status).toBe(303);
    expect((await here.assisted.get(here.path)).headers.get('location')).toBe('/nhap-giup/xong');
    expect(await logged(here, 'assistance-ended')).toMatchObject([{ account_id: here.author.accountId }]);
    expect((await sitting(here)).ended_at).not.toBeNull();
    expect((await own.get(here.path)).status).toBe(200);
  });

  test('ends it with all his other sessions, too', async () => {
    const here = await desk();
    await (await here.as(here.author)).post('/tai-khoan/phien-khac/ket-thuc', {});
    expect((await here.assisted.get(here.path)).headers.get('location')).toBe('/nhap-giup/xong');
    expect(await logged(here, 'assistance-ended')).toHaveLength(1);
  });
});

test('“Kết thúc nhập giúp” closes it, keeps what was written, and leaves nobody signed in', async () => {
  const here = await desk();
  await write(here.assisted, here.id, 'muc-v', { V: 'Lời cụ đọc cho ghi.' });
  const left = await here.assisted.post('/dang-xuat', {});
  expect(left.headers.get('location')).toBe('/nhap-giup/xong?da-xuat=1');
  expect(left.headers.get('clear-site-data')).toBe('"cache", "storage"');
  expect((await here.assisted.get('/')).headers.get('location')).toBe('/nhap-giup/xong');
  expect(wordsOn(await (await (await here.as(here.author)).get(`${here.path}/kiem-tra`)).text())).toContain(
    'Lời cụ đọc cho ghi.',
  );
  expect(await logged(here, 'assistance-ended')).toHaveLength(1);
});
