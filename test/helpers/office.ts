import type { RoleName } from '../../db/schema.ts';
import type { Deps } from '../../src/deps.ts';
import { type Browser, createTestApp, type TestApp } from './app.ts';
import { formOn } from './author.ts';
import { type Office, type Person, seedOffice, seedPerson } from './people.ts';

/** A committee with its administrator and its office, each at a computer of their own. */
export interface OfficeWorld extends TestApp {
  office: Office;
  db: TestApp['deps']['store']['db'];
  administrator: Person;
  admin: Browser;
  clerk: Person;
  desk: Browser;
  /** Somebody of "Chi bộ Số 1", or of another branch. */
  person(name: string, more?: { unitId?: string; role?: RoleName; roleUnit?: string }): Promise<Person>;
  actions(): Promise<string[]>;
}

export async function officeWorld(overrides: Partial<Deps> = {}): Promise<OfficeWorld> {
  const test = await createTestApp(overrides);
  const office = await seedOffice(test.deps);
  const held = (role: RoleName) => ({ roles: [{ unitId: office.committee, role }] });
  const administrator = await seedPerson(test.deps, office.branch, 'Lê Thị Quản Trị', held('administrator'));
  const clerk = await seedPerson(test.deps, office.otherBranch, 'Trần Văn Phòng', held('office'));
  return {
    ...test,
    office,
    db: test.deps.store.db,
    administrator,
    admin: await test.as(administrator),
    clerk,
    desk: await test.as(clerk),
    person: (name, more = {}) => {
      const unitId = more.unitId ?? office.branch;
      const roles = more.role ? [{ unitId: more.roleUnit ?? unitId, role: more.role }] : [];
      return seedPerson(test.deps, unitId, name, { roles });
    },
    actions: async () => {
      const rows = await test.deps.store.db.selectFrom('audit').orderBy('id').select('action').execute();
      return rows.map(({ action }) => action);
    },
  };
}

/** The form a page holds, as it stands, with some of it typed over; selects keep what is chosen. */
export async function formAt(browser: Browser, path: string, typed: Record<string, string> = {}) {
  const html = await (await browser.get(path)).text();
  return { ...formOn(html), ...selectsOn(html), ...typed };
}

function selectsOn(html: string): Record<string, string> {
  const found = [...html.matchAll(/<select [^>]*name="([^"]+)"[^>]*>([\s\S]*?)<\/select>/g)];
  return Object.fromEntries(
    found.map(([, name = '', options = '']) => [name, /value="([^"]*)" selected/.exec(options)?.[1] ?? '']),
  );
}
