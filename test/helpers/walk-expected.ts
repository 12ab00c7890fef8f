import type { ReviewState, RoleName } from '../../db/schema.ts';

/**
 * What each route of the app answers to each role, by whose thing it is and in which state: written by hand from
 * design §4e and law.md, not from src/access.ts. The access walk tries every case.
 */

export type Who = 'signed out' | 'member' | RoleName;
/** `collective`: the review of the branch itself, on the routes of a review. */
export type Whose = 'own' | 'colleague' | 'neighbour' | 'foreign' | 'collective';
/** in: the page's own code answers · hidden: 404 and logged · forbidden: 403 and logged · absent: a plain 404 */
export type Answer = 'in' | 'hidden' | 'forbidden' | 'absent' | 'sign in';

export const WHO: Who[] = [
  'signed out',
  'member',
  'secretary',
  'deputy',
  'committee_member',
  'office',
  'administrator',
  'auditor',
];
export const WHOSE: Whose[] = ['own', 'colleague', 'neighbour', 'foreign'];
export const STATES: ReviewState[] = ['draft', 'submitted', 'returned', 'accepted', 'closed'];
const LEADS: Who[] = ['secretary', 'deputy'];
const SITS: Who[] = [...LEADS, 'committee_member'];
export const OPEN_TO_ALL =
  /^\/(healthz|readyz|metrics|assets|dang-nhap|vao|thiet-lap|co-chu)(\/|$)|^\/phien(\/(vao|ma))?$|^\/nhap-giup\/xong$|^\/xac-minh$/;

/** Of the office's part, what only an administrator does. */
const ADMINISTRATORS = /\/(tat-hai-buoc|he-thong(\/[a-z-]+)?)$/;

export function expected(route: Route, who: Who, whose: Whose, state: ReviewState): Answer {
  const { method, path } = route;
  // Links for invented people: a real database has no such page.
  if (path === '/vao/:token' && method === 'GET') return 'absent';
  // The second step of signing in: without the first it leads back there.
  if (path === '/dang-nhap/ma' && method === 'GET') return 'sign in';
  // For a program on the machine itself, and nobody here asks from there.
  if (path === '/metrics') return 'absent';
  if (OPEN_TO_ALL.test(path)) return 'in';
  if (who === 'signed out') return 'sign in';
  if (path.startsWith('/chi-bo/:unit/xep-loai')) return proposals(method, who, whose);
  if (path.startsWith('/quan-tri/dot/:campaign/xep-loai')) {
    // Levels are decided by the committee's office alone; an administrator has no content.
    if (path.includes(':unit')) return who === 'office' && whose !== 'foreign' ? 'in' : 'hidden';
    if (who !== 'office') return 'forbidden';
    return whose === 'foreign' ? 'hidden' : 'in';
  }
  if (path.startsWith('/quan-tri/dot/:campaign/tong-hop')) return summed(path, who, whose);
  if (path.includes('/chi-bo-ngoai-mang') || path.startsWith('/quan-tri/mo-bo-cai') || path.includes('/xuat')) {
    return byFile(path, who, whose);
  }
  // The own result; anybody else's does not exist.
  if (path.startsWith('/xep-loai/') && whose !== 'own') return 'absent';
  if (path.startsWith('/quan-tri')) {
    if (who !== 'administrator' && (who !== 'office' || ADMINISTRATORS.test(path))) return 'forbidden';
    // The two lists and their editions are the installation's own.
    if (path.includes(':list')) return 'in';
    // A list half-way into the register is its maker's alone, even in one office.
    if (path.includes(':import') && whose !== 'own') return 'hidden';
    // The committee's office and administrator reach both its branches, and nothing of the neighbour committee.
    return whose === 'foreign' && path.includes(':') ? 'hidden' : 'in';
  }
  if (path.startsWith('/chi-bo/:unit/cap-ma')) {
    // The branch's own secretary and deputy; the committee's office and administrator for both its branches.
    const leads = (who === 'secretary' || who === 'deputy') && (whose === 'own' || whose === 'colleague');
    const keeps = (who === 'office' || who === 'administrator') && whose !== 'foreign';
    if (!leads && !keeps) return 'hidden';
    // A code is handed to whoever asked for it, and nobody here did.
    return path.endsWith('/nhan') ? 'forbidden' : 'in';
  }
  // Sheets of codes are printed by the branch's secretary or deputy, and by the committee's office and administrator.
  if (path === '/chi-bo/:unit/nhap-giup') {
    const theirs = whose === 'own' || whose === 'colleague';
    if (who === 'office' || who === 'administrator') return whose === 'foreign' ? 'hidden' : 'in';
    return theirs && (who === 'secretary' || who === 'deputy') ? 'in' : 'hidden';
  }
  // What has come from the places of residence is noted by the branch's own chi ủy.
  if (path === '/chi-bo/:unit/cu-tru') {
    return SITS.includes(who) && (whose === 'own' || whose === 'colleague') ? 'in' : 'hidden';
  }
  if (path.includes('/tap-the')) return expectedOfCollective(route, who, whose, state);
  const leads = who === 'secretary' || who === 'deputy';
  const sits = leads || who === 'committee_member';
  if (path.startsWith('/ban-kiem-diem/')) {
    if (whose === 'collective') {
      // Read and judged like a person's is no way of a collective's.
      if (!SITS.includes(who) || /\/(doc|tiep-nhan|bo-sung|ket-qua)$/.test(path)) return 'hidden';
      // Handed in, printed and pledged is a person's review; the collective's is sent, on its branch's pages.
      return /\/(nop|da-nop|doc-lai|ky-nop|ban-chu-lon|ban-in|ban-in-phu-luc|ban-in-don-vi|cam-ket)(\.pdf|\.docx)?$/.test(
        path,
      )
        ? 'absent'
        : 'in';
    }
    const frozen = state !== 'draft' && state !== 'returned';
    const printed = /ban-in(-phu-luc|-don-vi)?\.(pdf|docx)$/.test(path);
    // The chi ủy reads its branch's reviews while they are handed in, and nobody his own this way.
    // The committee's office reads one after the hand-up, in either of its branches, and never a foreign one.
    const sentUp = frozen && who === 'office' && (whose === 'colleague' || whose === 'neighbour');
    const readsThis = sentUp || (frozen && whose === 'colleague' && sits);
    if (path.endsWith('/doc')) return readsThis ? 'in' : 'hidden';
    // Judging is the leaders'; who comes too late is told so, and a draft was never theirs.
    if (/\/(tiep-nhan|bo-sung|ket-qua)$/.test(path)) {
      return state !== 'draft' && whose === 'colleague' && leads ? 'in' : 'hidden';
    }
    if (whose !== 'own') return printed && readsThis ? 'in' : 'hidden';
    return printed && !frozen ? 'absent' : 'in';
  }
  if (path.startsWith('/chi-bo/:unit/in')) {
    // The branch's secretary and deputy; of a branch that has handed up its committee's office, too. An order is its
    // asker's alone, and everybody here asked for his own branch only.
    const here = whose === 'own' || whose === 'colleague';
    if (path.includes(':job') && whose !== 'own') return 'hidden';
    if (who === 'office') return whose === 'foreign' ? 'hidden' : 'in';
    return here && (who === 'secretary' || who === 'deputy') ? 'in' : 'hidden';
  }
  if (path.startsWith('/chi-bo/:unit/hop')) {
    // The branch's own leaders and chi ủy, and nobody else, its office and administrators included.
    const ownBranch = whose === 'own' || whose === 'colleague';
    const leads = who === 'secretary' || who === 'deputy';
    const closes = /\/(ket-thuc|mo-lai)$/.test(path);
    return ownBranch && (leads || (who === 'committee_member' && !closes)) ? 'in' : 'hidden';
  }
  if (/^\/chi-bo\/:unit\/bao-cao(\/bao-cao\.(pdf|docx))?$/.test(path) && method === 'GET' && who === 'office') {
    // Both its branches have handed up: from then on the committee's office reads their reports.
    return whose === 'foreign' ? 'hidden' : 'in';
  }
  // Signed sheets among them: the chi ủy sees the list, its leaders record and take back.
  if (path.startsWith('/chi-bo/')) {
    const theirs = whose === 'own' || whose === 'colleague';
    return theirs && (method === 'GET' ? sits : leads) ? 'in' : 'hidden';
  }
  // A session of one's own; anybody else's does not exist.
  if (path.includes(':session') && whose !== 'own') return 'hidden';
  if (path === '/dot/:campaign/bat-dau') return whose === 'foreign' ? 'absent' : 'in';
  return 'in';
}

/** The committee's office alone sums up, its own branches, which have handed up. */
function summed(path: string, who: Who, whose: Whose): Answer {
  if (path.includes(':unit')) return who === 'office' && whose !== 'foreign' ? 'in' : 'hidden';
  if (who !== 'office') return 'forbidden';
  return whose === 'foreign' ? 'hidden' : 'in';
}

/** Everybody here belongs to the first branch, the administrator and the committee's office too; "own" is that branch. */
function expectedOfCollective({ method, path }: Route, who: Who, whose: Whose, state: ReviewState): Answer {
  const here = whose === 'own' || whose === 'colleague';
  if (path.includes('/ban-gui')) {
    // Of the other branch, which has handed up, its office reads what was sent.
    if (!here && !(who === 'office' && whose === 'neighbour')) return 'hidden';
    return state === 'draft' ? 'absent' : 'in';
  }
  if (!here) return 'hidden';
  // The chi ủy writes along; the secretary and the deputy send, take back and pass.
  if (method === 'POST' && !path.endsWith('/bat-dau')) return LEADS.includes(who) ? 'in' : 'hidden';
  return SITS.includes(who) ? 'in' : 'hidden';
}

/** A branch's table: its secretary and deputy write, another member of its chi ủy sees it, nobody else knows of it. */
function proposals(method: string, who: Who, whose: Whose): Answer {
  const leads = who === 'secretary' || who === 'deputy';
  const sees = leads || (who === 'committee_member' && method === 'GET');
  return sees && (whose === 'own' || whose === 'colleague') ? 'in' : 'hidden';
}

/** Kits and files: the office's own pages, its machine's administrator for a kit, the branch's leaders for their file. */
function byFile(path: string, who: Who, whose: Whose): Answer {
  if (path.startsWith('/chi-bo/'))
    return LEADS.includes(who) && (whose === 'own' || whose === 'colleague') ? 'in' : 'hidden';
  if (path.includes(':unit')) return who === 'office' && whose !== 'foreign' ? 'in' : 'hidden';
  if (who !== (path.startsWith('/quan-tri/mo-bo-cai') ? 'administrator' : 'office')) return 'forbidden';
  // A file that was sent is its sender's alone, even in one office.
  if (path.includes(':file')) return whose === 'own' ? 'in' : 'hidden';
  return whose === 'foreign' ? 'hidden' : 'in';
}

export interface Route {
  method: string;
  path: string;
}
