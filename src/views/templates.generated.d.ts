import type { TemplateDelegate } from 'handlebars';

export const templates: Record<string, TemplateDelegate>;
