import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';

const SETTINGS = 'word/settings.xml';

/** The back page takes the wide margin on the right: a setting of the whole document that `docx` does not know. */
export function withMirroredMargins(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const files = unzipSync(bytes);
  const settings = files[SETTINGS];
  if (!settings) throw new Error(`no ${SETTINGS}`);
  const xml = strFromU8(settings);
  // Word asks for its settings in the order of ECMA-376, 17.15.1.78.
  const mirrored = xml.replace('<w:defaultTabStop', '<w:mirrorMargins/><w:defaultTabStop');
  if (mirrored === xml) throw new Error(`no place for mirrored margins in ${SETTINGS}`);
  return new Uint8Array(zipSync({ ...files, [SETTINGS]: strToU8(mirrored) }));
}
