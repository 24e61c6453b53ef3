/**
 * A payload as JSON text, put together value by value. The type is the proof: only a hash, a text that has passed the
 * guard, a number or a boolean becomes a part of it. Written directly, because an object that is made only to be
 * stringified costs more than all the values in it.
 */
import { keepAlive } from '../event/kept-alive.ts'
import type { Sha256Hex } from '../hashing/sha256.ts'
import type { CleanText, HiddenId } from '../privacy/guard.ts'

declare const safe: unique symbol

/** JSON text with no raw identifier in it, and ASCII alone: a character of it is a byte. */
export type SafeJson = string & { readonly [safe]: true }

/** Hex digits need no escape. */
export function hashJson(hash: Sha256Hex): SafeJson {
  return built(`"${hash}"`)
}

/** A list of one. */
export function hashListJson(hash: Sha256Hex): SafeJson {
  return built(`["${hash}"]`)
}

/** All of ASCII but quotes, backslashes and control characters. */
const AS_IT_IS = /^[ !#-[\]-~]*$/
const NOT_ASCII = /[^\0-\x7f]/g

/**
 * ASCII alone: with `è` or `’` in it the runtime takes ten times as long, of a whole request, to make bytes of it (1.9 ns a byte, workerd
 * 1.20261102.1, 2026-11-23). Half of a pair, of a name that was cut, would be JSON that some platforms refuse with all that is in the request.
 */
export function textJson(text: CleanText): SafeJson {
  return built(AS_IT_IS.test(text) ? `"${text}"` : asciiJson(JSON.stringify(text.toWellFormed())))
}

/** The same JSON, ASCII alone. */
export function asciiJson(json: string): string {
  return json.replace(NOT_ASCII, escaped)
}

/** As JSON writes what is not to be seen (RFC 8259 section 7). */
function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** A keyed hash needs neither an escape nor a look: in its digits a number is found by chance now and then. */
export function hiddenIdJson(id: HiddenId): SafeJson {
  return built(`"${id}"`)
}

export function scalarJson(value: number | boolean): SafeJson {
  return built(typeof value === 'boolean' || Number.isFinite(value) ? String(value) : 'null')
}

export function listJson(elements: readonly SafeJson[]): SafeJson {
  let text = '['
  let separator = ''
  for (const element of elements) {
    text += separator + element
    separator = ','
  }
  return built(`${text}]`)
}

/** A member's name as it is written: as the first of its object, and after another. Made once, of a mapping's words. */
export interface JsonKey {
  readonly first: string
  readonly next: string
}

export function keyOf(name: string): JsonKey {
  const first = `${JSON.stringify(name)}:`
  return { first, next: `,${first}` }
}

/** An object being written. */
export class ObjectWriter {
  #text = '{'
  #isFirst = true

  member(key: JsonKey, value: SafeJson): void {
    this.#text += (this.#isFirst ? key.first : key.next) + value
    this.#isFirst = false
  }

  /** What is written until `close` goes into a member that is an object. Returns what `close` needs. */
  open(key: JsonKey): Opened {
    const before = { text: this.#text, isFirst: this.#isFirst }
    this.#text += `${this.#isFirst ? key.first : key.next}{`
    this.#isFirst = true
    return before
  }

  /** An object into which nothing was written is not there. */
  close(before: Opened): void {
    if (this.#isFirst) {
      this.#text = before.text
      this.#isFirst = before.isFirst
    } else this.#text += '}'
  }

  get isEmpty(): boolean {
    return this.#isFirst
  }

  end(): SafeJson {
    return built(`${this.#text}}`)
  }
}

keepAlive(new ObjectWriter())

/** What stood there before an object was opened. */
interface Opened {
  readonly text: string
  readonly isFirst: boolean
}

/** The callers above are the proof. */
function built(text: string): SafeJson {
  proven(text)
  return text
}

function proven(text: string): asserts text is SafeJson {
  void text
}
