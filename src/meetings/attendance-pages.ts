import { Hono } from 'hono';
import type { Deps } from '../deps.ts';
import { type FormValues, readForm } from '../http/body.ts';
import { type AppContext, type AppEnv, actorOf } from '../http/context.ts';
import { page } from '../http/page.ts';
import { type MarkOutcome, markAttendance } from './attending.ts';
import { assertMayRecord } from './commands.ts';
import { attendanceRows, type TypedPresence } from './input.ts';
import { meetingPath } from './place.ts';
import { summonsOf } from './rules.ts';
import { lockedWords, meetingHere, type MeetingHere } from './scope.ts';
import { meetingTitle } from './view.ts';
import { attendancePage } from './view-attendance.ts';

/** Who is present and who is away: one form, saved row by row, without JavaScript. */
export function attendancePages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();

  app.get('/chi-bo/:unit/hop/diem-danh', async (c) => {
    const flash = c.req.query('luu') === '1' ? 'Đã lưu điểm danh.' : null;
    return showAttendance(c, await meetingHere(deps, c), { flash });
  });

  app.post('/chi-bo/:unit/hop/diem-danh', async (c) => {
    const values = await readForm(c);
    const here = await meetingHere(deps, c);
    const { gathered, place } = here;
    if (values.get('viec')?.[0] === 'co_mat') {
      assertMayRecord(gathered);
      const flash = 'Chưa lưu. Đồng chí sửa những người vắng, rồi bấm “Lưu điểm danh”.';
      return showAttendance(c, here, { flash, proposed: presentUnlessMarked(here, values) });
    }
    const outcomes = await markAttendance(deps, actorOf(c), gathered, attendanceRows(values));
    const bad = outcomes.filter(({ kind }) => kind !== 'saved');
    if (bad.length === 0) {
      const page = c.req.query('trang');
      return c.redirect(meetingPath(place, 'diem-danh', { ...(page ? { trang: page } : {}), luu: '1' }), 303);
    }
    const status = bad.some(({ kind }) => kind === 'invalid') ? 422 : 409;
    return showAttendance(c, await meetingHere(deps, c), { outcomes }, status);
  });

  function showAttendance(
    c: AppContext,
    { gathered, place, season }: MeetingHere,
    more: {
      flash?: string | null;
      outcomes?: readonly MarkOutcome[];
      proposed?: ReadonlyMap<string, TypedPresence>;
    } = {},
    status = 200,
  ): Response {
    const { flash = null, outcomes = [], proposed = new Map<string, TypedPresence>() } = more;
    const shown = { place, locked: lockedWords(gathered), page: c.req.query('trang'), flash, outcomes, proposed };
    const trail = [{ text: meetingTitle(season), href: meetingPath(place) }];
    return page(c, 'meetings/attendance', attendancePage(gathered, shown), {
      title: 'Điểm danh',
      status,
      wide: true,
      trail,
    });
  }

  return app;
}

/** What is typed stays; whoever must come and has no mark yet is put down as present, to be looked at and saved. */
function presentUnlessMarked({ gathered }: MeetingHere, values: FormValues): Map<string, TypedPresence> {
  const must = new Set(
    gathered.attendees.filter(({ exemption }) => summonsOf(exemption) === 'must').map(({ memberId }) => memberId),
  );
  return new Map(
    attendanceRows(values).map(({ key, typed }) => [
      key,
      typed.presence === null && must.has(key) ? { ...typed, presence: 'present' as const } : typed,
    ]),
  );
}
