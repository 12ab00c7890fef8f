import { describe, expect, test } from 'vitest';
import { type Browser } from '../helpers/app.ts';
import { sendDraft } from '../../src/reviews/collective-moves.ts';
import { loadCollective } from '../../src/reviews/loaded.ts';
import { actionsLogged, actorFor, begin, tableContents, unescaped, wordsOn, write } from '../helpers/author.ts';
import {
  type CollectiveWorld,
  collectiveWorld,
  completeCollective,
  beginCollectiveAs,
  completeReport,
  planMeeting,
} from '../helpers/collective.ts';
import { seedPerson } from '../helpers/people.ts';

/** The clock stands at 10:00 of Sunday, 22 November 2026; the meeting mostly on Saturday, 5 December. */
async function words(browser: Browser, path: string): Promise<string> {
  return wordsOn(await (await browser.get(path)).text());
}

interface Desk extends CollectiveWorld {
  id: string;
  leader: Browser;
  member: Browser;
  send(fields?: Record<string, string>): Promise<Response>;
  draft: string;
}

async function desk(...more: Parameters<typeof collectiveWorld>): Promise<Desk> {
  const world = await collectiveWorld(...more);
  const id = await completeReport(world);
  const leader = await world.as(world.secretary);
  const send = (fields: Record<string, string> = { ngay_hop: '05/12/2026' }) => leader.post(`${world.hub}/gui`, fields);
  return { ...world, id, leader, member: await world.as(world.author), send, draft: `${world.hub}/ban-gui` };
}

async function stateOf(here: Desk) {
  const { state, submissions } = (await loadCollective(here.deps, here.id)).row;
  return { state, submissions };
}

describe('the page before sending', () => {
  test('shows what blocks with links, and no button', async () => {
    const here = await collectiveWorld();
    const leader = await here.as(here.secretary);
    const id = await beginCollectiveAs(leader, here.hub);
    const check = await leader.get(`/ban-kiem-diem/${id}/kiem-tra`);
    expect(check.headers.get('location')).toBe(`${here.hub}/gui?dot=${here.campaignId}`);
    const page = await words(leader, `${here.hub}/gui`);
    expect(page).toContain('Còn 9 mục bắt buộc chưa ghi, nên chưa gửi được: Chưa ghi mục I.1');
    expect(page).toContain('Ghi xong các mục bắt buộc ở trên, nút gửi sẽ hiện ở đây.');
    const before = await tableContents(here.deps.store);
    const answer = await leader.post(`${here.hub}/gui`, { ngay_hop: '05/12/2026' });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('Còn 9 mục bắt buộc chưa ghi nên chưa gửi được.');
    expect(await tableContents(here.deps.store)).toEqual(before);
  });

  test('lets a member of the chi ủy read and write, and a leader send', async () => {
    const here = await desk();
    const sits = await here.as(here.committeeMember);
    const page = await words(sits, `${here.hub}/gui`);
    expect(page).toContain('Đã ghi đủ. Bí thư hoặc phó bí thư bấm gửi dự thảo ở trang này.');
    expect(page).not.toContain('Gửi dự thảo lần 1');
    expect((await sits.post(`${here.hub}/gui`, { ngay_hop: '05/12/2026' })).status).toBe(404);
    expect((await sits.post(`${here.hub}/sua`, {})).status).toBe(404);
    expect((await sits.post(`${here.hub}/thong-qua`, { ngay_thong_qua: '22/11/2026' })).status).toBe(404);
    expect(await stateOf(here)).toEqual({ state: 'draft', submissions: 0 });
  });

  test('asks the day of the meeting while none is planned, and keeps what was typed', async () => {
    const here = await desk();
    const page = await words(here.leader, `${here.hub}/gui`);
    expect(page).toContain('Ngày họp chi bộ');
    expect(page).toContain('Dự thảo phải đến người dự họp ít nhất 3 ngày làm việc trước khi họp');
    const before = await tableContents(here.deps.store);
    for (const [typed, sentence] of [
      ['', 'Đồng chí ghi ngày họp'],
      ['hôm nào đó', 'Ngày ghi dạng ngày/tháng/năm'],
      ['20/11/2026', 'Ngày họp đã qua. Đồng chí ghi ngày họp sắp tới.'],
      ['05/12/2029', 'Ngày họp phải trong năm 2026 hoặc 2027.'],
    ] as const) {
      const answer = await here.send({ ngay_hop: typed });
      expect(answer.status, typed).toBe(422);
      const html = await answer.text();
      expect(wordsOn(html), typed).toContain(sentence);
      expect(html, typed).toContain(`value="${typed}"`);
    }
    expect(await tableContents(here.deps.store)).toEqual(before);
  });

  test('takes the day from the planned meeting, and reckons the working days', async () => {
    const here = await desk();
    await planMeeting(here);
    expect(await words(here.leader, here.hub)).toContain(
      'Họp ngày 05/12/2026, 08:00, Nhà văn hóa. Để người dự họp có ít nhất 3 ngày làm việc, dự thảo gửi chậm nhất ngày 01/12/2026.',
    );
    const page = await words(here.leader, `${here.hub}/gui`);
    expect(page).toContain('Họp ngày 05/12/2026, gửi hôm nay 22/11/2026: còn 10 ngày làm việc, quy định ít nhất 3.');
    expect(page).not.toContain('Lý do gửi muộn');
    expect((await here.send({ ngay_hop: '24/11/2026' })).status).toBe(303);
    const [sending] = (await tableContents(here.deps.store)).draft_sending as { meeting_on: string }[];
    expect(sending?.meeting_on).toBe('2026-12-05');
  });
});

describe('three working days', () => {
  test('are too few on Thursday for a meeting on Saturday: it goes with a reason, and only with one', async () => {
    const here = await desk();
    await planMeeting(here);
    here.clock.now = new Date('2026-12-03T02:00:00Z');
    const leader = await here.as(here.secretary);
    const page = await words(leader, `${here.hub}/gui`);
    expect(page).toContain('Họp ngày 05/12/2026, gửi hôm nay 03/12/2026: còn 1 ngày làm việc, quy định ít nhất 3.');
    expect(await words(leader, here.hub)).toContain('dự thảo gửi chậm nhất ngày 01/12/2026: ngày này đã qua.');
    const before = await tableContents(here.deps.store);
    const refused = await leader.post(`${here.hub}/gui`, { ly_do_muon: '  ' });
    expect(refused.status).toBe(422);
    expect(wordsOn(await refused.text())).toContain('Gửi muộn so với quy định: đồng chí ghi lý do, hoặc lùi ngày họp.');
    expect(await tableContents(here.deps.store)).toEqual(before);
    const sent = await leader.post(`${here.hub}/gui`, { ly_do_muon: 'Cấp ủy đẩy lịch họp lên sớm.' });
    expect(sent.status).toBe(303);
    expect(await words(leader, here.hub)).toContain('Lý do gửi muộn: Cấp ủy đẩy lịch họp lên sớm.');
    expect(await words(await here.as(here.author), here.draft)).toContain(
      'Gửi muộn so với quy định. Lý do: Cấp ủy đẩy lịch họp lên sớm.',
    );
  });

  test('are reckoned from the day in Hà Nội: half past midnight there is the next day', async () => {
    const here = await desk();
    await planMeeting(here);
    here.clock.now = new Date('2026-12-01T16:59:00Z');
    const inTime = await words(await here.as(here.secretary), `${here.hub}/gui`);
    expect(inTime).toContain('gửi hôm nay 01/12/2026: còn 3 ngày làm việc');
    here.clock.now = new Date('2026-12-01T17:30:00Z');
    const late = await words(await here.as(here.secretary), `${here.hub}/gui`);
    expect(late).toContain('gửi hôm nay 02/12/2026: còn 2 ngày làm việc');
    expect(late).toContain('Lý do gửi muộn');
  });

  test('are the committee’s to set, with its days off', async () => {
    const settings = JSON.stringify({ draftDays: 2, daysOff: ['2026-12-03'] });
    const here = await desk({}, { campaign: { settings } });
    await planMeeting(here);
    here.clock.now = new Date('2026-12-01T02:00:00Z');
    const page = await words(await here.as(here.secretary), `${here.hub}/gui`);
    expect(page).toContain('gửi hôm nay 01/12/2026: còn 2 ngày làm việc, quy định ít nhất 2.');
    expect(page).not.toContain('Lý do gửi muộn');
  });

  test('of a meeting that is moved forward afterwards are shown as they now are', async () => {
    const here = await desk();
    await here.send();
    expect(await words(here.leader, here.hub)).toContain('gửi hôm nay 22/11/2026: còn 10 ngày làm việc');
    await planMeeting(here, { held_on: '2026-11-24' });
    expect(await words(here.leader, here.hub)).toContain(
      'Họp ngày 24/11/2026, gửi hôm nay 22/11/2026: còn 1 ngày làm việc, quy định ít nhất 3.',
    );
  });
});

describe('sending', () => {
  test('freezes the draft, and every member of the branch reads it from the home page, on screen and on paper', async () => {
    const here = await desk();
    expect((await here.member.get(here.draft)).status).toBe(404);
    expect((await here.send()).headers.get('location')).toBe(`${here.hub}?dot=${here.campaignId}`);
    expect(await words(here.leader, here.hub)).toContain('ĐÃ GỬI DỰ THẢO LẦN 1 lúc 10:00:00 ngày 22/11/2026');
    const home = unescaped(await (await here.member.get('/')).text());
    expect(wordsOn(home)).toContain('Chi bộ gửi dự thảo lần 1 báo cáo kiểm điểm tập thể, họp ngày 05/12/2026.');
    expect(home).toContain(`href="${here.draft}?dot=${here.campaignId}"`);
    const page = await words(here.member, `${here.draft}?dot=${here.campaignId}`);
    expect(page).toContain('Kiểm điểm tập thể: Chi ủy Chi bộ Số 1, năm 2026 Dự thảo lần 1');
    expect(page).toContain('Đạt 11 trên 12 chỉ tiêu của nghị quyết chi bộ.');
    expect(page).not.toContain('Sửa ');
    for (const paper of ['ban-gui.pdf', 'ban-gui-phu-luc.pdf']) {
      const answer = await here.member.get(`${here.hub}/${paper}`);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf']);
      expect(answer.headers.get('content-disposition')).toContain('du-thao-1-tap-the-2026-');
    }
    const logged = await actionsLogged(here.deps);
    expect(logged.filter((action) => action === 'paper-printed')).toHaveLength(2);
    expect(logged).not.toContain('review-viewed');
  });

  test('shows the draft on the home page of who has begun his own review, too', async () => {
    const here = await desk();
    await here.send();
    const own = await begin({ browser: here.member, campaignId: here.campaignId });
    expect(await words(here.member, `/ban-kiem-diem/${own}`)).toContain('Chi bộ gửi dự thảo lần 1');
  });

  test('twice by a double click, or by two leaders, happens once', async () => {
    const here = await desk();
    const other = await here.as(here.deputy);
    const answers = await Promise.all([
      here.send(),
      here.send(),
      other.post(`${here.hub}/gui`, { ngay_hop: '05/12/2026' }),
    ]);
    expect(answers.map((answer) => answer.status)).toEqual([303, 303, 303]);
    const tables = await tableContents(here.deps.store);
    expect([tables.record?.length, tables.draft_sending?.length]).toEqual([1, 1]);
  });

  test('together with a save at another desk sends nothing: the draft is looked at once more', async () => {
    const here = await desk();
    const stale = await loadCollective(here.deps, here.id);
    await write(await here.as(here.deputy), here.id, 'muc-i', { 'I.4': 'Viết thêm ngay lúc gửi.' });
    const before = await tableContents(here.deps.store);
    const sending = { reason: '', meetingOn: '2026-12-05', lateReason: '' };
    await expect(sendDraft(here.deps, actorFor(here.secretary), stale, sending)).rejects.toMatchObject({
      code: 'conflict',
      hint: expect.stringContaining('Chưa gửi gì cả') as string,
    });
    expect(await tableContents(here.deps.store)).toEqual(before);
  });

  test('closes the draft to its writers: a late save gets a clear answer', async () => {
    const here = await desk();
    await here.send();
    const late = await here.leader.json(`/ban-kiem-diem/${here.id}/o`, { key: 'I.1', value: 'Muộn', version: 1 });
    expect(late.status).toBe(409);
    expect(await late.text()).toContain('Dự thảo đã gửi cho dự họp nên không sửa được nữa');
    expect((await here.leader.get(`/ban-kiem-diem/${here.id}`)).headers.get('location')).toContain('/tap-the');
    expect((await here.leader.get(`/ban-kiem-diem/${here.id}/ghi/muc-i`)).status).toBe(303);
    const draft = await here.leader.get(`/ban-kiem-diem/${here.id}/ban-nhap.pdf`);
    expect(draft.headers.get('location')).toContain('/tap-the/ban-gui.pdf');
  });

  test('after the campaign has ended is refused', async () => {
    const here = await desk();
    await here.deps.store.db.updateTable('campaign').set({ state: 'closed' }).execute();
    const answer = await here.send();
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain('Đợt kiểm điểm đã kết thúc nên không gửi được nữa.');
    expect(await words(here.leader, here.hub)).toContain('Đợt kiểm điểm đã kết thúc khi báo cáo này chưa gửi.');
  });
});

describe('after what the participants said', () => {
  test('the draft comes back to its writers with the remark, the participants keep theirs, and the next is the second', async () => {
    const here = await desk();
    await here.send();
    const back = await here.leader.post(`${here.hub}/sua`, { gop_y: 'Mục V nói rõ đồng chí nào phụ trách.' });
    expect(back.headers.get('location')).toBe(`/ban-kiem-diem/${here.id}`);
    const tasks = await words(await here.as(here.deputy), `/ban-kiem-diem/${here.id}`);
    expect(tasks).toContain('ĐANG SỬA SAU GÓP Ý');
    expect(tasks).toContain('Mục V nói rõ đồng chí nào phụ trách.');
    await write(here.leader, here.id, 'muc-v', { V: 'Đồng chí Lê Thị Phó Bí Thư phụ trách chuyên đề.' });
    const meanwhile = await words(here.member, here.draft);
    expect(meanwhile).toContain('Trách nhiệm của tập thể chi ủy;');
    expect(meanwhile).not.toContain('Đồng chí Lê Thị Phó Bí Thư phụ trách chuyên đề.');
    expect(meanwhile).toContain('Tập thể đang sửa dự thảo sau góp ý; bản mới sẽ có ở trang này.');
    expect((await here.member.get(`${here.hub}/ban-gui.pdf`)).status).toBe(200);
    // In time once, a later draft needs no reason: it takes up what was said, even on the eve.
    here.clock.now = new Date('2026-12-04T02:00:00Z');
    const leader = await here.as(here.secretary);
    expect(await words(leader, `${here.hub}/gui`)).toContain('Dự thảo trước đã gửi kịp.');
    expect((await leader.post(`${here.hub}/gui`, { ngay_hop: '05/12/2026' })).status).toBe(303);
    const second = await words(await here.as(here.author), here.draft);
    expect(second).toContain('Dự thảo lần 2');
    expect(second).toContain('Đồng chí Lê Thị Phó Bí Thư phụ trách chuyên đề.');
    const records = (await tableContents(here.deps.store)).record as { submission: number; superseded: number }[];
    expect(records.map(({ submission, superseded }) => [submission, superseded])).toEqual([
      [1, 1],
      [2, 0],
    ]);
  });

  test('a draft that is not with the participants cannot be taken back or passed', async () => {
    const here = await desk();
    const before = await tableContents(here.deps.store);
    expect((await here.leader.post(`${here.hub}/sua`, {})).status).toBe(409);
    expect((await here.leader.post(`${here.hub}/thong-qua`, { ngay_thong_qua: '22/11/2026' })).status).toBe(409);
    expect(await tableContents(here.deps.store)).toEqual(before);
  });
});

describe('the meeting', () => {
  test('passes the draft as it was sent: the report of that day, and a draft no more', async () => {
    const here = await desk();
    await here.send();
    await here.leader.post(`${here.hub}/sua`, {});
    await here.send();
    here.clock.now = new Date('2026-12-05T09:00:00Z');
    const leader = await here.as(here.secretary);
    const passed = await leader.post(`${here.hub}/thong-qua`, { ngay_thong_qua: '05/12/2026' });
    expect(passed.status).toBe(303);
    expect(await stateOf(here)).toEqual({ state: 'accepted', submissions: 3 });
    expect(await words(leader, here.hub)).toContain('ĐÃ THÔNG QUA Hội nghị ngày 05/12/2026.');
    const member = await here.as(here.author);
    const page = await words(member, here.draft);
    expect(page).toContain('Báo cáo đã thông qua Hội nghị thông qua ngày 05/12/2026.');
    expect(page).not.toContain('Dự thảo lần');
    expect(await words(member, '/')).toContain('Hội nghị đã thông qua báo cáo kiểm điểm tập thể của chi bộ.');
    const paper = await member.get(`${here.hub}/ban-gui.pdf`);
    expect(paper.headers.get('content-disposition')).toContain('bao-cao-tap-the-2026-');
    for (const act of ['sua', 'thong-qua', 'gui'])
      expect((await leader.post(`${here.hub}/${act}`, { ngay_thong_qua: '05/12/2026' })).status, act).toBe(409);
    const steps = (await tableContents(here.deps.store)).review_step as { to_state: string }[];
    expect(steps.map((step) => step.to_state)).toEqual(['draft', 'submitted', 'returned', 'submitted', 'accepted']);
  });

  test.each([
    ['', 'Đồng chí ghi ngày hội nghị thông qua báo cáo.'],
    ['06/12/2026', 'Hội nghị chưa họp thì chưa thông qua được.'],
    ['21/11/2026', 'Ngày này trước ngày gửi dự thảo (22/11/2026).'],
    ['31/02/2026', 'Ngày ghi dạng ngày/tháng/năm'],
  ])('on "%s" is refused in plain words, with nothing half-written', async (typed, sentence) => {
    const here = await desk();
    await here.send();
    const before = await tableContents(here.deps.store);
    const answer = await here.leader.post(`${here.hub}/thong-qua`, { ngay_thong_qua: typed });
    expect(answer.status).toBe(422);
    const html = await answer.text();
    expect(wordsOn(html)).toContain(sentence);
    expect(html).toContain(`value="${typed}"`);
    expect(await tableContents(here.deps.store)).toEqual(before);
  });

  test('passed by two leaders at once is passed once', async () => {
    const here = await desk();
    await here.send();
    const other = await here.as(here.deputy);
    const pass = (browser: Browser) => browser.post(`${here.hub}/thong-qua`, { ngay_thong_qua: '22/11/2026' });
    const statuses = (await Promise.all([pass(here.leader), pass(other)])).map((answer) => answer.status).sort();
    expect(statuses).toEqual([303, 409]);
    expect((await tableContents(here.deps.store)).record).toHaveLength(2);
  });
});

describe('who reads what was sent', () => {
  test('is the branch, and the committee’s office after the hand-up, which is logged; nobody else ever', async () => {
    const here = await desk();
    await here.send();
    const { committee, foreignCommittee, otherBranch } = here.office;
    const outsider = (name: string, role: 'office' | 'administrator' | 'secretary', unitId: string) =>
      seedPerson(here.deps, otherBranch, name, { roles: [{ unitId, role }] });
    const office = await outsider('Văn Phòng', 'office', committee);
    const others = [
      await outsider('Quản Trị', 'administrator', committee),
      await outsider('Bí Thư Bên', 'secretary', otherBranch),
      await outsider('Văn Phòng Khác', 'office', foreignCommittee),
    ];
    const status = async (person: typeof office, path: string) => (await (await here.as(person)).get(path)).status;
    for (const path of ['ban-gui', 'ban-gui.pdf', 'ban-gui-phu-luc.pdf']) {
      for (const person of [office, ...others]) expect(await status(person, `${here.hub}/${path}`)).toBe(404);
    }
    await here.deps.store.db
      .insertInto('hand_up')
      .values({
        campaign_id: here.campaignId,
        unit_id: here.office.branch,
        handed_at: '',
        account_id: office.accountId,
      })
      .execute();
    expect(await status(office, here.draft)).toBe(200);
    expect(await status(office, `${here.hub}/ban-gui.pdf`)).toBe(200);
    for (const person of others) expect(await status(person, here.draft)).toBe(404);
    expect(await status(office, here.hub)).toBe(404);
    const views = await here.deps.store.db
      .selectFrom('audit')
      .where('action', '=', 'review-viewed')
      .select(['account_id', 'subject_id'])
      .execute();
    expect(views).toEqual([{ account_id: office.accountId, subject_id: here.id }]);
  });

  test('closed with its campaign, it stays readable; another year is asked for by its campaign', async () => {
    const here = await desk();
    await here.send();
    await here.leader.post(`${here.hub}/thong-qua`, { ngay_thong_qua: '22/11/2026' });
    await here.deps.store.db.updateTable('review').set({ state: 'closed' }).execute();
    await here.deps.store.db.updateTable('campaign').set({ state: 'closed' }).execute();
    expect(await words(here.leader, here.hub)).toContain(
      'ĐÃ THÔNG QUA Hội nghị ngày 22/11/2026. Đợt kiểm điểm đã kết thúc.',
    );
    expect((await here.member.get(`${here.draft}?dot=${here.campaignId}`)).status).toBe(200);
    expect((await here.member.get(`${here.draft}?dot=khong-co`)).status).toBe(404);
  });
});

test('an unanswered sign passes with a reason, and not at all where the campaign requires it', async () => {
  const here = await collectiveWorld();
  const leader = await here.as(here.secretary);
  const id = await beginCollectiveAs(leader, here.hub);
  await completeCollective(here.deps, actorFor(here.secretary), id);
  await here.deps.store.db.deleteFrom('review_field').where('key', '=', 'B2').execute();
  const send = (ly_do: string) => leader.post(`${here.hub}/gui`, { ngay_hop: '05/12/2026', ly_do });
  expect(await words(leader, `${here.hub}/gui`)).toContain('25 biểu hiện: còn 1 biểu hiện chưa trả lời (số 2)');
  expect((await send('')).status).toBe(422);
  await here.deps.store.db.updateTable('campaign').set({ signs_required: 1 }).execute();
  expect((await send('Chưa bàn xong.')).status).toBe(422);
  await here.deps.store.db.updateTable('campaign').set({ signs_required: 0 }).execute();
  expect((await send('Chưa bàn xong.')).status).toBe(303);
});
