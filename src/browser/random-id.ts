/** A UUID of version 4. `crypto.randomUUID` is not in older browsers, nor on pages without TLS. */
export function randomId(): string {
  return '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, (digit) => {
    const [byte = 0] = crypto.getRandomValues(new Uint8Array(1))
    // All of a 0, half a byte of a 1, and of the 8 only the lower two bits: 8, 9, a or b (RFC 9562, section 4.1).
    return (+digit ^ (byte & (15 >> (+digit / 4)))).toString(16)
  })
}
