import type * as z from 'zod';
import { AppError } from '../errors.ts';
import type { AppContext } from './context.ts';
import { STORABLE } from './text.ts';

/**
 * Bodies are read strictly: the declared type first (415), then UTF-8 without a broken byte,
 * only then Zod. A form field may come once or, as a list of the same name, several times.
 */
export type FormValues = ReadonlyMap<string, readonly string[]>;

export const FORM_TYPE = /^application\/x-www-form-urlencoded\s*(;|$)/i;
export const MULTIPART_TYPE = /^multipart\/form-data\s*;/i;
const JSON_TYPE = /^application\/json\s*(;|$)/i;

export async function readForm(c: AppContext): Promise<FormValues> {
  assertType(c, FORM_TYPE);
  return decodeForm(await c.req.text().catch(rethrowAsBadBody));
}

/** The form as one value per name, through its schema. Throws `invalid-input` with a sentence per field. */
export async function readFields<Schema extends z.ZodType>(c: AppContext, schema: Schema): Promise<z.output<Schema>> {
  return parseInput(schema, onlyFirst(await readForm(c)));
}

export interface UploadedFile {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** The file of a form that sends one; null where none was chosen. Which page may take files is http/security.ts's business. */
export async function readUpload(c: AppContext, field: string): Promise<UploadedFile | null> {
  return (await readUploadForm(c, field)).file;
}

/** The same with the other fields of the form, one value each. */
export async function readUploadForm(
  c: AppContext,
  field: string,
): Promise<{ file: UploadedFile | null; fields: Record<string, string> }> {
  assertType(c, MULTIPART_TYPE);
  const form = await c.req.formData().catch(rethrowAsBadBody);
  const fields: Record<string, string> = {};
  for (const [name, value] of form) if (typeof value === 'string') fields[name] ??= value;
  const file = form.get(field);
  if (!(file instanceof File) || (file.size === 0 && file.name === '')) return { file: null, fields };
  return { file: { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }, fields };
}

export async function readJson<Schema extends z.ZodType>(c: AppContext, schema: Schema): Promise<z.output<Schema>> {
  assertType(c, JSON_TYPE);
  const bytes = await c.req.arrayBuffer().catch(rethrowAsBadBody);
  try {
    return parseInput(schema, JSON.parse(decodeUtf8(new Uint8Array(bytes))));
  } catch (error) {
    if (error instanceof SyntaxError) throw brokenBody(error);
    throw error;
  }
}

/** Parses any input; issues become one Vietnamese sentence per field. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  const fields: Record<string, string> = {};
  for (const issue of parsed.error?.issues ?? []) {
    const name = issue.path.join('.');
    fields[name] ??= sentenceFor(issue);
  }
  // What nobody types (an id, a button) is held to no letters by its schema, but it is looked for in the database.
  const read: unknown = parsed.data;
  for (const [name, value] of Object.entries(typeof read === 'object' && read !== null ? read : {})) {
    if (isUnstorable(value)) fields[name] ??= UNSTORABLE;
  }
  if (parsed.success && Object.keys(fields).length === 0) return parsed.data;
  throw new AppError('invalid-input', { message: `invalid: ${Object.keys(fields).join(', ')}`, fields });
}

const UNSTORABLE = 'Có ký tự điều khiển ẩn trong nội dung. Đồng chí mở lại trang rồi gửi lại.';

function isUnstorable(value: unknown): boolean {
  return Array.isArray(value) ? value.some(isUnstorable) : typeof value === 'string' && !STORABLE.test(value);
}

/** Schemas carry their own Vietnamese sentences; this one stands in where the type itself is wrong. */
function sentenceFor(issue: z.core.$ZodIssue): string {
  return /[à-ỹđ]/i.test(issue.message) ? issue.message : 'Nội dung chưa đúng dạng. Đồng chí xem lại ô này.';
}

export function onlyFirst(values: FormValues): Record<string, string> {
  return Object.fromEntries([...values].map(([name, all]) => [name, all[0] ?? '']));
}

/** application/x-www-form-urlencoded, refusing broken percent signs and broken UTF-8 instead of guessing. */
export function decodeForm(body: string): FormValues {
  const values = new Map<string, string[]>();
  for (const pair of body.split('&')) {
    if (pair === '') continue;
    const at = pair.indexOf('=');
    const name = decodePart(at < 0 ? pair : pair.slice(0, at));
    const value = decodePart(at < 0 ? '' : pair.slice(at + 1));
    const list = values.get(name);
    if (list) list.push(value);
    else values.set(name, [value]);
  }
  return values;
}

function decodePart(part: string): string {
  if (part.includes('\uFFFD')) throw brokenBody();
  try {
    return decodeURIComponent(part.replaceAll('+', ' '));
  } catch (error) {
    throw brokenBody(error);
  }
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw brokenBody(error);
  }
}

function assertType(c: AppContext, wanted: RegExp): void {
  const type = c.req.header('content-type') ?? '';
  if (!wanted.test(type)) throw wrongType(type);
}

export function wrongType(type: string): AppError {
  return new AppError('wrong-content-type', {
    message: `content type ${JSON.stringify(type.slice(0, 80))}`,
    hint: 'Trang này chỉ nhận nội dung gửi từ biểu mẫu của chính nó. Đồng chí mở lại trang rồi gửi lại.',
  });
}

function brokenBody(cause?: unknown): AppError {
  return new AppError('bad-request', {
    message: 'broken encoding',
    hint: 'Nội dung gửi lên bị hỏng trên đường truyền. Đồng chí quay lại trang trước và gửi lại; chưa có gì bị thay đổi.',
    cause,
  });
}

function rethrowAsBadBody(error: unknown): never {
  if (error instanceof AppError) throw error;
  if (error instanceof Error && error.name === 'BodyLimitError') throw tooLarge();
  throw brokenBody(error);
}

export function tooLarge(): AppError {
  return new AppError('too-large', {
    hint: 'Nội dung gửi lên quá dài. Đồng chí chia nhỏ rồi lưu từng phần; chưa có gì bị thay đổi.',
  });
}

/** `advice`: what to send instead, where there is something. */
export function fileTooLarge(megabytes: number, advice: string): AppError {
  return new AppError('too-large', {
    hint: `Tệp lớn hơn ${megabytes} MB nên không nhận được. ${advice}; chưa có gì bị thay đổi.`,
  });
}
