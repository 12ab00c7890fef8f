import {
  PDFArray,
  type PDFContext,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFNumber,
  type PDFObject,
  PDFRef,
  PDFStream,
} from '@cantoo/pdf-lib';
import { outlineObjects, type OutlineEntry } from './pdf-outline.ts';

/** Takes the next bytes of a file. */
export type Write = (piece: Uint8Array) => Promise<void>;

export interface MergedPaper {
  bytes: Uint8Array;
  /** The bookmark it stands under, and its own below it; one paper alone under its chapter has no second one. */
  chapter: string;
  title: string;
  /** Before the number of each of its pages, in the reader's list of pages: "12." */
  pageLabel: string;
}

/** Bytes that are no PDF, or a broken one. Nothing of it was written. */
export class UnreadablePdf extends Error {
  override readonly name = 'UnreadablePdf';
}

export interface MergedPdf {
  /** Appends a paper and returns its number of pages. Throws UnreadablePdf before anything of it is written. */
  add(paper: MergedPaper): Promise<number>;
  /** Returns the number of pages. */
  end(): Promise<number>;
}

/** Objects that every paper's own catalogue, page tree and structure tree give way to. */
const CATALOG = 1;
const PAGES = 2;
const STRUCTURE = 3;
const PARENT_TREE = 4;
const INFO = 5;
const OUTLINES = 6;
/** The one element under the structure's root; the papers' own elements are its children. */
const WHOLE = 7;
const FIRST_FREE = 8;

const INHERITED = ['Resources', 'MediaBox', 'CropBox', 'Rotate'].map((key) => PDFName.of(key));

/**
 * One PDF of many, written paper by paper: never more than one of them is in memory. Each keeps its tags, so that the
 * whole can be read aloud as each paper can (ISO 32000-1, 14.7): structure trees hang under one root, their keys shifted.
 */
export async function beginMergedPdf(write: Write, about: { title: string }): Promise<MergedPdf> {
  const offsets: number[] = [];
  const entries: OutlineEntry[] = [];
  const labels: string[] = [];
  const branches: string[] = [];
  const structure = { kids: [] as string[], parents: [] as string[], next: 0 };
  let position = 0;
  let free = FIRST_FREE;
  let pages = 0;

  async function put(piece: Uint8Array): Promise<void> {
    position += piece.length;
    await write(piece);
  }

  async function putObject(number: number, body: Uint8Array | string): Promise<void> {
    offsets[number] = position;
    await put(joined(ascii(`${number} 0 obj\n`), typeof body === 'string' ? ascii(body) : body, ascii('\nendobj\n')));
  }

  await put(joined(ascii('%PDF-1.7\n%'), Uint8Array.of(0xe2, 0xe3, 0xcf, 0xd3, 0x0a)));

  return {
    async add({ bytes, chapter, title, pageLabel }) {
      const source = await readPaper(bytes);
      const moved = movePaper(source, { objects: free, keys: structure.next, node: free + source.largest });
      for (const { number, body } of moved.objects) await putObject(number, body);
      await putObject(
        moved.node,
        `<< /Type /Pages /Parent ${PAGES} 0 R /Count ${moved.pages.length} /Kids [ ${refs(moved.pages)} ] >>`,
      );
      branches.push(`${moved.node} 0 R`);
      labels.push(`${pages} << /S /D /P ${textString(pageLabel)} >>`);
      structure.kids.push(...moved.structureKids);
      structure.parents.push(...moved.parents);
      structure.next = moved.nextKey;
      entries.push({ chapter, title, page: moved.pages[0] as number });
      free = moved.node + 1;
      pages += moved.pages.length;
      return moved.pages.length;
    },

    async end() {
      const outline = outlineObjects(entries, { root: OUTLINES, first: free });
      for (const { number, body } of outline) await putObject(number, body);
      const last = Math.max(free - 1, ...outline.map(({ number }) => number));
      await putObject(PAGES, `<< /Type /Pages /Count ${pages} /Kids [ ${branches.join(' ')} ] >>`);
      await putObject(PARENT_TREE, `<< /Nums [ ${structure.parents.join('\n')} ] >>`);
      await putObject(
        WHOLE,
        `<< /Type /StructElem /S /Document /P ${STRUCTURE} 0 R /K [ ${structure.kids.join(' ')} ] >>`,
      );
      await putObject(
        STRUCTURE,
        `<< /Type /StructTreeRoot /K [ ${WHOLE} 0 R ] /ParentTree ${PARENT_TREE} 0 R /ParentTreeNextKey ${structure.next} >>`,
      );
      await putObject(INFO, `<< /Title ${textString(about.title)} >>`);
      await putObject(
        CATALOG,
        [
          `<< /Type /Catalog /Pages ${PAGES} 0 R /Lang (vi) /Outlines ${OUTLINES} 0 R /PageMode /UseOutlines`,
          `/PageLabels << /Nums [ ${labels.join('\n')} ] >> /MarkInfo << /Marked true >>`,
          `/StructTreeRoot ${STRUCTURE} 0 R /ViewerPreferences << /DisplayDocTitle true >> >>`,
        ].join('\n'),
      );
      const table = position;
      await put(ascii(crossReferences(offsets, last + 1)));
      const trailer = `trailer\n<< /Size ${last + 1} /Root ${CATALOG} 0 R /Info ${INFO} 0 R >>`;
      await put(ascii(`${trailer}\nstartxref\n${table}\n%%EOF\n`));
      return pages;
    },
  };
}

interface Source {
  context: PDFContext;
  document: PDFDocument;
  /** The highest number of an object in it. */
  largest: number;
}

async function readPaper(bytes: Uint8Array): Promise<Source> {
  try {
    const document = await PDFDocument.load(bytes, { updateMetadata: false, throwOnInvalidObject: true });
    if (document.getPageCount() === 0) throw new UnreadablePdf('no pages');
    return { document, context: document.context, largest: document.context.largestObjectNumber };
  } catch (error) {
    throw new UnreadablePdf('a paper could not be read as a PDF', { cause: error });
  }
}

interface Moved {
  objects: { number: number; body: Uint8Array }[];
  pages: number[];
  /** The node of the page tree that holds them. */
  node: number;
  structureKids: string[];
  /** "key value" pairs of the parent tree. */
  parents: string[];
  nextKey: number;
}

/** Gives every object of a paper its number in the whole; what the whole has once is left out. */
function movePaper({ context, document, largest }: Source, to: { objects: number; keys: number; node: number }): Moved {
  const leaves = document.getPages().map(({ ref, node }) => ({ ref, node }));
  const { catalog } = document;
  const structureRef = catalog.get(name('StructTreeRoot'));
  const structure = context.lookup(structureRef);
  const replaced = new Map<PDFRef, number>();
  if (structureRef instanceof PDFRef) replaced.set(structureRef, WHOLE);
  for (const { node } of leaves) {
    for (const key of INHERITED) {
      const value = node.getInheritableAttribute(key);
      if (value && !node.has(key)) node.set(key, value);
    }
    node.delete(name('Parent'));
  }
  const dropped = droppedIn(context, structure instanceof PDFDict ? structure : undefined);
  const move = (ref: PDFRef) => PDFRef.of(replaced.get(ref) ?? ref.objectNumber + to.objects - 1);
  const tree = structure instanceof PDFDict ? structureOf(context, structure) : { kids: [], nums: [] };
  const shift = new Shift(move, to.keys);
  const structureKids = tree.kids.map((kid) => shift.object(kid).toString());
  const parents = tree.nums.map(([key, value]) => `${key + to.keys} ${shift.object(value).toString()}`);
  const pages = leaves.map(({ ref }) => move(ref).objectNumber);
  const objects: Moved['objects'] = [];
  for (const [ref, object] of context.enumerateIndirectObjects()) {
    if (dropped.has(ref) || ref === structureRef) continue;
    const own = shift.object(object);
    if (leaves.some((leaf) => leaf.ref === ref)) (own as PDFDict).set(name('Parent'), PDFRef.of(to.node));
    objects.push({ number: move(ref).objectNumber, body: bytesOf(own) });
  }
  const keys = tree.nums.map(([key]) => key + 1);
  return {
    objects,
    pages,
    node: to.objects + largest,
    structureKids,
    parents,
    nextKey: Math.max(0, ...keys) + to.keys,
  };
}

/** The catalogue, the information, the inner nodes of the page tree and of the parent tree. */
function droppedIn(context: PDFContext, structure: PDFDict | undefined): ReadonlySet<PDFRef> {
  const dropped = new Set<PDFRef>();
  for (const entry of [context.trailerInfo.Root, context.trailerInfo.Info]) {
    if (entry instanceof PDFRef) dropped.add(entry);
  }
  for (const [ref, object] of context.enumerateIndirectObjects()) {
    if (object instanceof PDFDict && object.get(name('Type')) === name('Pages')) dropped.add(ref);
  }
  // The names of single elements would meet those of the next paper.
  for (const key of ['ParentTree', 'IDTree']) dropTree(context, structure?.get(name(key)), dropped);
  return dropped;
}

function dropTree(context: PDFContext, node: PDFObject | undefined, dropped: Set<PDFRef>): void {
  if (node instanceof PDFRef) dropped.add(node);
  const kids = (context.lookup(node) as PDFDict | undefined)?.lookupMaybe(name('Kids'), PDFArray);
  for (const kid of kids?.asArray() ?? []) dropTree(context, kid, dropped);
}

function structureOf(context: PDFContext, root: PDFDict): { kids: PDFObject[]; nums: [number, PDFObject][] } {
  const given = root.get(name('K'));
  const list = context.lookup(given);
  const kids = list instanceof PDFArray ? list.asArray() : given ? [given] : [];
  return { kids, nums: numsOf(context, root.get(name('ParentTree'))) };
}

function numsOf(context: PDFContext, given: PDFObject | undefined): [number, PDFObject][] {
  const node = context.lookup(given);
  if (!(node instanceof PDFDict)) return [];
  const nums = node.lookupMaybe(name('Nums'), PDFArray)?.asArray() ?? [];
  const own = nums.flatMap((key, index): [number, PDFObject][] => {
    const value = nums[index + 1];
    return index % 2 === 0 && key instanceof PDFNumber && value ? [[key.asNumber(), value]] : [];
  });
  const kids = node.lookupMaybe(name('Kids'), PDFArray)?.asArray() ?? [];
  return [...own, ...kids.flatMap((kid) => numsOf(context, kid))];
}

const KEYED = new Set([name('StructParents'), name('StructParent')]);

/** Changes an object in place: references to their new numbers, keys of the parent tree to their new places. */
class Shift {
  readonly #move: (ref: PDFRef) => PDFRef;
  readonly #keys: number;
  constructor(move: (ref: PDFRef) => PDFRef, keys: number) {
    this.#move = move;
    this.#keys = keys;
  }

  object(object: PDFObject): PDFObject {
    if (object instanceof PDFRef) return this.#move(object);
    if (object instanceof PDFArray) {
      object.asArray().forEach((each, index) => object.set(index, this.object(each)));
    } else if (object instanceof PDFDict) {
      this.#dict(object);
    } else if (object instanceof PDFStream) {
      this.#dict(object.dict);
    }
    return object;
  }

  #dict(dict: PDFDict): void {
    for (const [key, value] of dict.entries()) {
      const keyed = KEYED.has(key) && value instanceof PDFNumber;
      dict.set(key, keyed ? PDFNumber.of(value.asNumber() + this.#keys) : this.object(value));
    }
  }
}

function bytesOf(object: PDFObject): Uint8Array {
  const bytes = new Uint8Array(object.sizeInBytes());
  object.copyBytesInto(bytes, 0);
  return bytes;
}

function crossReferences(offsets: readonly number[], size: number): string {
  const lines = Array.from({ length: size }, (_, number) => {
    const offset = offsets[number];
    if (number === 0 || offset === undefined) return '0000000000 65535 f \n';
    return `${String(offset).padStart(10, '0')} 00000 n \n`;
  });
  return `xref\n0 ${size}\n${lines.join('')}`;
}

function name(text: string): PDFName {
  return PDFName.of(text);
}

export function textString(text: string): string {
  return PDFHexString.fromText(text).toString();
}

function refs(numbers: readonly number[]): string {
  return numbers.map((number) => `${number} 0 R`).join(' ');
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function joined(...pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
