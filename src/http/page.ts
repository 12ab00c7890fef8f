import { getCookie, setCookie } from 'hono/cookie';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Models } from '../views/models.ts';
import type { Link, MainLink, PageLayout } from '../views/models/layout.ts';
import { render } from '../views/render.ts';
import { ASSISTANCE_AGAIN } from './assisted.ts';
import { type AppContext, hasOpenDuty, hasRole, type Viewer } from './context.ts';

/** The frame around one page: what only the page itself knows. */
interface PageFrame {
  title: string;
  status?: number;
  /** From the home page down to this page's parent. */
  trail?: Link[];
  back?: Link;
  /** People write here: the page warns against State secrets. The id of the form, where there is one only. */
  writing?: string | boolean | undefined;
  wide?: boolean;
}

export const TEXT_SIZE_COOKIE = 'co-chu';
/** Of the letters on screen, in pixels. */
export const TEXT_SIZES = ['18', '21', '24'] as const;

/** Renders a page with its frame and answers it as HTML. */
export function page<Name extends keyof Models>(
  c: AppContext,
  name: Name,
  model: Models[Name],
  frame: PageFrame,
): Response {
  const status = (frame.status ?? 200) as ContentfulStatusCode;
  return c.html(render('layouts/page', layoutOf(c, render(name, model), frame)), status) as Response;
}

function layoutOf(c: AppContext, content: string, frame: PageFrame): PageLayout {
  const viewer = c.get('viewer') ?? null;
  const common = c.get('frame');
  return {
    title: frame.title,
    invalid: frame.status === 422,
    textSize: textSizeOf(c),
    assets: common.assets,
    rehearsal: common.rehearsal,
    writing: Boolean(frame.writing),
    writingForm: typeof frame.writing === 'string' ? frame.writing : null,
    watched: viewer !== null && !hasOpenDuty(viewer),
    wide: frame.wide ?? false,
    unitName: viewer?.unitName ?? null,
    person: viewer && {
      name: viewer.displayName,
      userName: viewer.userName,
      signOut: '/dang-xuat',
      textSize: '/co-chu',
    },
    assistance: viewer?.assistance ? { helper: viewer.assistance.helperName, author: viewer.displayName } : null,
    links: viewer && !hasOpenDuty(viewer) ? linksFor(viewer, c.req.path) : [],
    trail: frame.trail ?? [],
    back: frame.back ?? null,
    content,
    helping: viewer && mayHelp(viewer) && c.req.path !== ASSISTANCE_AGAIN ? ASSISTANCE_AGAIN : null,
    contact: null,
    version: common.version,
  };
}

/** A link only: who may is judged there (assistance/rules.ts). */
function mayHelp(viewer: Viewer): boolean {
  if (viewer.assistance || viewer.mustChoosePassword || viewer.mustAcknowledge) return false;
  return viewer.memberId !== null && !hasRole(viewer, 'administrator', 'office');
}

function linksFor(viewer: Viewer, path: string): MainLink[] {
  // Nothing but the one review is open while somebody types for its author.
  if (viewer.assistance) return [];
  const links: Link[] = [];
  if (viewer.memberId) links.push({ text: 'Bản kiểm điểm của tôi', href: '/' }, { text: 'Các năm', href: '/cac-nam' });
  const branches = new Set(
    viewer.roles
      .filter(({ role }) => role === 'secretary' || role === 'deputy' || role === 'committee_member')
      .map(({ unitId }) => unitId),
  );
  for (const unitId of branches) links.push({ text: 'Chi bộ', href: `/chi-bo/${unitId}` });
  links.push({ text: 'Danh mục biểu hiện', href: '/danh-muc' });
  if (hasRole(viewer, 'administrator', 'office')) {
    links.push({ text: hasRole(viewer, 'administrator') ? 'Quản trị' : 'Văn phòng', href: '/quan-tri' });
  }
  links.push({ text: 'Tài khoản', href: '/tai-khoan' });
  return links.map((link) => ({ ...link, current: link.href === path, within: path.startsWith(`${link.href}/`) }));
}

export function setTextSizeCookie(c: AppContext, size: string): void {
  setCookie(c, TEXT_SIZE_COOKIE, size, { path: '/', sameSite: 'Lax', maxAge: 400 * 86_400 });
}

function textSizeOf(c: AppContext): 18 | 21 | 24 {
  const chosen = getCookie(c, TEXT_SIZE_COOKIE);
  return chosen === '21' ? 21 : chosen === '24' ? 24 : 18;
}
