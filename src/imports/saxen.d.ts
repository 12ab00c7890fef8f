/** The little we use of saxen, which ships no types. */
declare module 'saxen' {
  type Decode = (text: string) => string;
  export class Parser {
    on(event: 'openTag', react: (name: string, attributes: () => Record<string, string>, decode: Decode) => void): this;
    on(event: 'closeTag', react: (name: string, decode: Decode) => void): this;
    on(event: 'text', react: (text: string, decode: Decode) => void): this;
    on(event: 'cdata', react: (text: string) => void): this;
    /** Throws on broken XML. Entities that a document defines itself are not expanded. */
    parse(xml: string): unknown;
  }
}
