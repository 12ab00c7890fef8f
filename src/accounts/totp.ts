import { Secret, TOTP } from 'otpauth/slim';
import { encode } from 'uqr';

/** Codes of a phone's code app (RFC 6238): six digits, a new one every 30 seconds. */

const PERIOD_SECONDS = 30;
/** Clocks of phones are off by some seconds, and typing takes some: one step before and one after are taken. */
const STEPS_EITHER_SIDE = 1;

export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** The time step a code belongs to, or null where it is wrong now. A step once taken is never taken again. */
export function stepOfCode(secret: string, code: string, now: Date): number | null {
  const delta = totp(secret, '').validate({ token: code, timestamp: now.getTime(), window: STEPS_EITHER_SIDE });
  return delta === null ? null : Math.floor(now.getTime() / 1000 / PERIOD_SECONDS) + delta;
}

export function codeAt(secret: string, now: Date): string {
  return totp(secret, '').generate({ timestamp: now.getTime() });
}

/** What the phone reads: the picture as one path over squares of side 1, and the key to type where there is no camera. */
export interface SetupKey {
  groups: string;
  picture: { side: number; path: string };
}

export function setupKey(secret: string, userName: string, rehearsal: boolean): SetupKey {
  const address = totp(secret, userName, rehearsal ? 'Tự soi (tập huấn)' : 'Tự soi').toString();
  const { data, size } = encode(address, { border: 4 });
  const squares = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')));
  return { groups: secret.match(/.{1,4}/g)?.join(' ') ?? secret, picture: { side: size, path: squares.join('') } };
}

function totp(secret: string, label: string, issuer = 'Tự soi'): TOTP {
  const common = { algorithm: 'SHA1', digits: 6, period: PERIOD_SECONDS };
  return new TOTP({ ...common, issuer, label, secret: Secret.fromBase32(secret) });
}
