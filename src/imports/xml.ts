import { Parser } from 'saxen';
import { fileProblem, NO_EXCEL_FILE } from './problem.ts';

/** What somebody wants to know of a document, by the names of elements without their prefixes. */
export interface XmlListener {
  open?(name: string, attribute: (name: string) => string): void;
  close?(name: string): void;
  text?(text: string): void;
}

/** Walks through one part of a spreadsheet. Throws `invalid-input` when it is no XML. */
export function walkXml(xml: string, listener: XmlListener): void {
  const parser = new Parser();
  parser.on('openTag', (name, attributes, decode) => {
    listener.open?.(local(name), (wanted) => {
      const found = Object.entries(attributes()).find(([key]) => local(key) === wanted);
      return found ? decode(found[1]) : '';
    });
  });
  parser.on('closeTag', (name) => listener.close?.(local(name)));
  parser.on('text', (text, decode) => listener.text?.(decode(text)));
  parser.on('cdata', (text) => listener.text?.(text));
  try {
    parser.parse(xml);
  } catch (error) {
    if (error instanceof Error && error.name === 'AppError') throw error;
    throw fileProblem(NO_EXCEL_FILE, error);
  }
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
