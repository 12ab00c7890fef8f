import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import puppeteer, { type Page } from 'puppeteer';
import { galleryPages } from './gallery-pages.ts';

/**
 * The style guide: every partial in every state, on real page frames, as files one can open,
 * with screenshots and what axe-core says of them. Run: node src/node/launch.mjs test/screens/gallery.ts [folder]
 */
const folder = process.argv[2] ?? '/tmp/gallery';
const widths = [320, 360, 1280];
const assets = 'templates/assets';
const fonts = 'node_modules/@fontsource/be-vietnam-pro/files';

await mkdir(join(folder, 'fonts'), { recursive: true });
for (const file of await readdir(assets)) {
  const text = await readFile(join(assets, file), 'utf8');
  await writeFile(join(folder, file), text.replaceAll('/assets/fonts/', 'fonts/'));
}
await cp(fonts, join(folder, 'fonts'), { recursive: true, filter: (path) => !path.endsWith('.woff') });

const browser = await puppeteer.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--headless', '--allow-file-access-from-files'],
});
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let findings = 0;

for (const { name, html } of galleryPages()) {
  const file = join(folder, `${name}.html`);
  await writeFile(file, html.replaceAll('"/assets/', '"'));
  const page = await browser.newPage();
  page.on('dialog', (dialog) => void dialog.accept());
  for (const width of widths) {
    for (const size of width === 360 ? ['18'] : ['18', '24']) {
      await page.setViewport({ width, height: 900 });
      await page.goto(pathToFileURL(file).href);
      await page.$eval('html', (html, chosen) => (html.dataset['size'] = chosen), size);
      await page.evaluate(() => document.fonts.ready);
      // As tall as the page, so that what sticks to the window's foot stands at the page's.
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      await page.setViewport({ width, height });
      await page.screenshot({ path: join(folder, `${name}-${width}-${size}.png`), fullPage: true });
      await reportOverflow(page, `${name} ${width} ${size}`);
      findings += await reportAxe(page, `${name} ${width} ${size}`);
    }
  }
  await page.close();
}
await browser.close();
console.log(`axe: ${findings} findings; pictures in ${folder}`);
process.exitCode = findings === 0 ? 0 : 1;

/** WCAG 1.4.10: nothing makes the page itself scroll sideways. */
async function reportOverflow(page: Page, where: string): Promise<void> {
  const wide = await page.evaluate(() => {
    const limit = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= limit) return [];
    return [...document.querySelectorAll('body *')]
      .filter((each) => each.getBoundingClientRect().right > limit + 1 && !each.closest('.table-scroll'))
      .map((each) => `${each.tagName}.${each.className} ${Math.round(each.getBoundingClientRect().right)}`)
      .concat(`the page: ${document.documentElement.scrollWidth}`);
  });
  for (const each of wide) console.log(`${where}: too wide: ${each}`);
  findings += wide.length;
}

async function reportAxe(page: Page, where: string): Promise<number> {
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const run = (globalThis as unknown as { axe: { run: (what: Document, options: object) => Promise<AxeAnswer> } })
      .axe;
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    return (await run.run(document, { runOnly: { type: 'tag', values: tags } })).violations;
  });
  for (const { id, nodes } of violations)
    console.log(`${where}: ${id}: ${nodes.map((node) => node.html).join('\n   ')}`);
  return violations.length;
}

interface AxeAnswer {
  violations: { id: string; nodes: { html: string }[] }[];
}
