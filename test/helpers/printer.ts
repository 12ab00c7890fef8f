import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { Log } from '../../src/deps.ts';
import { createChromiumRenderer, type ChromiumLimits, type ChromiumRenderer } from '../../src/pdf/chromium.ts';
import { renderReviewPaper } from '../../src/reviews/print.ts';
import type { ReviewPaper } from '../../src/views/models/paper.ts';
import { readPdf, type ReadPdf } from './pdf-reader.ts';

export interface LoggedLine {
  level: 'info' | 'warn' | 'error';
  fields: object;
  message: string;
}

export function listeningLog(): Log & { lines: LoggedLine[] } {
  const lines: LoggedLine[] = [];
  const write = (level: LoggedLine['level']) => (fields: object, message: string) =>
    void lines.push({ level, fields, message });
  return { lines, info: write('info'), warn: write('warn'), error: write('error') };
}

/** A renderer over the pinned browser, closed when the file's tests are done. */
export function testRenderer(limits: Partial<ChromiumLimits> = {}, log: Log = listeningLog()): ChromiumRenderer {
  const dataDir = mkdtempSync(join(tmpdir(), 'tu-soi-test-'));
  const renderer = createChromiumRenderer({ config: { chromiumPath: undefined, dataDir }, log, limits });
  afterAll(async () => {
    await renderer.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return renderer;
}

export async function printPaper(renderer: ChromiumRenderer, paper: ReviewPaper): Promise<ReadPdf> {
  return readPdf(await renderer.render(renderReviewPaper(paper)));
}

/** Folds the line breaks of print away, so that a sentence can be looked for across lines. */
export function flowing(text: string): string {
  return text.replace(/\s+/g, ' ');
}
