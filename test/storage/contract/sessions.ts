import { describe, expect, it } from 'vitest';
import { newToken } from '../../../src/accounts/secrets.ts';
import { insertSession, sessionRow } from '../../../src/accounts/statements.ts';
import { createApp } from '../../../src/app.ts';
import { browserFor, type Browser } from '../../helpers/app.ts';
import { type Person, seedPerson } from '../../helpers/people.ts';
import type { World } from './world.ts';

const MINUTE = 60_000;
const PAGE = '/danh-muc';

export function sessions(world: () => World): void {
  async function signedIn(here: World, name: string): Promise<{ person: Person; browser: Browser }> {
    const person = await seedPerson(here.deps, here.office.branch, name);
    const token = newToken();
    const at = here.clock.now.toISOString();
    const row = sessionRow({ id: here.deps.newId(), token, accountId: person.accountId, at, address: 'test' });
    await here.deps.store.atomic([insertSession(here.db, row)]);
    return { person, browser: browserFor(createApp(here.deps), `tu-soi=${token}`) };
  }

  async function sessionsOf(here: World, person: Person): Promise<number> {
    const rows = here.db.selectFrom('session').where('account_id', '=', person.accountId).select('id');
    return (await rows.execute()).length;
  }

  function forward(here: World, milliseconds: number): void {
    here.clock.now = new Date(here.clock.now.getTime() + milliseconds);
  }

  describe('a session', () => {
    it('is good for thirty minutes without a sign of its person, and then refused and gone', async () => {
      const here = world();
      const { person, browser } = await signedIn(here, 'Vũ Thị Nghỉ');
      forward(here, 30 * MINUTE);
      expect((await browser.get(PAGE)).status).toBe(200);
      forward(here, 30 * MINUTE);
      expect((await browser.get(PAGE)).status).toBe(200);
      forward(here, 30 * MINUTE + 1);
      const refused = await browser.get(PAGE);
      expect([refused.status, refused.headers.get('location')?.startsWith('/dang-nhap')]).toEqual([303, true]);
      expect(await sessionsOf(here, person)).toBe(0);
    });

    it('is refused after twelve hours, however busy its person was', async () => {
      const here = world();
      const { person, browser } = await signedIn(here, 'Vũ Thị Bận');
      for (let minutes = 0; minutes < 12 * 60; minutes += 30) {
        forward(here, 30 * MINUTE);
        expect((await browser.get(PAGE)).status).toBe(200);
      }
      forward(here, 1);
      expect((await browser.get(PAGE)).status).toBe(303);
      expect(await sessionsOf(here, person)).toBe(0);
    });

    it('that ended years ago is refused', async () => {
      const here = world();
      const { person, browser } = await signedIn(here, 'Vũ Thị Xưa');
      const past = { created_at: '2020-01-01T00:00:00.000Z', seen_at: '2020-01-01T00:00:00.000Z' };
      await here.db.updateTable('session').set(past).where('account_id', '=', person.accountId).execute();
      expect((await browser.get(PAGE)).status).toBe(303);
      expect(await sessionsOf(here, person)).toBe(0);
    });

    it('of an account that was locked meanwhile is refused', async () => {
      const here = world();
      const { person, browser } = await signedIn(here, 'Vũ Thị Khóa');
      await here.db.updateTable('account').set({ disabled: 1 }).where('id', '=', person.accountId).execute();
      expect((await browser.get(PAGE)).status).toBe(303);
    });
  });
}
