import { insertJob } from '../../src/batches/statements.ts';
import { insertImport } from '../../src/imports/statements.ts';
import { insertReport } from '../../src/reports/statements.ts';
import { insertDecision, insertDiscipline, insertHandUp } from '../../src/ratings/statements.ts';
import { summaryText } from '../../src/summaries/content.ts';
import { insertSummary } from '../../src/summaries/statements.ts';
import { summaryOf, summaryPerson } from '../fixtures/examples-summaries.ts';
import { actorFor, type AuthorWorld } from './author.ts';
import { beginCollectiveAs, completeCollective } from './collective.ts';
import { type Person, seedPerson } from './people.ts';

/** What the access walk finds in every branch and of every person, so that each address has something behind it. */

/** Begun and sent by the branch's secretary; `more` people make the branch a collective. */
export async function sentCollective(world: AuthorWorld, secretary: Person, more = 0): Promise<string> {
  for (let one = 0; one < more; one += 1) await seedPerson(world.deps, secretary.unitId, `Đảng Viên ${one}`);
  const browser = await world.as(secretary);
  const hub = `/chi-bo/${secretary.unitId}/tap-the`;
  const id = await beginCollectiveAs(browser, hub);
  await completeCollective(world.deps, actorFor(secretary), id);
  await browser.post(`${hub}/gui`, { ngay_hop: '05/12/2026', ly_do_muon: 'Chi bộ họp sớm.' });
  return id;
}

/** Each branch has begun its report. */
export async function begunReports({ deps, office, campaignId }: AuthorWorld, foreignCampaign: string): Promise<void> {
  const { branch, otherBranch, foreignBranch } = office;
  for (const unit of [branch, otherBranch, foreignBranch]) {
    const place = { campaign_id: unit === foreignBranch ? foreignCampaign : campaignId, unit_id: unit };
    const row = { ...place, id: deps.newId(), state: 'draft' as const, draft_number: 1, version: 1 };
    await deps.store.atomic([insertReport(deps.store.db, row)]);
  }
}

/** Every branch has handed up, everybody is decided twice and has a discipline. */
export async function decidedPeople(
  { deps }: AuthorWorld,
  people: readonly Person[],
  campaignOf: (person: Person) => string,
): Promise<{ decisions: Map<string, string>; disciplines: Map<string, string> }> {
  const { db } = deps.store;
  const [decisions, disciplines] = [new Map<string, string>(), new Map<string, string>()];
  const at = deps.now().toISOString();
  for (const [unitId, person] of new Map(people.map((each) => [each.unitId, each]))) {
    const place = { campaign_id: campaignOf(person), unit_id: unitId };
    const summary = summaryOf({ id: unitId, name: 'Chi bộ' }, [
      summaryPerson(person.memberId, 'Đồng chí Cần Xem', { proposed: 'not-completed', review: 'none' }),
    ]);
    await deps.store.atomic([
      insertHandUp(db, { ...place, handed_at: at, account_id: person.accountId }, 0),
      insertSummary(db, { ...place, ...summaryText(summary), written_at: at }),
    ]);
  }
  for (const [index, person] of people.entries()) {
    const place = { campaign_id: campaignOf(person), unit_id: person.unitId };
    const [first, second, discipline] = [deps.newId(), deps.newId(), deps.newId()];
    const common = { ...place, account_id: person.accountId, at };
    const decision = {
      ...common,
      subject: person.memberId,
      decided_on: '2026-11-20',
      body: 'Đảng ủy',
      reason: 'Lý do',
    };
    await deps.store.atomic([
      insertDecision(db, { ...decision, id: first, number: `${index}-QĐ/ĐU`, level: 'good', replaces_id: null }),
      insertDecision(db, {
        ...decision,
        id: second,
        number: `1${index}-QĐ/ĐU`,
        level: 'completed',
        replaces_id: first,
      }),
      insertDiscipline(db, {
        ...common,
        id: discipline,
        member_id: person.memberId,
        kind: 'reprimand',
        duty_related: 0,
        document: '12-QĐ/UBKT',
        decided_on: '2026-06-05',
        withdrawn_at: null,
      }),
    ]);
    decisions.set(person.accountId, second);
    disciplines.set(person.accountId, discipline);
  }
  return { decisions, disciplines };
}

/** A list under way for each person, made by himself in his own branch; giving one up must not spoil the next question. */
export async function layImports(
  here: Pick<AuthorWorld, 'deps'> & { people: Record<string, Person>; others: Record<string, Person> },
): Promise<void> {
  const { db } = here.deps.store;
  await db.deleteFrom('member_import').execute();
  const content = {
    sheet: '',
    otherSheets: 0,
    rows: [{ no: 1, cells: ['Lý Thị Hai'] }],
    heading: null,
    columns: ['name'],
  };
  const choices = { letters: null, convert: null, matched: true, anyway: [], report: null };
  const usual = { unitId: '', standing: 'no_post', official: '1', hasAgency: false };
  const body = JSON.stringify({ ...content, ...choices, usual });
  const at = here.deps.now().toISOString();
  for (const { accountId, unitId } of [...Object.values(here.people), ...Object.values(here.others)]) {
    const row = { id: accountId, unit_id: unitId, account_id: accountId, file_name: 'ds.xlsx', state: 'read' as const };
    await here.deps.store.atomic([insertImport(db, { ...row, body, at, done_at: null, version: 1 })]);
  }
}

/** An order of papers that has ended, of each person for his own branch; and what was tried again is at rest again. */
export async function layBatches(
  here: Pick<AuthorWorld, 'deps'> & { people: Record<string, Person>; others: Record<string, Person> },
  campaignOf: (person: Person) => string,
): Promise<void> {
  const { db } = here.deps.store;
  await db.deleteFrom('batch_item').execute();
  await db.deleteFrom('batch_job').execute();
  const at = here.deps.now().toISOString();
  for (const person of [...Object.values(here.people), ...Object.values(here.others)]) {
    const place = { campaign_id: campaignOf(person), unit_id: person.unitId, account_id: person.accountId };
    const order = { kinds: '[]', missing: '[]', state: 'done' as const, problem: '', attempts: 1, due_at: at };
    const asked = { address: 'test', request_id: 'test', asked_at: at, ended_at: at, kept_until: '2027-01-01' };
    await here.deps.store.atomic(insertJob(db, { id: person.accountId, ...place, ...order, ...asked }, []));
  }
}
