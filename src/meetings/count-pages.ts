import { Hono } from 'hono';
import type { Deps } from '../deps.ts';
import { notFound } from '../errors.ts';
import { type FormValues, readForm, readJson } from '../http/body.ts';
import { type AppContext, type AppEnv, actorOf } from '../http/context.ts';
import { page } from '../http/page.ts';
import { formatTime } from '../views/formats.ts';
import { assertMayRecord } from './commands.ts';
import { resultWords } from './count-words.ts';
import { ATTENDANCE_FIRST, cellsOf, type CountOutcome, saveCounts } from './counting.ts';
import { isMarked } from './gathered.ts';
import { countRows, SavedCount, type TypedCount } from './input.ts';
import { meetingPath } from './place.ts';
import { countsOf } from './queries.ts';
import { lockedWords, meetingHere, type MeetingHere } from './scope.ts';
import type { Subject } from './subjects.ts';
import { meetingTitle } from './view.ts';
import { countOnePage } from './view-count-one.ts';
import { countsPage, type CountsShown, seenMark } from './view-counts.ts';

/** Ballot totals: the whole branch on one page, or one subject at a time; each subject is saved by itself. */
export function countPages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();

  app.get('/chi-bo/:unit/hop/kiem-phieu', async (c) => {
    const flash = c.req.query('luu') === '1' ? 'Đã lưu kết quả kiểm phiếu.' : null;
    return show(c, await meetingHere(deps, c), { flash });
  });

  app.post('/chi-bo/:unit/hop/kiem-phieu', async (c) => {
    const values = await readForm(c);
    const here = await meetingHere(deps, c);
    const { gathered, place } = here;
    const act = values.get('viec')?.[0];
    if (act === 'dien') return proposeFill(c, here, values);
    const outcomes = await saveCounts(deps, actorOf(c), gathered, countRows(values));
    const bad = outcomes.filter(({ kind }) => kind === 'invalid' || kind === 'conflict');
    if (bad.length > 0) {
      const status = bad.some(({ kind }) => kind === 'invalid') ? 422 : 409;
      return show(c, await meetingHere(deps, c), { outcomes }, status);
    }
    return c.redirect(meetingPath(place, 'kiem-phieu', afterSaving(c, here, act, outcomes.length)), 303);
  });

  app.post('/chi-bo/:unit/hop/kiem-phieu/o', async (c) => {
    const { subject: key, version, typed } = await readJson(c, SavedCount);
    const here = await meetingHere(deps, c);
    const row = { key, version, typed, touched: true };
    const [outcome] = await saveCounts(deps, actorOf(c), here.gathered, [row]);
    if (!outcome) throw notFound('no such subject at this meeting');
    return answerCount(c, here, outcome);
  });

  function show(
    c: AppContext,
    { gathered, place, season }: MeetingHere,
    more: Partial<Pick<CountsShown, 'flash' | 'outcomes' | 'proposed' | 'fill'>>,
    status = 200,
  ): Response {
    const shown = {
      place,
      page: c.req.query('trang'),
      locked: lockedWords(gathered) ?? (isMarked(gathered) ? null : ATTENDANCE_FIRST),
      flash: null,
      outcomes: [],
      proposed: new Map<string, TypedCount>(),
      fill: { issued: '', returned: '', error: null },
      ...more,
    };
    const trail = [{ text: meetingTitle(season), href: meetingPath(place) }];
    const one = subjectAsked(c, gathered.subjects);
    if (one) {
      const title = `Kiểm phiếu: ${one.name}`;
      return page(c, 'meetings/count-one', countOnePage(gathered, one, shown), { title, status, trail });
    }
    const model = countsPage(gathered, shown);
    return page(c, 'meetings/counts', model, { title: 'Kiểm phiếu', status, wide: true, trail });
  }

  /** Puts the two numbers that are usually the same for everybody into the rows still empty, to be looked at and saved. */
  function proposeFill(c: AppContext, here: MeetingHere, values: FormValues): Response {
    assertMayRecord(here.gathered);
    const [issued = '', returned = ''] = ['dien_issued', 'dien_returned'].map((name) => values.get(name)?.[0]?.trim());
    const rows = countRows(values);
    const typed = new Map(rows.map((row): [string, TypedCount] => [row.key, row.typed]));
    if (![issued, returned].every((number) => /^\d{1,4}$/.test(number))) {
      const error = 'Đồng chí ghi số phiếu phát ra và thu về bằng số, ví dụ 18.';
      return show(c, here, { fill: { issued, returned, error }, proposed: typed }, 422);
    }
    const filled = new Map(
      [...typed].map(([key, cells]) => [
        key,
        isEmpty(cells) && !here.gathered.counts.has(key) ? { ...cells, issued, returned } : cells,
      ]),
    );
    const flash = 'Đã điền vào các dòng còn trống, chưa lưu. Đồng chí ghi tiếp các ô còn lại rồi bấm Lưu.';
    return show(c, here, { flash, proposed: filled, fill: { issued, returned, error: null } });
  }

  async function answerCount(c: AppContext, here: MeetingHere, outcome: CountOutcome): Promise<Response> {
    const { key } = outcome;
    if (outcome.kind === 'invalid') return c.json({ key, errors: outcome.errors }, 422);
    if (outcome.kind === 'conflict') return c.json({ key, code: 'conflict' }, 409);
    const subject = here.gathered.subjects.find((one) => one.key === key);
    const count = (await countsOf(deps.store.db, here.gathered.meeting.id)).get(key);
    if (!subject || !count) throw notFound('no such subject at this meeting');
    const { version, savedAt } = outcome;
    const seen = seenMark(version, cellsOf(count));
    const result = resultWords(here.gathered, subject, count);
    return c.json({ key, version, seen, savedAt: formatTime(savedAt), result });
  }

  return app;
}

function subjectAsked(c: AppContext, subjects: readonly Subject[]): Subject | undefined {
  const asked = c.req.query('nguoi');
  if (asked === undefined) return undefined;
  const subject = subjects.find(({ key }) => key === asked);
  if (!subject) throw notFound('no such subject at this meeting');
  return subject;
}

function isEmpty(cells: TypedCount): boolean {
  return Object.values(cells).every((value) => value === '');
}

/** From one subject on to the next; on the common page back to where one was. */
function afterSaving(
  c: AppContext,
  { gathered: { subjects } }: MeetingHere,
  act: string | undefined,
  saved: number,
): Record<string, string> {
  const flash: Record<string, string> = saved > 0 ? { luu: '1' } : {};
  const one = subjectAsked(c, subjects);
  if (!one) {
    const page = c.req.query('trang');
    return { ...(page ? { trang: page } : {}), ...flash };
  }
  const next = act === 'sau' ? subjects[subjects.indexOf(one) + 1] : undefined;
  return { nguoi: (next ?? one).key, ...flash };
}
