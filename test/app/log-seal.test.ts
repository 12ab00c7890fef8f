import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { logRow } from '../../src/audit/statements.ts';
import { logPage } from '../../src/audit/queries.ts';
import { csvLine } from '../../src/audit/rules.ts';
import { sealLog, verifyLog } from '../../src/audit/sealing.ts';
import type { Deps } from '../../src/deps.ts';
import { createTestApp } from '../helpers/app.ts';

/** The log as an auditor checks it: whatever was done to a sealed line behind the program's back is found. */
async function sealedLog(lines: number) {
  const { deps } = await createTestApp();
  await write(deps, lines);
  const later: Deps = { ...deps, now: () => new Date(deps.now().getTime() + 60_000) };
  await sealLog(later);
  return later;
}

async function write(deps: Deps, lines: number): Promise<void> {
  const actor = { accountId: null, address: '10.0.0.7', requestId: 'thử' };
  for (let line = 0; line < lines; line += 1)
    await deps.store.atomic([
      logRow(deps, actor, { action: 'sign-in-failed', subject: { kind: 'route', id: null }, detail: `lần ${line}` }),
    ]);
}

/** Behind the program's back, as somebody with the file in hand would. */
async function tamper(deps: Deps, sql: string): Promise<void> {
  await deps.store.atomic([{ query: { sql, parameters: [], query: {} as never, queryId: {} as never }, guard: false }]);
}

async function idAt(deps: Deps, index: number): Promise<string> {
  return (await logPage(deps.store.db, '', 100))[index]?.id ?? '';
}

describe('a log that nobody has touched', () => {
  test('verifies whole, line by line, and stretch by stretch', async () => {
    const deps = await sealedLog(450);
    const verdict = await verifyLog(deps);
    expect(verdict).toMatchObject({ sealed: 450, unsealed: 0, faults: [], head: { seq: 450 } });
  });

  test('is sealed once: a second look adds nothing, new lines go on where the last ended', async () => {
    const deps = await sealedLog(3);
    expect(await sealLog(deps)).toBe(0);
    const before = await verifyLog(deps);
    await write(deps, 2);
    const later = { ...deps, now: () => new Date(deps.now().getTime() + 60_000) };
    expect(await sealLog(later)).toBe(2);
    const after = await verifyLog(later);
    expect([before.head?.seq, after.head?.seq, after.faults]).toEqual([3, 5, []]);
  });

  test('two processes that seal at once leave one chain', async () => {
    const { deps } = await createTestApp();
    await write(deps, 20);
    const later = { ...deps, now: () => new Date(deps.now().getTime() + 60_000) };
    const sealed = await Promise.all([sealLog(later), sealLog(later)]);
    expect(sealed[0] + sealed[1]).toBe(20);
    expect(await verifyLog(later)).toMatchObject({ sealed: 20, faults: [] });
  });

  test('leaves lines alone that were written this moment: an older one may still be on its way', async () => {
    const { deps } = await createTestApp();
    await write(deps, 2);
    expect(await sealLog(deps)).toBe(0);
    expect(await verifyLog(deps)).toMatchObject({ sealed: 0, unsealed: 2, faults: [] });
  });
});

describe('a log that somebody has touched', () => {
  test('in one letter of one line: that line is named, and no other', async () => {
    const deps = await sealedLog(9);
    await tamper(deps, `update audit set detail = 'khác' where id = '${await idAt(deps, 4)}'`);
    expect((await verifyLog(deps)).faults).toEqual([{ kind: 'changed', seq: 5, auditId: await idAt(deps, 4) }]);
  });

  test('in any column of any line', async () => {
    const columns = ['at', 'account_id', 'action', 'subject_kind', 'subject_id', 'unit_id', 'address', 'request_id'];
    const deps = await sealedLog(8);
    for (const [index, column] of columns.entries())
      await tamper(deps, `update audit set ${column} = 'x' where id = '${await idAt(deps, index)}'`);
    expect((await verifyLog(deps)).faults.map(({ kind }) => kind)).toEqual(columns.map(() => 'changed'));
  });

  test('by taking a line out', async () => {
    const deps = await sealedLog(5);
    const id = await idAt(deps, 2);
    await tamper(deps, `delete from audit where id = '${id}'`);
    expect((await verifyLog(deps)).faults).toEqual([{ kind: 'missing', seq: 3, auditId: id }]);
  });

  test('by taking a line out with its seal', async () => {
    const deps = await sealedLog(5);
    await tamper(deps, `delete from audit_seal where seq = 3`);
    expect((await verifyLog(deps)).faults).toEqual([{ kind: 'gap', from: 3, to: 3 }]);
  });

  test('by exchanging two lines', async () => {
    const deps = await sealedLog(5);
    const [one, other] = [await idAt(deps, 1), await idAt(deps, 3)];
    await tamper(deps, `update audit_seal set audit_id = 'x' where seq = 2`);
    await tamper(deps, `update audit_seal set audit_id = '${one}' where seq = 4`);
    await tamper(deps, `update audit_seal set audit_id = '${other}' where seq = 2`);
    expect((await verifyLog(deps)).faults.map((fault) => 'seq' in fault && fault.seq)).toEqual([2, 4]);
  });

  test('by reckoning the seal of a changed line anew: the next one no longer stands on it', async () => {
    const deps = await sealedLog(5);
    await tamper(deps, `update audit_seal set hash = '${'a'.repeat(64)}' where seq = 2`);
    expect((await verifyLog(deps)).faults.map((fault) => 'seq' in fault && fault.seq)).toEqual([2, 3]);
  });
});

test('a cell of the exported log is a text, whatever stands in it', () => {
  expect(csvLine(['=HYPERLINK("x")', 'a"b', '', '-1'])).toBe(`"'=HYPERLINK(""x"")","a""b","","'-1"`);
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1 }), (cells) => {
      // The first cell may be a comma itself: a line is looked at from its beginning, not cut at `","`.
      expect(csvLine(cells)).toMatch(/^"(?![=+\-@\t\r])/);
    }),
  );
});
