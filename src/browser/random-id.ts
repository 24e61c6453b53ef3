/**
 * A UUID of version 4. `crypto.randomUUID` is not in older browsers, nor on pages without TLS: there the address that the browser makes
 * for an empty file ends with one (W3C File API, "generate a new blob URL"). It lives as long as the page, which has few such events.
 */
export function randomId(): string {
  return (crypto as Partial<Crypto>).randomUUID?.() ?? URL.createObjectURL(new Blob()).slice(-36)
}
