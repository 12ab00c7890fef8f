import type FullHandlebars from 'handlebars';
import runtime from 'handlebars/runtime.js';

/** The runtime without its compiler (Workers refuse `eval`); its own type file describes nothing, so the full one lends its names. */
export const Handlebars = runtime as unknown as Pick<
  typeof FullHandlebars,
  'registerHelper' | 'registerPartial' | 'escapeExpression' | 'SafeString'
>;
