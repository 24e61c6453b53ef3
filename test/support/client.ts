/** Speaks to a gateway as its callers do: a server with a token, a browser with an origin, an operator. */
import type { Receipt } from '../../src/outbox/types.ts'
import { until } from './waiting.ts'

export const ORIGIN = 'https://www.atelier-rivage.example'

export interface Result {
  readonly event_id: string | null
  readonly status: 'accepted' | 'duplicate' | 'refused'
  readonly reason?: string
  readonly errors?: readonly { readonly path: string; readonly message: string }[]
  readonly destinations: Readonly<Record<string, string>>
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** Of a JSON object; empty for anything else. */
  readonly body: {
    readonly results?: readonly Result[]
    readonly duplicate?: { readonly of: string }
    readonly parked?: readonly { readonly id: string }[]
    readonly code?: string
    readonly title?: string
    readonly type?: string
    readonly errors?: readonly { readonly path: string; readonly message: string }[]
  }
}

export async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, body: objectOf(text) }
}

function objectOf(text: string): Answer['body'] {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}

type HeaderFields = Readonly<Record<string, string>>

export class Client {
  readonly url: string

  constructor(url: string) {
    this.url = url
  }

  async send(path: string, init: RequestInit): Promise<Answer> {
    return answerOf(await fetch(`${this.url}${path}`, init))
  }

  async get(path: string, headers: HeaderFields = {}): Promise<Answer> {
    return this.send(path, { headers })
  }

  /** `POST /v1/events`; a string goes as it is. */
  async fromServer(body: unknown, headers: HeaderFields = {}): Promise<Answer> {
    const own = { 'content-type': 'application/json', authorization: 'Bearer dev' }
    return this.send('/v1/events', { method: 'POST', headers: { ...own, ...headers }, body: textOf(body) })
  }

  /** `POST /e` as `navigator.sendBeacon` does it. */
  async fromBrowser(body: unknown, headers: HeaderFields = {}): Promise<Answer> {
    const own = { 'content-type': 'text/plain;charset=UTF-8', origin: ORIGIN }
    return this.send('/e', { method: 'POST', headers: { ...own, ...headers }, body: textOf(body) })
  }

  async receipts(eventId: string): Promise<readonly Receipt[]> {
    const { text } = await this.get(`/v1/receipts?event_id=${encodeURIComponent(eventId)}`, {
      authorization: 'Bearer dev',
    })
    const { receipts }: { receipts: readonly Receipt[] } = JSON.parse(text)
    return receipts
  }

  async receiptFor(eventId: string, destination: string): Promise<Receipt | undefined> {
    return (await this.receipts(eventId)).find((receipt) => receipt.destination === destination)
  }

  /** A sample of `GET /metrics`, its values summed over the other labels; 0 where there is none. */
  async metric(name: string, label = ''): Promise<number> {
    const { text } = await this.get('/metrics')
    const lines = text.split('\n').filter((line) => line.startsWith(`${name}{`) && line.includes(label))
    return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0)
  }

  /** Until nothing waits in the outbox any more. */
  async untilSettled(timeoutMs?: number): Promise<void> {
    await until('nothing waits', async () => (await this.metric('tidegate_outbox_waiting')) === 0, timeoutMs)
  }
}

function textOf(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body)
}
