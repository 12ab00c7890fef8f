import { Hono } from 'hono';
import { dayInHanoi } from '../calendar.ts';
import type { Deps } from '../deps.ts';
import { AppError, type FieldErrors, notFound } from '../errors.ts';
import { onlyFirst, parseInput, readForm } from '../http/body.ts';
import { type AppContext, type AppEnv, actorOf, viewerOf } from '../http/context.ts';
import { formErrors } from '../http/form-errors.ts';
import { page } from '../http/page.ts';
import { administeredUnits } from '../units/queries.ts';
import { collate, collatedGroups, doubtsOn } from './collation.ts';
import type { CatalogueEdition } from './edition.ts';
import { type CollationInput, collationForm, GroupTitle } from './input.ts';
import { readOfficialText, textProblems } from './official-text.ts';
import { allEditions, newestOf } from './queries.ts';
import { signsOf } from './rules.ts';
import { collationPage, type Compared, comparisonPage, seenDigest, usualCollation } from './view-collation.ts';

type Typed = Record<string, string>;

/** "Đối chiếu với văn bản gốc": paste, look at both wordings side by side, save as a new edition. */
export function collationPages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const { db } = deps.store;

  app.get('/quan-tri/danh-muc/:list/doi-chieu', async (c) => {
    const present = await newestOf(db, listOrThrow(c.req.param('list')));
    const typed = { ...usualCollation(present), dot: uuidOrNothing(c.req.query('dot')) };
    return page(c, 'catalogues/collation', collationPage(present, typed), frameOf(present));
  });

  /** `buoc`: look (`xem`), or save what was looked at (`luu`). The text typed comes back with every answer but the last. */
  app.post('/quan-tri/danh-muc/:list/doi-chieu', async (c) => {
    const list = listOrThrow(c.req.param('list'));
    const typed = onlyFirst(await readForm(c));
    const present = await comparedWith(list, typed);
    const input = readInput(typed);
    if ('errors' in input) return pasteAgain(c, present, typed, input.errors);
    const sizes = present.groups.map((group) => group.signs.length);
    const read = readOfficialText(input.text, sizes);
    const problems = textProblems(read, signsOf(present).length);
    if (problems.length > 0) return pasteAgain(c, present, typed, {}, problems);
    const compared: Compared = {
      present,
      input,
      read,
      groups: collatedGroups(present, read),
      doubts: doubtsOn(present, read, input.document),
      outsideDuty: outsideDutyIn(present, typed),
    };
    return typed.buoc === 'luu' ? save(c, compared, typed) : compareAgain(c, compared, withoutTicks(typed));
  });

  async function save(c: AppContext, compared: Compared, typed: Typed): Promise<Response> {
    const { present, input, groups, outsideDuty } = compared;
    if (typed.da_so !== seenDigest(input)) {
      const dong_y = 'Nội dung dán hoặc văn bản vừa được sửa: đồng chí xem lại bảng so sánh mới rồi đánh dấu.';
      return compareAgain(c, compared, withoutTicks(typed), { dong_y });
    }
    const errors = openQuestions(compared, typed);
    if (Object.keys(errors).length > 0) return compareAgain(c, compared, typed, errors);
    try {
      const [unit] = await administeredUnits(db, viewerOf(c));
      const id = await collate(deps, actorOf(c), present, {
        document: input.document,
        groups: groups.map((group, index) => ({ ...group, title: titleTyped(typed, index) })),
        outsideDuty,
        by: { name: viewerOf(c).displayName, unit: unit?.name ?? '' },
      });
      const campaign = uuidOrNothing(typed.dot);
      return c.redirect(campaign ? `/quan-tri/dot/${campaign}` : `/danh-muc/${id}`, 303);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'conflict') throw error;
      const now = await newestOf(db, present.list);
      const again = { ...compared, present: now, doubts: doubtsOn(now, compared.read, input.document) };
      const model = comparisonPage(again, withoutTicks(typed), {}, error.hint);
      return page(c, 'catalogues/comparison', model, { ...frameOf(now), wide: true, status: 409 });
    }
  }

  /** Saving goes by the edition that was looked at, even when there is a newer one by now. */
  async function comparedWith(list: CatalogueEdition['list'], typed: Typed): Promise<CatalogueEdition> {
    const seen = (await allEditions(db)).find((edition) => edition.list === list && edition.id === typed.so_voi);
    return (typed.buoc === 'luu' && seen) || newestOf(db, list);
  }

  function readInput(typed: Typed): CollationInput | { errors: FieldErrors } {
    try {
      return parseInput(collationForm(dayInHanoi(deps.now())), typed);
    } catch (error) {
      return { errors: formErrors(error) };
    }
  }

  function pasteAgain(
    c: AppContext,
    present: CatalogueEdition,
    typed: Typed,
    errors: FieldErrors,
    problems: readonly string[] = [],
  ): Response {
    const model = collationPage(present, typed, errors, problems);
    return page(c, 'catalogues/collation', model, { ...frameOf(present), status: 422 });
  }

  function compareAgain(c: AppContext, compared: Compared, typed: Typed, errors: FieldErrors = {}): Response {
    const status = Object.keys(errors).length > 0 ? 422 : 200;
    const model = comparisonPage(compared, typed, errors);
    return page(c, 'catalogues/comparison', model, { ...frameOf(compared.present), wide: true, status });
  }

  return app;
}

function openQuestions({ groups, doubts }: Compared, typed: Typed): FieldErrors {
  const errors: FieldErrors = {};
  groups.forEach((_, index) => {
    const title = GroupTitle.safeParse(typed[`nhom_${index + 1}`] ?? '');
    if (!title.success) errors[`nhom_${index + 1}`] = title.error.issues[0]?.message ?? '';
  });
  const ask = (name: string, sentence: string) => {
    if (typed[name] !== '1') errors[name] = sentence;
  };
  if (doubts.ours.length > 0) ask('dung_tung_chu', 'Đồng chí xem lại các số này trên văn bản gốc rồi đánh dấu.');
  if (doubts.otherDocument) ask('dung_van_ban', 'Đồng chí xem lại loại, số, ngày trên trang đầu văn bản rồi đánh dấu.');
  ask('dong_y', 'Đồng chí đánh dấu là đã đối chiếu, rồi mới lưu.');
  return errors;
}

function titleTyped(typed: Typed, index: number): string {
  return GroupTitle.parse(typed[`nhom_${index + 1}`] ?? '');
}

/** Before the comparison was shown nothing could be ticked: the present list says which signs have the answer. */
function outsideDutyIn(present: CatalogueEdition, typed: Typed): ReadonlySet<number> {
  const signs = signsOf(present);
  const shown = typed.da_so !== undefined;
  return new Set(
    signs.filter((sign) => (shown ? typed[`ngoai_${sign.no}`] === '1' : sign.mayBeOutsideDuty)).map(({ no }) => no),
  );
}

/** A tick is for what was seen: it never comes back by itself over something new. */
function withoutTicks(typed: Typed): Typed {
  const { dong_y: _agreed, dung_tung_chu: _same, dung_van_ban: _document, ...rest } = typed;
  return rest;
}

function listOrThrow(list: string): CatalogueEdition['list'] {
  if (list === 'a') return 'A';
  if (list === 'b') return 'B';
  throw notFound('no such list');
}

function uuidOrNothing(text: string | undefined): string {
  return text && /^[0-9a-f-]{36}$/.test(text) ? text : '';
}

function frameOf({ shortName }: CatalogueEdition) {
  return {
    title: `Đối chiếu ${shortName} với văn bản gốc`,
    trail: [
      { text: 'Quản trị', href: '/quan-tri' },
      { text: 'Danh mục biểu hiện', href: '/danh-muc' },
    ],
  };
}
