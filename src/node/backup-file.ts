import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { Decrypter, Encrypter } from 'age-encryption';
import * as z from 'zod';
import { canonicalJson } from '../canonical.ts';
import { ConfigError } from '../config.ts';

/**
 * One backup file: age (age-encryption.org/v1, a passphrase through scrypt) around our mark, one line of JSON about what
 * follows, and the bytes of a SQLite database. Written and read as a stream. age itself refuses every byte that was
 * changed, cut off or added; the hash in the line says that what was packed is what the database was.
 */
const FORMAT = 1;
const MARK = 'tu-soi-backup';
const AGE = 'age-encryption.org/v1\n';
const LONGEST_HEADER = 1_000_000;

const Header = z.object({
  format: z.literal(FORMAT),
  /** Version of the program that made it. */
  program: z.string(),
  madeAt: z.iso.datetime(),
  /** The newest migration of the database inside. */
  migration: z.string(),
  rehearsal: z.boolean(),
  /** Table → rows. */
  counts: z.record(z.string(), z.number().int().min(0)),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.number().int().min(1),
  /** The last seal of the log: proof, kept elsewhere, that its end was not cut off. */
  sealHead: z.object({ seq: z.number().int(), hash: z.string() }).nullable(),
  /** What the operator had set, to be set again on another machine. */
  settings: z.record(z.string(), z.string()),
});

export type BackupHeader = z.infer<typeof Header>;

interface Packing {
  header: Omit<BackupHeader, 'format'>;
  /** Path of the database to be packed. */
  database: string;
  to: string;
  passphrase: string;
  /** Of scrypt, as a power of two; age's own unless a test has no time for it. */
  workFactor?: number;
}

/** Writes a file that did not exist and waits until the disk has it. */
export async function packBackup({ header, database, to, passphrase, workFactor }: Packing): Promise<number> {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  if (workFactor !== undefined) encrypter.setScryptWorkFactor(workFactor);
  const file = await open(to, 'wx', 0o600);
  try {
    const plain = asWeb(Readable.from(contents({ ...header, format: FORMAT }, database)));
    let bytes = 0;
    for await (const chunk of await encrypter.encrypt(plain)) {
      await writeWhole(file, chunk);
      bytes += chunk.length;
    }
    await file.sync();
    return bytes;
  } finally {
    await file.close();
  }
}

function asWeb(stream: Readable): ReadableStream<Uint8Array> {
  return Readable.toWeb(stream) as unknown as ReadableStream<Uint8Array>;
}

async function* contents(header: BackupHeader, database: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(`${MARK} ${FORMAT}\n${canonicalJson(header)}\n`);
  for await (const chunk of createReadStream(database)) yield new Uint8Array(chunk as Buffer);
}

export async function writeWhole(file: FileHandle, chunk: Uint8Array): Promise<void> {
  let done = 0;
  while (done < chunk.length) done += (await file.write(chunk, done)).bytesWritten;
}

export interface OpenedBackup {
  header: BackupHeader;
  /** The database's bytes. Throws at the end, if not before, unless they are what was packed. */
  body: AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

/** Throws `ConfigError` with a plain sentence for whatever is not a whole backup file under this passphrase. */
export async function openBackup(path: string, passphrase: string): Promise<OpenedBackup> {
  await assertAge(path);
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  const source = createReadStream(path);
  const close = () =>
    new Promise<void>((resolve) => (source.destroyed ? resolve() : source.destroy().once('close', resolve)));
  try {
    const chunks = (await decrypter.decrypt(asWeb(source)).catch(asHeadFault))[Symbol.asyncIterator]();
    const { header, rest } = await readHeader(chunks);
    return { header, body: checked(header, rest, chunks), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function assertAge(path: string): Promise<void> {
  const file = await open(path, 'r').catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigError(
      code === 'ENOENT' ? `Không thấy tệp ${path}.` : `Không đọc được tệp ${path} (${code ?? ''}).`,
    );
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(AGE.length), 0, AGE.length, 0).catch(() => {
      throw new ConfigError(`${path} không phải là một tệp đọc được.`);
    });
    if (buffer.toString('latin1', 0, bytesRead) !== AGE)
      throw new ConfigError('Tệp này không phải bản sao lưu của Tự soi, hoặc phần đầu tệp đã hỏng.');
  } finally {
    await file.close();
  }
}

function asHeadFault(error: unknown): never {
  if (error instanceof Error && error.message.startsWith('no identity matched'))
    throw new ConfigError('Sai mật khẩu sao lưu (hoặc phần đầu tệp đã hỏng). Chưa có gì bị thay đổi.');
  throw new ConfigError('Phần đầu tệp sao lưu đã hỏng hoặc bị cắt. Hãy dùng một bản sao lưu khác.', { cause: error });
}

const BROKEN = 'Tệp sao lưu bị cắt cụt hoặc đã bị thay đổi. Hãy dùng một bản sao lưu khác.';

type Chunks = AsyncIterator<Uint8Array>;

async function next(chunks: Chunks): Promise<Uint8Array | undefined> {
  try {
    const { done, value } = await chunks.next();
    return done ? undefined : value;
  } catch (error) {
    throw new ConfigError(BROKEN, { cause: error });
  }
}

async function readHeader(chunks: Chunks): Promise<{ header: BackupHeader; rest: Uint8Array }> {
  let head = new Uint8Array();
  for (;;) {
    const first = head.indexOf(10);
    const second = first < 0 ? -1 : head.indexOf(10, first + 1);
    if (second >= 0) {
      const [mark = '', line = ''] = new TextDecoder().decode(head.subarray(0, second)).split('\n');
      return { header: headerOf(mark, line), rest: head.subarray(second + 1) };
    }
    const chunk = await next(chunks);
    if (!chunk || head.length > LONGEST_HEADER) throw new ConfigError(NOT_OURS);
    head = Buffer.concat([head, chunk]);
  }
}

const NOT_OURS = 'Tệp này được mã hóa bằng một chương trình khác, không phải bản sao lưu của Tự soi.';

function headerOf(mark: string, line: string): BackupHeader {
  const format = new RegExp(`^${MARK} (\\d{1,6})$`).exec(mark)?.[1];
  if (!format) throw new ConfigError(NOT_OURS);
  if (Number(format) > FORMAT)
    throw new ConfigError(
      'Bản sao lưu này do một phiên bản mới hơn của Tự soi làm ra. Hãy cài phiên bản mới hơn rồi khôi phục.',
    );
  try {
    return Header.parse(JSON.parse(line));
  } catch (error) {
    throw new ConfigError(BROKEN, { cause: error });
  }
}

async function* checked(header: BackupHeader, rest: Uint8Array, chunks: Chunks): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let bytes = 0;
  for (let chunk: Uint8Array | undefined = rest; chunk; chunk = await next(chunks)) {
    bytes += chunk.length;
    if (bytes > header.bytes) throw new ConfigError(BROKEN);
    hash.update(chunk);
    if (chunk.length > 0) yield chunk;
  }
  if (bytes !== header.bytes || hash.digest('hex') !== header.sha256) throw new ConfigError(BROKEN);
}

/** Reads the file to its end, as a restore would, and throws unless all of it holds. */
export async function verifyBackup(path: string, passphrase: string): Promise<BackupHeader> {
  const { header, body, close } = await openBackup(path, passphrase);
  try {
    for await (const chunk of body) void chunk;
    return header;
  } finally {
    await close();
  }
}
