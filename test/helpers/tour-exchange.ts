import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer';
import { NOTICE_VERSION } from '../../src/accounts/rules.ts';
import { acknowledgeNotice, insertAccount, insertRole } from '../../src/accounts/statements.ts';
import type { NodeDeps } from '../../src/node/deps.ts';
import { COLLECTIVE } from '../../src/ratings/rules.ts';
import { insertHandUp, saveRating } from '../../src/ratings/statements.ts';
import { insertUnit } from '../../src/units/statements.ts';
import { download, fillIn, follow, type LiveServer, type LiveSite, startServer } from './browser.ts';
import { type Person, seedCampaign, seedOffice, seedPerson } from './people.ts';
import { type Stop, stop, type Visit } from './tour-stops.ts';
import type { Tour } from './tour.ts';

/** A branch without network, on two machines of its own: the kit goes out, the file comes back. */
export async function exchangeStops(tour: Tour): Promise<Stop[]> {
  const [office, branch] = await Promise.all([officeMachine(), freshMachine()]);
  const folder = mkdtempSync(join(tmpdir(), 'tu-soi-tour-'));
  const closeTour = tour.close.bind(tour);
  tour.close = async () => {
    await closeTour();
    await Promise.all([office.server.remove(), branch.server.remove()]);
    rmSync(folder, { recursive: true, force: true });
  };
  const at = (server: LiveServer, person: Person) => ({ server, accountId: person.accountId });
  const clerk = (name: string, visit: Visit) => stop(tour, 'văn phòng', name, at(office.server, office.clerk), visit);
  const installer = (name: string, visit: Visit) =>
    stop(tour, 'quản trị', name, at(branch.server, branch.installer), visit);
  const secretary = (name: string, visit: Visit) =>
    stop(tour, 'bí thư', name, at(branch.server, office.secretary), visit);
  const path = `/quan-tri/dot/${office.campaignId}/chi-bo-ngoai-mang`;
  const exportPath = `/chi-bo/${office.unitId}/xuat`;
  const [kit, sent] = [join(folder, 'bo-cai.tskit'), join(folder, 'tep.tsnop')];
  let code = '';
  return [
    clerk('chi bộ không có mạng', (_, go) => go(path)),
    clerk('chi bộ không có mạng, chưa chọn chi bộ', (page) => follow(page, '[aria-labelledby="lap-bo-cai"] button')),
    clerk('bộ cài vừa lập', async (page, go) => {
      await go(path);
      await page.select('#o-chi_bo', office.unitId);
      await follow(page, '[aria-labelledby="lap-bo-cai"] button');
      code = await page.$eval('.exchange__code strong', (each) => each.textContent ?? '');
      await keep(page, office.server, 'a[href*="/bo-cai/"]', kit);
    }),
    clerk('bộ cài đã có, chưa đánh dấu lập lại', async (page, go) => {
      await go(path);
      await page.select('#o-chi_bo', office.unitId);
      await follow(page, '[aria-labelledby="lap-bo-cai"] button');
    }),
    installer('máy mới của chi bộ', (_, go) => go('/quan-tri')),
    installer('mở bộ cài', (_, go) => go('/quan-tri/mo-bo-cai')),
    installer('mở bộ cài, sai mã', async (page) => openWith(page, kit, 'AAAA-AAAA-AAAA-AAAA')),
    installer('mở bộ cài, xem trước', async (page) => openWith(page, kit, code)),
    installer('bộ cài đã mở', (page) => follow(page, 'main button.button--primary')),
    secretary('xuất tệp, chưa chuyển bảng', async (_, go) => {
      await acknowledged(branch.server.deps, office.secretary);
      return go(exportPath);
    }),
    secretary('xuất tệp', async (_, go) => {
      await handUp(branch.server.deps, office);
      return go(exportPath);
    }),
    secretary('tệp đã xuất', async (page) => {
      await follow(page, '#o-xuat');
      await keep(page, branch.server, 'a[href*="/xuat/tep/"]', sent);
    }),
    secretary('mở lại bảng, chưa ghi lý do', async (page) => {
      await page.$eval('main details summary', (each) => (each as HTMLElement).click());
      await follow(page, 'form[action*="/mo-lai"] button');
    }),
    secretary('xếp loại, phải nộp bằng tệp', (_, go) => go(`/chi-bo/${office.unitId}/xep-loai`)),
    clerk('tệp không phải của chi bộ', async (page, go) => {
      await go(path);
      await send(page, kit);
    }),
    clerk('xem trước tệp của chi bộ', async (page) => send(page, sent)),
    clerk('đã nhập tệp của chi bộ', (page) => follow(page, '#o-nhap')),
    clerk('chi bộ không có mạng, đã nhập', (_, go) => go(path)),
  ];
}

interface OfficeMachine {
  server: LiveServer;
  campaignId: string;
  unitId: string;
  clerk: Person;
  secretary: Person;
  members: Person[];
}

async function officeMachine(): Promise<OfficeMachine> {
  let filled: Omit<OfficeMachine, 'server'> | undefined;
  const server = await startServer({
    fill: async (deps) => {
      const { committee, branch, otherBranch } = await seedOffice(deps);
      const role = (unitId: string, name: 'secretary' | 'office') => ({ roles: [{ unitId, role: name }] });
      filled = {
        campaignId: await seedCampaign(deps, committee),
        unitId: branch,
        clerk: await seedPerson(deps, otherBranch, 'Trịnh Thị Văn Phòng', role(committee, 'office')),
        secretary: await seedPerson(deps, branch, 'Phan Văn Bí Thư', role(branch, 'secretary')),
        members: [
          await seedPerson(deps, branch, 'Nguyễn Thị Thanh Hương'),
          await seedPerson(deps, branch, 'Đặng Quốc Bảo'),
        ],
      };
      return deps;
    },
  });
  return { server, ...(filled as Omit<OfficeMachine, 'server'>) };
}

export async function freshMachine(): Promise<{ server: LiveServer; installer: Person }> {
  const id = { account: '', unit: '' };
  const server = await startServer({
    fill: async (deps) => {
      [id.account, id.unit] = [deps.newId(), deps.newId()];
      const at = deps.now().toISOString();
      const { db } = deps.store;
      const named = { name: 'Chi bộ Số 1', paper_name: 'CHI BỘ SỐ 1', place: 'Hà Nội' };
      const person = { user_name: 'cai.may', display_name: 'Hồ Văn Cài Máy', password: null, disabled: 0 };
      await deps.store.atomic([
        insertUnit(db, {
          id: id.unit,
          parent_id: null,
          kind: 'committee',
          ...named,
          has_branch_committee: 0,
          version: 1,
        }),
        insertAccount(db, { id: id.account, member_id: null, ...person, created_at: at, version: 1 }),
        insertRole(db, { account_id: id.account, unit_id: id.unit, role: 'administrator' }),
        acknowledgeNotice(db, id.account, NOTICE_VERSION, at),
      ]);
      return deps;
    },
  });
  const installer = { accountId: id.account, memberId: '', userName: 'cai.may', fullName: '', unitId: id.unit };
  return { server, installer };
}

export function acknowledged(deps: NodeDeps, { accountId }: Person): Promise<void> {
  return deps.store.atomic([acknowledgeNotice(deps.store.db, accountId, NOTICE_VERSION, deps.now().toISOString())]);
}

async function handUp(deps: NodeDeps, { campaignId, unitId, secretary, members }: OfficeMachine): Promise<void> {
  const { db } = deps.store;
  const place = { campaign_id: campaignId, unit_id: unitId };
  const at = deps.now().toISOString();
  const level = { agency_level: '', committee_level: '', mass_body_level: '', branch_level: 'good', reason: '' };
  const subjects = [COLLECTIVE, secretary.memberId, ...members.map(({ memberId }) => memberId)];
  await deps.store.atomic([
    ...subjects.map((subject) =>
      saveRating(db, { ...place, subject, ...level, quarters: '', tasks_done: '', version: 0, saved_at: at }, 0),
    ),
    insertHandUp(db, { ...place, handed_at: at, account_id: secretary.accountId }, subjects.length),
  ]);
}

/** Saves what a link leads to, as the browser would into its downloads. */
export async function keep(page: Page, server: LiveSite, link: string, file: string): Promise<void> {
  const href = await page.$eval(link, (each) => each.getAttribute('href') ?? '');
  const { status, body } = await download(page, server, href);
  if (status !== 200) throw new Error(`${href}: ${status}`);
  writeFileSync(file, body);
}

async function choose(page: Page, file: string): Promise<void> {
  const box = await page.$('input[type="file"]');
  if (!box) throw new Error('no file can be chosen here');
  await box.uploadFile(file);
}

export async function openWith(page: Page, file: string, code: string): Promise<void> {
  await choose(page, file);
  await page.$eval('#o-ma', (box) => ((box as HTMLInputElement).value = ''));
  await fillIn(page, '#o-ma', code);
  await follow(page, 'main button.button--primary');
}

export async function send(page: Page, file: string): Promise<void> {
  await choose(page, file);
  await follow(page, '[aria-labelledby="nhap-tep"] button');
}
