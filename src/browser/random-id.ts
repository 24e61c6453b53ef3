/**
 * A UUID of version 4. `crypto.randomUUID` is not in older browsers, nor on pages without TLS. Where it is, it takes a slow device a
 * quarter of the time.
 */
export function randomId(): string {
  return (
    (crypto as Partial<Crypto>).randomUUID?.() ??
    // Half a byte in the place of a 0 or a 1; of the 8 only the lower two bits, so 8, 9, a or b (RFC 9562, section 4.1).
    '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, (digit) =>
      (+digit ^ ((crypto.getRandomValues(new Uint8Array(1))[0] as number) & (15 >> (+digit / 4)))).toString(16),
    )
  )
}
