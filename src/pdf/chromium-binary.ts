import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { AppError } from '../errors.ts';
import type { Log } from '../deps.ts';
import { tryBrowser } from './chromium-trial.ts';
import { unpackPinnedBrowser } from './chromium-unpack.ts';

export interface BrowserBinary {
  path: string;
  /** For the operator: "Chromium 153.0.8010.0 (kèm theo chương trình)". */
  name: string;
  /** Folder of shared libraries this machine lacks. */
  libraries: string | undefined;
  /** The one that came through npm. */
  pinned: boolean;
}

const WHAT_TO_DO =
  'Phần in PDF chưa dùng được trên máy chủ này; các phần khác vẫn chạy bình thường. ' +
  'Người cài đặt hãy cài Google Chrome, Microsoft Edge hoặc Chromium (hoặc đặt CHROMIUM_PATH trỏ tới tệp chạy của trình duyệt), rồi thử in lại.';

/**
 * Finds the browser to print with: CHROMIUM_PATH, else the one pinned through npm (the same paper on every machine),
 * else an installed one. Throws AppError `pdf-unavailable` that says what to do.
 */
export async function findBrowser(
  config: { chromiumPath: string | undefined; dataDir: string },
  log: Log,
): Promise<BrowserBinary> {
  if (config.chromiumPath) return named(config.chromiumPath);
  if (process.platform === 'linux' && process.arch === 'x64') {
    try {
      const pinned = await unpackPinnedBrowser(config.dataDir);
      return {
        path: pinned.path,
        name: `${pinned.version} (kèm theo chương trình)`,
        libraries: pinned.libraries,
        pinned: true,
      };
    } catch (cause) {
      log.warn({ cause: String(cause) }, 'the pinned browser does not run here; looking for an installed one');
    }
  }
  const installed = await findInstalledBrowser();
  if (installed) return installed;
  throw new AppError('pdf-unavailable', { message: 'no browser found', hint: WHAT_TO_DO });
}

/** What the operator named must run; another browser in its place would hide his slip. */
async function named(path: string): Promise<BrowserBinary> {
  const trial = process.platform === 'win32' ? await opens(path) : await tryBrowser(path, process.env);
  if (trial.outcome === 'runs')
    return { path, name: `${trial.version} (CHROMIUM_PATH)`, libraries: undefined, pinned: false };
  throw new AppError('pdf-unavailable', {
    message: `CHROMIUM_PATH does not run: ${trial.detail}`,
    hint:
      `Không chạy được trình duyệt ghi ở CHROMIUM_PATH (${path}). Người cài đặt hãy sửa lại đường dẫn cho đúng, ` +
      'hoặc bỏ CHROMIUM_PATH để dùng trình duyệt kèm theo, rồi thử in lại.',
  });
}

export async function findInstalledBrowser(): Promise<BrowserBinary | undefined> {
  for (const path of installedPlaces()) {
    // Chrome for Windows opens a window on --version, so there it must be enough that the file is there.
    const trial = process.platform === 'win32' ? await opens(path) : await tryBrowser(path, process.env);
    if (trial.outcome === 'runs')
      return { path, name: `${trial.version} (có sẵn trên máy)`, libraries: undefined, pinned: false };
  }
  return undefined;
}

async function opens(
  path: string,
): Promise<{ outcome: 'runs'; version: string } | { outcome: 'fails'; detail: string }> {
  try {
    await access(path, constants.X_OK);
    return { outcome: 'runs', version: path };
  } catch (error) {
    return { outcome: 'fails', detail: String(error) };
  }
}

function installedPlaces(): string[] {
  if (process.platform === 'win32') return windowsPlaces();
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Microsoft Edge', 'Chromium'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
  }
  const names = [
    'google-chrome-stable',
    'google-chrome',
    'chromium',
    'chromium-browser',
    'microsoft-edge-stable',
    'microsoft-edge',
  ];
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

function windowsPlaces(): string[] {
  const roots = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA];
  const ends = [
    'Google\\Chrome\\Application\\chrome.exe',
    'Microsoft\\Edge\\Application\\msedge.exe',
    'Chromium\\Application\\chrome.exe',
  ];
  return ends.flatMap((end) => roots.filter((root) => root !== undefined).map((root) => join(root, end)));
}
