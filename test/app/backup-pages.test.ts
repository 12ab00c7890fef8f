import { expect, test } from 'vitest';
import type { Deps, Upkeep, UpkeepKind } from '../../src/deps.ts';
import { recordRun } from '../../src/operation/statements.ts';
import { createTestApp } from '../helpers/app.ts';
import { seedOffice, seedPerson } from '../helpers/people.ts';

/** What the administrator sees of the copies, and his two buttons. The runs themselves: backup.test.ts. */
async function keeping(hindrance: string | null = null) {
  const asked: UpkeepKind[] = [];
  const upkeep: Upkeep = {
    folder: '/srv/sao-luu',
    at: '22:00',
    hindrance: () => hindrance,
    running: () => null,
    run: (kind) => {
      asked.push(kind);
      return Promise.resolve();
    },
    stop: () => undefined,
  };
  const it = await createTestApp({ upkeep });
  const office = await seedOffice(it.deps);
  const roles = [{ unitId: office.committee, role: 'administrator' as const }];
  const admin = await it.as(await seedPerson(it.deps, office.branch, 'Lê Quản Trị', { roles }));
  const clerk = await seedPerson(it.deps, office.branch, 'Văn Phòng', {
    roles: [{ unitId: office.committee, role: 'office' }],
  });
  const text = async (path: string) => (await admin.get(path)).text();
  return { ...it, admin, office: await it.as(clerk), asked, text };
}

async function ran(deps: Deps, kind: UpkeepKind, ok: number, detail: string): Promise<void> {
  const run = { kind, at: deps.now().toISOString(), ok, file_name: ok ? 'tu-soi-20261122-1000.tsbackup' : '' };
  await deps.store.atomic(recordRun(deps, { ...run, bytes: 2_800_000, detail, counts: '{}' }));
}

test('a server without a copy says so on both pages, and the office is not bothered with it', async () => {
  const { text, office } = await keeping();
  for (const path of ['/quan-tri', '/quan-tri/he-thong'])
    expect(await text(path)).toContain('Chưa có bản sao lưu nào.');
  expect(await (await office.get('/quan-tri')).text()).not.toContain('Chưa có bản sao lưu nào.');
});

test('a copy and a drill quiet it; a newest copy that failed is told again on both pages', async () => {
  const { text, deps, clock } = await keeping();
  await ran(deps, 'backup', 1, 'Đã đọc lại và đối chiếu.');
  await ran(deps, 'drill', 1, 'Một bản in đã mở ra.');
  expect(await text('/quan-tri')).not.toContain('Xem tình trạng sao lưu');
  const status = await text('/quan-tri/he-thong');
  expect(status).toContain('tu-soi-20261122-1000.tsbackup, 2,8 MB');
  expect(status).toContain('Một bản in đã mở ra.');
  expect(status).not.toContain('notice--problem');
  clock.forward(10);
  await ran(deps, 'backup', 0, 'Ổ đĩa đã đầy. Hãy dọn bớt.');
  for (const path of ['/quan-tri', '/quan-tri/he-thong'])
    expect(await text(path)).toMatch(/Lần sao lưu gần nhất không thành\.<\/strong> Ổ đĩa đã đầy/);
});

test('a daily copy that has been missed for three days is told', async () => {
  const { text, deps, clock } = await keeping();
  const now = clock.now;
  clock.now = new Date(now.getTime() - 3 * 86_400_000);
  await ran(deps, 'backup', 1, 'Đã đọc lại.');
  await ran(deps, 'drill', 1, 'Một bản in đã mở ra.');
  clock.now = now;
  expect(await text('/quan-tri')).toContain('Bản sao lưu gần nhất đã 3 ngày, dù đã đặt sao lưu hằng ngày lúc 22:00.');
});

test('both buttons run what they say, and the log says who pressed them', async () => {
  const { admin, asked, deps } = await keeping();
  await ran(deps, 'backup', 1, 'Đã đọc lại.');
  const page = await (await admin.get('/quan-tri/he-thong')).text();
  for (const [action, kind] of [
    ['/quan-tri/he-thong/sao-luu', 'backup'],
    ['/quan-tri/he-thong/dien-tap', 'drill'],
  ] as const) {
    expect(page).toContain(`action="${action}"`);
    const answer = await admin.post(action, {});
    expect(answer.headers.get('location')).toBe('/quan-tri/he-thong#sao-luu');
    expect(asked.at(-1)).toBe(kind);
  }
  const logged = await deps.store.db
    .selectFrom('audit')
    .where('action', 'like', '%-asked')
    .select(['action', 'account_id'])
    .execute();
  expect(logged.map(({ action }) => action)).toEqual(['backup-asked', 'drill-asked']);
  for (const { account_id: account } of logged) expect(account).not.toBeNull();
});

test('without a passphrase there are no buttons but the way to set one, and a press from an old page runs nothing', async () => {
  const { admin, asked, text, deps } = await keeping('Chưa có mật khẩu sao lưu. Hãy đặt BACKUP_PASSPHRASE_FILE.');
  const page = await text('/quan-tri/he-thong');
  expect(page).toContain('Hãy đặt BACKUP_PASSPHRASE_FILE.');
  expect(page).not.toContain('Sao lưu ngay</button>');
  expect((await admin.post('/quan-tri/he-thong/dien-tap', {})).status).toBe(303);
  expect(asked).toEqual([]);
  expect(await deps.store.db.selectFrom('audit').where('action', 'like', '%-asked').selectAll().execute()).toEqual([]);
});

test('the office presses in vain', async () => {
  const { office, asked } = await keeping();
  for (const path of ['sao-luu', 'dien-tap'])
    expect((await office.post(`/quan-tri/he-thong/${path}`, {})).status).toBe(403);
  expect(asked).toEqual([]);
});
