import type { Page } from 'puppeteer';

/** Presses Tab until the control has the focus; a stop on the way that does not show that it has it goes into `unseen`. */
export async function tabTo(page: Page, selector: string, unseen: string[] = []): Promise<void> {
  for (let stops = 0; stops < 150; stops += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate((wanted) => {
      const focused = document.activeElement as HTMLElement;
      const { outlineStyle, outlineWidth } = getComputedStyle(focused);
      const shown = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && focused.matches(':focus-visible');
      return {
        there: focused.matches(wanted),
        shown: shown || focused === document.body,
        html: focused.outerHTML.slice(0, 120),
      };
    }, selector);
    if (!stop.shown) unseen.push(stop.html);
    if (stop.there) return;
  }
  throw new Error(`${selector} cannot be reached by Tab`);
}

export async function pressAndFollow(page: Page, key: 'Enter' | 'Space'): Promise<void> {
  await Promise.all([page.waitForNavigation(), page.keyboard.press(key)]);
}
