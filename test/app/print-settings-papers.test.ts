import { describe, expect, test } from 'vitest';
import { type Browser, fakePdf } from '../helpers/app.ts';
import { formOn, wordsOn } from '../helpers/author.ts';
import { order, pagedPdf, work } from '../helpers/batches.ts';
import { beginCollectiveAs, collectiveWorld } from '../helpers/collective.ts';
import { seedPerson } from '../helpers/people.ts';
import { BRANCH_PRINT, COMMITTEE_PRINT, looksOf, setPrint } from '../helpers/print-settings.ts';
import { countBallots, decideAll, handIn, handUpAs, proposeAll, type RatingWorld } from '../helpers/ratings.ts';
import { reopenAs, type ReportWorld, reportWorld, signAs } from '../helpers/reports.ts';

/** Print settings on every official paper besides the reviews. */

type PaperWorld = ReportWorld & { pdf: ReturnType<typeof pagedPdf>; desk: Browser };

const PORTRAIT = 'margin-left: 15mm; margin-right: 30mm;';
const LANDSCAPE = 'margin: 20mm 20mm 30mm 20mm;';

const OF_BRANCH = {
  superior: ['ĐẢNG BỘ PHƯỜNG', 'THỬ NGHIỆM'],
  issuer: ['CHI BỘ THỬ', 'SỐ MỘT'],
  place: 'Đông Anh',
  star: false,
  backPage: PORTRAIT,
  signed: 'T/M CHI BỘ / PHÓ BÍ THƯ / Ngô Thị Phó',
};
const OF_COMMITTEE = {
  superior: ['ĐẢNG BỘ THÀNH PHỐ', 'HÀ NỘI'],
  issuer: ['ĐẢNG ỦY PHƯỜNG', 'THỬ NGHIỆM MỚI'],
  place: 'Sóc Sơn',
  star: false,
  backPage: PORTRAIT,
};
const DECIDED_BY = 'T/M BAN THƯỜNG VỤ / BÍ THƯ / Đinh Văn Đảng Ủy';

async function paperWorld(): Promise<PaperWorld> {
  const pdf = pagedPdf();
  const world = await reportWorld({ pdf });
  return { ...world, pdf, desk: await world.as(world.clerk) };
}

async function settle({ desk, office }: PaperWorld): Promise<void> {
  await setPrint(desk, office.branch, BRANCH_PRINT, ['sao']);
  await setPrint(desk, office.committee, COMMITTEE_PRINT, ['sao']);
}

/** What was sent to the print works by this request. */
async function sheet({ pdf }: PaperWorld, answer: Promise<Response>): Promise<string> {
  const before = pdf.printed.length;
  const { status } = await answer;
  expect([status, pdf.printed.length]).toEqual([200, before + 1]);
  return pdf.printed.at(-1) ?? '';
}

async function letters(world: PaperWorld, people: readonly { memberId: string }[]): Promise<Response> {
  return world.desk.post(`/quan-tri/dot/${world.campaignId}/cu-tru/thu.pdf`, [
    ['chi_bo', world.office.branch],
    ['tra_loi_truoc', '10/12/2026'],
    ...people.map(({ memberId }): [string, string] => ['dong_chi', `${memberId}:0`]),
  ]);
}

async function decided(world: RatingWorld): Promise<void> {
  await handIn(world, world.member);
  await proposeAll(world);
  await handUpAs(world, world.secretary);
  expect((await decideAll(world)).status).toBe(303);
}

/** Another decision about the member; returns its id. */
async function decidedAgain(world: PaperWorld): Promise<string> {
  const path = `${world.officeBranch}/muc/${world.member.memberId}`;
  const form = formOn(await (await world.desk.get(path)).text());
  const answer = await world.desk.post(`${path}/quyet-dinh-lai`, {
    thay: form.thay ?? '',
    muc: 'completed',
    so: '52-QĐ/ĐU',
    ngay: '22/11/2026',
    noi: 'Ban Thường vụ Đảng ủy phường Thử Nghiệm',
    ly_do: 'Theo kết luận kiểm tra.',
  });
  expect(answer.status).toBe(303);
  const { id } = await world.deps.store.db
    .selectFrom('rating_decision')
    .where('number', '=', '52-QĐ/ĐU')
    .select('id')
    .executeTakeFirstOrThrow();
  return id;
}

describe('a branch’s papers', () => {
  test('begin, lie and end as the office has set it for the branch', async () => {
    const world = await paperWorld();
    await countBallots(world, {});
    await settle(world);
    const { leader, table } = world;
    const meeting = `/chi-bo/${world.office.branch}/hop`;
    const list = await sheet(world, leader.get(`${table}/danh-sach.pdf`));
    expect(looksOf(list)).toEqual({ ...OF_BRANCH, backPage: LANDSCAPE });
    for (const paper of [
      () => leader.get(world.path('/bao-cao.pdf')),
      () => letters(world, [world.member]),
      () => leader.get(`${meeting}/giay-moi.pdf`),
    ]) {
      expect(looksOf(await sheet(world, paper()))).toEqual(OF_BRANCH);
    }
    for (const minutes of ['bien-ban', 'bien-ban-kiem-phieu']) {
      const looks = looksOf(await sheet(world, leader.get(`${meeting}/${minutes}.pdf`)));
      // Whoever took the chair signs them.
      expect({ ...looks, signed: '' }).toEqual({ ...OF_BRANCH, signed: '' });
    }
  });

  test('to several people begin on a front each, so that none has a back page’s margins', async () => {
    const world = await paperWorld();
    await settle(world);
    const html = await sheet(world, letters(world, [world.member, world.deputy]));
    expect(html.match(/<article>/g)).toHaveLength(2);
    expect(looksOf(html)).toMatchObject({ backPage: null, place: 'Đông Anh' });
  });

  test('in one go have it too, Mẫu 04 among them; the notices have the committee’s', async () => {
    const world = await paperWorld();
    await decided(world);
    await settle(world);
    const before = world.pdf.printed.length;
    await order(world.leader, `/chi-bo/${world.office.branch}/in`, ['de-xuat', 'thong-bao', 'bao-cao', 'danh-muc']);
    await work(world);
    const looks = world.pdf.printed.slice(before).map((html) => looksOf(html));
    const notice = { ...OF_COMMITTEE, signed: DECIDED_BY };
    const of = (wanted: object) => looks.filter((each) => JSON.stringify(each) === JSON.stringify(wanted)).length;
    expect(looks).toHaveLength(8);
    expect([of({ ...OF_BRANCH, backPage: LANDSCAPE }), of(OF_BRANCH), of(notice)]).toEqual([1, 2, 5]);
  });

  test('name who signs for the collective, too', async () => {
    const pdf = fakePdf();
    const world = await collectiveWorld({ pdf });
    const clerk = await world.as(
      await seedPerson(world.deps, world.office.otherBranch, 'Văn Phòng', {
        roles: [{ unitId: world.office.committee, role: 'office' }],
      }),
    );
    await setPrint(clerk, world.office.branch, BRANCH_PRINT, ['sao']);
    const secretary = await world.as(world.secretary);
    const id = await beginCollectiveAs(secretary, world.hub);
    await secretary.get(`/ban-kiem-diem/${id}/ban-nhap.pdf`);
    const html = pdf.printed.at(-1) ?? '';
    expect(looksOf(html)).toMatchObject({ issuer: OF_BRANCH.issuer, place: 'Đông Anh', star: false });
    expect(wordsOn(html)).toContain('T/M CHI BỘ PHÓ BÍ THƯ Ngô Thị Phó');
    expect(html).toContain(PORTRAIT);
  });
});

describe('a committee’s papers', () => {
  test('about ratings begin, lie and end as the office has set it for the committee', async () => {
    const world = await paperWorld();
    await decided(world);
    await settle(world);
    const { desk, officeAll, officeBranch } = world;
    const own = await world.as(world.member);
    for (const path of [`${officeAll}/danh-sach.pdf`, `${officeBranch}/danh-sach.pdf`]) {
      const looks = looksOf(await sheet(world, desk.get(path)));
      expect(looks).toEqual({ ...OF_COMMITTEE, backPage: LANDSCAPE, signed: DECIDED_BY });
    }
    const notices = looksOf(await sheet(world, desk.get(`${officeBranch}/thong-bao.pdf`)));
    expect(notices).toMatchObject({ place: 'Sóc Sơn', star: false, backPage: null, signed: DECIDED_BY });
    const id = await decidedAgain(world);
    const again = await sheet(world, desk.get(`${officeBranch}/quyet-dinh/${id}/mau-03.pdf`));
    const notice = await sheet(world, own.get(`/xep-loai/${id}/thong-bao.pdf`));
    for (const html of [again, notice]) expect(looksOf(html)).toEqual({ ...OF_COMMITTEE, signed: DECIDED_BY });
  });

  test('that sum up its branches do so as well', async () => {
    const world = await paperWorld();
    await handIn(world, world.member);
    await proposeAll(world, 'not-completed');
    await handUpAs(world, world.secretary);
    expect((await decideAll(world, { ...allAt(world, 'not-completed') })).status).toBe(303);
    await settle(world);
    const base = `/quan-tri/dot/${world.campaignId}/tong-hop`;
    const signed = 'T/M ĐẢNG ỦY / BÍ THƯ / Đinh Văn Đảng Ủy';
    const report = await sheet(world, world.desk.get(`${base}/bao-cao.pdf`));
    expect(looksOf(report)).toEqual({ ...OF_COMMITTEE, signed });
    for (const path of ['thong-ke.pdf', 'sang-loc.pdf']) {
      const looks = looksOf(await sheet(world, world.desk.get(`${base}/${path}`)));
      expect(looks).toEqual({ ...OF_COMMITTEE, backPage: LANDSCAPE, signed });
    }
    const body = { so: '', ngay: '', noi: 'Ban Thường vụ Đảng ủy phường Thử Nghiệm' };
    const form = formOn(await (await world.desk.get(`${base}/quyet-dinh`)).text());
    const html = await sheet(world, world.desk.post(`${base}/quyet-dinh.pdf`, { ...form, ...body }));
    expect(looksOf(html)).toMatchObject({ place: 'Sóc Sơn', star: false, backPage: PORTRAIT, signed: DECIDED_BY });
  });

  test('are as ever where nobody has set anything: the body signs, the name is left to the hand', async () => {
    const world = await paperWorld();
    await decided(world);
    expect(looksOf(await sheet(world, world.desk.get(`${world.officeBranch}/danh-sach.pdf`)))).toEqual({
      superior: [],
      issuer: ['ĐẢNG ỦY', 'PHƯỜNG THỬ NGHIỆM'],
      place: 'Hà Nội',
      star: true,
      backPage: null,
      signed: 'T/M BAN THƯỜNG VỤ',
    });
  });

  test('have no chi ủy and no branch to sign for: the form asks for the post and the name only', async () => {
    const { desk, office } = await paperWorld();
    const html = await (await desk.get(`/quan-tri/to-chuc/${office.committee}/in-an`)).text();
    expect(wordsOn(html)).toContain('Ai ký cho cấp ủy');
    expect(html).not.toContain('name="ky_thay_mat"');
    await setPrint(desk, office.committee, COMMITTEE_PRINT);
    const saved = await (await desk.get(`/quan-tri/to-chuc/${office.committee}/in-an`)).text();
    expect(wordsOn(saved)).toContain('T/M ĐẢNG ỦY BÍ THƯ Đinh Văn Đảng Ủy');
    expect(saved).toContain('value="Đinh Văn Đảng Ủy"');
  });
});

describe('a report that is signed', () => {
  test('stays as it was signed; opened again, its draft is as the branch prints now', async () => {
    const world = await paperWorld();
    expect((await signAs(world)).status).toBe(303);
    const before = await sheet(world, world.leader.get(world.path('/bao-cao.pdf')));
    await settle(world);
    expect(await sheet(world, world.leader.get(world.path('/bao-cao.pdf')))).toBe(before);
    expect(looksOf(before)).toMatchObject({ place: 'Hà Nội', star: true, backPage: null });
    await reopenAs(world, 'Ghi thiếu một đồng chí.');
    expect(looksOf(await sheet(world, world.leader.get(world.path('/bao-cao.pdf'))))).toEqual(OF_BRANCH);
  });

  test('keeps how it was printed when the settings are given up later', async () => {
    const world = await paperWorld();
    await settle(world);
    expect((await signAs(world, { nguoi_ky: world.deputy.accountId })).status).toBe(303);
    await world.desk.post(`/quan-tri/to-chuc/${world.office.branch}/in-an/bo`, {});
    expect(looksOf(await sheet(world, world.leader.get(world.path('/bao-cao.pdf'))))).toEqual(OF_BRANCH);
  });

  test('bears the name of whoever signed it; the page proposes whom the settings mean', async () => {
    const world = await paperWorld();
    await settle(world);
    const page = await (await world.leader.get(world.path())).text();
    expect(page).toMatch(new RegExp(`<option value="${world.deputy.accountId}" selected`));
    await signAs(world, { nguoi_ky: world.secretary.accountId });
    const { signed } = looksOf(await sheet(world, world.leader.get(world.path('/bao-cao.pdf'))));
    expect(signed).toBe('T/M CHI BỘ / BÍ THƯ / Lê Văn Thư');
  });
});

function allAt(world: RatingWorld, level: string): Record<string, string> {
  const people = [world.secretary, world.deputy, world.sitting, world.member];
  return Object.fromEntries(
    ['collective', ...people.map(({ memberId }) => memberId)].map((id) => [`muc-${id}`, level]),
  );
}
