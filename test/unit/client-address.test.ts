import { expect, test } from 'vitest';
import { clientAddress } from '../../src/node/deps.ts';

function from(remoteAddress: string) {
  return { incoming: { socket: { remoteAddress } } };
}

test('the other end of the connection is the address, whatever it says about itself', () => {
  const address = clientAddress(undefined);
  expect(address(from('10.1.2.3'), '6.6.6.6')).toBe('10.1.2.3');
  expect(address(from('::ffff:10.1.2.3'), undefined)).toBe('10.1.2.3');
});

test('the trusted proxy is believed about the last hop, and nobody else is', () => {
  const address = clientAddress('127.0.0.1');
  expect(address(from('127.0.0.1'), '6.6.6.6, 10.1.2.3')).toBe('10.1.2.3');
  expect(address(from('127.0.0.1'), undefined)).toBe('127.0.0.1');
  expect(address(from('10.9.9.9'), '10.1.2.3')).toBe('10.9.9.9');
});
