import { Handlebars } from './handlebars.ts';
import { registerHelpers } from './helpers.ts';
import type { Models } from './models.ts';
import { templates } from './templates.generated.js';

registerHelpers();
Handlebars.registerPartial(templates);

/** Renders one template with its typed model. Everything is escaped; only layouts insert ready HTML. */
export function render<Name extends keyof Models>(name: Name, model: Models[Name]): string {
  const template = templates[name];
  if (!template) throw new Error(`no template ${name}: run npm run build`);
  return template(model, { allowProtoPropertiesByDefault: false });
}
