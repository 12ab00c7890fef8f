import { strFromU8, unzipSync } from 'fflate';

/** What a .docx says: its text as a reader would copy it, and its parts as they stand in the file. */
export interface ReadWord {
  text: string;
  /** Of every page's lower margin. */
  stamp: string;
  part(path: string): string;
  parts: string[];
}

export function readWord(bytes: Uint8Array): ReadWord {
  const files = unzipSync(bytes);
  const part = (path: string) => {
    const file = files[path];
    if (!file) throw new Error(`no ${path} in the file`);
    return strFromU8(file);
  };
  const parts = Object.keys(files);
  const footers = parts.filter((path) => /^word\/footer\d+\.xml$/.test(path)).map((path) => wordsIn(part(path)));
  return { text: wordsIn(part('word/document.xml')), stamp: [...new Set(footers)].join(' | '), part, parts };
}

function wordsIn(xml: string): string {
  const marked = xml
    .replace(/<w:tabs>.*?<\/w:tabs>/gs, '')
    .replace(/<w:(tab|br)\b[^>]*\/>|<\/w:p>/g, '<w:t> </w:t>')
    .matchAll(/<w:t(?:\s[^>]*)?>([^<]*)<\/w:t>/g);
  return folded(unescaped([...marked].map(([, text]) => text).join('')));
}

/** The words of a printed page's HTML, its boxes as letters: what the renderer puts on paper. */
export function wordsOnPaper(html: string): string {
  const body = html
    .slice(html.indexOf('<body>'))
    .replace(/<span class="box">×<\/span>/g, '☒')
    .replace(/<span class="box"><\/span>/g, '☐')
    .replace(/<\/?(?:b|i|span)(?:\s[^>]*)?>/g, '')
    .replace(/<[^>]*>/g, ' ');
  return folded(unescaped(body));
}

function folded(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

function unescaped(text: string): string {
  return text.replace(/&(#x?[\da-f]+|\w+);/gi, (whole, name: string) => {
    if (name.startsWith('#x')) return String.fromCodePoint(Number.parseInt(name.slice(2), 16));
    return name.startsWith('#') ? String.fromCodePoint(Number(name.slice(1))) : (NAMED[name] ?? whole);
  });
}
