/** Hosts and origins as a policy may write them. */

/** A DNS name in small letters, without scheme, port, path or wildcard. RFC 1123 labels. */
export function isHost(text: string): boolean {
  return text.length <= 253 && text.split('.').every((label) => /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(label))
}

/** Exactly what a browser sends in `Origin` for a page over https. */
export function isOrigin(text: string): boolean {
  return text.startsWith('https://') && isExactOrigin(text)
}

/** An exact origin over http or https, or a loopback host with `:*` for any port. */
export function isDevelopmentOrigin(text: string): boolean {
  const withoutPort = text.endsWith(':*') ? text.slice(0, -2) : undefined
  if (withoutPort === undefined) return isExactOrigin(text)
  return isExactOrigin(withoutPort) && LOOPBACK.has(new URL(withoutPort).hostname)
}

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]'])

function isExactOrigin(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url !== undefined && /^https?:$/.test(url.protocol) && url.origin === text && !/\*|\.(?=:|$)/.test(text)
}
