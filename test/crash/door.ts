/** Where callers send: the gateway that is up, or, while there is none, the next one. A caller asks again until it is answered. */
import { setTimeout as sleep } from 'node:timers/promises'
import { answerOf, type Answer } from '../support/client.ts'

export interface CallerRequest {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly inChunks?: true
}

const ANSWER_TIMEOUT_MS = 20_000
/** A caller would wait as long as `Retry-After` says; here it costs only time. */
const PAUSE_MS = 20
const MAX_ATTEMPTS = 2_000

export class Door {
  #open = Promise.withResolvers<string>()
  #isOpen = false

  open(url: string): void {
    if (this.#isOpen) this.close()
    this.#open.resolve(url)
    this.#isOpen = true
  }

  /** Whoever asks from now on waits for the next one. */
  close(): void {
    if (!this.#isOpen) return
    this.#open = Promise.withResolvers()
    this.#isOpen = false
  }

  url(): Promise<string> {
    return this.#open.promise
  }

  /** The same bytes again until there is an answer that is one; `onUnanswered` after each attempt without. */
  async untilAnswered(request: CallerRequest, onUnanswered: () => void = () => {}): Promise<Answer> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const answer = await attemptAt(await this.url(), request)
      if (answer !== undefined && answer.status < 500) return answer
      onUnanswered()
      await sleep(PAUSE_MS)
    }
    throw new Error(`${request.method} ${request.path} got no answer in ${MAX_ATTEMPTS} attempts`)
  }
}

/** Undefined where the answer did not come, or not whole. */
async function attemptAt(url: string, request: CallerRequest): Promise<Answer | undefined> {
  const { method, path, headers, body } = request
  const init: RequestInit = { method, headers, signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) }
  try {
    return await answerOf(await fetch(`${url}${path}`, { ...init, ...bodyOf(request, body) }))
  } catch {
    return undefined
  }
}

function bodyOf({ inChunks }: CallerRequest, body: string | undefined): RequestInit {
  if (body === undefined) return {}
  if (inChunks !== true) return { body }
  // The types of the browser's fetch do not know that Node's asks for it.
  return { body: new Blob([body]).stream(), duplex: 'half' } as RequestInit
}
