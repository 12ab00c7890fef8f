import { ACCESS } from '../../src/access.ts';

/** `GET /path/:param` of an address on this server: the row of the access table that answers it, the plainest first. */
export function routeAt(address: string, method = 'GET'): string | undefined {
  const { pathname } = new URL(address);
  return Object.keys(ACCESS)
    .filter((route) => route.startsWith(`${method} `) && patternOf(route).test(pathname))
    .sort((left, right) => left.split(':').length - right.split(':').length)[0];
}

function patternOf(route: string): RegExp {
  const path = route.slice(route.indexOf(' ') + 1).replace(/[.]/g, '\\.');
  return new RegExp(`^${path.replace(/:[a-z]+/g, '[^/]+')}$`);
}
