import { describe, expect, test } from 'vitest';
import { fakePdf } from '../helpers/app.ts';
import { tableContents, wordsOn } from '../helpers/author.ts';
import { logged, textAt } from '../helpers/branch.ts';
import { type Person, seedPerson } from '../helpers/people.ts';
import { handIn } from '../helpers/ratings.ts';
import { reportWorld, type ReportWorld, signAs } from '../helpers/reports.ts';

const DECIDED = {
  settings: JSON.stringify({ signTotals: { decisionNumber: '15-QĐ/ĐU', decisionDate: '2026-10-20' } }),
};

/** `answers`: how each of so many members answered the first sign of the 27. */
async function branchAnswering(
  answers: readonly string[],
  decided = true,
): Promise<ReportWorld & { people: Person[] }> {
  const pdf = fakePdf();
  const world = await reportWorld({ pdf }, decided ? DECIDED : {});
  const people: Person[] = [];
  for (const [index, answer] of answers.entries()) {
    const person = await seedPerson(world.deps, world.office.branch, `Đảng Viên ${index}`);
    people.push(person);
    await answered(world, person, answer);
  }
  return { ...world, people };
}

/** Hands in, and has answered so; what must be written beside an answer is not the matter here. */
async function answered(world: ReportWorld, person: Person, answer: string): Promise<void> {
  const id = await handIn(world, person);
  const save = world.deps.store.db.updateTable('review_field').set({ value: answer });
  await save.where('review_id', '=', id).where('key', '=', 'A1').execute();
}

async function frozen({ deps }: ReportWorld) {
  const row = await deps.store.db.selectFrom('sign_total').selectAll().executeTakeFirst();
  return row && (JSON.parse(row.body) as { lists: { people: number; rows: { sign: string; counts: unknown[] }[] }[] });
}

function freeze({ leader, path }: ReportWorld): Promise<Response> {
  return leader.post(path('/bieu-hien'), {});
}

describe('totals of answers to the signs', () => {
  test('are not there without a recorded decision, and cannot be asked for', async () => {
    const world = await branchAnswering(['none', 'none', 'none', 'none', 'none', 'present'], false);
    expect(await textAt(world.leader, world.path())).not.toContain('Tổng hợp kết quả tự soi');
    const before = await tableContents(world.deps.store);
    expect((await freeze(world)).status).toBe(409);
    expect(await tableContents(world.deps.store)).toEqual(before);
  }, 60_000);

  test('carry no names, hide small groups, and never change again', async () => {
    const world = await branchAnswering([
      ...Array<string>(5).fill('none'),
      ...Array<string>(6).fill('present'),
      'prevent',
    ]);
    expect(await textAt(world.leader, world.path())).toContain('Theo 15-QĐ/ĐU, ngày 20-10-2026');
    expect((await freeze(world)).status).toBe(303);
    const totals = await frozen(world);
    expect(totals?.lists[0]?.people).toBe(12);
    // none, prevent, present, outside one's duty (not offered), unanswered
    expect(totals?.lists[0]?.rows[0]).toMatchObject({ sign: 'Số 1', counts: [null, null, 6, '', null] });
    const late = await seedPerson(world.deps, world.office.branch, 'Người Nộp Sau');
    await answered(world, late, 'present');
    expect((await freeze(world)).status).toBe(303);
    expect(await frozen(world)).toEqual(totals);
    expect(await logged(world.deps, 'sign-totals-frozen')).toHaveLength(1);
    const { printed } = world.deps.pdf as ReturnType<typeof fakePdf>;
    await world.leader.get(world.path('/bao-cao.pdf'));
    const paper = wordsOn(printed.at(-1) ?? '');
    expect(paper).toContain('27 biểu hiện (12 bản kiểm điểm)');
    await world.deps.store.db.updateTable('campaign').set({ settings: '{}' }).execute();
    await world.leader.get(world.path('/bao-cao.pdf'));
    expect(wordsOn(printed.at(-1) ?? '')).not.toContain('27 biểu hiện');
    const body = JSON.stringify(totals);
    for (const { fullName, memberId } of world.people) {
      expect(body).not.toContain(fullName);
      expect(body).not.toContain(memberId);
    }
  }, 60_000);

  test('of fewer than five people are not told at all', async () => {
    const world = await branchAnswering(['none', 'present', 'none', 'none']);
    await freeze(world);
    expect((await frozen(world))?.lists).toMatchObject([
      { people: 4, rows: [] },
      { people: 4, rows: [] },
    ]);
  }, 60_000);

  test('are its leaders’ to reckon, and only while the report is a draft', async () => {
    const world = await branchAnswering(['none']);
    const sitting = await world.as(world.sitting);
    expect(await textAt(sitting, world.path())).not.toContain('Chốt tổng hợp');
    expect((await sitting.post(world.path('/bieu-hien'), {})).status).toBe(404);
    await signAs(world);
    expect((await freeze(world)).status).toBe(409);
    expect(await frozen(world)).toBeUndefined();
  }, 60_000);
});
