import { describe, expect, it } from 'vitest'
import { originName } from './origin-name.ts'

describe('the origin of a page that is turned away', () => {
  it.each([
    'https://shop.example',
    'http://www.shop.example',
    'https://m.boutique-d-ete.example:8443',
    'https://www-shop-example.translate.goog',
    'https://deploy-preview-42--shop.netlify.app',
    'https://xn--caf-dma.example',
    'http://localhost:3000',
  ])('is shown where it is plainly a site: %s', (origin) => {
    expect(originName(origin)).toBe(origin)
  })

  it('is told apart from none, and from that of a page without a name', () => {
    expect(originName(null)).toBe('(none)')
    expect(originName('null')).toBe('(opaque)')
  })

  it.each([
    'https://serin.canari@example.com',
    'https://serin.canari%40example.com',
    'https://0639984217.example.com',
    'https://06-39-98-42-17.example.com',
    'https://33.6.39.98.example.com',
    'https://fr1420041010050500013m02606.example.com',
    'https://4111111111111111.example',
    'https://203.0.113.7',
    'https://[2001:db8::1]',
    'https://d41d8cd98f00b204e9800998ecf8427e.example.com',
    'https://01-02-1980.example.com',
    'https://a.b.c.d.e.example',
    'https://shop.example/path?email=x',
    'https://shop.example#jane',
    'https://Jane Doe.example',
    'https://intranet',
    'https://shop.example:123456',
    `https://${'a'.repeat(41)}.example`,
    `https://${'a.'.repeat(5_000)}example`,
    'chrome-extension://abcdefghijklmnop',
    'javascript:alert(1)',
    '<script>',
    '',
  ])('is not shown where it may be anything else: %s', (origin) => {
    expect(originName(origin)).toBe('(unprintable)')
  })
})
