import { expect, test } from 'vitest';
import {
  branchWorld,
  exportFile,
  importFile,
  issueKit,
  openKit,
  sendToOffice,
  twoMachines,
  workThrough,
} from '../helpers/exchange.ts';

test('a branch without network goes from kit to hand-up, and the office has its papers as if they had come over the network', async () => {
  const machines = await twoMachines();
  const { office, branch } = machines;
  const opened = await openKit(machines, await issueKit(office));
  expect(opened.status).toBe(303);
  const here = await (await branch.as(machines.installer)).get('/quan-tri/mo-bo-cai');
  expect(await here.text()).toContain('Máy này là của Chi bộ Số 1');

  const world = await workThrough(machines);
  const file = await exportFile(world);
  const sent = await sendToOffice(office, file);
  const preview = await (await (await office.as(office.clerk)).get(sent.headers.get('location') ?? '')).text();
  expect(preview).toContain('Xem trước tệp của Chi bộ Số 1');
  expect(preview).toContain(office.member.fullName);
  const nothingYet = await office.deps.store.db.selectFrom('review').selectAll().execute();
  expect(nothingYet).toEqual([]);

  const taken = await importFile(office, file);
  expect(taken.status).toBe(303);
  const clerk = await office.as(office.clerk);
  const done = await (await clerk.get(taken.headers.get('location') ?? '')).text();
  expect(done).toContain('ĐÃ NHẬP');
  const table = await (await clerk.get(office.officeBranch)).text();
  expect(table).toContain(office.member.fullName);
  expect(table).toContain('Tốt');
  void branchWorld;
});
