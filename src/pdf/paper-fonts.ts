import { AppError } from '../errors.ts';
import type { OwnFiles } from './fresh-page.ts';

/** The paper's only font: Tinos has the metrics of Times New Roman and every Vietnamese letter (OFL). */
export const PAPER_FONTS = [
  { file: '400Regular/Tinos_400Regular.ttf', weight: 400, style: 'normal' },
  { file: '400Regular_Italic/Tinos_400Regular_Italic.ttf', weight: 400, style: 'italic' },
  { file: '700Bold/Tinos_700Bold.ttf', weight: 700, style: 'normal' },
  { file: '700Bold_Italic/Tinos_700Bold_Italic.ttf', weight: 700, style: 'italic' },
] as const;

/** Nobody's, ever (RFC 2606): asked for by papers only, and answered out of our own memory. */
const FONT_ORIGIN = 'https://phong-chu.invalid';

/** Where a paper's fonts are: `faces` are the `@font-face` rules, `files` what stands behind addresses in them. */
export interface PaperFonts {
  faces: string;
  files: OwnFiles;
}

/** Inside the document: 3 MB of text that the browser reads anew for each paper, and nothing to be asked for. */
export async function fontsInside(base64Of: (file: string) => Promise<string>): Promise<PaperFonts> {
  const rules = await Promise.all(
    PAPER_FONTS.map(async (font) => faceOf(font, `data:font/ttf;base64,${await base64Of(font.file)}`)),
  );
  return { faces: rules.join('\n'), files: new Map() };
}

/** Beside the document: a browser on the same machine gets them without the detour over text, in half the time. */
export async function fontsBeside(bytesOf: (file: string) => Promise<Uint8Array>): Promise<PaperFonts> {
  const files = await Promise.all(
    PAPER_FONTS.map(async ({ file }) => [addressOf(file), { type: 'font/ttf', bytes: await bytesOf(file) }] as const),
  );
  return { faces: PAPER_FONTS.map((font) => faceOf(font, addressOf(font.file))).join('\n'), files: new Map(files) };
}

function addressOf(file: string): string {
  return `${FONT_ORIGIN}/${file}`;
}

function faceOf({ weight, style }: (typeof PAPER_FONTS)[number], address: string): string {
  return `@font-face{font-family:Tinos;font-weight:${weight};font-style:${style};src:url(${address})}`;
}

/** The sheet names Tinos; where the fonts are joins it only here, so that models and tests stay small. */
export function withFonts(html: string, { faces, files }: PaperFonts): string {
  const [before = '', ...rest] = html.split('<head>');
  if (rest.length === 0) throw new AppError('pdf-failed', { message: 'the document has no <head>' });
  const after = rest.join('<head>');
  return `${before}<head><style>${faces}</style>${files.size > 0 ? allowingFonts(after) : after}`;
}

/** Sheets let fonts come from `data:` alone. One that refused ours would be printed in whatever letters there are. */
function allowingFonts(html: string): string {
  const allowing = html.replace('font-src data:', `font-src ${FONT_ORIGIN}`);
  if (allowing === html && html.includes('http-equiv="Content-Security-Policy"'))
    throw new AppError('pdf-failed', { message: 'the document’s policy has no place for our fonts' });
  return allowing;
}
