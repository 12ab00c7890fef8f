/** The frame of every page (templates/layouts/page.hbs). Every property is given: templates are strict. */
export interface LayoutModels {
  'layouts/page': PageLayout;
}

export interface Link {
  text: string;
  href: string;
}

export interface PageLayout {
  /** What this page is, without the product's name. */
  title: string;
  /** The page comes back with something to put right: the title says so first, for those who hear it. */
  invalid: boolean;
  textSize: 18 | 21 | 24;
  assets: PageAssets;
  rehearsal: boolean;
  /** A page on which people write: it warns against state secrets and carries what save.js needs. */
  writing: boolean;
  /** Id of the one form they write in: a larger type then saves first. null where a page has many forms, or none. */
  writingForm: string | null;
  /** Somebody is fully signed in: at the session's end the page is covered. */
  watched: boolean;
  /** Tables for leaders take the whole window; text keeps its measure even then. */
  wide: boolean;
  unitName: string | null;
  person: SignedInPerson | null;
  /** Somebody types for the person: said at the head of every page. */
  assistance: { helper: string; author: string } | null;
  links: MainLink[];
  /** From the home page down to the parent of this page; empty on the home page. */
  trail: Link[];
  back: Link | null;
  /** Ready HTML of the page, rendered by its own template. */
  content: string;
  /** Where somebody begins to type for another member of his branch; null for those who do not. */
  helping: string | null;
  /** Whom to ask: "đồng chí Trần Thị Mẫu, văn phòng đảng ủy, điện thoại 024 0000 0000". */
  contact: string | null;
  version: string;
}

/** Paths with a content hash, from /assets. */
export interface PageAssets {
  icon: string;
  stylesheets: string[];
  scripts: string[];
}

interface SignedInPerson {
  name: string;
  /** Whose page this is, for session.js. */
  userName: string;
  /** Where the sign-out form posts. */
  signOut: string;
  /** Where the type-size form posts `co=18|21|24`; null leaves the switch out. */
  textSize: string | null;
}

export interface NavLink extends Link {
  current: boolean;
}

/** A main page's link, also on the pages below it. */
export interface MainLink extends NavLink {
  within: boolean;
}
