import { Hono } from 'hono';
import { logRow } from '../audit/statements.ts';
import { dayInHanoi } from '../calendar.ts';
import type { Deps } from '../deps.ts';
import { AppError, type FieldErrors, notFound } from '../errors.ts';
import { onlyFirst, parseInput, readForm } from '../http/body.ts';
import { type AppContext, type AppEnv, actorOf, viewerOf } from '../http/context.ts';
import { formErrors } from '../http/form-errors.ts';
import { page } from '../http/page.ts';
import { changePerson } from './changing.ts';
import { freeNameFor, makePerson, memberColumns } from './commands.ts';
import { assertMayGive, giveDuty, takeDuty } from './duties.ts';
import { DutyForm, type PersonChange, personChangeForm, personForm } from './input.ts';
import {
  administeredUnits,
  draftHolders,
  exemptionsOf,
  type MemberRow,
  movesOf,
  openCodeRequests,
  personOf,
  type PersonRow,
  type UnitRow,
} from './queries.ts';
import { requestsSince } from './rules.ts';
import { administeredMember, administeredUnit, reachOf } from './scope.ts';
import { personFormPage, usualPerson } from './view-forms.ts';
import {
  personChangePage,
  personPage,
  type PersonShown,
  personWords,
  storedBeside,
  typedPerson,
} from './view-person.ts';
import { personPath, slipPage, unitPath } from './view.ts';

/** The office's pages about one person: record, look, change, duties. */
export function personPages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const { db } = deps.store;

  app.get('/quan-tri/dang-vien/moi', async (c) => {
    const units = await administeredUnits(db, viewerOf(c));
    return page(c, 'admin/person-form', personFormPage(units, usualPerson(units, c.req.query('to-chuc'))), NEW_PERSON);
  });

  app.post('/quan-tri/dang-vien/moi', async (c) => {
    const typed = onlyFirst(await readForm(c));
    try {
      const person = parseInput(personForm(today()), typed);
      const branch = await administeredUnit(deps, actorOf(c), viewerOf(c), person.unitId);
      if (person.role) {
        await administeredUnit(deps, actorOf(c), viewerOf(c), person.role.unitId);
        await assertMayGive(deps, viewerOf(c), person.role);
      }
      const slip = await makePerson(deps, actorOf(c), branch, person);
      // Only ever the answer to the post that made the code: there is no address under which it can be seen again.
      const model = slipPage(slip, deps.config.publicOrigin, branch, true);
      return page(c, 'admin/slip', model, { title: 'Phiếu đăng nhập', trail: TRAIL });
    } catch (error) {
      const errors = formErrors(error);
      const units = await administeredUnits(db, viewerOf(c));
      const model = personFormPage(units, errors.ten_dang_nhap ? await withUserName(typed) : typed, errors);
      return page(c, 'admin/person-form', model, { ...NEW_PERSON, status: 422 });
    }
  });

  app.get('/quan-tri/dang-vien/:member', async (c) => {
    const { member, unit } = await ownMember(c, c.req.param('member'));
    if (member.id !== viewerOf(c).memberId) {
      await deps.store.atomic([
        logRow(deps, actorOf(c), {
          action: 'members-read',
          subject: { kind: 'member', id: member.id },
          unitId: unit.id,
        }),
      ]);
    }
    return showPerson(c, member, unit);
  });

  app.get('/quan-tri/dang-vien/:member/sua', async (c) => {
    const { member, unit } = await ownMember(c, c.req.param('member'));
    const person = await personOrThrow(member);
    return page(
      c,
      'admin/person-change',
      personChangePage(person, typedPerson(person), {}),
      frameOf(person, unit, 'Sửa hồ sơ'),
    );
  });

  app.post('/quan-tri/dang-vien/:member/sua', async (c) => {
    const { member, unit } = await ownMember(c, c.req.param('member'));
    const typed = onlyFirst(await readForm(c));
    try {
      const change = parseInput(personChangeForm(today()), typed);
      const units = await administeredUnits(db, viewerOf(c));
      const mayName = (other: MemberRow) => units.some(({ id }) => id === other.unit_id);
      const overtaken = await changePerson(deps, actorOf(c), member, change, mayName).then(
        () => null,
        (error: unknown) => {
          if (error instanceof AppError && error.code === 'conflict')
            return personConflict(c, member, unit, change, typed);
          throw error;
        },
      );
      return overtaken ?? c.redirect(personPath(member.id), 303);
    } catch (error) {
      const seen = { ...(await personOrThrow(member)), version: Number(typed.phien_ban) };
      const model = personChangePage(seen, typed, formErrors(error));
      return page(c, 'admin/person-change', model, { ...frameOf(member, unit, 'Sửa hồ sơ'), status: 422 });
    }
  });

  /** What was typed stays in the form; beside it stands what is stored now, and saving again goes over that. */
  async function personConflict(
    c: AppContext,
    member: MemberRow,
    unit: UnitRow,
    change: PersonChange,
    typed: Record<string, string>,
  ): Promise<Response> {
    const stored = await personOrThrow(member);
    const wanted = typedPerson({ ...stored, ...memberColumns(change) });
    const errors = storedBeside(typedPerson(stored), wanted, personWords);
    // Both wrote the same: nothing is left to decide.
    if (Object.keys(errors).length === 0) return c.redirect(personPath(member.id), 303);
    const model = personChangePage(stored, typed, errors, true);
    return page(c, 'admin/person-change', model, { ...frameOf(member, unit, 'Sửa hồ sơ'), status: 409 });
  }

  app.post('/quan-tri/dang-vien/:member/nhiem-vu/giao', async (c) => {
    const { member, unit } = await ownMember(c, c.req.param('member'));
    const typed = onlyFirst(await readForm(c));
    try {
      const form = parseInput(DutyForm, typed);
      const duty = { role: form.nhiem_vu, unitId: form.noi_nhiem_vu || member.unit_id };
      await administeredUnit(deps, actorOf(c), viewerOf(c), duty.unitId);
      await giveDuty(deps, actorOf(c), viewerOf(c), member, duty);
      return c.redirect(personPath(member.id), 303);
    } catch (error) {
      return showPerson(c, member, unit, { typed, errors: formErrors(error) });
    }
  });

  app.post('/quan-tri/dang-vien/:member/nhiem-vu/thoi', async (c) => {
    const { member } = await ownMember(c, c.req.param('member'));
    const form = parseInput(DutyForm, onlyFirst(await readForm(c)));
    const duty = { role: form.nhiem_vu, unitId: form.noi_nhiem_vu };
    await takeDuty(deps, actorOf(c), viewerOf(c), member, duty);
    return c.redirect(personPath(member.id), 303);
  });

  async function showPerson(
    c: AppContext,
    member: MemberRow,
    unit: UnitRow,
    sent: { typed: Record<string, string>; errors: FieldErrors } | null = null,
  ): Promise<Response> {
    const viewer = viewerOf(c);
    const [person, units, reach, moves, exemptions, drafts, open] = await Promise.all([
      personOrThrow(member),
      administeredUnits(db, viewer),
      reachOf(deps, viewer),
      movesOf(db, member.id),
      exemptionsOf(db, member.id),
      draftHolders(db, unit.id),
      openCodeRequests(db, requestsSince(deps.now())),
    ]);
    const shown: PersonShown = {
      person,
      unit,
      units,
      reach,
      moves,
      exemptions,
      hasDraft: drafts.has(member.id),
      request: open.find((request) => request.member_id === member.id),
    };
    const model = personPage(shown, viewer, sent?.typed ?? {}, sent?.errors ?? {});
    const trail = [...TRAIL, { text: unit.name, href: unitPath(unit.id) }];
    return page(c, 'admin/person', model, { title: person.full_name, trail, ...(sent ? { status: 422 } : {}) });
  }

  function ownMember(c: AppContext, id: string): Promise<{ member: MemberRow; unit: UnitRow }> {
    return administeredMember(deps, actorOf(c), viewerOf(c), id);
  }

  async function personOrThrow({ id }: MemberRow): Promise<PersonRow> {
    const person = await personOf(db, id);
    if (!person) throw notFound('the person is gone');
    return person;
  }

  /** A form that comes back for its user name shows the one we would give, where it was left to us. */
  async function withUserName(typed: Record<string, string>): Promise<Record<string, string>> {
    if (typed.ten_dang_nhap || !typed.ho_ten) return typed;
    return { ...typed, ten_dang_nhap: await freeNameFor(deps, typed.ho_ten) };
  }

  function today(): string {
    return dayInHanoi(deps.now());
  }

  return app;
}

const TRAIL = [{ text: 'Quản trị', href: '/quan-tri' }];
const NEW_PERSON = { title: 'Ghi đảng viên', trail: TRAIL };

function frameOf(person: { id: string; full_name: string }, unit: UnitRow, title: string) {
  const trail = [
    ...TRAIL,
    { text: unit.name, href: unitPath(unit.id) },
    { text: person.full_name, href: personPath(person.id) },
  ];
  return { title, trail };
}
