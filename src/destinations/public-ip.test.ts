import { isIP } from 'node:net'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { publicIp } from './public-ip.ts'

it.each([
  '203.0.113.7',
  '8.8.8.8',
  '172.32.0.1',
  '100.128.0.1',
  '2001:0db8:1111:000a:00b0:0000:0000:0200',
  '2001:db8:1111:a:b0::200',
  '2a01:cb00::1',
])('keeps the public address %s as it is', (ip) => {
  expect(publicIp(ip)).toBe(ip)
})

it('gives an IPv4 address that is mapped into IPv6 as IPv4', () => {
  expect(publicIp('::ffff:203.0.113.7')).toBe('203.0.113.7')
})

it.each([
  // RFC 1918, 6598, 3927, 1122; RFC 4193, 4291.
  '10.0.0.1',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.20',
  '100.64.0.1',
  '169.254.1.1',
  '127.0.0.1',
  '0.0.0.0',
  '224.0.0.1',
  '255.255.255.255',
  '::1',
  '::',
  'fe80::1',
  'fc00::1',
  'fd12::1',
  'ff02::1',
  '::ffff:10.0.0.1',
])('leaves out %s, which is no public address', (ip) => {
  expect(publicIp(ip)).toBeUndefined()
})

it.each([
  '203.0.113.7:443',
  '[2001:db8::1]',
  '[2001:db8::1]:443',
  'fe80::1%eth0',
  '203.0.113',
  '203.0.113.256',
  '203.0.113.07',
  ' 203.0.113.7',
  'unknown',
  '',
  '2001:db8::1::2',
  '2001:db8',
  undefined,
])('leaves out %s, which is no bare address', (ip) => {
  expect(publicIp(ip)).toBeUndefined()
})

it('gives only what the runtime too calls an address', () => {
  const anything = fc.oneof(fc.ipV4(), fc.ipV6(), fc.stringMatching(/^[0-9a-f:.]{0,45}$/), fc.string())
  fc.assert(
    fc.property(anything, (text) => {
      const ip = publicIp(text)
      expect(ip === undefined || isIP(ip) !== 0).toBe(true)
    }),
  )
})
