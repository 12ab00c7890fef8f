import type { Page } from 'puppeteer';
import type { Deps } from '../../src/deps.ts';
import { COLLECTIVE } from '../../src/ratings/rules.ts';
import { insertDecision, insertHandUp, saveRating } from '../../src/ratings/statements.ts';
import { guarded } from '../../src/storage/statement.ts';
import { rosterOf } from '../../src/units/queries.ts';
import { follow } from './browser.ts';
import { type Stop, stop, type Visit } from './tour-stops.ts';
import type { Tour } from './tour.ts';

/** The branch's table of levels, its lines, the office's decision, and what the person finds at home. */
export async function ratingStops(tour: Tour): Promise<Stop[]> {
  const { deps } = tour.live;
  const place = await rehearsalBranches(deps);
  const { campaign, first, second } = place;
  const leader = { accountId: await holderOf(deps, 'secretary', first.id) };
  const clerk = { accountId: await holderOf(deps, 'office') };
  const roster = await rosterOf(deps.store.db, first.id);
  const [head, deputy] = roster.map(({ id }) => id) as [string, string];
  const table = `/chi-bo/${first.id}/xep-loai`;
  const office = `/quan-tri/dot/${campaign.id}/xep-loai`;
  const decided = await decideSecondBranch(deps, campaign.id, second.id, clerk.accountId);
  const lead = (name: string, visit: Visit) => stop(tour, 'bí thư', name, leader, visit);
  const decide = (name: string, visit: Visit) => stop(tour, 'văn phòng', name, clerk, visit);
  return [
    lead('xếp loại: bảng đề xuất', async (_, go) => {
      // Not before: other stops show a branch whose meeting is still to be planned.
      await countSomeBallots(deps, campaign.id, first.id);
      return go(table);
    }),
    lead('xếp loại: bảng đề xuất, mở điều kiện', async (page, go) => {
      await propose(deps, campaign.id, first.id, [COLLECTIVE, head, deputy]);
      await go(table);
      await page.$$eval('.levels__under details', (all) => all.slice(0, 3).forEach((each) => (each.open = true)));
    }),
    lead('xếp loại: một dòng', async (page, go) => {
      await go(`${table}/muc/${head}`);
      await page.$$eval('details.aside', (all) => all.forEach((each) => (each.open = true)));
    }),
    lead('xếp loại: dòng của tập thể', (_, go) => go(`${table}/muc/${COLLECTIVE}`)),
    lead('xếp loại: chưa ghi lý do', async (page, go) => {
      await go(`${table}/muc/${deputy}`);
      await page.select('#o-chi_bo', 'excellent');
      await page.$eval('#o-ly_do', (field) => ((field as HTMLTextAreaElement).value = ''));
      await follow(page, '.pager button');
    }),
    lead('xếp loại: hai đồng chí cùng ghi một dòng', async (page, go) => {
      await go(`${table}/muc/${head}`);
      await propose(deps, campaign.id, first.id, [head], 'completed', 1);
      await page.select('#o-chi_bo', 'good');
      await follow(page, '.pager button');
    }),
    lead('xếp loại: ghi kỷ luật, có lỗi', async (page, go) => {
      await go(`${table}/muc/${deputy}`);
      await page.$eval('#ky-luat summary', (summary) => (summary as HTMLElement).click());
      await follow(page, '#ky-luat form.boxed-form button');
    }),
    decide('xếp loại: các chi bộ', (_, go) => go(office)),
    decide('xếp loại: chi bộ chưa chuyển', (_, go) => go(`${office}/chi-bo/${first.id}`)),
    lead('xếp loại: chưa chuyển được', async (page, go) => {
      await go(table);
      await follow(page, '#chuyen button');
    }),
    lead('xếp loại: đã chuyển', async (page, go) => {
      await go(table);
      await page.$eval('#o-ly_do', (field) => ((field as HTMLTextAreaElement).value = 'Hai đồng chí ốm dài ngày.'));
      await follow(page, '#chuyen button');
    }),
    decide('xếp loại: ghi quyết định', (_, go) => go(`${office}/chi-bo/${first.id}`)),
    decide('xếp loại: ghi quyết định, có lỗi', (page) => follow(page, 'main form button.button--primary')),
    decide('xếp loại: xem lại quyết định', async (page) => {
      await fill(page, { so: '45-QĐ/ĐU', noi: 'Ban Thường vụ Đảng ủy phường Mây Trắng', ngay: '03/11/2026' });
      await page.$$eval('.levels__choice select', (all) =>
        all
          .slice(0, 4)
          .forEach((each, index) => ((each as HTMLSelectElement).value = index === 0 ? 'good' : 'excellent')),
      );
      await follow(page, 'main form button.button--primary');
    }),
    decide('xếp loại: xem lại quyết định, chưa xác nhận', (page) => follow(page, 'main form button.button--primary')),
    decide('xếp loại: chi bộ đã có quyết định', (_, go) => go(`${office}/chi-bo/${second.id}`)),
    decide('xếp loại: xếp loại lại', async (page, go) => {
      await go(`${office}/chi-bo/${second.id}/muc/${decided.memberId}`);
      await page.$$eval('main details', (all) => all.forEach((each) => (each.open = true)));
    }),
    decide('xếp loại: xếp loại lại, có lỗi', (page) => follow(page, 'form[action$="/quyet-dinh-lai"] button')),
    stop(tour, 'đảng viên', 'kết quả xếp loại của mình', { accountId: decided.accountId }, (_, go) => go('/')),
  ];
}

async function fill(page: Page, values: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(values)) {
    await page.$eval(`#o-${name}`, (field, text) => ((field as HTMLInputElement).value = text), value);
  }
}

async function rehearsalBranches(deps: Deps) {
  const { db } = deps.store;
  const campaign = await db.selectFrom('campaign').where('year', '=', 2026).selectAll().executeTakeFirstOrThrow();
  const branches = await db.selectFrom('unit').where('kind', '=', 'branch').orderBy('id').selectAll().execute();
  const [first, second] = branches;
  if (!first || !second) throw new Error('the rehearsal has lost its branches');
  return { campaign, first, second };
}

async function holderOf(deps: Deps, role: 'secretary' | 'office', unitId?: string): Promise<string> {
  const holders = await deps.store.db.selectFrom('role').where('role', '=', role).selectAll().execute();
  const holder = holders.find((each) => unitId === undefined || each.unit_id === unitId);
  if (!holder) throw new Error(`nobody is ${role}`);
  return holder.account_id;
}

async function propose(
  deps: Deps,
  campaignId: string,
  unitId: string,
  subjects: readonly string[],
  level = 'excellent',
  base = 0,
): Promise<void> {
  const at = deps.now().toISOString();
  const row = { campaign_id: campaignId, unit_id: unitId, mass_body_level: '', quarters: '', tasks_done: '' };
  const said = { agency_level: 'good', committee_level: level, branch_level: level, reason: 'Chi bộ thống nhất cao.' };
  for (const subject of subjects) {
    const save = saveRating(deps.store.db, { ...row, ...said, subject, version: base, saved_at: at }, base);
    await deps.store.atomic([save]).catch(() => undefined);
  }
}

async function countSomeBallots(deps: Deps, campaignId: string, unitId: string): Promise<void> {
  const { db } = deps.store;
  const [meeting, at] = [deps.newId(), deps.now().toISOString()];
  const roster = (await rosterOf(db, unitId)).slice(0, 5);
  const known = await db
    .selectFrom('meeting')
    .where('campaign_id', '=', campaignId)
    .where('unit_id', '=', unitId)
    .select('id')
    .executeTakeFirst();
  if (known) return;
  await deps.store.atomic([
    guarded(
      db.insertInto('meeting').values({
        id: meeting,
        campaign_id: campaignId,
        unit_id: unitId,
        state: 'held',
        held_on: '2026-11-20',
        starts_at: '08:00',
        place: 'Phòng họp tầng 2',
        chair: '',
        clerk: '',
        current_subject: COLLECTIVE,
        version: 1,
      }),
    ),
    ...[COLLECTIVE, ...roster.map(({ id }) => id)].flatMap((subject, index) => [
      guarded(
        db.insertInto('ballot_count').values({
          meeting_id: meeting,
          subject,
          issued: 14,
          returned: 14,
          valid: 14,
          invalid: 0,
          version: 1,
          saved_at: at,
        }),
      ),
      guarded(
        db.insertInto('ballot_votes').values({ meeting_id: meeting, subject, level: 'excellent', votes: 4 + index }),
      ),
      guarded(db.insertInto('ballot_votes').values({ meeting_id: meeting, subject, level: 'good', votes: 10 - index })),
    ]),
  ]);
}

/** Everybody of the second branch is decided, one of them twice. */
async function decideSecondBranch(deps: Deps, campaignId: string, unitId: string, accountId: string) {
  const { db } = deps.store;
  const roster = (await rosterOf(db, unitId)).filter((person) => person.account_id !== null);
  const at = deps.now().toISOString();
  const place = { campaign_id: campaignId, unit_id: unitId, account_id: accountId };
  const body = 'Ban Thường vụ Đảng ủy phường Mây Trắng';
  const first = roster.map((person) => ({
    ...place,
    id: deps.newId(),
    subject: person.id,
    level: 'good',
    number: '44-QĐ/ĐU',
    decided_on: '2026-11-03',
    body,
    reason: '',
    replaces_id: null,
    at,
  }));
  const [one] = first;
  const person = roster.at(0);
  if (!one || !person?.account_id) throw new Error('the second branch is empty');
  await deps.store.atomic([
    insertHandUp(db, { campaign_id: campaignId, unit_id: unitId, handed_at: at, account_id: accountId }, 0),
    ...first.map((row) => insertDecision(db, row)),
    insertDecision(db, {
      ...one,
      id: deps.newId(),
      level: 'completed',
      number: '51-QĐ/ĐU',
      decided_on: '2026-11-10',
      reason: 'Theo kết luận kiểm tra ngày 08-11-2026.',
      replaces_id: one.id,
      at: new Date(deps.now().getTime() + 1_000).toISOString(),
    }),
  ]);
  return { memberId: person.id, accountId: person.account_id };
}
