import { mkdir, writeFile } from 'node:fs/promises';
import { startBrowser } from '../helpers/browser.ts';
import { startTour } from '../helpers/tour.ts';
import { campaignStops, residenceStop } from '../helpers/tour-campaigns.ts';
import '../helpers/tour-stops.ts';
await mkdir('/tmp/look/s', { recursive: true });
const browser = await startBrowser();
const tour = await startTour(browser);
try {
  const stops = [...(await campaignStops(tour)), await residenceStop(tour)];
  for (const [i, s] of stops.entries()) {
    const page = await s.open();
    for (const width of [360, 1280]) {
      await page.setViewport({ width, height: 900 });
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      await page.setViewport({ width, height: Math.max(height, 600) });
      await writeFile(`/tmp/look/s/${String(i + 1).padStart(2, '0')}-${width}.png`, await page.screenshot());
    }
    console.log(i + 1, s.name);
  }
} finally { await tour.close(); await browser.close(); }
