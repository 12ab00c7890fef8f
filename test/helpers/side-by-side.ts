import { unzipSync } from 'fflate';
import { unescaped } from './author.ts';
import { readPdf } from './pdf-reader.ts';

export interface Site {
  origin: string;
}

export interface Walked {
  /** Addresses asked for on both, by kind of answer. */
  pages: number;
  papers: number;
  files: number;
  /** Patterns of addresses that were seen. */
  patterns: Set<string>;
  differences: string[];
}

interface Answered {
  status: number;
  type: string;
  location: string | null;
  headers: string[];
  bytes: Uint8Array<ArrayBuffer>;
}

/** Addresses of one pattern that are asked for: a table's rows are all alike. */
const OF_A_KIND = 1;
const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
/** The administrator is told which browser it is. */
const WHAT_PRINTS = /In được PDF bằng [^<]*/g;
/** About the machine itself, and there is none at Cloudflare. */
const OF_THE_MACHINE = '/quan-tri/he-thong';
/** Belong to the connection or the moment. */
const OWN_HEADERS = /^(date|connection|keep-alive|transfer-encoding|content-length|cf-.*|set-cookie)$/;

/**
 * Goes from link to link on two installations that hold the same rows, and tells where they answer differently. A file of
 * a kind that was `asked` for before, by whomever, is left out.
 */
export async function walkBoth(one: Site, other: Site, cookie: string, asked: Set<string>): Promise<Walked> {
  const seen = new Map<string, number>();
  const walked: Walked = { pages: 0, papers: 0, files: 0, patterns: new Set(), differences: [] };
  const waiting = ['/'];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const pattern = path.replace(UUID, ':id').replace(/\?.*/, '?');
    const times = seen.get(pattern) ?? 0;
    const isFile = /\.(pdf|docx|xlsx|css|js|svg|woff2)$/.test(pattern);
    if (isFile ? asked.has(pattern) : times >= OF_A_KIND) continue;
    seen.set(pattern, times + 1);
    asked.add(pattern);
    walked.patterns.add(pattern);
    const [here, there] = await Promise.all([ask(one, path, cookie), ask(other, path, cookie)]);
    const [said, saidThere] = await Promise.all([contentOf(one, here), contentOf(other, there)]);
    if (here.status !== there.status) walked.differences.push(`${path}: ${here.status} and ${there.status}`);
    else if (here.headers.join('\n') !== there.headers.join('\n'))
      walked.differences.push(`${path}: headers ${differing(here.headers.join('\n'), there.headers.join('\n'))}`);
    else if (said !== saidThere && path !== OF_THE_MACHINE)
      walked.differences.push(`${path}: ${differing(said, saidThere)}`);
    if (here.location) waiting.push(here.location);
    else if (here.type.startsWith('text/html')) {
      walked.pages += 1;
      waiting.push(...linksOn(new TextDecoder().decode(here.bytes)));
    } else if (here.type === 'application/pdf') walked.papers += 1;
    else walked.files += 1;
  }
  return walked;
}

async function ask({ origin }: Site, path: string, cookie: string): Promise<Answered> {
  const answer = await fetch(`${origin}${path}`, {
    headers: { cookie, 'accept-encoding': 'identity' },
    redirect: 'manual',
  });
  const headers = [...answer.headers]
    .filter(([name]) => !OWN_HEADERS.test(name))
    .map(([name, value]) => `${name}: ${value.replaceAll(origin, 'ORIGIN')}`);
  return {
    status: answer.status,
    type: answer.headers.get('content-type') ?? '',
    location: answer.headers.get('location'),
    headers: headers.sort(),
    bytes: new Uint8Array(await answer.arrayBuffer()),
  };
}

/** What a reader would see: of a paper its text page by page and where on its line each word stands, of a packed file what is in it. */
async function contentOf(site: Site, answered: Answered): Promise<string> {
  return (await wordsOf(site, answered)).replaceAll(/\b\d\d:\d\d(:\d\d)?\b/g, 'HH:MM');
}

async function wordsOf({ origin }: Site, { type, bytes }: Answered): Promise<string> {
  if (type === 'application/pdf') {
    const paper = await readPdf(bytes);
    const runs = paper.pages.map((page) => page.runs.map(({ text, x }) => `${text}|${x.toFixed(1)}`).join(' '));
    return paper.pages.map(({ text }, index) => `[${index + 1}] ${text} ${runs[index] ?? ''}`).join('\n');
  }
  if (/officedocument|zip/.test(type)) {
    const parts = Object.entries(unzipSync(bytes)).filter(([name]) => !name.startsWith('docProps/'));
    return parts.map(([name, part]) => `${name}: ${new TextDecoder().decode(part)}`).join('\n');
  }
  return new TextDecoder().decode(bytes).replaceAll(origin, 'ORIGIN').replaceAll(WHAT_PRINTS, 'In được PDF.');
}

/** Of our own pages, whatever they lead to; signing out would end the walk. */
function linksOn(html: string): string[] {
  const links = [...html.matchAll(/ (?:href|src)="(\/[^"#]*)/g)].map(([, link = '']) => unescaped(link));
  return links.filter((link) => !link.startsWith('//'));
}

function differing(one: string, other: string): string {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  const around = (text: string) => text.slice(Math.max(0, at - 60), at + 120).replaceAll('\n', '⏎');
  return `"${around(one)}" ≠ "${around(other)}"`;
}
