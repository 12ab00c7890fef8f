import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LostGuard, type Deps } from '../../src/deps.ts';
import { attendanceOf, countsOf, findMeeting, keptLists, notesOf } from '../../src/meetings/queries.ts';
import {
  closeMeeting,
  insertMeeting,
  reopenMeeting,
  saveAttendance,
  saveCount,
  saveNote,
  updatePlan,
} from '../../src/meetings/statements.ts';
import { fakePdf } from '../helpers/app.ts';
import { type Office, type Person, seedCampaign, seedOffice, seedPerson } from '../helpers/people.ts';
import type { OpenedStore } from '../helpers/opened-store.ts';
import { ENGINES } from './engines.ts';

const TODAY = '2026-12-05';
const AT = '2026-12-05T02:00:00.000Z';

/** What the guards of a meeting must keep, once an engine. */
describe.each(Object.entries(ENGINES))('a meeting on %s', (_name, open) => {
  let opened: OpenedStore;
  let db: Deps['store']['db'];
  let office: Office;
  let campaignId: string;
  let member: Person;

  beforeAll(async () => {
    opened = await open();
    db = opened.store.db;
    const deps = { store: opened.store, now: () => new Date(AT), newId: uuidv7, pdf: fakePdf() } as unknown as Deps;
    office = await seedOffice(deps);
    // Pinned editions and forms are no matter here, and foreign keys ask for them.
    await seedForms(deps);
    campaignId = await seedCampaign(deps, office.committee);
    member = await seedPerson(deps, office.branch, 'Trần Thị Kiểm Thử');
  }, 60_000);

  afterAll(() => opened.close());

  async function seedForms({ store }: Deps): Promise<void> {
    const stored = { body: '{}', sha256: '', stored_at: AT };
    for (const [id, list] of [
      ['a-27-v1', 'A'],
      ['b-25-v1', 'B'],
    ] as const) {
      await store.db
        .insertInto('catalogue_edition')
        .values({ id, list, edition: 1, ...stored })
        .execute();
    }
    for (const [id, standing] of [
      ['2a-2025', 'leader'],
      ['2b-2025', 'no_post'],
      ['2c-2025', 'outside'],
    ] as const) {
      await store.db
        .insertInto('form_version')
        .values({ id, standing, ...stored })
        .execute();
    }
  }

  const run = (statements: Parameters<Deps['store']['atomic']>[0]) => opened.store.atomic(statements);
  const lost = (statements: Parameters<Deps['store']['atomic']>[0]) =>
    expect(run(statements)).rejects.toBeInstanceOf(LostGuard);

  async function meeting(heldOn = TODAY, state: 'planned' | 'held' = 'held'): Promise<string> {
    await db.deleteFrom('ballot_votes').execute();
    for (const table of [
      'ballot_count',
      'meeting_field',
      'meeting_attendance',
      'meeting_subject',
      'meeting_roster',
      'meeting',
    ] as const) {
      await db.deleteFrom(table).execute();
    }
    const id = uuidv7();
    const at = {
      held_on: heldOn,
      starts_at: '08:00',
      place: 'Nhà văn hóa',
      chair: 'A',
      clerk: '',
      current_subject: '',
    };
    await run([insertMeeting(db, { id, campaign_id: campaignId, unit_id: office.branch, state, version: 1, ...at })]);
    return id;
  }

  const mark = (id: string, presence: 'present' | 'absent') => {
    return { meeting_id: id, member_id: member.memberId, presence, reason: '', version: 1 };
  };
  const note = (id: string, value: string) => {
    return { meeting_id: id, subject: 'meeting', key: 'opening', value, version: 1, saved_at: AT };
  };
  const count = (id: string, issued: number) => {
    return {
      meeting_id: id,
      subject: 'collective',
      issued,
      returned: issued,
      valid: issued,
      invalid: 0,
      version: 0,
      saved_at: AT,
    };
  };

  it('is one for each branch and campaign', async () => {
    await meeting();
    const at = { held_on: TODAY, starts_at: '09:00', place: 'Nơi khác', chair: 'B', clerk: '', current_subject: '' };
    await lost([
      insertMeeting(db, {
        id: uuidv7(),
        campaign_id: campaignId,
        unit_id: office.branch,
        state: 'planned',
        version: 1,
        ...at,
      }),
    ]);
    expect((await findMeeting(db, campaignId, office.branch))?.place).toBe('Nhà văn hóa');
  });

  it('takes marks, texts and counts over the version that was seen, and a stale one changes nothing', async () => {
    const id = await meeting();
    await run([saveAttendance(db, mark(id, 'present'), 0, TODAY), saveNote(db, note(id, 'một'), 0, TODAY)]);
    await run(saveCount(db, count(id, 3), { good: 3, excellent: 0 }, 0, TODAY));
    await lost([saveAttendance(db, mark(id, 'absent'), 0, TODAY)]);
    await lost([saveNote(db, note(id, 'hai'), 0, TODAY)]);
    await lost(saveCount(db, count(id, 9), { good: 9 }, 0, TODAY));
    await run([saveAttendance(db, mark(id, 'absent'), 1, TODAY), saveNote(db, note(id, 'ba'), 1, TODAY)]);
    await run(saveCount(db, count(id, 5), { good: 4, excellent: 1 }, 1, TODAY));
    expect((await attendanceOf(db, id)).get(member.memberId)).toMatchObject({ presence: 'absent', version: 2 });
    expect((await notesOf(db, id)).get('meeting.opening')).toMatchObject({ value: 'ba', version: 2 });
    expect((await countsOf(db, id)).get('collective')).toMatchObject({
      issued: 5,
      version: 2,
      votes: { good: 4, excellent: 1 },
    });
  });

  it('takes nothing before its day', async () => {
    const id = await meeting('2026-12-06', 'planned');
    await lost([saveAttendance(db, mark(id, 'present'), 0, TODAY)]);
    await lost([saveNote(db, note(id, 'sớm'), 0, TODAY)]);
    await lost(saveCount(db, count(id, 3), { good: 3 }, 0, TODAY));
    expect([(await attendanceOf(db, id)).size, (await countsOf(db, id)).size]).toEqual([0, 0]);
  });

  it('closes only as its closer saw it, keeps the lists, and then takes nothing', async () => {
    const id = await meeting();
    await run([saveAttendance(db, mark(id, 'present'), 0, TODAY)]);
    const seen = { meeting_attendance: 1, meeting_field: 0, ballot_count: 0 };
    const subjects = Array.from({ length: 30 }, (_, position) => {
      return { meeting_id: id, subject: `s${position}`, position, name: 'A', post: '', exemption: '' as const };
    });
    const roster = [
      {
        meeting_id: id,
        member_id: member.memberId,
        position: 0,
        name: 'A',
        post: '',
        official: 1,
        exemption: '' as const,
      },
    ];
    const closing = closeMeeting(db, { id, version: 1 }, seen, { subjects, roster });
    await run([saveNote(db, note(id, 'vừa ghi'), 0, TODAY)]);
    await lost(closing);
    expect((await keptLists(db, id)).subjects).toEqual([]);
    await run(closeMeeting(db, { id, version: 1 }, { ...seen, meeting_field: 1 }, { subjects, roster }));
    expect((await keptLists(db, id)).subjects.map(({ subject }) => subject)).toEqual(
      subjects.map(({ subject }) => subject),
    );
    await lost([saveNote(db, note(id, 'muộn'), 1, TODAY)]);
    await lost([saveAttendance(db, mark(id, 'absent'), 1, TODAY)]);
    await lost(saveCount(db, count(id, 3), { good: 3 }, 0, TODAY));
    const plan = {
      held_on: TODAY,
      starts_at: '10:00',
      place: 'B',
      chair: 'B',
      clerk: '',
      content: '',
      entered_after: 0,
    };
    await lost([updatePlan(db, id, 2, plan)]);
    await run(reopenMeeting(db, { id, version: 2, campaign_id: campaignId }));
    expect(await keptLists(db, id)).toEqual({ subjects: [], roster: [] });
    await run([saveNote(db, note(id, 'lại ghi được'), 1, TODAY)]);
  });
});
