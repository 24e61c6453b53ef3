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

/** RFC 6890: this network, private use, loopback, shared (carrier) space 100.64/10, link-local; then multicast and reserved, from 224 on. */
const INNER_IPV4 =
  /^(?:0|10|127|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])|169\.254|172\.(?:1[6-9]|2\d|3[01])|192\.168|22[4-9]|2[3-5]\d)\./

function isPublicIpv4(text: string): boolean {
  return IPV4.test(text) && !INNER_IPV4.test(text)
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
