/** Letters that XML does not know: one of them and Word or Excel refuses the whole file. */
const NOT_IN_XML =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** A text as it may stand in a file for Word or Excel: NFC. */
export function xmlText(text: string): string {
  return text.normalize('NFC').replace(NOT_IN_XML, '');
}
