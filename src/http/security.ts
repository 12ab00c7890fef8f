import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { csrf } from 'hono/csrf';
import { HTTPException } from 'hono/http-exception';
import { secureHeaders } from 'hono/secure-headers';
import type { Config } from '../config.ts';
import { AppError } from '../errors.ts';
import { fileTooLarge, MULTIPART_TYPE, tooLarge, wrongType } from './body.ts';
import type { AppContext, AppEnv } from './context.ts';

/** A page of 20,000-letter fields fits; a film does not. */
export const BODY_BYTES = 2 * 1024 * 1024;
const MEGABYTE = 1024 * 1024;
/** What a form puts around its file. */
const AROUND_FILE = 64 * 1024;

/**
 * The pages that take a file: a list of people (src/imports), a paper to be verified (src/verification), a kit and a
 * branch's hand-up (src/exchange).
 */
const UPLOADS = [
  {
    path: /^\/quan-tri\/to-chuc\/[^/]+\/nhap$/,
    megabytes: 5,
    advice: 'Đồng chí chép riêng danh sách sang một tệp mới, hoặc chia thành nhiều tệp',
  },
  { path: /^\/xac-minh$/, megabytes: 5, advice: 'Bản in của hệ thống không lớn như vậy' },
  { path: /^\/quan-tri\/mo-bo-cai$/, megabytes: 10, advice: 'Đồng chí xem lại có đúng tệp bộ cài không' },
  {
    path: /^\/quan-tri\/dot\/[^/]+\/chi-bo-ngoai-mang\/tep$/,
    megabytes: 50,
    advice: 'Đồng chí xem lại có đúng tệp chi bộ nộp không',
  },
];
export const UPLOAD_BYTES = 5 * MEGABYTE + AROUND_FILE;

/**
 * Headers of every answer. `same-origin` is deliberate: with hono's default `no-referrer` Chromium sends
 * `Origin: null`, and on a plain-HTTP network every form post would be refused.
 */
export function securityHeaders(config: Config): MiddlewareHandler<AppEnv> {
  const https = config.publicOrigin.startsWith('https:');
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
    referrerPolicy: 'same-origin',
    xFrameOptions: 'DENY',
    strictTransportSecurity: https,
    crossOriginOpenerPolicy: https ? 'same-origin' : false,
    // On a plain-HTTP network Chromium cannot honour it and complains on every page.
    originAgentCluster: https,
    crossOriginResourcePolicy: 'same-origin',
    permissionsPolicy: { camera: [], microphone: [], geolocation: [] },
  });
}

/** Personal pages stay in no cache; only hashed assets may. */
export function neverStored(): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    await next();
    if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store');
  };
}

/** A form post must come from our own pages, under the one name people use for the server. */
export function sameSiteOnly(config: Config): MiddlewareHandler<AppEnv> {
  const check = csrf({ origin: config.publicOrigin });
  return async (c, next) => {
    assertOwnOrigin(c.req.raw, config);
    try {
      return await check(c, next);
    } catch (error) {
      if (error instanceof HTTPException && error.status === 403) throw crossSite(error);
      throw error;
    }
  };
}

/** hono's check reads forms only; a JSON save with a foreign origin is none of ours either. */
function assertOwnOrigin({ method, headers }: Request, config: Config): void {
  const origin = headers.get('origin');
  if (method === 'GET' || method === 'HEAD' || origin === null || origin === config.publicOrigin) return;
  if (headers.get('sec-fetch-site') !== 'same-origin') throw crossSite();
}

function crossSite(cause?: unknown): AppError {
  return new AppError('cross-site', {
    message: 'post from another origin',
    hint: 'Yêu cầu không đến từ trang của hệ thống nên không được nhận. Đồng chí mở lại trang từ địa chỉ quen dùng rồi làm lại.',
    cause,
  });
}

const FORM_TYPE = /^application\/x-www-form-urlencoded\s*(;|$)/i;
const JSON_TYPE = /^application\/json\s*(;|$)/i;

/** Where our scripts post: one field of a review or a meeting, and the session under a page that is being written on. */
const JSON_PATHS =
  /^(\/ban-kiem-diem\/[^/]+(\/tra-loi)?\/o|\/chi-bo\/[^/]+\/(hop(\/kiem-phieu)?|bao-cao)\/o|\/phien\/(tiep|vao|ma))$/;

function uploadTo({ req }: Pick<AppContext, 'req'>): (typeof UPLOADS)[number] | undefined {
  if (req.method !== 'POST' || !MULTIPART_TYPE.test(req.header('content-type') ?? '')) return undefined;
  return UPLOADS.find(({ path }) => path.test(req.path));
}

/** Forms post forms, our scripts post JSON, a few pages post a file, and nothing else is taken, not even where the body is not read. */
export function knownBodyTypes(): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const type = c.req.header('content-type') ?? '';
    const known =
      FORM_TYPE.test(type) || (JSON_TYPE.test(type) && JSON_PATHS.test(c.req.path)) || uploadTo(c) !== undefined;
    if (c.req.method === 'POST' && !known) throw wrongType(type);
    await next();
  };
}

export function limitedBody(): MiddlewareHandler<AppEnv> {
  const usual = limitedTo(BODY_BYTES, tooLarge);
  const files = new Map(
    UPLOADS.map((upload) => {
      const { megabytes, advice } = upload;
      return [upload, limitedTo(megabytes * MEGABYTE + AROUND_FILE, () => fileTooLarge(megabytes, advice))];
    }),
  );
  return (c, next) => {
    const upload = uploadTo(c);
    return ((upload && files.get(upload)) ?? usual)(c, next);
  };
}

function limitedTo(maxSize: number, error: () => AppError): MiddlewareHandler<AppEnv> {
  return bodyLimit({
    maxSize,
    onError: () => {
      throw error();
    },
  });
}

/** A page asked for under another name of the machine moves to the public one, so that cookies and posts agree. */
export function publicOriginOnly(config: Config): MiddlewareHandler<AppEnv> {
  const wanted = new URL(config.publicOrigin);
  return async (c, next) => {
    const host = c.req.header('host');
    if (host && host !== wanted.host && (c.req.method === 'GET' || c.req.method === 'HEAD')) {
      const asked = new URL(c.req.url);
      return c.redirect(`${config.publicOrigin}${asked.pathname}${asked.search}`, 307);
    }
    await next();
  };
}

/** An address names rows of the database, and none holds NUL: on PostgreSQL the very question would be an error. */
export function storableAddress(): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    if (/%00/.test(c.req.url)) throw brokenAddress();
    await next();
  };
}

function brokenAddress(): AppError {
  return new AppError('bad-request', {
    message: 'NUL in the address',
    hint: 'Có ký tự không dùng được trong địa chỉ. Đồng chí về trang chính rồi mở lại từ đó.',
  });
}
