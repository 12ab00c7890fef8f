import { Hono } from 'hono';
import type { Deps } from '../deps.ts';
import { readForm, readJson } from '../http/body.ts';
import { type AppContext, type AppEnv, actorOf, viewerOf } from '../http/context.ts';
import { page } from '../http/page.ts';
import { savedFields, withChoice } from '../http/saved-fields.ts';
import { formatTime } from '../views/formats.ts';
import { readNoteKey, SavedNote } from './input.ts';
import { meetingPath } from './place.ts';
import { logReading, recordToRead } from './reading-out.ts';
import { type NoteOutcome, saveNotes } from './saving.ts';
import { lockedWords, meetingHere, type MeetingHere } from './scope.ts';
import { neighbours, type Slide, slideAt, slidesOf } from './slides.ts';
import { turnTo } from './statements.ts';
import { meetingTitle } from './view.ts';
import { stagePage } from './view-stage.ts';

/** Meeting mode: one subject after the other for the projector, the remarks saved as they are typed. */
export function stagePages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();

  app.get('/chi-bo/:unit/hop/trinh-chieu', async (c) => {
    const here = await meetingHere(deps, c);
    return showStage(c, here, slideFor(c, here), []);
  });

  /** Saves what was typed, then turns: to the next, the one before, or the one named. */
  app.post('/chi-bo/:unit/hop/trinh-chieu', async (c) => {
    const values = await readForm(c);
    const here = await meetingHere(deps, c);
    const { gathered, place } = here;
    const { fields, chosen } = savedFields(values, (key) => readNoteKey(key) !== undefined);
    const typed = fields.map((field) =>
      withChoice(field, gathered.notes.get(field.key)?.value ?? '', chosen.get(field.key)),
    );
    const outcomes = typed.length > 0 ? await saveNotes(deps, actorOf(c), gathered, typed) : [];
    const bad = outcomes.filter(({ kind }) => kind === 'invalid' || kind === 'conflict');
    const slides = slidesOf(gathered);
    const slide = slideAt(slides, values.get('o_day')?.[0], gathered.meeting.current_subject);
    if (bad.length > 0) {
      const status = bad.some(({ kind }) => kind === 'invalid') ? 422 : 409;
      return showStage(c, await meetingHere(deps, c), slide, outcomes, status);
    }
    const next = wanted(slides, slide, values.get('den')?.[0], values.get('di')?.[0]);
    await deps.store.atomic([turnTo(deps.store.db, gathered.meeting.id, next.key)]);
    return c.redirect(meetingPath(place, 'trinh-chieu', { ai: next.key }), 303);
  });

  app.post('/chi-bo/:unit/hop/o', async (c) => {
    const typed = await readJson(c, SavedNote);
    const { gathered } = await meetingHere(deps, c);
    const [outcome] = await saveNotes(deps, actorOf(c), gathered, [typed]);
    return answerSave(c, outcome as NoteOutcome);
  });

  async function showStage(
    c: AppContext,
    { gathered, place, season }: MeetingHere,
    slide: Slide,
    outcomes: readonly NoteOutcome[],
    status = 200,
  ): Promise<Response> {
    const reading = slide.subject ? await recordToRead(deps, slide.subject) : null;
    if (slide.subject && reading?.missing === null) {
      await logReading(deps, actorOf(c), viewerOf(c), gathered, slide.subject);
    }
    const shown = { place, slides: slidesOf(gathered), slide, reading, locked: lockedWords(gathered), outcomes };
    const frame = { title: `${slide.title} – ${meetingTitle(season)}`, status, writing: true, wide: true };
    return page(c, 'meetings/stage', stagePage(gathered, shown), frame);
  }

  return app;
}

function slideFor(c: AppContext, { gathered }: MeetingHere): Slide {
  return slideAt(slidesOf(gathered), c.req.query('ai'), gathered.meeting.current_subject);
}

function wanted(slides: readonly Slide[], slide: Slide, jump: string | undefined, turn: string | undefined): Slide {
  const { before, after } = neighbours(slides, slide);
  if (jump) return slides.find(({ key }) => key === jump) ?? slide;
  if (turn === 'tiep') return after ?? slide;
  return turn === 'truoc' ? (before ?? slide) : slide;
}

function answerSave(c: AppContext, outcome: NoteOutcome): Response {
  const { key } = outcome;
  switch (outcome.kind) {
    case 'saved':
    case 'unchanged': {
      const savedAt = formatTime(outcome.savedAt ?? new Date(0).toISOString());
      return c.json({ key, version: outcome.version, savedAt });
    }
    case 'invalid':
      return c.json({ key, error: outcome.error }, 422);
    case 'conflict': {
      const { version, theirs, savedAt } = outcome;
      return c.json({ key, code: 'conflict', version, theirs, savedAt: formatTime(savedAt) }, 409);
    }
  }
}
