import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from '../../src/config.ts';

function read(env: Record<string, string | undefined>) {
  return readConfig(env, 'data/default');
}

describe('an operator who sets nothing', () => {
  test('serves on loopback, port 2424, from the default folder', () => {
    expect(read({})).toEqual({
      host: '127.0.0.1',
      port: 2424,
      publicOrigin: 'http://127.0.0.1:2424',
      dataDir: 'data/default',
      chromiumPath: undefined,
      logLevel: 'info',
      backup: { dir: 'data/default/backups', keep: 14 },
    });
  });

  test('may have set variables to nothing', () => {
    expect(read({ HOST: '', PORT: '', PUBLIC_ORIGIN: '', DATA_DIR: '', CHROMIUM_PATH: '', LOG_LEVEL: '' })).toEqual(
      read({}),
    );
  });
});

describe('the public origin', () => {
  test.each([
    ['a path and a final slash are cut off', { PUBLIC_ORIGIN: 'https://tu-soi.lan/a/?b' }, 'https://tu-soi.lan'],
    ['its own port stays', { PUBLIC_ORIGIN: 'http://tu-soi.lan:8080' }, 'http://tu-soi.lan:8080'],
    ['capitals are made small, as browsers send them', { PUBLIC_ORIGIN: 'http://TU-SOI.lan' }, 'http://tu-soi.lan'],
    ['without it the port of the server counts', { PORT: '8080' }, 'http://127.0.0.1:8080'],
    ['an IPv6 loopback stands in brackets', { HOST: '::1' }, 'http://[::1]:2424'],
    ['localhost is loopback', { HOST: 'localhost' }, 'http://localhost:2424'],
    [
      'a LAN server has its own',
      { HOST: '0.0.0.0', PUBLIC_ORIGIN: 'http://tu-soi.lan:2424' },
      'http://tu-soi.lan:2424',
    ],
  ])('%s', (_, env, origin) => {
    expect(read(env).publicOrigin).toBe(origin);
  });

  test.each(['0.0.0.0', '::', '192.168.1.5', 'tu-soi.lan'])('is required when HOST=%s opens the LAN', (HOST) => {
    expect(() => read({ HOST })).toThrow(ConfigError);
    expect(() => read({ HOST })).toThrow(/PUBLIC_ORIGIN=http:\/\/tu-soi\.lan:2424/);
  });
});

describe('a variable that makes no sense', () => {
  test.each([
    ['PORT', 'hai nghìn'],
    ['PORT', '-1'],
    ['PORT', '65536'],
    ['PORT', '80.5'],
    ['PUBLIC_ORIGIN', 'tu-soi.lan'],
    ['PUBLIC_ORIGIN', 'ftp://tu-soi.lan'],
    ['PUBLIC_ORIGIN', 'javascript:alert(1)'],
    ['LOG_LEVEL', 'loud'],
    ['HOST', '   '],
  ])('%s=%s is refused by name, in Vietnamese', (name, value) => {
    expect(() => read({ [name]: value })).toThrow(ConfigError);
    expect(() => read({ [name]: value })).toThrow(new RegExp(`Biến môi trường không hợp lệ: ${name}\\.`));
  });

  test('several are named together', () => {
    expect(() => read({ PORT: 'x', LOG_LEVEL: 'y' })).toThrow(/PORT, LOG_LEVEL/);
  });
});

test.each(['mysql://may/csdl', 'postgres', '/var/data.sqlite'])(
  'DATABASE_URL=%s is refused by its name',
  (DATABASE_URL) => {
    expect(() => readConfig({ DATABASE_URL }, '.')).toThrow(/DATABASE_URL/);
  },
);

test('DATABASE_URL names a PostgreSQL server', () => {
  const DATABASE_URL = 'postgres://tu_soi@may-csdl:5432/tu_soi?sslmode=verify-full';
  expect(readConfig({ DATABASE_URL }, '.').databaseUrl).toBe(DATABASE_URL);
  expect(readConfig({}, '.').databaseUrl).toBeUndefined();
});
