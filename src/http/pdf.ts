import type { AppContext } from './context.ts';

/** Answers a paper to be looked at in the browser and saved under `name`: plain letters, digits and hyphens. */
export function pdfAnswer(c: AppContext, bytes: Uint8Array, name: string): Response {
  c.header('content-type', 'application/pdf');
  c.header('content-disposition', `inline; filename="${name}"`);
  return c.body(new Uint8Array(bytes)) as Response;
}
