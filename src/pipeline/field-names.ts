/**
 * The names of what is in a delivery, link by link: events with the same fields share one list and one text of it, so that
 * neither is made for each of them.
 */

/** Links kept in a process, of all plans together: what shops really send needs some hundreds, at some 100 bytes each. */
const MAX_KEPT = 4_096
let kept = 0

export class FieldNames {
  /** Nothing yet: one for each plan. */
  static start(): FieldNames {
    return new FieldNames(undefined, '')
  }

  readonly #before: FieldNames | undefined
  readonly #name: string
  readonly #after: (FieldNames | undefined)[] = []
  /** What followed last, at hand: nearly every event of a shop has the same fields as the one before. */
  #lastIndex = -1
  #last: FieldNames | undefined
  #names: readonly string[] | undefined
  #text: string | undefined

  constructor(before: FieldNames | undefined, name: string) {
    this.#before = before
    this.#name = name
  }

  /** `index` is the name's own among all that may follow. */
  with(index: number, name: string): FieldNames {
    if (index === this.#lastIndex && this.#last !== undefined) return this.#last
    const known = this.#after[index]
    if (known === undefined) return this.#extend(index, name)
    this.#lastIndex = index
    this.#last = known
    return known
  }

  #extend(index: number, name: string): FieldNames {
    const longer = new FieldNames(this, name)
    if (kept >= MAX_KEPT) return longer
    kept++
    this.#after[index] = longer
    return longer
  }

  get names(): readonly string[] {
    this.#names ??= this.#before === undefined ? [] : [...this.#before.names, this.#name]
    return this.#names
  }

  /** Separated by spaces, as receipts keep them. */
  get text(): string {
    this.#text ??= this.names.join(' ')
    return this.#text
  }
}
