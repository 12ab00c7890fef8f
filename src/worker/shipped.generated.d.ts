/** Name → text, of templates/assets. */
export const own: Record<string, string>;
/** Name → bytes, of @fontsource/be-vietnam-pro. */
export const fonts: Record<string, ArrayBuffer>;
export const catalogues: string[];
export const forms: string[];
export const glossary: string;
