import type { AppContext } from './context.ts';

/** Answers a paper to be looked at in the browser and saved under `name`: plain letters, digits and hyphens. */
export function pdfAnswer(c: AppContext, bytes: Uint8Array, name: string): Response {
  c.header('content-type', 'application/pdf');
  c.header('content-disposition', `inline; filename="${name}"`);
  return c.body(new Uint8Array(bytes)) as Response;
}

const SPREADSHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const TYPES = {
  xlsx: SPREADSHEET,
  docx: WORD,
  zip: 'application/zip',
  json: 'application/json',
  tskit: 'application/octet-stream',
  tsnop: 'application/octet-stream',
} as const;

/** Answers a file to be saved, under `name` with its ending. */
export function fileAnswer(c: AppContext, bytes: Uint8Array, name: string, ending: keyof typeof TYPES): Response {
  c.header('content-type', TYPES[ending]);
  c.header('content-disposition', `attachment; filename="${name}.${ending}"`);
  return c.body(new Uint8Array(bytes)) as Response;
}
