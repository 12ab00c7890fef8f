import type { Context } from 'hono';
import type { PageAssets } from '../views/models/layout.ts';
import type { RoleName } from '../../db/schema.ts';

/** What the middleware has found out before a page's own code runs. */
interface Variables {
  requestId: string;
  address: string;
  viewer: Viewer | null;
  frame: Frame;
}

/** What every page of this installation has in common. */
interface Frame {
  assets: PageAssets;
  rehearsal: boolean;
  version: string;
}

export interface AppEnv {
  Variables: Variables;
}

export type AppContext = Context<AppEnv>;

/** The signed-in person. */
export interface Viewer {
  accountId: string;
  sessionId: string;
  userName: string;
  displayName: string;
  memberId: string | null;
  /** The member's branch, or null for an account that is nobody's. */
  unitId: string | null;
  unitName: string | null;
  roles: readonly { unitId: string; role: RoleName }[];
  mustChoosePassword: boolean;
  mustAcknowledge: boolean;
  /** Somebody else did something to the account, and its owner has not said yet that he has read of it. */
  mustReadNotices: boolean;
  /** Somebody else types in this session, which its owner has opened: nothing but that one review is open in it. */
  assistance?: Assistance;
}

export interface Assistance {
  id: string;
  helperAccountId: string;
  helperName: string;
  /** null until the review of the open campaign is begun. */
  reviewId: string | null;
}

/** Something comes first: choosing a password, reading a notice. */
export function hasOpenDuty(viewer: Viewer): boolean {
  return viewer.mustChoosePassword || viewer.mustAcknowledge || viewer.mustReadNotices;
}

/** The signed-in person on a route whose access row demands one. */
export function viewerOf(c: AppContext): Viewer {
  const viewer = c.get('viewer');
  if (!viewer) throw new Error('this route has an access row without sign-in');
  return viewer;
}

/** Who acts, and from where: the part of a log row that a command cannot know by itself. */
export interface Actor {
  accountId: string | null;
  address: string;
  requestId: string;
  /** Where somebody types for this person: every row of such a session says who. */
  assistance?: Pick<Assistance, 'id' | 'helperAccountId'>;
}

export function actorOf(c: AppContext): Actor {
  const viewer = c.get('viewer');
  return {
    accountId: viewer?.accountId ?? null,
    address: c.get('address'),
    requestId: c.get('requestId'),
    ...(viewer?.assistance ? { assistance: viewer.assistance } : {}),
  };
}

export function hasRole(viewer: Viewer, ...names: RoleName[]): boolean {
  return viewer.roles.some(({ role }) => names.includes(role));
}
