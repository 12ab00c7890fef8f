import { afterAll } from 'vitest';
import { walkThroughTheSeason } from '../helpers/branch-season.ts';
import { type LiveBrowser, type LiveServer, startBrowser, startServer } from '../helpers/browser.ts';

let browser: LiveBrowser | undefined;
let live: LiveServer | undefined;

walkThroughTheSeason(async () => {
  browser = await startBrowser();
  live = await startServer();
  return { browser, live };
});

afterAll(async () => {
  await browser?.close();
  await live?.remove();
});
