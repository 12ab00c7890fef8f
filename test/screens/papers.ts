import type { Page } from 'puppeteer';
import { routeAt } from '../helpers/routes.ts';

/** A paper somebody came past: an address, or a form to be sent as it stood there. */
interface Paper {
  who: string;
  page: Page;
  address: string;
  form: string | null;
  /** As it was when somebody first came past; null where printing changes something, and has to wait for the end. */
  first: Uint8Array | null;
}

/** The newest of each kind, by its route: what the pages lead to is what people print. */
export type Papers = Map<string, Paper>;

export async function notePapers(papers: Papers, who: string, page: Page): Promise<void> {
  const found = await page.evaluate(() => {
    // A form that came back with mistakes would print nothing.
    if (document.title.startsWith('Cần xem lại')) return [];
    const links = [...document.querySelectorAll<HTMLAnchorElement>('main a[href*=".pdf"]')];
    const buttons = [...document.querySelectorAll<HTMLButtonElement>('main form button[type="submit"]')];
    const plain = links.map(({ href }) => ({ address: href, form: null as string | null }));
    const sent = buttons.flatMap((button) => {
      const { form } = button;
      if (!form) return [];
      const action = button.hasAttribute('formaction') ? button.formAction : form.action;
      if (!action.includes('.pdf') && !button.textContent.includes('(PDF)')) return [];
      const typed = new URLSearchParams();
      new FormData(form).forEach((value, name) => {
        if (typeof value === 'string') typed.append(name, value);
      });
      // Nobody is chosen yet: the first of the list, without touching the page.
      for (const { name, value, options } of form.querySelectorAll('select')) {
        if (value === '') typed.set(name, options.item(1)?.value ?? '');
      }
      const body = typed.toString();
      const get = form.method === 'get';
      return [{ address: get ? `${action}?${body}` : action, form: get ? null : body }];
    });
    return [...plain, ...sent];
  });
  for (const { address, form } of found) {
    const route = routeAt(address, form === null ? 'GET' : 'POST');
    if (!route) continue;
    const paper = { who, page, address, form, first: papers.get(route)?.first ?? null };
    if (form === null) paper.first ??= await printed(paper);
    papers.set(route, paper);
  }
}

/** As the browser of the person who came past it gets it; null where it is no paper (any more). */
export async function printed({ page, address, form }: Omit<Paper, 'first'>): Promise<Uint8Array | null> {
  const answer = await page.evaluate(
    async (url, body) => {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const got = await fetch(url, body === null ? {} : { method: 'POST', body, headers });
      if (!got.headers.get('content-type')?.includes('pdf')) return null;
      return [...new Uint8Array(await got.arrayBuffer())];
    },
    address,
    form,
  );
  return answer && Uint8Array.from(answer);
}
