import { expect, it } from 'vitest'
import { addressPrefix } from './address-prefix.ts'

it.each([
  ['203.0.113.7', '203.0.113.0/24'],
  ['203.0.113.255', '203.0.113.0/24'],
  // An IPv4 address mapped into IPv6, in both ways to write it (RFC 4291 section 2.5.5.2): 203.0.113.7 is cb00:7107.
  ['::ffff:203.0.113.7', '203.0.113.0/24'],
  ['::FFFF:CB00:7107', '203.0.113.0/24'],
  ['0:0:0:0:0:ffff:203.0.113.7', '203.0.113.0/24'],
  ['2001:db8:aa:bb12:1::1', '2001:db8:aa:bb00::/56'],
  ['2001:0DB8:00AA:BBFF:ffff:ffff:ffff:ffff', '2001:db8:aa:bb00::/56'],
  ['2001:db8::1', '2001:db8:0:0::/56'],
  ['2001:db8:aa:bb12::', '2001:db8:aa:bb00::/56'],
  ['fe80::1%eth0', 'fe80:0:0:0::/56'],
  ['::1', '0:0:0:0::/56'],
])('%s is of the network %s', (address, prefix) => {
  expect(addressPrefix(address)).toBe(prefix)
})

it.each([
  '',
  'unknown',
  '203.0.113.256',
  '203.0.113',
  '203.0.113.7:443',
  '1::2::3',
  ':::',
  '2001:db8',
  'g::1',
  '1:'.repeat(40),
])('"%s" is of none: it is no address', (text) => {
  expect(addressPrefix(text)).toBeUndefined()
})
