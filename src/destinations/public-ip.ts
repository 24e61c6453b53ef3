/**
 * Platforms match on the public address of the device. An address of an inner network, of this machine, or one with a
 * port attached is of no use to them and says something about the sender's network: it is left out.
 */

/** The address itself where it is public, in IPv4 form where it is an IPv4 address mapped into IPv6; else undefined. */
export function publicIp(text: string | undefined): string | undefined {
  if (text === undefined || text.length > 45) return undefined
  if (!text.includes(':')) return isPublicIpv4(text) ? text : undefined
  const mapped = mappedIpv4(text)
  if (mapped !== undefined) return isPublicIpv4(mapped) ? mapped : undefined
  return isPublicIpv6(text) ? text : undefined
}

/** Four bytes without leading zeros. */
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/

function isPublicIpv4(text: string): boolean {
  return (
    IPV4.test(text) && !isInnerIpv4(Number.parseInt(text, 10), Number.parseInt(text.slice(text.indexOf('.') + 1), 10))
  )
}

/** RFC 6890: this network, private use, shared (carrier) space, loopback, link-local; then multicast and reserved. */
function isInnerIpv4(first: number, second: number): boolean {
  if (first === 0 || first === 10 || first === 127 || first >= 224) return true
  if (first === 100) return second >= 64 && second <= 127
  if (first === 169) return second === 254
  if (first === 172) return second >= 16 && second <= 31
  return first === 192 && second === 168
}

function mappedIpv4(text: string): string | undefined {
  const lower = text.toLowerCase()
  return lower.startsWith('::ffff:') && lower.includes('.') ? lower.slice('::ffff:'.length) : undefined
}

const IPV6_GROUP = /^[0-9a-f]{1,4}$/i

/** Global unicast is 2000::/3 (RFC 4291 and the IANA registry); loopback, local and multicast lie outside it. */
function isPublicIpv6(text: string): boolean {
  if (!isIpv6(text)) return false
  const first = text.startsWith('::') ? 0 : Number.parseInt(text.slice(0, text.indexOf(':')), 16)
  return first >= 0x2000 && first <= 0x3fff
}

function isIpv6(text: string): boolean {
  const halves = text.split('::')
  if (halves.length > 2) return false
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')))
  if (!groups.every((group) => IPV6_GROUP.test(group))) return false
  return halves.length === 2 ? groups.length <= 7 : groups.length === 8
}
