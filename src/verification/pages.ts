import { Hono } from 'hono';
import { sha256Hex } from '../canonical.ts';
import type { Deps } from '../deps.ts';
import { AppError, type FieldErrors } from '../errors.ts';
import { onlyFirst, parseInput, readForm, readUpload } from '../http/body.ts';
import { type AppContext, type AppEnv, actorOf, hasOpenDuty, type Viewer, viewerOf } from '../http/context.ts';
import { page } from '../http/page.ts';
import { readCode } from '../records/rules.ts';
import { type Verdict, verify } from './commands.ts';
import { CodeForm } from './input.ts';
import { countCode, countFile } from './limits.ts';
import { checkPage } from './view.ts';

/**
 * "Is this sheet the stored one?" (product: paper loop). Whoever has a file may ask, signed in or not, and hears yes or
 * no; a code is asked signed in, and answered to the right relations only.
 */
export function verificationPages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();

  app.get('/xac-minh', (c) => show(c, {}));

  app.post('/xac-minh', async (c) => {
    try {
      const giveBack = await countFile(deps, actorOf(c));
      const file = await readUpload(c, 'tep');
      if (!file || file.bytes.byteLength === 0) {
        throw new AppError('invalid-input', { fields: { tep: 'Đồng chí chọn tệp PDF cần xác minh.' } });
      }
      const verdict = await verify(deps, actorOf(c), hearer(c), { sha256: sha256Hex(file.bytes) }, giveBack);
      return show(c, { verdict, asked: 'file' });
    } catch (error) {
      return showProblem(c, error, 'tep');
    }
  });

  app.post('/xac-minh/ma', async (c) => {
    const typed = onlyFirst(await readForm(c));
    try {
      const { ma } = parseInput(CodeForm, typed);
      const giveBack = await countCode(deps, actorOf(c));
      const verdict = await verify(deps, actorOf(c), viewerOf(c), { code: readCode(ma) }, giveBack);
      return show(c, { verdict, asked: 'code', typed: ma });
    } catch (error) {
      return showProblem(c, error, 'ma', typed.ma);
    }
  });

  function showProblem(c: AppContext, error: unknown, field: string, typed?: string): Response {
    if (!(error instanceof AppError)) throw error;
    const limited = error.code === 'too-many-attempts';
    if (!limited && error.code !== 'invalid-input') throw error;
    if (error.retryAfterSeconds) c.header('retry-after', String(error.retryAfterSeconds));
    const errors: FieldErrors = limited ? { [field]: error.hint ?? '' } : error.fields;
    return show(c, { errors, ...(typed === undefined ? {} : { typed }) }, error.status);
  }

  function show(
    c: AppContext,
    shown: { verdict?: Verdict; asked?: 'file' | 'code'; typed?: string; errors?: FieldErrors },
    status = 200,
  ): Response {
    const viewer = hearer(c);
    return page(c, 'verification/check', checkPage(viewer, shown), { title: 'Xác minh bản in', status });
  }

  return app;
}

/** Who may hear more than yes or no: nobody before his duties are done, and nobody for whom somebody else types. */
function hearer(c: AppContext): Viewer | null {
  const viewer = c.get('viewer');
  return viewer && !hasOpenDuty(viewer) && !viewer.assistance ? viewer : null;
}
