import { toBase64 } from '../files/base64.ts';
import { fontsInside, type PaperFonts } from '../pdf/paper-fonts.ts';
import type { Bindings } from './bindings.ts';

let fonts: PaperFonts | undefined;

/**
 * The paper's font (2 MB) lies with the static assets and not in the bundle: only an isolate that prints fetches it, and
 * keeps it. wrangler.toml serves the font's package as it is, and no address of ours leads there.
 */
export async function paperFonts({ ASSETS }: Pick<Bindings, 'ASSETS'>): Promise<PaperFonts> {
  fonts ??= await fontsInside(async (file) => {
    const answer = await ASSETS.fetch(`https://assets.invalid/${file}`);
    if (!answer.ok) throw new Error(`the paper's font ${file} is not among the assets: ${answer.status}`);
    return toBase64(new Uint8Array(await answer.arrayBuffer()));
  });
  return fonts;
}
