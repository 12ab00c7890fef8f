import { AppError } from '../errors.ts';

/** The paper's only font: Tinos has the metrics of Times New Roman and every Vietnamese letter (OFL). */
export const PAPER_FONTS = [
  { file: '400Regular/Tinos_400Regular.ttf', weight: 400, style: 'normal' },
  { file: '400Regular_Italic/Tinos_400Regular_Italic.ttf', weight: 400, style: 'italic' },
  { file: '700Bold/Tinos_700Bold.ttf', weight: 700, style: 'normal' },
  { file: '700Bold_Italic/Tinos_700Bold_Italic.ttf', weight: 700, style: 'italic' },
] as const;

/** The four `@font-face` rules with the fonts inside (3 MB of text). */
export async function fontFaces(base64Of: (file: string) => Promise<string>): Promise<string> {
  const rules = await Promise.all(
    PAPER_FONTS.map(async ({ file, weight, style }) => {
      const data = await base64Of(file);
      return `@font-face{font-family:Tinos;font-weight:${weight};font-style:${style};src:url(data:font/ttf;base64,${data})}`;
    }),
  );
  return rules.join('\n');
}

/** The sheet names Tinos; the fonts themselves join it only here, so that models and tests stay small. */
export function withFonts(html: string, faces: string): string {
  const [before = '', ...rest] = html.split('<head>');
  if (rest.length === 0) throw new AppError('pdf-failed', { message: 'the document has no <head>' });
  return `${before}<head><style>${faces}</style>${rest.join('<head>')}`;
}
