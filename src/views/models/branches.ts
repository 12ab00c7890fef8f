import type { NavLink } from './layout.ts';

/** Pages of a branch's leaders (templates/branches). */
export interface BranchModels {
  'partials/branch-nav': BranchNav;
}

/** The way between the pages of one branch. */
export interface BranchNav {
  label: string;
  links: NavLink[];
}
