/**
 * IP addresses that can point at a household. Loopback, private and link-local ranges point at nobody (RFC 1918, 4193,
 * 4291), and `141.0.0.0` is a browser's version, not a host.
 */
import { isAlnum, isDigit } from './survey.ts'

const DOT = 46
const COLON = 58
/** Eight groups of four, seven signs between, and room to see that it goes on. */
const LONGEST_IPV6 = 48
const IPV4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/
const HEX_GROUP = /^[0-9a-f]{1,4}$/i

export function hasIpv4(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    if (!isDigit(text.charCodeAt(i))) continue
    const runEnd = ipv4End(text, i)
    // `198.51.100.23.rev.example`: the last dot belongs to what follows.
    const end = text.charCodeAt(runEnd - 1) === DOT ? runEnd - 1 : runEnd
    if (end - i >= SHORTEST_IPV4 && isIpv4At(text, i, end)) return true
    i = runEnd
  }
  return false
}

/** `1.1.1.1`; in a browser's name nearly every number is a shorter version. */
const SHORTEST_IPV4 = 7

function isIpv4At(text: string, start: number, end: number): boolean {
  return (
    !touchesWord(text, start, end) &&
    isPublicIpv4(text.slice(start, end)) &&
    !isProductVersion(text, start) &&
    !VERSION_BEFORE.test(text.slice(Math.max(0, start - VERSION_REACH), start))
  )
}

/** `Firmware 12.34.56.78`. */
const VERSION_BEFORE =
  /(?:version|firmware|build|release|driver|pilote|bios|software|logiciel|\bver|\bv)[^a-z0-9]{0,3}$/i
const VERSION_REACH = 12

export function hasIpv6(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    if (!mayBeginIpv6(text, i)) continue
    const end = ipv6End(text, i)
    if (!touchesWord(text, i, end) && isPublicIpv6(trimDots(text.slice(i, end)))) return true
  }
  return false
}

/** What is routed begins with a 2 or a 3; before it there may be a name and a colon, `client:2001:…`, but no other group. */
function mayBeginIpv6(text: string, i: number): boolean {
  const code = text.charCodeAt(i)
  if (code !== 50 && code !== 51) return false
  return text.charCodeAt(i - 1) !== COLON || !(isDigit(text.charCodeAt(i - 2)) || text.charCodeAt(i - 2) === COLON)
}

/** Whether the whole of `address` is an IPv4 address that is routed on the Internet. */
export function isPublicIpv4(address: string): boolean {
  const match = IPV4.exec(address)
  if (match === null) return false
  const a = Number(match[1])
  const b = Number(match[2])
  const c = Number(match[3])
  const d = Number(match[4])
  if (a > 255 || b > 255 || c > 255 || d > 255 || (b === 0 && c === 0 && d === 0)) return false
  const local = a === 0 || a === 10 || a === 127 || (a === 169 && b === 254) || (a === 192 && b === 168)
  return !local && !(a === 172 && b >= 16 && b <= 31)
}

/** Whether the whole of `address` is an IPv6 address that is routed on the Internet. */
export function isPublicIpv6(address: string): boolean {
  const halves = address.split('::')
  if (halves.length > 2) return false
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')))
  const embedded = groups.at(-1) ?? ''
  if (embedded.includes('.')) return groups.length >= 2 && isPublicIpv4(embedded)
  const complete = halves.length === 2 ? groups.length >= 2 && groups.length <= 7 : groups.length === 8
  if (!complete || !groups.every((group) => HEX_GROUP.test(group)) || !GLOBAL_UNICAST.test(address)) return false
  return groups.length > 2 || /[a-f]/i.test(address)
}

/** 2000::/3 (RFC 4291; IANA's registry, read 2026-11-22): all that is routed. `1::2` and `1:2:3:4:5:6:7:8` are figures. */
const GLOBAL_UNICAST = /^[23][0-9a-f]{3}:/i

function ipv4End(text: string, from: number): number {
  let end = from
  while (end < text.length && isIpv4Character(text.charCodeAt(end))) end++
  return end
}

function ipv6End(text: string, from: number): number {
  let end = from
  while (end < text.length && end - from < LONGEST_IPV6 && isIpv6Character(text.charCodeAt(end))) end++
  return end
}

function touchesWord(text: string, start: number, end: number): boolean {
  if (isAlnum(text.charCodeAt(end))) return true
  if (start === 0 || text.charCodeAt(start - 1) === DOT) return start > 0
  return isAlnum(text.charCodeAt(start - 1)) && !LABEL.test(text.slice(Math.max(0, start - LABEL_REACH), start))
}

/** `ip198.51.100.23`. */
const LABEL = /(?:^|[^a-z0-9])(?:ip|ipv|addr|host|client|from)$/i
const LABEL_REACH = 8

/** `Name/1.2.3.4`, as user agents write versions; a path segment has a "/" before the word. */
function isProductVersion(text: string, start: number): boolean {
  return (
    start >= 2 &&
    text[start - 1] === '/' &&
    /(?:^|[\s(;])[A-Za-z_]+\/$/.test(text.slice(Math.max(0, start - 40), start))
  )
}

function trimDots(address: string): string {
  return address.replace(/[.:]$/, '')
}

function isIpv4Character(code: number): boolean {
  return isDigit(code) || code === 46
}

function isIpv6Character(code: number): boolean {
  return isDigit(code) || code === 58 || code === 46 || (code >= 97 && code <= 102) || (code >= 65 && code <= 70)
}
