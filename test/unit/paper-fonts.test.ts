import { expect, test } from 'vitest';
import { fontsBeside, fontsInside, PAPER_FONTS, withFonts } from '../../src/pdf/paper-fonts.ts';

const POLICY = '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; font-src data:">';
function bytes(): Promise<Uint8Array> {
  return Promise.resolve(new Uint8Array([1]));
}

test('fonts beside a paper are at addresses of which each is answered, and its policy lets in no others', async () => {
  const fonts = await fontsBeside(bytes);
  const html = withFonts(`<html><head>${POLICY}</head></html>`, fonts);
  const asked = [...html.matchAll(/url\(([^)]+)\)/g)].map(([, address = '']) => address);
  expect(asked).toHaveLength(PAPER_FONTS.length);
  expect([...fonts.files.keys()].sort()).toEqual(asked.sort());
  const [, allowed = ''] = /font-src ([^;"]+)/.exec(html) ?? [];
  expect(asked.every((address) => address.startsWith(`${allowed}/`))).toBe(true);
  expect(new URL(allowed).hostname).toMatch(/\.invalid$/);
});

test('a paper whose policy would refuse its fonts is not printed in other letters', async () => {
  const closed = `<html><head>${POLICY.replace('data:', "'none'")}</head></html>`;
  expect(() =>
    withFonts(closed, {
      faces: '',
      files: new Map([['https://x.invalid/a', { type: 'font/ttf', bytes: new Uint8Array() }]]),
    }),
  ).toThrow(/policy/);
});

test('fonts inside a paper are asked of nobody', async () => {
  const fonts = await fontsInside(() => Promise.resolve('AAAA'));
  expect(fonts.files.size).toBe(0);
  const html = withFonts(`<html><head>${POLICY}</head></html>`, fonts);
  expect([...html.matchAll(/url\((?!data:)/g)]).toEqual([]);
  expect(html).toContain('font-src data:');
});
