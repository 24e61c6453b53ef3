/**
 * SHA-256 (FIPS 180-4) and HMAC-SHA-256 (RFC 2104) of short texts, synchronous, so that preparing an event needs no
 * promise. Checked against node:crypto on arbitrary texts (sha256.test.ts), in Node and inside workerd.
 *
 * Our own, because an identifier is one block long and every way of asking the runtime or a library costs several
 * times what one block costs: the figures are in docs/decisions/0009, `node bench/sha256/run.ts` takes them again.
 */
import { codeAt } from '../event/code-at.ts'

declare const brand: unique symbol

/** 64 lower-case hex digits. Made only in this folder, so a value of this type is known not to be a raw identifier. */
export type Sha256Hex = string & { readonly [brand]: 'Sha256Hex' }

/** SHA-256 of the UTF-8 bytes of `text`. */
export function sha256Hex(text: string): Sha256Hex {
  digest('', text, text.length, INITIAL, 0)
  const hex = hexOfAll(STATE)
  proven(hex)
  return hex
}

const SHA256_HEX = /^[0-9a-fA-F]{64}$/

/** The hash in `text`, lower-cased; undefined where `text` is not exactly 64 hex digits. */
export function readSha256Hex(text: string): Sha256Hex | undefined {
  if (text.length !== 64 || !SHA256_HEX.test(text)) return undefined
  const hex = text.toLowerCase()
  proven(hex)
  return hex
}

/**
 * HMAC-SHA-256, its first 128 bits as 32 lower-case hex digits. Keyed once per secret: the key's own two blocks are the
 * same for every message. The message is `head` and the first `length` characters of `text`: to put them together or to cut
 * them off first costs as much as a block.
 */
export function hmacSha256Half(secret: string): (head: string, text: string, length?: number) => string {
  const key = keyBlock(secret)
  const inner = stateAfter(key, 0x36)
  const outer = stateAfter(key, 0x5c)
  return (head, text, length = text.length) => {
    digest(head, text, Math.min(length, text.length), inner, BLOCK)
    digestState(outer)
    return hexOfHalf(STATE)
  }
}

/** The two callers above are the proof: it does nothing at run time. */
function proven(hex: string): asserts hex is Sha256Hex {
  void hex
}

const BLOCK = 64

// FIPS 180-4 sections 4.2.2 and 5.3.3: the first 32 bits of the fractional parts of the cube roots (K) and square roots
// (INITIAL) of the first primes.
const PRIMES = firstPrimes(64)
const K = Int32Array.from(PRIMES, (prime) => fraction32(Math.cbrt(prime)))
const INITIAL = Int32Array.from(PRIMES.slice(0, 8), (prime) => fraction32(Math.sqrt(prime)))

function firstPrimes(count: number): number[] {
  const primes: number[] = []
  // Loops alone: a part of every start.
  for (let n = 2; primes.length < count; n++) if (isPrime(n)) primes.push(n)
  return primes
}

function isPrime(n: number): boolean {
  for (let i = 2; i * i <= n; i++) if (n % i === 0) return false
  return true
}

function fraction32(root: number): number {
  return ((root % 1) * 0x1_0000_0000) | 0
}

// Work space: filled and read within one synchronous call.
const W = new Int32Array(64)
/** The eight words of the hash being made, and at the end the hash. */
const STATE = new Int32Array(8)
const encoder = new TextEncoder()
const SHORT = 1_024
const shortBytes = new Uint8Array(SHORT * 3)

/** Of `head` and `count` characters of `text`, into STATE. `before`: bytes already hashed into `start` (whole blocks). */
function digest(head: string, text: string, count: number, start: Int32Array, before: number): void {
  const length = head.length + count
  if (length > SHORT) {
    const bytes = encoder.encode(head + text.slice(0, count))
    digestBytes(bytes, bytes.length, start, before)
  } else if (writeAscii(head, head.length, 0) && writeAscii(text, count, head.length))
    digestBytes(shortBytes, length, start, before)
  else digestBytes(shortBytes, encoder.encodeInto(head + text.slice(0, count), shortBytes).written, start, before)
}

/** Nearly every identifier is ASCII. False where this one is not. */
function writeAscii(text: string, count: number, at: number): boolean {
  for (let i = 0; i < count; i++) {
    const code = codeAt(text, i)
    if (code > 127) return false
    shortBytes[at + i] = code
  }
  return true
}

function digestBytes(bytes: Uint8Array, length: number, start: Int32Array, before: number): void {
  copyState(start, STATE)
  let at = 0
  for (; at + BLOCK <= length; at += BLOCK) {
    for (let i = 0; i < 16; i++) W[i] = wholeWord(bytes, at + 4 * i)
    compress(STATE)
  }
  finish(bytes, at, length, before)
}

/** The digest of the digest in STATE (32 bytes, one block) that begins after one block hashed into `start`. */
function digestState(start: Int32Array): void {
  copyState(STATE, W)
  copyState(start, STATE)
  clearFrom(9)
  W[8] = 0x80 << 24
  W[15] = (BLOCK + 32) * 8
  compress(STATE)
}

/** The rest, a one bit, zeros, and the length in bits: one block or two. */
function finish(bytes: Uint8Array, at: number, length: number, before: number): void {
  const rest = length - at
  const whole = rest >> 2
  clearFrom(whole + 1)
  for (let i = 0; i < whole; i++) W[i] = wholeWord(bytes, at + 4 * i)
  W[whole] = lastWord(bytes, at + 4 * whole, rest & 3)
  if (rest >= 56) {
    compress(STATE)
    clearFrom(0)
  }
  const total = before + length
  W[14] = Math.floor(total / 0x2000_0000)
  W[15] = total << 3
  compress(STATE)
}

/** In loops: a call of `set` or `fill` costs more than so few words. */
function copyState(from: Int32Array, to: Int32Array): void {
  for (let i = 0; i < 8; i++) to[i] = from[i] as number
}

/** The rest of the block. */
function clearFrom(word: number): void {
  for (let i = word; i < 16; i++) W[i] = 0
}

/** Big-endian. */
function wholeWord(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] as number) << 24) |
    ((bytes[at + 1] as number) << 16) |
    ((bytes[at + 2] as number) << 8) |
    (bytes[at + 3] as number)
  )
}

/** The 0 to 3 bytes that are left, followed by the one bit. */
function lastWord(bytes: Uint8Array, at: number, count: number): number {
  let word = 0x80 << (24 - 8 * count)
  for (let i = 0; i < count; i++) word |= (bytes[at + i] as number) << (24 - 8 * i)
  return word
}

function compress(state: Int32Array): void {
  for (let i = 16; i < 64; i++) {
    const w15 = W[i - 15] as number
    const w2 = W[i - 2] as number
    const s0 = ((w15 >>> 7) | (w15 << 25)) ^ ((w15 >>> 18) | (w15 << 14)) ^ (w15 >>> 3)
    const s1 = ((w2 >>> 17) | (w2 << 15)) ^ ((w2 >>> 19) | (w2 << 13)) ^ (w2 >>> 10)
    W[i] = ((W[i - 16] as number) + s0 + (W[i - 7] as number) + s1) | 0
  }
  let a = state[0] as number
  let b = state[1] as number
  let c = state[2] as number
  let d = state[3] as number
  let e = state[4] as number
  let f = state[5] as number
  let g = state[6] as number
  let h = state[7] as number
  // Four rounds at a time: each puts its new words where the oldest ones were, so that the others need not move.
  for (let i = 0; i < 64; i += 4) {
    h = (h + sum1(e) + (g ^ (e & (f ^ g))) + (K[i] as number) + (W[i] as number)) | 0
    d = (d + h) | 0
    h = (h + sum0(a) + ((a & b) | (c & (a | b)))) | 0
    g = (g + sum1(d) + (f ^ (d & (e ^ f))) + (K[i + 1] as number) + (W[i + 1] as number)) | 0
    c = (c + g) | 0
    g = (g + sum0(h) + ((h & a) | (b & (h | a)))) | 0
    f = (f + sum1(c) + (e ^ (c & (d ^ e))) + (K[i + 2] as number) + (W[i + 2] as number)) | 0
    b = (b + f) | 0
    f = (f + sum0(g) + ((g & h) | (a & (g | h)))) | 0
    e = (e + sum1(b) + (d ^ (b & (c ^ d))) + (K[i + 3] as number) + (W[i + 3] as number)) | 0
    a = (a + e) | 0
    e = (e + sum0(f) + ((f & g) | (h & (f | g)))) | 0
    // Now the first four words are in e, f, g and h, and the last four in a, b, c and d.
    const wasA = a
    const wasB = b
    const wasC = c
    const wasD = d
    a = e
    b = f
    c = g
    d = h
    e = wasA
    f = wasB
    g = wasC
    h = wasD
  }
  state[0] = ((state[0] as number) + a) | 0
  state[1] = ((state[1] as number) + b) | 0
  state[2] = ((state[2] as number) + c) | 0
  state[3] = ((state[3] as number) + d) | 0
  state[4] = ((state[4] as number) + e) | 0
  state[5] = ((state[5] as number) + f) | 0
  state[6] = ((state[6] as number) + g) | 0
  state[7] = ((state[7] as number) + h) | 0
}

function sum0(a: number): number {
  return ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))
}

function sum1(e: number): number {
  return ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))
}

function keyBlock(secret: string): Uint8Array {
  const raw = encoder.encode(secret)
  const block = new Uint8Array(BLOCK)
  if (raw.length > BLOCK) {
    digestBytes(raw, raw.length, INITIAL, 0)
    block.set(bytesOf(STATE))
  } else block.set(raw)
  return block
}

function stateAfter(key: Uint8Array, pad: number): Int32Array {
  const state = new Int32Array(INITIAL)
  const padded = key.map((byte) => byte ^ pad)
  for (let i = 0; i < 16; i++) W[i] = wholeWord(padded, 4 * i)
  compress(state)
  return state
}

/** The character codes of the hexadecimal digits. */
const DIGITS = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0))

/**
 * Half of the digits, of four words, in one call: put together from shorter texts they cost several times as much, here and again at
 * whoever reads them.
 */
function hexOfHalf(state: Int32Array): string {
  const a = state[0] as number
  const b = state[1] as number
  const c = state[2] as number
  const d = state[3] as number
  // oxfmt-ignore
  return String.fromCharCode(
    digit(a >>> 28), digit(a >> 24), digit(a >> 20), digit(a >> 16), digit(a >> 12), digit(a >> 8), digit(a >> 4), digit(a),
    digit(b >>> 28), digit(b >> 24), digit(b >> 20), digit(b >> 16), digit(b >> 12), digit(b >> 8), digit(b >> 4), digit(b),
    digit(c >>> 28), digit(c >> 24), digit(c >> 20), digit(c >> 16), digit(c >> 12), digit(c >> 8), digit(c >> 4), digit(c),
    digit(d >>> 28), digit(d >> 24), digit(d >> 20), digit(d >> 16), digit(d >> 12), digit(d >> 8), digit(d >> 4), digit(d),
  )
}

/** All of them. */
function hexOfAll(state: Int32Array): string {
  const a = state[0] as number
  const b = state[1] as number
  const c = state[2] as number
  const d = state[3] as number
  const e = state[4] as number
  const f = state[5] as number
  const g = state[6] as number
  const h = state[7] as number
  // oxfmt-ignore
  return String.fromCharCode(
    digit(a >>> 28), digit(a >> 24), digit(a >> 20), digit(a >> 16), digit(a >> 12), digit(a >> 8), digit(a >> 4), digit(a),
    digit(b >>> 28), digit(b >> 24), digit(b >> 20), digit(b >> 16), digit(b >> 12), digit(b >> 8), digit(b >> 4), digit(b),
    digit(c >>> 28), digit(c >> 24), digit(c >> 20), digit(c >> 16), digit(c >> 12), digit(c >> 8), digit(c >> 4), digit(c),
    digit(d >>> 28), digit(d >> 24), digit(d >> 20), digit(d >> 16), digit(d >> 12), digit(d >> 8), digit(d >> 4), digit(d),
    digit(e >>> 28), digit(e >> 24), digit(e >> 20), digit(e >> 16), digit(e >> 12), digit(e >> 8), digit(e >> 4), digit(e),
    digit(f >>> 28), digit(f >> 24), digit(f >> 20), digit(f >> 16), digit(f >> 12), digit(f >> 8), digit(f >> 4), digit(f),
    digit(g >>> 28), digit(g >> 24), digit(g >> 20), digit(g >> 16), digit(g >> 12), digit(g >> 8), digit(g >> 4), digit(g),
    digit(h >>> 28), digit(h >> 24), digit(h >> 20), digit(h >> 16), digit(h >> 12), digit(h >> 8), digit(h >> 4), digit(h),
  )
}

/** The character code of the lowest four bits. */
function digit(bits: number): number {
  return DIGITS[bits & 15] as number
}

function bytesOf(state: Int32Array): Uint8Array {
  const bytes = new Uint8Array(32)
  const view = new DataView(bytes.buffer)
  state.forEach((word, i) => view.setInt32(4 * i, word))
  return bytes
}
