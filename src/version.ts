/** Shown at the foot of every page; the same as in package.json (a test compares them). */
export const VERSION = '0.1.0';
