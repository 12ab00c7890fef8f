import type { Asset, Shipped } from '../deps.ts';
import { fontAsset, ownAsset } from '../http/asset-files.ts';
import { catalogues, fonts, forms, glossary, own } from './shipped.generated.js';

/** What the program brings along, out of the bundle; the addresses are the same as on Node. */
export async function shippedInBundle(): Promise<Shipped> {
  const texts = await Promise.all(
    Object.entries(own).map(async ([name, text]): Promise<[string, Asset]> => {
      const body = new TextEncoder().encode(text);
      return ownAsset(name, body, await sha256Of(body));
    }),
  );
  const faces = Object.entries(fonts).map(([name, bytes]) => fontAsset(name, new Uint8Array(bytes)));
  return { catalogues, forms, glossary, assets: new Map([...texts, ...faces]) };
}

/** One name for everything this program would store, to see at one glance whether it is stored already. */
export async function shippedName({ catalogues, forms }: Pick<Shipped, 'catalogues' | 'forms'>): Promise<string> {
  return sha256Of(new TextEncoder().encode(JSON.stringify([catalogues, forms])));
}

/** The runtime's own: a start must not spend its time on hashes. */
async function sha256Of(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
