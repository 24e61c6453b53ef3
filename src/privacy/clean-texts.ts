/**
 * What was made of texts that were found clean, for fields whose texts come again from event to event (article names,
 * browsers, pages). Bounded: two generations, the older of which is dropped whole. A text with a find is never kept.
 */

/** Texts of one generation; there are two. */
const GENERATION = 1_000
/** Longer ones hardly come again, and would fill the memory. */
const MAX_LENGTH = 256

export class CleanTexts<Made> {
  #young = new Map<string, Made>()
  #old: ReadonlyMap<string, Made> = new Map()

  get(text: string): Made | undefined {
    const young = this.#young.get(text)
    if (young !== undefined) return young
    const old = this.#old.get(text)
    if (old !== undefined) this.set(text, old)
    return old
  }

  set(text: string, made: Made): void {
    if (text.length > MAX_LENGTH) return
    if (this.#young.size >= GENERATION) {
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(text, made)
  }

  get size(): number {
    return this.#young.size + this.#old.size
  }
}
