/**
 * Public keys that senders serve, from one host and kept in memory. Adobe wants them forgotten after a day at the latest
 * (AdobeDocs/adobe-io-events, guides/index.md, read 2026-11-23). How often that host is asked is bounded, whoever names keys to us.
 */
import type { ServedKey } from '../auth/source-entrance.ts'
import { rsaKeyOf } from '../auth/webhook-signature.ts'
import { bytesOf } from './body.ts'

const HOUR_MS = 3_600_000
const KEPT_MS = 12 * HOUR_MS
/** What is not there may be there soon. */
const NONE_KEPT_MS = 60_000
const MAX_KEPT = 16
const MAX_ASKED_A_MINUTE = 20
/** Its sender waits ten seconds for its answer, and there may be two keys to ask for. */
const TIMEOUT_MS = 3_000
const MAX_PEM_BYTES = 8_192

export interface ServedKeysDeps {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
  readonly now: () => number
}

interface Kept {
  readonly key: CryptoKey | 'none'
  readonly untilMs: number
}

export class ServedKeys {
  readonly #deps: ServedKeysDeps
  readonly #kept = new Map<string, Kept>()
  #asked = { minute: 0, times: 0 }

  constructor(deps: ServedKeysDeps) {
    this.#deps = deps
  }

  async get(url: string): Promise<ServedKey> {
    const kept = this.#kept.get(url)
    if (kept !== undefined && kept.untilMs > this.#deps.now()) return kept.key
    const answer = this.#mayAsk() ? await this.#ask(url) : undefined
    if (answer === undefined) return 'unavailable'
    const key = (answer.pem === undefined ? undefined : await rsaKeyOf(answer.pem)) ?? 'none'
    this.#keep(url, key)
    return key
  }

  #mayAsk(): boolean {
    const minute = Math.floor(this.#deps.now() / 60_000)
    if (this.#asked.minute !== minute) this.#asked = { minute, times: 0 }
    this.#asked.times += 1
    return this.#asked.times <= MAX_ASKED_A_MINUTE
  }

  /** Undefined: no answer. Nobody is followed elsewhere. */
  async #ask(url: string): Promise<{ readonly pem: string | undefined } | undefined> {
    try {
      const response = await this.#deps.fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) })
      if (response.status >= 500 || response.status === 429) return undefined
      if (response.status !== 200 || response.body === null) return { pem: undefined }
      const bytes = await bytesOf(response.body, MAX_PEM_BYTES)
      return { pem: bytes === undefined ? undefined : new TextDecoder().decode(bytes) }
    } catch {
      return undefined
    }
  }

  /** What is no key makes room first: names that somebody made up must not push out those that are signed with. */
  #keep(url: string, key: CryptoKey | 'none'): void {
    this.#kept.delete(url)
    this.#kept.set(url, { key, untilMs: this.#deps.now() + (key === 'none' ? NONE_KEPT_MS : KEPT_MS) })
    if (this.#kept.size <= MAX_KEPT) return
    const least = [...this.#kept].find((one) => one[1].key === 'none') ?? [...this.#kept][0]
    if (least !== undefined) this.#kept.delete(least[0])
  }
}
