import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Deps, LostGuard } from '../../src/deps.ts';
import { answerTotals, findReport, lastNumber, presentAt, type ReportRow } from '../../src/reports/queries.ts';
import {
  insertReport,
  insertSignTotals,
  raiseDraft,
  reopenReportRow,
  saveField,
  signReportRow,
  takeNumber,
} from '../../src/reports/statements.ts';
import { depsOn } from '../helpers/engine-deps.ts';
import { type Office, type Person, seedCampaign, seedOffice, seedPerson } from '../helpers/people.ts';
import type { OpenedStore } from '../helpers/opened-store.ts';
import { ENGINES } from './engines.ts';

/** The report on every engine: both lists are built from the same sight of things, then both are run. */
describe.each(Object.entries(ENGINES))('a branch’s report on %s', (_name, open) => {
  let opened: OpenedStore;
  let deps: Deps;
  let office: Office;
  let person: Person;
  let campaignId: string;
  let report: ReportRow;
  const at = '2026-11-22T03:00:00.000Z';

  beforeAll(async () => {
    opened = await open();
    deps = await depsOn(opened.store);
    office = await seedOffice(deps);
    campaignId = await seedCampaign(deps, office.committee);
    person = await seedPerson(deps, office.branch, 'Trần Thị Kiểm Thử');
    report = {
      id: uuidv7(),
      campaign_id: campaignId,
      unit_id: office.branch,
      state: 'draft',
      draft_number: 1,
      version: 1,
    };
    await deps.store.atomic([insertReport(deps.store.db, report)]);
  }, 60_000);

  afterAll(() => opened.close());

  async function now(): Promise<ReportRow> {
    const row = await findReport(deps.store.db, campaignId, office.branch);
    if (!row) throw new Error('the report is gone');
    return row;
  }

  async function secondIsLost(lists: readonly (() => Parameters<Deps['store']['atomic']>[0])[]): Promise<void> {
    const [first, second] = lists.map((build) => build());
    await deps.store.atomic(first ?? []);
    await expect(deps.store.atomic(second ?? [])).rejects.toBeInstanceOf(LostGuard);
  }

  it('is begun once', async () => {
    const again = insertReport(deps.store.db, { ...report, id: uuidv7() });
    await expect(deps.store.atomic([again])).rejects.toBeInstanceOf(LostGuard);
  });

  it('lets one of two texts stand', async () => {
    const save = (value: string) => () => [
      saveField(deps.store.db, { report_id: report.id, key: 'causes', value, version: 0, saved_at: at }, 0),
    ];
    await secondIsLost([save('một'), save('hai')]);
    const row = { report_id: report.id, key: 'causes', version: 1, saved_at: at };
    await secondIsLost([
      () => [saveField(deps.store.db, { ...row, value: 'ba' }, 1)],
      () => [saveField(deps.store.db, { ...row, value: 'bốn' }, 1)],
    ]);
  });

  it('takes the next draft once', async () => {
    const seen = await now();
    await secondIsLost([() => [raiseDraft(deps.store.db, seen)], () => [raiseDraft(deps.store.db, seen)]]);
    expect((await now()).draft_number).toBe(2);
  });

  it('gives a number once, and knows the last', async () => {
    const series = { unit_id: office.branch, kind: 'BC', term: '2025-2030' };
    const take = (holder: string) => () => [takeNumber(deps.store.db, { ...series, number: 7, holder_id: holder })];
    await secondIsLost([take('a'), take('b')]);
    expect(await lastNumber(deps.store.db, { unitId: office.branch, kind: 'BC', term: '2025-2030' })).toBe(7);
    expect(await lastNumber(deps.store.db, { unitId: office.branch, kind: 'BC', term: '2020-2025' })).toBe(0);
  });

  it('keeps the totals of answers once', async () => {
    const row = { campaign_id: campaignId, unit_id: office.branch, body: '{}', account_id: person.accountId, at };
    await secondIsLost([() => [insertSignTotals(deps.store.db, row)], () => [insertSignTotals(deps.store.db, row)]]);
    const place = { campaignId, unitId: office.branch };
    expect(await answerTotals(deps.store.db, place, { keys: ['A1'], forms: ['2b-2025'] })).toEqual([]);
    expect(await presentAt(deps.store.db, 'none')).toEqual({ official: 0, probationary: 0 });
  });

  it('is signed as it was read, once, and takes no text afterwards', async () => {
    const seen = await now();
    const stale = signReportRow(deps.store.db, seen, 1);
    await expect(deps.store.atomic([stale])).rejects.toBeInstanceOf(LostGuard);
    await secondIsLost([() => [signReportRow(deps.store.db, seen, 2)], () => [signReportRow(deps.store.db, seen, 2)]]);
    const text = { report_id: report.id, key: 'rating', value: 'x', version: 0, saved_at: at };
    await expect(deps.store.atomic([saveField(deps.store.db, text, 0)])).rejects.toBeInstanceOf(LostGuard);
    const signed = await now();
    await deps.store.atomic([reopenReportRow(deps.store.db, signed)]);
    expect(await now()).toMatchObject({ state: 'draft', draft_number: 3 });
  });
});
