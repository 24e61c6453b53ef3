/** How far a long run is, on stderr: a bar where somebody looks at it, else a line for each tenth. */
import type { Terminal } from './command.ts'

const WIDTH = 30

export class Progress {
  readonly #terminal: Terminal
  readonly #total: number
  #done = 0
  #tenth = 0

  /** `total` is what is expected; more may come. */
  constructor(terminal: Terminal, total: number) {
    this.#terminal = terminal
    this.#total = total
  }

  add(count: number): void {
    this.#done += count
    const share = this.#total === 0 ? 1 : Math.min(1, this.#done / this.#total)
    if (this.#terminal.interactive === true) this.#terminal.stderr(`\r${this.#bar(share)}`)
    else this.#line(Math.floor(share * 10))
  }

  /** Before anything else is written. */
  end(): void {
    if (this.#terminal.interactive === true && this.#done > 0) this.#terminal.stderr('\n')
  }

  #bar(share: number): string {
    const filled = Math.round(share * WIDTH)
    return `[${'#'.repeat(filled)}${'.'.repeat(WIDTH - filled)}] ${this.#counts(share)}`
  }

  #line(tenth: number): void {
    if (tenth === this.#tenth) return
    this.#tenth = tenth
    this.#terminal.stderr(`${this.#counts(tenth / 10)}\n`)
  }

  #counts(share: number): string {
    const { language } = this.#terminal
    const [done, total] = [this.#done, this.#total].map((count) => count.toLocaleString(language))
    const percent = Math.round(share * 100)
    return language === 'fr' ? `${percent} % (${done} sur ${total})` : `${percent}% (${done} of ${total})`
  }
}
