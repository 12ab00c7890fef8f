/** UUIDs come whole, then what JSON escapes, then quotes, then words. */
const TOKENS = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}(?![\p{L}\p{N}_])|\\u[\da-f]{4}|\\.|"|[\p{L}\p{N}_]+/giu;

/**
 * Card numbers have 8–12 digits, CCCD 12: every word of so many digits is masked, wherever it stands. UUIDs, ISO times
 * and milliseconds since 1970 (13 digits) stay. In a line of JSON a masked number becomes a string, so that it stays JSON.
 */
export function maskNumbers(line: string): string {
  let inText = !line.startsWith('{');
  return line.replace(TOKENS, (token) => {
    if (token === '"') inText = !inText;
    if (!/^\d{8,12}$/.test(token)) return token;
    const masked = `${token.slice(0, 2)}…${token.slice(-2)}`;
    return inText ? masked : `"${masked}"`;
  });
}
