/** The network that an address belongs to, as a text to count by. Pure. */

/** Longer than any address, a zone (`%eth0`) included. */
const MAX_CHARACTERS = 64
const GROUPS = 8

/**
 * IPv4 by /24, IPv6 by /56; undefined where it is no address. A /56 is what an internet provider hands to one household (RIPE-690
 * advises no less): by /64 one household would count as 256. A phone has a /64 of its own, so that a /56 of a carrier is some
 * phones together, which the rate allows for, as it does for what shares a /24.
 */
export function addressPrefix(address: string): string | undefined {
  if (address.length > MAX_CHARACTERS) return undefined
  if (!address.includes(':')) return prefixOfIpv4(address)
  const groups = groupsOf(address.split('%', 1)[0] ?? '')
  if (groups === undefined) return undefined
  return mappedIpv4(groups) ?? prefixOfIpv6(groups)
}

const IPV4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/

function bytesOf(text: string): readonly number[] | undefined {
  const bytes = IPV4.exec(text)?.slice(1).map(Number)
  return bytes?.every((byte) => byte <= 255) === true ? bytes : undefined
}

function prefixOfIpv4(text: string): string | undefined {
  const bytes = bytesOf(text)
  return bytes === undefined ? undefined : `${bytes.slice(0, 3).join('.')}.0/24`
}

/** 64 bits are four groups; of the fourth the lower half belongs to the household. */
function prefixOfIpv6(groups: readonly number[]): string {
  const kept = [...groups.slice(0, 3), (groups[3] ?? 0) & 0xff00]
  return `${kept.map((group) => group.toString(16)).join(':')}::/56`
}

/** `::ffff:203.0.113.7` is 203.0.113.7 (RFC 4291 section 2.5.5.2): one caller must not have two counts. */
function mappedIpv4(groups: readonly number[]): string | undefined {
  if (groups[5] !== 0xffff || groups.slice(0, 5).some((group) => group !== 0)) return undefined
  const [high = 0, low = 0] = groups.slice(6)
  return `${high >> 8}.${high & 0xff}.${low >> 8}.0/24`
}

/** The eight groups; the last two may be written as an IPv4 address, and one run of zeros as `::`. */
function groupsOf(text: string): readonly number[] | undefined {
  const halves = text.split('::').map(groupsIn)
  const [head, tail] = halves
  if (head === undefined || halves.length > 2) return undefined
  if (halves.length === 1) return head.length === GROUPS ? head : undefined
  if (tail === undefined || head.length + tail.length >= GROUPS) return undefined
  return [...head, ...Array.from({ length: GROUPS - head.length - tail.length }, () => 0), ...tail]
}

function groupsIn(text: string): readonly number[] | undefined {
  if (text === '') return []
  const parts = text.split(':')
  const last = parts.at(-1) ?? ''
  const embedded = last.includes('.') ? bytesOf(last) : []
  if (embedded === undefined) return undefined
  const written = last.includes('.') ? parts.slice(0, -1) : parts
  if (!written.every((part) => /^[0-9a-f]{1,4}$/i.test(part))) return undefined
  const [a = 0, b = 0, c = 0, d = 0] = embedded
  return [
    ...written.map((part) => Number.parseInt(part, 16)),
    ...(last.includes('.') ? [a * 256 + b, c * 256 + d] : []),
  ]
}
