import { randomFillSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../src/canonical.ts';
import { LostGuard } from '../../../src/deps.ts';
import { peopleNamed } from '../../../src/campaigns/queries.ts';
import { chunks, registerMark } from '../../../src/imports/queries.ts';
import { insertImport, insertImportRows, insertMembers } from '../../../src/imports/statements.ts';
import { findPaper, findRecord, paperBytes, recordText } from '../../../src/records/queries.ts';
import { askForPaper, freezePaper, insertRecord, takePaper } from '../../../src/records/statements.ts';
import { guarded, plain } from '../../../src/storage/statement.ts';
import { memberCount, rosterOf } from '../../../src/units/queries.ts';
import { insertUnit } from '../../../src/units/statements.ts';
import { seedPerson } from '../../helpers/people.ts';
import { begun, settings, type World } from './world.ts';

const FIVE_MB = 5 * 1024 * 1024;
const MB = 1024 * 1024;
const ROWS = 10_000;

export function bytesAndLongLists(world: () => World): void {
  describe('papers of 5 MB', () => {
    it('are kept in parts of at most 1 MB and come back byte by byte; who has lost the job leaves nothing', async () => {
      const here = world();
      const { db } = here;
      const person = await seedPerson(here.deps, here.office.branch, 'Tạ Thị Giấy');
      const reviewId = await begun(here, person);
      const [recordId, paperId] = [here.deps.newId(), here.deps.newId()];
      const text = JSON.stringify({ words: 'Ước mơ “lớn” 👍 của đồng chí; '.repeat(120_000) });
      const at = '2026-11-22T03:00:00.000Z';
      const record = { id: recordId, review_id: reviewId, submission: 1, sha256: sha256Hex(text), bytes: text.length };
      const frozen = { form_id: '2b-2025', edition_a: 'a-27-v1', edition_b: 'b-25-v1', template: '', frozen_at: at };
      await here.deps.store.atomic([
        ...insertRecord(db, { ...record, ...frozen, superseded: 0 }, text),
        askForPaper(db, { id: paperId, record_id: recordId, variant: 'large', due_at: at }),
      ]);
      const until = '2026-11-22T03:05:00.000Z';
      await here.deps.store.atomic([takePaper(db, { id: paperId, attempts: 0 }, at, until)]);

      const bytes = randomFillSync(new Uint8Array(FIVE_MB + 1));
      const sha256 = sha256Hex(bytes);
      const made = { id: paperId, sha256, bytes, madeAt: at, code: `LARGE-${paperId}`.slice(0, 16) };
      const late = freezePaper(db, { ...made, attempts: 0 });
      await expect(here.deps.store.atomic(late)).rejects.toBeInstanceOf(LostGuard);
      const parts = db
        .selectFrom('paper_part')
        .where('paper_id', '=', paperId)
        .orderBy('part')
        .select(['part', 'body']);
      expect(await parts.execute()).toEqual([]);
      await here.deps.store.atomic(freezePaper(db, { ...made, attempts: 1 }));

      const stored = await parts.execute();
      expect(stored.map(({ part }) => part)).toEqual(stored.map((_, place) => place));
      expect(stored.length).toBeGreaterThan(5);
      expect(Math.max(...stored.map(({ body }) => Buffer.byteLength(body)))).toBeLessThanOrEqual(MB);
      const back = await paperBytes(db, paperId);
      expect([back.length, sha256Hex(back)]).toEqual([FIVE_MB + 1, sha256]);
      expect(await findPaper(db, recordId, 'large')).toMatchObject({ state: 'ready', bytes: FIVE_MB + 1, sha256 });
      const found = await findRecord(db, reviewId, 1);
      expect(Buffer.byteLength(await recordText(db, found as NonNullable<typeof found>))).toBeGreaterThan(4 * MB);
      expect(await recordText(db, found as NonNullable<typeof found>)).toBe(text);
    });
  });

  describe(`lists of ${ROWS} rows`, () => {
    const memberOf = (here: World, unitId: string, place: number) => ({
      id: here.deps.newId(),
      unit_id: unitId,
      full_name: `Ngô Thị Dài ${String(place).padStart(5, '0')}`,
      folded_name: `ngo thi dai ${String(place).padStart(5, '0')}`,
      birth_date: '1960',
      workplace: '',
      party_post: '',
      government_post: '',
      union_post: '',
      standing: 'no_post' as const,
      official: 1,
      has_agency: 0,
      card_number: '',
      residence: '',
      version: 1,
    });

    it('leave nothing when the guard at their end is lost', async () => {
      const here = world();
      const rows = Array.from({ length: ROWS }, (_, place) => ({ key: `long-${place}`, value: '' }));
      const list = chunks(rows, 45).map((part) => plain(here.db.insertInto('setting').values(part)));
      const lost = guarded(here.db.updateTable('setting').set({ value: 'x' }).where('key', '=', 'nobody'));
      await expect(here.deps.store.atomic([...list, lost])).rejects.toBeInstanceOf(LostGuard);
      expect(await settings(here, 'long-')).toEqual([]);
    });

    it('are written as one, and read back whole and in parts', async () => {
      const here = world();
      const { db } = here;
      const unit = { kind: 'branch' as const, paper_name: '', place: '', has_branch_committee: 0, version: 1 };
      const [unitId, importId] = [here.deps.newId(), here.deps.newId()];
      const before = await registerMark(db);
      const people = Array.from({ length: ROWS }, (_, place) => memberOf(here, unitId, place));
      const read = { unit_id: here.office.committee, account_id: here.author.accountId, file_name: '', body: '{}' };
      await here.deps.store.atomic([
        insertUnit(db, { ...unit, id: unitId, parent_id: null, name: 'Chi bộ Đông' }),
        insertImport(db, { ...read, id: importId, state: 'read', at: '', done_at: null, version: 1 }),
        ...insertMembers(db, people),
        ...insertImportRows(
          db,
          importId,
          people.map(({ id }) => id),
        ),
      ]);
      expect(await memberCount(db, unitId)).toBe(ROWS);
      expect(await registerMark(db)).toEqual({ people: before.people + ROWS, versions: before.versions + ROWS });
      const roster = await rosterOf(db, unitId);
      expect(roster.map(({ id }) => id)).toEqual(people.map(({ id }) => id));
      expect((await peopleNamed(db, 'dai 0999')).map(({ id }) => id)).toEqual(
        people.slice(9_990, 10_000).map(({ id }) => id),
      );
      const seen: string[] = [];
      for (let after = ''; ;) {
        const page = await db
          .selectFrom('member_import_row')
          .where('import_id', '=', importId)
          .where('member_id', '>', after)
          .orderBy('member_id')
          .limit(999)
          .select('member_id')
          .execute();
        if (page.length === 0) break;
        seen.push(...page.map(({ member_id: id }) => id));
        after = seen.at(-1) as string;
      }
      expect(seen).toEqual(people.map(({ id }) => id));
    }, 60_000);
  });
}
