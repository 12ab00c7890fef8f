import { describe, expect, test, vi } from 'vitest';
import type { PdfRenderer } from '../../src/deps.ts';
import { AppError } from '../../src/errors.ts';
import { createRentedRenderer, type RentedLimits } from '../../src/pdf/browser-rendering.ts';
import { listeningLog } from '../helpers/printer.ts';

// The bundle's texts and bytes are modules for wrangler only.
vi.mock('../../src/worker/shipped.generated.js', () => ({
  own: {},
  fonts: {},
  catalogues: [],
  forms: [],
  glossary: '{}',
}));

const SHEET = '<!doctype html><html lang="vi"><head><title>Thử</title></head><body>Thử</body></html>';

/** A binding that answers as Cloudflare's does when there is nothing to be had. */
function printing(answers: Record<string, () => Response>, limits: Partial<RentedLimits> = {}): PdfRenderer {
  const fetch = (address: string | URL | Request) => {
    const { pathname } = new URL(address instanceof Request ? address.url : address);
    return Promise.resolve(answers[pathname]?.() ?? Response.json({ sessions: [] }));
  };
  return createRentedRenderer({
    binding: { fetch },
    fonts: () => Promise.resolve({ faces: '', files: new Map() }),
    log: listeningLog(),
    limits,
  });
}

async function refusalOf(work: Promise<unknown>): Promise<AppError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AppError)) throw new Error(`not refused as the contract says: ${String(error)}`);
  return error;
}

describe('when no browser is to be had', () => {
  test('the limit of the account is a matter of waiting: busy, with the time that Cloudflare tells', async () => {
    const renderer = printing({
      '/v1/devtools/browser': () => new Response('Rate limit exceeded', { status: 429 }),
      '/v1/limits': () => Response.json({ timeUntilNextAllowedBrowserAcquisition: 43_200 }),
    });
    const refusal = await refusalOf(renderer.render(SHEET));
    expect(refusal.code).toBe('pdf-busy');
    expect(refusal.retryAfterSeconds).toBe(44);
    expect(refusal.hint).toContain('44 giây');
    expect(renderer.numbers().active).toBe(0);
  });

  test('one that stood free and was taken meanwhile is passed over', async () => {
    const asked: string[] = [];
    const renderer = printing({
      '/v1/sessions': () => Response.json({ sessions: [{ sessionId: 'taken', startTime: 0 }] }),
      '/v1/devtools/browser/taken': () => {
        asked.push('taken');
        return new Response('in use', { status: 409 });
      },
      '/v1/devtools/browser': () => {
        asked.push('another');
        return new Response('Rate limit exceeded', { status: 429 });
      },
    });
    expect((await refusalOf(renderer.render(SHEET))).code).toBe('pdf-busy');
    expect(asked).toEqual(['taken', 'another']);
  });

  test('anything else is the operator’s to mend, and the page about the server says how', async () => {
    const broken = () => new Response('no such binding', { status: 500 });
    const renderer = printing({ '/v1/devtools/browser': broken, '/v1/limits': broken });
    const refusal = await refusalOf(renderer.render(SHEET));
    expect(refusal.code).toBe('pdf-unavailable');
    expect(refusal.hint).toContain('wrangler.toml');
    expect(await renderer.health()).toMatchObject({ ready: false });
  });

  test('a binding that never answers is given up in time', async () => {
    const renderer = createRentedRenderer({
      binding: { fetch: () => new Promise(() => undefined) },
      fonts: () => Promise.resolve({ faces: '', files: new Map() }),
      log: listeningLog(),
      limits: { openMs: 50 },
    });
    expect((await refusalOf(renderer.render(SHEET))).code).toBe('pdf-unavailable');
  });

  test('too many at once in one isolate wait, and then are told to come again', async () => {
    const renderer = createRentedRenderer({
      binding: { fetch: () => new Promise(() => undefined) },
      fonts: () => Promise.resolve({ faces: '', files: new Map() }),
      log: listeningLog(),
      limits: { openMs: 1_500, atOnce: 1, waitAtMostMs: 100 },
    });
    const first = refusalOf(renderer.render(SHEET));
    const second = await refusalOf(renderer.render(SHEET));
    expect(second.code).toBe('pdf-busy');
    expect(second.retryAfterSeconds).toBe(20);
    expect((await first).code).toBe('pdf-unavailable');
  });
});

test('a Worker that nobody told its public address says so, and how to mend it', async () => {
  const { default: worker } = await import('../../src/worker.ts');
  const silent = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const answer = await worker.fetch(new Request('https://tu-soi.example/'), {} as never, {} as never);
  silent.mockRestore();
  expect(answer.status).toBe(503);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(await answer.text()).toContain('Chưa đặt PUBLIC_ORIGIN');
});
