/**
 * Reads bits, most significant first, out of base64url text without unpacking it: the strings come from anybody, so
 * nothing here allocates by what they say. A read past the end gives 0 and sets `overrun`: callers check it where it
 * matters, and at the end.
 */

/** Value of each base64url character; -1 for what is none. */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const VALUES = new Int8Array(128).fill(-1)
for (let value = 0; value < ALPHABET.length; value++) VALUES[ALPHABET.charCodeAt(value)] = value

/** Whether every character is of the base64url alphabet; padding is none of it. */
export function isBase64Url(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (sixBitsOf(text, i) < 0) return false
  return true
}

export class Bits {
  readonly #text: string
  readonly #length: number
  #at = 0
  #overrun = false

  /** `text` must have passed isBase64Url. */
  constructor(text: string) {
    this.#text = text
    this.#length = text.length * 6
  }

  /** A read went past the end: what it gave was made up. */
  get overrun(): boolean {
    return this.#overrun
  }

  /** In bits from the start. */
  get position(): number {
    return this.#at
  }

  get remaining(): number {
    return this.#length - this.#at
  }

  /** An unsigned number of `width` bits, 1 to 42. Whole characters are gathered, and cut to size once. */
  read(width: number): number {
    const end = this.#at + width
    if (end > this.#length) {
      this.#overrun = true
      this.#at = this.#length
      return 0
    }
    let value = 0
    let index = Math.trunc(this.#at / 6)
    // Multiplied, not shifted: timestamps have 36 bits, and shifts are done in 32.
    for (; index * 6 < end; index++) value = value * 64 + sixBitsOf(this.#text, index)
    this.#at = end
    return Math.trunc(value / 2 ** (index * 6 - end)) % 2 ** width
  }

  readFlag(): boolean {
    return this.read(1) === 1
  }

  /** Moves on by `width` bits. */
  skip(width: number): void {
    if (this.#at + width > this.#length) {
      this.#overrun = true
      this.#at = this.#length
    } else {
      this.#at += width
    }
  }

  /** The bit at an absolute position, without moving; false outside. */
  flagAt(position: number): boolean {
    if (position < 0 || position >= this.#length) return false
    const offset = position % 6
    return ((sixBitsOf(this.#text, (position - offset) / 6) >> (5 - offset)) & 1) === 1
  }
}

function sixBitsOf(text: string, index: number): number {
  return VALUES[text.charCodeAt(index)] ?? -1
}
