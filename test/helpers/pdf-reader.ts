import { getDocument, OPS, type PDFDocumentProxy, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** What a paper says and where: every length in millimetres from the page's top left corner, letters in points. */
export interface ReadPdf {
  pages: ReadPage[];
  title: string;
  lang: string;
  tagged: boolean;
  /** The whole text, page by page, as a reader would copy it. */
  text: string;
}

export interface ReadPage {
  width: number;
  height: number;
  runs: Run[];
  lines: Line[];
  /** Horizontal strokes and thin boxes; a row of dots is one rule. */
  rules: Rule[];
  text: string;
  tags: Tag[];
}

export interface Run {
  text: string;
  x: number;
  right: number;
  /** The line the letters stand on. */
  baseline: number;
  points: number;
  /** "Tinos-Bold", without the subset's prefix. */
  font: string;
  embedded: boolean;
}

/** Runs on one baseline; columns of a head or a table stand on one line too. */
export interface Line extends Omit<Run, 'embedded'> {
  runs: Run[];
}

export interface Rule {
  x: number;
  right: number;
  y: number;
  thickness: number;
  dotted: boolean;
}

export interface Tag {
  role: string;
  text: string;
  children: Tag[];
}

const MM = 25.4 / 72;
type Matrix = [number, number, number, number, number, number];

export async function readPdf(bytes: Uint8Array): Promise<ReadPdf> {
  // pdf.js takes the bytes over, so it gets a copy.
  const task = getDocument({
    data: Uint8Array.from(bytes),
    verbosity: 0,
    useSystemFonts: false,
    disableFontFace: true,
    fontExtraProperties: true,
  });
  const document = await task.promise;
  try {
    return await readDocument(document);
  } finally {
    await task.destroy();
  }
}

async function readDocument(document: PDFDocumentProxy): Promise<ReadPdf> {
  const { info } = (await document.getMetadata()) as { info: { Title?: string; Language?: string | null } };
  const marked = (await document.getMarkInfo()) as unknown as Map<string, boolean> | null;
  const pages: ReadPage[] = [];
  for (let number = 1; number <= document.numPages; number += 1)
    pages.push(await readPage(await document.getPage(number)));
  return {
    pages,
    title: info.Title ?? '',
    lang: info.Language ?? '',
    tagged: marked?.get('Marked') === true,
    text: pages.map((page) => page.text).join('\n'),
  };
}

async function readPage(page: PDFPageProxy): Promise<ReadPage> {
  const { width, height } = page.getViewport({ scale: 1 });
  const operators = await page.getOperatorList();
  const content = await page.getTextContent({ includeMarkedContent: true, disableNormalization: true });
  const runs: Run[] = [];
  const marked = new Map<string, string>();
  const open: (string | null)[] = [];
  for (const item of content.items) {
    if (!('str' in item)) {
      if (item.type === 'endMarkedContent') open.pop();
      else open.push(item.id ?? null);
      continue;
    }
    const id = open.findLast((found) => found !== null);
    if (id) marked.set(id, `${marked.get(id) ?? ''}${item.str}${item.hasEOL ? ' ' : ''}`);
    if (item.str.trim() === '') continue;
    const [, , c, d, e, f] = item.transform as Matrix;
    const font = page.commonObjs.get(item.fontName) as { name: string; missingFile?: boolean };
    runs.push({
      text: item.str,
      x: e * MM,
      right: (e + item.width) * MM,
      baseline: (height - f) * MM,
      points: Math.round(Math.hypot(c, d) * 100) / 100,
      font: font.name.replace(/^[A-Z]{6}\+/, ''),
      embedded: font.missingFile !== true,
    });
  }
  const lines = linesOf(runs);
  const tree = (await page.getStructTree()) as unknown as StructNode | null;
  return {
    width: width * MM,
    height: height * MM,
    runs,
    lines,
    rules: rulesOf(operators.fnArray, operators.argsArray as unknown[][], height),
    text: lines.map((line) => line.text).join('\n'),
    tags: tree ? [tagOf(tree, marked)] : [],
  };
}

function linesOf(runs: readonly Run[]): Line[] {
  const rows: Run[][] = [];
  for (const run of [...runs].sort((a, b) => a.baseline - b.baseline || a.x - b.x)) {
    const row = rows.at(-1);
    if (row?.[0] && Math.abs(row[0].baseline - run.baseline) < 0.6) row.push(run);
    else rows.push([run]);
  }
  return rows.map((row) => {
    row.sort((a, b) => a.x - b.x);
    const [first] = row as [Run];
    const text = row.reduce((all, run, index) => {
      const before = row[index - 1];
      const apart = before && run.x - before.right > 0.5 && !/\s$/.test(all) && !/^\s/.test(run.text);
      return `${all}${apart ? ' ' : ''}${run.text}`;
    }, '');
    return { ...first, text: text.trim(), right: Math.max(...row.map((run) => run.right)), runs: row };
  });
}

interface StructNode {
  role?: string;
  type?: string;
  id?: string;
  children?: StructNode[];
}

function tagOf(node: StructNode, marked: ReadonlyMap<string, string>): Tag {
  if (node.type === 'content') return { role: '#text', text: marked.get(node.id ?? '') ?? '', children: [] };
  const children = (node.children ?? []).map((child) => tagOf(child, marked));
  return { role: node.role ?? '', text: children.map((child) => child.text).join(''), children };
}

/** Every tag of one role, at any depth. */
export function tagsOf(page: ReadPage, role: string): Tag[] {
  function search(tag: Tag): Tag[] {
    return [...(tag.role === role ? [tag] : []), ...tag.children.flatMap(search)];
  }
  return page.tags.flatMap(search);
}

/** Follows the transformations, for paths are given in the coordinates of their moment. */
function rulesOf(operators: readonly number[], args: readonly unknown[][], height: number): Rule[] {
  const rules: Rule[] = [];
  const saved: { matrix: Matrix; stroke: number }[] = [];
  let matrix: Matrix = [1, 0, 0, 1, 0, 0];
  let stroke = 1;
  for (const [index, operator] of operators.entries()) {
    const given = args[index] ?? [];
    if (operator === OPS.save) saved.push({ matrix, stroke });
    else if (operator === OPS.restore) ({ matrix, stroke } = saved.pop() ?? { matrix, stroke });
    else if (operator === OPS.transform) matrix = times(matrix, given as Matrix);
    else if (operator === OPS.setLineWidth) stroke = given[0] as number;
    else if (operator === OPS.constructPath) {
      const [paint, , box] = given as [number, unknown, ArrayLike<number> | null];
      if (!box || paint === OPS.endPath) continue;
      const [x1, y1] = apply(matrix, box[0] ?? 0, box[1] ?? 0);
      const [x2, y2] = apply(matrix, box[2] ?? 0, box[3] ?? 0);
      const drawn = paint === OPS.stroke ? stroke * Math.abs(matrix[3]) : 0;
      const thickness = Math.abs(y2 - y1) + drawn;
      if (thickness > 3) continue;
      rules.push({
        x: Math.min(x1, x2) * MM,
        right: Math.max(x1, x2) * MM,
        y: (height - (y1 + y2) / 2) * MM,
        thickness: thickness * MM,
        dotted: false,
      });
    }
  }
  return joinDots(rules).filter((rule) => rule.right - rule.x > 1);
}

function joinDots(rules: readonly Rule[]): Rule[] {
  const joined: Rule[] = [];
  for (const rule of rules) {
    const last = joined.at(-1);
    const isDot = rule.right - rule.x < 0.8;
    if (last && isDot && Math.abs(last.y - rule.y) < 0.1 && rule.x - last.right >= 0 && rule.x - last.right < 0.8) {
      Object.assign(last, { right: rule.right, dotted: true });
    } else joined.push({ ...rule });
  }
  return joined;
}

function times(a: Matrix, b: Matrix): Matrix {
  return [
    a[0] * b[0] + a[2] * b[1],
    a[1] * b[0] + a[3] * b[1],
    a[0] * b[2] + a[2] * b[3],
    a[1] * b[2] + a[3] * b[3],
    a[0] * b[4] + a[2] * b[5] + a[4],
    a[1] * b[4] + a[3] * b[5] + a[5],
  ];
}

function apply(matrix: Matrix, x: number, y: number): [number, number] {
  return [matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5]];
}
