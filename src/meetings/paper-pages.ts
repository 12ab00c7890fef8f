import { Hono } from 'hono';
import type { Deps } from '../deps.ts';
import { AppError } from '../errors.ts';
import { type AppContext, type AppEnv, actorOf } from '../http/context.ts';
import { page } from '../http/page.ts';
import { fileAnswer, pdfAnswer } from '../http/files.ts';
import { type Sheet, spreadsheet } from '../files/spreadsheet.ts';
import { documentWord } from '../files/word.ts';
import type { DocumentPaper } from '../views/models/document.ts';
import { renderDocument } from '../views/document.ts';
import { logMeeting } from './commands.ts';
import type { Gathered } from './gathered.ts';
import { invitationOf } from './papers.ts';
import { ballotPaper, isTooLong, renderBallots } from './print-ballots.ts';
import { countPaper } from './print-count.ts';
import { minutesPaper } from './print-minutes.ts';
import { lastStep } from './queries.ts';
import { attendanceSheet, countSheet } from './sheets.ts';
import { isLeader, meetingHere, type MeetingHere } from './scope.ts';
import { meetingTitle } from './view.ts';
import { overviewPage } from './view-overview.ts';

/** The papers of a meeting, made anew each time from what is recorded; every print is logged. */
export function meetingPaperPages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const { rehearsal } = deps;

  app.get('/chi-bo/:unit/hop/giay-moi.pdf', async (c) => {
    const { gathered, paper, detail } = await invitation(c);
    return answer(c, gathered, renderDocument(paper), 'giay-moi', detail);
  });

  app.get('/chi-bo/:unit/hop/giay-moi.docx', async (c) => {
    const { gathered, paper, detail } = await invitation(c);
    return answerWord(c, gathered, paper, 'giay-moi', detail);
  });

  async function invitation(c: AppContext) {
    const { gathered } = await meetingHere(deps, c);
    const each = c.req.query('moi') === 'tung-nguoi';
    const paper = await invitationOf(deps, gathered, { each });
    return { gathered, paper, detail: each ? 'invitation each' : 'invitation' };
  }

  app.get('/chi-bo/:unit/hop/bien-ban.pdf', async (c) => {
    const { gathered } = await meetingHere(deps, c);
    return answer(c, gathered, renderDocument(minutesPaper(gathered, { rehearsal })), 'bien-ban', 'minutes');
  });

  app.get('/chi-bo/:unit/hop/bien-ban.docx', async (c) => {
    const { gathered } = await meetingHere(deps, c);
    return answerWord(c, gathered, minutesPaper(gathered, { rehearsal }), 'bien-ban', 'minutes');
  });

  app.get('/chi-bo/:unit/hop/bien-ban-kiem-phieu.pdf', async (c) => {
    const { gathered } = await meetingHere(deps, c);
    return answer(c, gathered, renderDocument(countPaper(gathered, { rehearsal })), 'bien-ban-kiem-phieu', 'count');
  });

  app.get('/chi-bo/:unit/hop/phieu.pdf', async (c) => {
    const here = await meetingHere(deps, c);
    const { gathered } = here;
    const { official } = gathered.headcounts;
    const asked = (c.req.query('ban') ?? String(Math.max(1, official.present || official.summoned))).trim();
    const problem = copiesProblem(asked, gathered.subjects.length);
    if (problem) return showOverview(c, here, asked, problem);
    const html = renderBallots(ballotPaper(gathered, Number(asked), { rehearsal }));
    return answer(c, gathered, html, 'phieu-danh-gia', `ballots ${Number(asked)}`);
  });

  app.get('/chi-bo/:unit/hop/diem-danh.xlsx', (c) => answerSheet(c, 'diem-danh', 'attendance', attendanceSheet));
  app.get('/chi-bo/:unit/hop/kiem-phieu.xlsx', (c) => answerSheet(c, 'kiem-phieu', 'count', countSheet));

  async function answerSheet(c: AppContext, name: string, detail: string, sheetOf: (gathered: Gathered) => Sheet) {
    const { gathered } = await meetingHere(deps, c);
    const { meeting, season } = gathered;
    const bytes = await spreadsheet([sheetOf(gathered)]);
    const at = { id: meeting.id, unit_id: season.unit.id };
    await deps.store.atomic([logMeeting(deps, actorOf(c), at, 'table-downloaded', detail)]);
    return fileAnswer(c, bytes, `${name}-${season.campaign.year}`, 'xlsx');
  }

  async function answer(c: AppContext, { meeting, season }: Gathered, html: string, name: string, detail: string) {
    const bytes = await deps.pdf.render(html);
    const at = { id: meeting.id, unit_id: season.unit.id };
    await deps.store.atomic([logMeeting(deps, actorOf(c), at, 'paper-printed', detail)]);
    return pdfAnswer(c, bytes, `${name}-${season.campaign.year}.pdf`);
  }

  /** For correction by hand: the words of the paper in a file that can be changed. */
  async function answerWord(c: AppContext, gathered: Gathered, paper: DocumentPaper, name: string, detail: string) {
    const { meeting, season } = gathered;
    const bytes = await documentWord(paper);
    const at = { id: meeting.id, unit_id: season.unit.id };
    await deps.store.atomic([logMeeting(deps, actorOf(c), at, 'paper-printed', `${detail} word`)]);
    return fileAnswer(c, bytes, `${name}-${season.campaign.year}`, 'docx');
  }

  /** The form asked for a number of copies that cannot be: it comes back with the reason. */
  async function showOverview(c: AppContext, { gathered, place, season }: MeetingHere, asked: string, problem: string) {
    const shown = { place, leads: isLeader(c, season), lastStep: await lastStep(deps.store.db, gathered.meeting.id) };
    const returned = { typed: { ban: asked }, errors: { ban: problem } };
    return page(c, 'meetings/overview', overviewPage(gathered, shown, returned), {
      title: meetingTitle(season),
      status: 422,
    });
  }

  return app;
}

const MOST_COPIES = 1_000;

function copiesProblem(asked: string, subjects: number): string | null {
  if (subjects === 0)
    throw new AppError('not-allowed-now', { hint: 'Chưa có ai trong danh sách để đánh giá, xếp loại.' });
  if (!/^\d{1,6}$/.test(asked) || Number(asked) < 1) return 'Số bản ghi bằng số, ít nhất là 1, ví dụ 18.';
  if (Number(asked) > MOST_COPIES) return `In nhiều nhất ${MOST_COPIES} bản một lần.`;
  if (!isTooLong(subjects, Number(asked))) return null;
  return `${asked} bản, mỗi bản ${subjects} dòng, là quá nhiều cho một lần in. Đồng chí in 1 bản rồi sao chụp, hoặc in ít bản hơn.`;
}
