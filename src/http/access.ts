import type { MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import type { RoleName } from '../../db/schema.ts';
import { AppError } from '../errors.ts';
import { type AppContext, type AppEnv, type Assistance, type Viewer, hasRole } from './context.ts';

/**
 * Who may use a route. Deny by default: a route without a row does not start, and what is refused for the
 * sake of somebody's record looks as if it did not exist.
 */
type AccessRow = AllowedTo & {
  /** Open in an assisted session, too, where somebody types for the author; every other row is closed there. */
  assisted?: true;
};

type AllowedTo =
  /** Everybody, signed in or not. */
  | { to: 'anyone' }
  /** Signed in; `even` names the first duty that may still be open (see DUTIES). */
  | { to: 'signed-in'; even?: Duty['even'] }
  /** One of these roles somewhere in the tree; the page itself keeps to that part of the tree. */
  | { to: 'role'; roles: readonly RoleName[] }
  /** The review named by `:review`, in one of these relations. */
  | { to: 'review'; relations: readonly ReviewRelation[] }
  /** The unit named by `:unit`, in one of these relations. */
  | { to: 'unit'; relations: readonly UnitRelation[] };

/**
 * How a person stands to a record (design §4e). `judges`: returns or accepts it, or would have until somebody else did;
 * says nothing about reading. `office-stands-in`: reads it where the branch has nobody beside its author to judge it.
 */
export type ReviewRelation =
  'own' | 'own-branch-after-submission' | 'own-committee-after-hand-up' | 'office-stands-in' | 'judges';

/**
 * How a person stands to a unit. `leads`: its secretary or deputy; `sits`: another member of its chi ủy;
 * `belongs`: a member of it; `office`, `administers`: that duty for the unit or one above it.
 */
export type UnitRelation = 'leads' | 'sits' | 'belongs' | 'office' | 'administers';

/** `GET /path/:param` → row. */
export type AccessTable = Readonly<Record<string, AccessRow>>;

interface AccessDeps {
  relationsTo(viewer: Viewer, reviewId: string): Promise<readonly ReviewRelation[]>;
  relationsToUnit(viewer: Viewer, unitId: string): Promise<readonly UnitRelation[]>;
  /** `route` is the pattern with its method; `named` what the address named, known or not. */
  logRefusal(c: AppContext, route: string, named?: { review: string } | { unit: string }): Promise<void>;
}

export function guardAccess(table: AccessTable, deps: AccessDeps): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const route = routeOf(c, table);
    if (route) await assertAllowed(c, route, table[route] as AccessRow, deps);
    await next();
  };
}

/** Throws at start when a route has no row, or a row no route. */
export function assertEveryRouteHasARow(routes: readonly { method: string; path: string }[], table: AccessTable): void {
  const served = new Set(
    routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`),
  );
  const bare = [...served].filter((route) => !(route in table));
  const stale = Object.keys(table).filter((route) => !served.has(route));
  if (bare.length > 0) throw new Error(`routes without an access row: ${bare.join(', ')}`);
  if (stale.length > 0) throw new Error(`access rows without a route: ${stale.join(', ')}`);
}

function routeOf(c: AppContext, table: AccessTable): string | undefined {
  return matchedRoutes(c)
    .map(({ method, path }) => `${method} ${path}`)
    .find((route) => route in table);
}

async function assertAllowed(c: AppContext, route: string, row: AccessRow, deps: AccessDeps): Promise<void> {
  if (row.to === 'anyone') return;
  const viewer = c.get('viewer');
  if (!viewer) throw new AppError('not-signed-in');
  if (viewer.assistance) await assertOpenWhileAssisted(c, route, row, viewer.assistance, deps);
  assertDutiesDone(viewer, row);
  if (row.to === 'signed-in') return;
  if (row.to === 'role') {
    if (hasRole(viewer, ...row.roles)) return;
    await deps.logRefusal(c, route);
    throw new AppError('forbidden', {
      message: `${route} is not for this role`,
      logged: true,
      hint: 'Trang này dành cho người được giao nhiệm vụ. Nếu đồng chí được giao, hãy báo quản trị cấp quyền.',
    });
  }
  const named =
    row.to === 'review'
      ? { review: paramIn(route, c.req.path, ':review') }
      : { unit: paramIn(route, c.req.path, ':unit') };
  const related = await isRelated(viewer, row, named, deps);
  if (related) return;
  await deps.logRefusal(c, route, named);
  throw new AppError('not-found', { message: `${route} refused`, logged: true });
}

/** Of the author's things the one review is open, and nothing else: not his account, his other years or his duties. */
async function assertOpenWhileAssisted(
  c: AppContext,
  route: string,
  row: AccessRow,
  assistance: Assistance,
  deps: AccessDeps,
): Promise<void> {
  const review = row.to === 'review' ? paramIn(route, c.req.path, ':review') : null;
  if (row.assisted && (review === null || review === assistance.reviewId)) return;
  await deps.logRefusal(c, route, review === null ? undefined : { review });
  if (row.assisted) throw new AppError('not-found', { message: `${route} of another review`, logged: true });
  throw new AppError('closed-while-assisted', { message: `${route} is closed while assisted`, logged: true });
}

async function isRelated(
  viewer: Viewer,
  row: Extract<AccessRow, { to: 'review' | 'unit' }>,
  named: { review?: string; unit?: string },
  deps: AccessDeps,
): Promise<boolean> {
  if (row.to === 'review') {
    const relations = await deps.relationsTo(viewer, named.review ?? '');
    return relations.some((relation) => row.relations.includes(relation));
  }
  const relations = await deps.relationsToUnit(viewer, named.unit ?? '');
  return relations.some((relation) => row.relations.includes(relation));
}

/** A middleware on every path sees no parameters of the route behind it; the pattern tells where they stand. */
function paramIn(route: string, path: string, name: string): string {
  const pattern = route.slice(route.indexOf('/')).split('/');
  return path.split('/')[pattern.indexOf(name)] ?? '';
}

/** A duty sends the person to its page; the route to do it is the only one open meanwhile. */
export class OpenDuty extends Error {
  readonly path: string;
  constructor(path: string) {
    super(`first do ${path}`);
    this.path = path;
  }
}

interface Duty {
  even: 'before-password' | 'before-notice' | 'before-account-notices';
  path: string;
  isOpen(viewer: Viewer): boolean;
}

/** In the order in which they are done. */
const DUTIES: readonly Duty[] = [
  { even: 'before-password', path: '/mat-khau', isOpen: (viewer) => viewer.mustChoosePassword },
  { even: 'before-notice', path: '/thong-bao', isOpen: (viewer) => viewer.mustAcknowledge },
  { even: 'before-account-notices', path: '/tai-khoan/thong-bao', isOpen: (viewer) => viewer.mustReadNotices },
];

/** A route that may be used before a duty may be used before each later one, too. */
function assertDutiesDone(viewer: Viewer, row: AccessRow): void {
  const open = DUTIES.findIndex((duty) => duty.isOpen(viewer));
  if (open < 0) return;
  const even = row.to === 'signed-in' ? row.even : undefined;
  const allowed = DUTIES.findIndex((duty) => duty.even === even);
  if (allowed < 0 || allowed > open) throw new OpenDuty(DUTIES[open]?.path ?? '/');
}
