import { describe, expect, it } from 'vitest';
import { logRow } from '../../../src/audit/statements.ts';
import { sealLog, verifyLog } from '../../../src/audit/sealing.ts';
import { LostGuard, type Statement } from '../../../src/deps.ts';
import { registerMark } from '../../../src/imports/queries.ts';
import { finishImport, insertImport } from '../../../src/imports/statements.ts';
import { saveField } from '../../../src/reviews/statements.ts';
import { seedPerson } from '../../helpers/people.ts';
import { actorFor, begun, setting, settings, type World } from './world.ts';

const RACERS = ['mot', 'hai', 'ba', 'bon'];

export function races(world: () => World): void {
  /** Every list is built before any of them runs. */
  function savesOf(here: World, reviewId: string, round: number, baseVersion: number): Statement[][] {
    return RACERS.map((name) => [
      saveField(here.db, { reviewId, key: `A${round}`, value: name, baseVersion, at: '2026-11-22T03:00:00.000Z' }),
      setting(here, `race-${round}-${baseVersion}-${name}`, 'dependent'),
    ]);
  }

  /** Who of them won, by place. */
  function winners(outcomes: readonly PromiseSettledResult<void>[]): number[] {
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason as unknown);
    expect(refused.filter((reason) => !(reason instanceof LostGuard))).toEqual([]);
    return outcomes.flatMap((outcome, place) => (outcome.status === 'fulfilled' ? [place] : []));
  }

  describe('lists from the same version', () => {
    it('one after the other: the first wins, and nothing of the others remains', async () => {
      const here = world();
      const racer = await seedPerson(here.deps, here.office.branch, 'Lê Văn Lượt');
      const id = await begun(here, racer);
      for (const baseVersion of [0, 1]) {
        const outcomes: PromiseSettledResult<void>[] = [];
        for (const list of savesOf(here, id, 0, baseVersion)) {
          outcomes.push(...(await Promise.allSettled([here.deps.store.atomic(list)])));
        }
        expect(winners(outcomes)).toEqual([0]);
        expect(await settings(here, `race-0-${baseVersion}-`)).toEqual([`race-0-${baseVersion}-mot`]);
      }
    });

    it('at the same moment: one wins each time, and nothing of the others remains', async () => {
      const here = world();
      const racer = await seedPerson(here.deps, here.office.branch, 'Lê Văn Đua');
      const reviewId = await begun(here, racer);
      for (let round = 1; round <= here.rounds; round += 1) {
        for (const baseVersion of [0, 1]) {
          const lists = savesOf(here, reviewId, round, baseVersion);
          const won = winners(await Promise.allSettled(lists.map((list) => here.deps.store.atomic(list))));
          expect(won).toHaveLength(1);
          const winner = RACERS[won[0] as number] as string;
          expect(await settings(here, `race-${round}-${baseVersion}-`)).toEqual([
            `race-${round}-${baseVersion}-${winner}`,
          ]);
          const field = here.db.selectFrom('review_field').where('review_id', '=', reviewId);
          expect(await field.where('key', '=', `A${round}`).select(['value', 'version']).execute()).toEqual([
            { value: winner, version: baseVersion + 1 },
          ]);
        }
      }
    });

    it('at the same moment on one key that nobody has yet: one wins', async () => {
      const here = world();
      for (let round = 0; round < here.rounds; round += 1) {
        const lists = RACERS.map((name) => [
          setting(here, `key-${round}-${name}`),
          setting(here, `taken-${round}`, name),
        ]);
        expect(winners(await Promise.allSettled(lists.map((list) => here.deps.store.atomic(list))))).toHaveLength(1);
        expect(await settings(here, `key-${round}-`)).toHaveLength(1);
      }
    });

    it('at the same moment on rows of their own: all win', async () => {
      const here = world();
      const names = Array.from({ length: 25 }, (_, place) => `own-${String(place).padStart(2, '0')}`);
      const lists = names.map((name) => [setting(here, name)]);
      expect(winners(await Promise.allSettled(lists.map((list) => here.deps.store.atomic(list))))).toHaveLength(25);
      expect(await settings(here, 'own-')).toEqual(names);
    });
  });

  it('two lists whose guards each count what the other one adds: one wins', async () => {
    const here = world();
    const at = '2026-11-22T03:00:00.000Z';
    const person = (name: string) => seedPerson({ ...here.deps, store: collecting() }, here.office.branch, name);
    let collected: Statement[] = [];
    const collecting = () => ({
      ...here.deps.store,
      atomic: (statements: readonly Statement[]) => Promise.resolve(void collected.push(...statements)),
    });
    for (let round = 0; round < here.rounds; round += 1) {
      const imports = RACERS.map(() => here.deps.newId());
      const read = { unit_id: here.office.committee, account_id: here.author.accountId, file_name: '', body: '{}', at };
      const row = { ...read, state: 'read' as const, done_at: null, version: 1 };
      await here.deps.store.atomic(imports.map((id) => insertImport(here.db, { ...row, id })));
      const register = await registerMark(here.db);
      const lists: Statement[][] = [];
      for (const id of imports) {
        collected = [];
        await person(`Đỗ Văn Thêm ${round}`);
        lists.push([finishImport(here.db, { id, version: 1 }, { body: '{}', at, register }), ...collected]);
      }
      expect(winners(await Promise.allSettled(lists.map((list) => here.deps.store.atomic(list))))).toHaveLength(1);
      expect((await registerMark(here.db)).people).toBe(register.people + 1);
    }
  });

  it('several who seal the log at once: each line bears one seal, and the chain holds', async () => {
    const here = world();
    const lines = Array.from({ length: 120 }, (_, place) =>
      logRow(here.deps, actorFor(here.author), {
        action: 'members-read',
        subject: { kind: 'account', id: here.author.accountId },
        detail: `dòng ${place}`,
      }),
    );
    await here.deps.store.atomic(lines);
    const later = { ...here.deps, now: () => new Date(here.clock.now.getTime() + 60_000) };
    await Promise.all(RACERS.map(() => sealLog(later)));
    await sealLog(later);
    const { count } = await here.db
      .selectFrom('audit')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    expect(await verifyLog(later)).toMatchObject({ sealed: count, unsealed: 0, faults: [] });
  });
}
