/** Browser and system in words, out of what the browser says of itself; enough to know one's own computer again. */

const BROWSERS: [RegExp, string][] = [
  [/\bEdg(e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bcoc_coc_browser\//i, 'Cốc Cốc'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(Chrome|CriOS|HeadlessChrome)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];

const SYSTEMS: [RegExp, string][] = [
  [/\bAndroid\b/, 'điện thoại Android'],
  [/\biPhone\b/, 'điện thoại iPhone'],
  [/\biPad\b/, 'máy tính bảng iPad'],
  [/\bWindows\b/, 'máy tính Windows'],
  [/\bMacintosh\b/, 'máy tính Mac'],
  [/\bLinux\b/, 'máy tính Linux'],
];

export function browserInWords(agent: string): string {
  const browser = BROWSERS.find(([pattern]) => pattern.test(agent))?.[1];
  const system = SYSTEMS.find(([pattern]) => pattern.test(agent))?.[1];
  if (!browser && !system) return 'Trình duyệt không rõ';
  return `${browser ?? 'Trình duyệt khác'} trên ${system ?? 'máy không rõ'}`;
}
