import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countsOf } from '../../src/meetings/queries.ts';
import {
  download,
  foreignRequests,
  watch,
  type Watched,
  type LiveBrowser,
  type LiveSite,
  fillIn,
  follow,
  press,
} from './browser.ts';
import { flowing } from './printer.ts';
import { acknowledged, freshMachine, keep, openWith, send } from './tour-exchange.ts';
import { insertUnit } from '../../src/units/statements.ts';
import { openCampaign } from './office-walk.ts';
import { type Office, type Person, seedOffice, seedPerson } from './people.ts';
import {
  countRow,
  dayFrom,
  type Desk,
  deskOf,
  handIn,
  handUpAll,
  paperAt,
  paperBehind,
  PRIMARY,
  printCodes,
  proposeLevel,
  retype,
  signReport,
  typeFor,
  writeAndHandIn,
  writeCollective,
  writeReport,
} from './season-walk.ts';

let browser: LiveBrowser;
let live: LiveSite;
let office: Office;
let campaignId: string;
let clerk: Desk;
let secretary: Desk;
let deputy: Desk;
let today: string;
const watched: Watched[] = [];

/** Twelve are reviewed, the last one is exempt. */
const NAMES = [
  'Lương Văn Bí Thư',
  'Ngô Thị Phó',
  'Đỗ Văn Ủy',
  'Bùi Thị An',
  'Cao Văn Bình',
  'Đinh Thị Cúc',
  'Hà Văn Dũng',
  'Lê Thị Én',
  'Mai Văn Giang',
  'Phan Thị Hạnh',
  'Quách Văn Khải',
  'Trịnh Văn Cao Tuổi',
  'Vũ Thị Miễn',
];
const ROLES = ['secretary', 'deputy', 'committee_member'] as const;
/** Four of twelve: the cap of 20 % of those rated "tốt" allows fewer. */
const EXCELLENT = new Set(['Lương Văn Bí Thư', 'Bùi Thị An', 'Cao Văn Bình', 'Đinh Thị Cúc']);
const REASON = 'Bốn đồng chí đều vượt chỉ tiêu; chi bộ đã cân nhắc từng người và thống nhất đề nghị.';

let people: Person[];

function named(name: string): Person {
  const person = people.find(({ fullName }) => fullName === name);
  if (!person) throw new Error(`nobody is called ${name}`);
  return person;
}

function reviewed(): Person[] {
  return people.slice(0, 12);
}
async function sit(person: Person): Promise<Desk> {
  const desk = await deskOf(browser, live, person);
  watched.push(watch(desk.page));
  return desk;
}

function branchPath(rest = ''): string {
  return `/chi-bo/${office.branch}${rest}`;
}

/**
 * One branch from the opening of the campaign to the notice in a member's hand; the same on every engine. Each test goes
 * on where the last ended. Whoever gives the site ends it.
 */
export function walkThroughTheSeason(site: () => Promise<{ browser: LiveBrowser; live: LiveSite }>): void {
  beforeAll(async () => {
    ({ browser, live } = await site());
    watched.length = 0;
    office = await seedOffice(live.deps);
    people = [];
    for (const [index, name] of NAMES.entries()) {
      const role = ROLES[index];
      people.push(
        await seedPerson(live.deps, office.branch, name, { roles: role ? [{ unitId: office.branch, role }] : [] }),
      );
    }
    const atOffice = await seedPerson(live.deps, office.otherBranch, 'Tạ Thị Văn Phòng', {
      roles: [{ unitId: office.committee, role: 'office' }],
    });
    clerk = await sit(atOffice);
    secretary = await sit(named('Lương Văn Bí Thư'));
    deputy = await sit(named('Ngô Thị Phó'));
    today = dayFrom(live.deps.now());
  }, 60_000);

  afterAll(async () => {
    expect(watched.flatMap((each) => [...foreignRequests(each, live.origin), ...each.complaints])).toEqual([]);
  });

  describe('the office', () => {
    test('opens the campaign, with the text on the network, and keeps one member out with a reason', async () => {
      await openCampaign(clerk.page, live);
      campaignId = new URL(clerk.page.url()).pathname.split('/').at(-1) ?? '';
      await clerk.go(`/quan-tri/dot/${campaignId}/mien`);
      await fillIn(clerk.page, 'form.search input', 'mien');
      await follow(clerk.page, 'form.search button');
      await follow(clerk.page, '.task__name a');
      await press(clerk.page, 'input[name="loai"][value="excused"]');
      await fillIn(clerk.page, '#o-ly_do', 'Quyết định 05-QĐ/ĐU, ngày 01-3-2026.');
      await follow(clerk.page, PRIMARY);
      expect(await clerk.says()).toContain('Vũ Thị Miễn');
      await secretary.go(branchPath());
      expect(await secretary.says()).toContain('Được miễn công tác và sinh hoạt đảng');
    });
  });

  describe('the members', () => {
    test('eleven write and hand in, each at a computer of his own', { timeout: 240_000 }, async () => {
      for (const person of reviewed().slice(0, 11)) {
        const desk = await sit(person);
        await writeAndHandIn(desk, campaignId, EXCELLENT.has(person.fullName) ? 'excellent' : 'good');
        expect(await desk.says()).toMatch(/^ĐÃ NỘP lúc \d\d:\d\d:\d\d ngày/);
        await desk.context.close();
      }
    });

    test('the twelfth cannot type: a fellow member does it, with a code of the sheet, and he signs', async () => {
      const elder = named('Trịnh Văn Cao Tuổi');
      const codes = await printCodes(secretary, elder);
      expect(codes.length).toBeGreaterThan(1);
      const helper = await sit(named('Hà Văn Dũng'));
      const reviewId = await typeFor(helper, elder, codes[0] ?? '', campaignId);
      expect(await helper.says()).toContain('Trịnh Văn Cao Tuổi');
      await helper.go(`/ban-kiem-diem/${reviewId}`);
      expect(await helper.says()).not.toContain('Sống gương mẫu');
      await helper.context.close();
      await secretary.go(`/ban-kiem-diem/${reviewId}/doc`);
      expect(await secretary.says()).toContain('Hà Văn Dũng');
    });

    test('one comes back with a remark, is mended and handed in again', async () => {
      const author = named('Bùi Thị An');
      const desk = await sit(author);
      await desk.go('/');
      const href = await desk.page.$eval('main a[href^="/ban-kiem-diem/"]', (link) => link.getAttribute('href') ?? '');
      const reviewId = /[0-9a-f-]{36}/.exec(href)?.[0] ?? '';
      await secretary.go(`/ban-kiem-diem/${reviewId}/doc`);
      await fillIn(secretary.page, '#o-dieu_bo_sung', 'Mục I.2 ghi rõ số liệu.');
      await follow(secretary.page, 'form[action$="/bo-sung"] button');
      await desk.go('/');
      expect(await desk.says()).toContain('Mục I.2 ghi rõ số liệu.');
      await desk.go(`/ban-kiem-diem/${reviewId}/ghi/muc-i`);
      await fillIn(desk.page, 'textarea[data-key="I.2"]', ' Cụ thể: 214 trên 214 hồ sơ đúng hạn.');
      await follow(desk.page, '.pager button.button--primary');
      await handIn(desk, reviewId);
      expect(await desk.says()).toMatch(/^ĐÃ NỘP/);
      await secretary.go(`/ban-kiem-diem/${reviewId}/doc`);
      expect(await secretary.says()).toContain('214 trên 214 hồ sơ đúng hạn');
      await desk.context.close();
    });

    test(
      'the leaders accept all of them; the secretary’s own is the deputy’s to accept',
      { timeout: 60_000 },
      async () => {
        expect(await acceptAll(secretary)).toBe(11);
        expect(await acceptAll(deputy)).toBe(1);
      },
    );
  });

  describe('the collective', () => {
    test('writes Mẫu 01, says why the draft goes out late, and the participants have it on paper', async () => {
      await writeCollective(secretary, office.branch, campaignId, today);
      await fillIn(secretary.page, '#o-ly_do_muon', 'Cấp ủy đẩy lịch họp lên sớm.');
      await follow(secretary.page, '#o-nop button');
      const sitting = await sit(named('Đỗ Văn Ủy'));
      await sitting.go(branchPath('/tap-the/ban-gui'));
      expect(await sitting.says()).toContain('Đạt 11 trên 12 chỉ tiêu của nghị quyết chi bộ.');
      const paper = await paperBehind(sitting, 'PDF');
      expect(paper.text).toContain('Dự thảo');
      await sitting.context.close();
    });
  });

  describe('the meeting', () => {
    test('is planned, and its invitation printed', async () => {
      await secretary.go(branchPath('/hop/ke-hoach'));
      await retype(secretary.page, '#o-ngay', today);
      await retype(secretary.page, '#o-gio', '8h');
      await retype(secretary.page, '#o-dia_diem', 'Nhà văn hóa Tổ dân phố');
      await retype(secretary.page, '#o-thu_ky', 'Bùi Thị An');
      await follow(secretary.page, PRIMARY);
      const invitation = await paperBehind(secretary, 'Giấy mời');
      expect(invitation.text).toContain('Nhà văn hóa Tổ dân phố');
    });

    test('twelve are there; the collective is read first, then the head, and a remark is kept', async () => {
      await secretary.go(branchPath('/hop/diem-danh'));
      await follow(secretary.page, 'button[value="co_mat"]');
      await follow(secretary.page, '.pager button');
      await secretary.go(branchPath('/hop/trinh-chieu?ai=opening'));
      await follow(secretary.page, '#tiep');
      expect(await secretary.page.$eval('h1', (title) => title.textContent)).toBe('Tập thể chi bộ');
      await follow(secretary.page, '#tiep');
      expect(await secretary.page.$eval('h1', (title) => title.textContent)).toBe('Lương Văn Bí Thư');
      await fillIn(secretary.page, `[id="o-${named('Lương Văn Bí Thư').memberId}-remarks"]`, 'Cần sát dân hơn.');
      await follow(secretary.page, '#tiep');
    });

    test('the ballots are counted against those who may vote', { timeout: 60_000 }, async () => {
      await secretary.go(branchPath('/hop/kiem-phieu'));
      for (const subject of ['collective', ...reviewed().map(({ memberId }) => memberId)]) {
        const excellent = people.some(({ memberId, fullName }) => memberId === subject && EXCELLENT.has(fullName));
        await countRow(secretary.page, subject, [12, 12, 12, 0, ...(excellent ? [9, 3] : [0, 12]), 0, 0]);
      }
      await follow(secretary.page, '.pager button');
      const meeting = await live.deps.store.db.selectFrom('meeting').select('id').executeTakeFirstOrThrow();
      expect((await countsOf(live.deps.store.db, meeting.id)).size).toBe(13);
    });

    test('the report is passed, the meeting closed, and minutes and count are printed', async () => {
      await secretary.go(branchPath('/tap-the'));
      await fillIn(secretary.page, '#o-ngay_thong_qua', today);
      await follow(secretary.page, 'form[action*="/thong-qua"] button');
      await secretary.go(branchPath('/hop'));
      await press(secretary.page, '#ket-thuc ~ details summary');
      await follow(secretary.page, 'details[open] form button');
      const minutes = await paperBehind(secretary, 'Biên bản họp');
      expect(minutes.text).toContain('Cần sát dân hơn.');
      expect(minutes.text).not.toContain('Dự thảo');
      const count = await paperBehind(secretary, 'Biên bản kiểm phiếu');
      expect(count.text.replace(/\s+/g, ' ')).toContain('Đinh Thị Cúc');
      expect(count.text).not.toContain('Vũ Thị Miễn');
    });
  });

  describe('the levels', () => {
    test('go above the cap, which is told with its arithmetic and warns only', { timeout: 60_000 }, async () => {
      await proposeLevel(secretary, office.branch, 'collective', { committee: 'good', branch: 'good', reason: '' });
      for (const { memberId, fullName } of reviewed()) {
        const level = EXCELLENT.has(fullName) ? 'excellent' : 'good';
        const reason = level === 'excellent' ? REASON : '';
        await proposeLevel(secretary, office.branch, memberId, { committee: level, branch: level, reason });
      }
      await secretary.go(branchPath('/xep-loai'));
      const said = await secretary.says();
      expect(said).toContain('hiện tại 4 > 1 (20 % của 8, làm tròn xuống)');
      expect(said).toContain('trong 12 người nhiều nhất 2');

      const list = await paperBehind(secretary, 'Danh sách');
      expect(list.text).toContain('Quách Văn Khải');
    });
  });

  describe('the report', () => {
    test('is compiled after a look over the season, signed with its number, and prints what is recorded', async () => {
      await secretary.go(branchPath('/bao-cao/soat'));
      expect(await secretary.says()).toContain('4 > 1');
      await writeReport(secretary, office.branch, { date: today, strengths: 'Nề nếp sinh hoạt được giữ đều.' });
      const draft = await paperAt(secretary, branchPath('/bao-cao/bao-cao.pdf'));
      expect(flowing(draft.text)).toContain('Dự thảo lần 1');
      await signReport(secretary, office.branch, today);
      const report = await paperAt(secretary, branchPath('/bao-cao/bao-cao.pdf'));
      const text = flowing(report.text);
      expect(text).toContain('Số 01-BC/CB');
      expect(text).not.toContain('Dự thảo');
      expect(text).toContain('Nề nếp sinh hoạt được giữ đều.');
      expect(text).toContain('Vũ Thị Miễn');
      expect(text).toContain('Xuất sắc 4 (33,3 %) Tốt 8 (66,7 %)');
    });
  });

  describe('everything in one go', () => {
    test(
      'is ordered by the secretary, and comes as one PDF with bookmarks and one ZIP',
      { timeout: 120_000 },
      async () => {
        await secretary.go(branchPath('/in'));
        await follow(secretary.page, '#in-tat-ca');
        await secretary.page.waitForSelector('.batch-files', { timeout: 90_000 });
        const job = new URL(secretary.page.url()).pathname;
        const merged = await paperAt(secretary, `${job}/gop.pdf`);
        const text = flowing(merged.text);
        for (const { fullName } of reviewed()) expect(text).toContain(fullName);
        expect(text).toContain('Số 01-BC/CB');
        expect(text).toContain('Cần sát dân hơn.');
        const zip = await download(secretary.page, live, `${job}/ho-so.zip`);
        const names = Object.keys(unzipSync(new Uint8Array(zip.body)));
        expect(names.filter((name) => name.endsWith('.pdf')).length).toBeGreaterThan(24);
        expect(names).toContain('manifest.json');
      },
    );
  });

  describe('the decision', () => {
    test('waits for the hand-up, which says why the cap is exceeded', async () => {
      await secretary.go(branchPath('/xep-loai'));
      await fillIn(secretary.page, '#chuyen #o-ly_do', REASON);
      await follow(secretary.page, '#chuyen button');
      expect(await secretary.says()).toContain('Đã chuyển');
    });

    test('is the committee’s, whose page holds the reason', async () => {
      await clerk.go(`/quan-tri/dot/${campaignId}/xep-loai/chi-bo/${office.branch}`);
      expect(await clerk.says()).toContain(REASON);
      await retype(clerk.page, '#o-so', '45-QĐ/ĐU');
      await retype(clerk.page, '#o-noi', 'Ban Thường vụ Đảng ủy phường Thử Nghiệm');
      await retype(clerk.page, '#o-ngay', today);
      await follow(clerk.page, 'main form button.button--primary');
      if (await clerk.page.$('#o-ly_do')) await fillIn(clerk.page, '#o-ly_do', REASON);
      await press(clerk.page, '#o-xac_nhan');
      await follow(clerk.page, 'main form button.button--primary');
      expect(await clerk.says()).toContain('45-QĐ/ĐU');
    });

    test('comes to each person as a notice, at home and on paper', async () => {
      const author = await sit(named('Đinh Thị Cúc'));
      await author.go('/');
      expect(await author.says()).toContain('Hoàn thành xuất sắc nhiệm vụ');
      const href = await author.page.$eval('a[href$="/thong-bao.pdf"]', (link) => link.getAttribute('href') ?? '');
      const notice = await paperAt(author, href);
      expect(notice.text.replace(/\s+/g, ' ')).toContain('45-QĐ/ĐU');
      expect(notice.text).toContain('Đinh Thị Cúc');
      expect(notice.text.replace(/\s+/g, ' ')).toContain(
        'Đinh Thị Cúc, sinh ngày 19-5-1968, sinh hoạt tại Chi bộ Số 1: Hoàn thành xuất sắc nhiệm vụ.',
      );
      const other = await sit(named('Lê Thị Én'));
      const stolen = await other.page.goto(`${live.origin}${href}`);
      expect(stolen?.status()).toBe(404);
    });
  });

  describe('the committee', () => {
    test('sums up three branches: one here, one on paper, one by file', { timeout: 120_000 }, async () => {
      const roles = (unitId: string) => ({ roles: [{ unitId, role: 'secretary' as const }] });
      const second = await seedPerson(live.deps, office.otherBranch, 'Phùng Văn Hai', roles(office.otherBranch));
      await handUpAll(await sit(second), office.otherBranch, [second.memberId, clerk.person.memberId]);
      const third = await seedThirdBranch();
      await clerk.go(`/quan-tri/dot/${campaignId}/tong-hop`);
      expect(await clerk.says()).toContain('2/3 chi bộ');
      await takeInByFile(third);
      await clerk.go(`/quan-tri/dot/${campaignId}/tong-hop`);
      const said = await clerk.says();
      expect(said).toContain('3/3 chi bộ');
      const statistics = await paperBehind(clerk, 'Thống kê');
      expect(flowing(statistics.text)).toContain('Chi bộ Ngoài Mạng');
      await follow(clerk.page, `a[href*="/tong-hop/chi-bo/${office.branch}"]`);
      expect(await clerk.says()).toContain('Trịnh Văn Cao Tuổi');
      await follow(clerk.page, 'td a[href$="/doc"]');
      expect(await clerk.says()).toContain('Ưu điểm, kết quả đạt được');
    });
  });
}

/** Everything of the board that this leader may read and nobody has accepted. */
async function acceptAll(leader: Desk): Promise<number> {
  await leader.go(branchPath());
  const links = await leader.page.$$eval('a[href$="/doc"]', (all) =>
    all.map((each) => each.getAttribute('href') ?? ''),
  );
  let accepted = 0;
  for (const link of new Set(links)) {
    await leader.go(link);
    if (!(await leader.page.$('form[action$="/tiep-nhan"] button'))) continue;
    await follow(leader.page, 'form[action$="/tiep-nhan"] button');
    expect(await leader.says()).toContain('Đã tiếp nhận bản kiểm điểm');
    accepted += 1;
  }
  return accepted;
}

interface ThirdBranch {
  unitId: string;
  secretary: Person;
}

async function seedThirdBranch(): Promise<ThirdBranch> {
  const { deps } = live;
  const row = await deps.store.db
    .selectFrom('unit')
    .where('id', '=', office.otherBranch)
    .selectAll()
    .executeTakeFirstOrThrow();
  const unitId = deps.newId();
  await deps.store.atomic([insertUnit(deps.store.db, { ...row, id: unitId, name: 'Chi bộ Ngoài Mạng' })]);
  const roles = [{ unitId, role: 'secretary' as const }];
  return { unitId, secretary: await seedPerson(deps, unitId, 'Tô Thị Xa', { roles }) };
}

/** The kit goes out to a machine without network, the branch hands up there, and its file comes back. */
async function takeInByFile({ unitId, secretary: far }: ThirdBranch): Promise<void> {
  const machine = await freshMachine();
  const folder = mkdtempSync(join(tmpdir(), 'tu-soi-season-'));
  const [kit, file] = [join(folder, 'bo-cai.tskit'), join(folder, 'tep.tsnop')];
  try {
    const path = `/quan-tri/dot/${campaignId}/chi-bo-ngoai-mang`;
    await clerk.go(path);
    await clerk.page.select('#o-chi_bo', unitId);
    await follow(clerk.page, '[aria-labelledby="lap-bo-cai"] button');
    const code = await clerk.page.$eval('.exchange__code strong', (each) => each.textContent ?? '');
    await keep(clerk.page, live, 'a[href*="/bo-cai/"]', kit);
    const installer = await deskOf(browser, machine.server, machine.installer);
    await installer.go('/quan-tri/mo-bo-cai');
    await openWith(installer.page, kit, code);
    await follow(installer.page, PRIMARY);
    await acknowledged(machine.server.deps, far);
    const leader = await deskOf(browser, machine.server, far);
    await handUpAll(leader, unitId, [far.memberId]);
    await leader.go(`/chi-bo/${unitId}/xuat`);
    await follow(leader.page, '#o-xuat');
    await keep(leader.page, machine.server, 'a[href*="/xuat/tep/"]', file);
    await clerk.go(path);
    await send(clerk.page, file);
    expect(await clerk.says()).toContain('Tô Thị Xa');
    await follow(clerk.page, '#o-nhap');
    expect(await clerk.says()).toContain('ĐÃ NHẬP');
  } finally {
    await machine.server.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}
