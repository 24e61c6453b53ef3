/** The requests a simulated platform got, newest last, without tokens. Bounded by number and by bytes. */
import type { SimulatedAnswer, SimulatedRequest } from '../destinations/simulator.ts'

const MAX_REQUESTS = 2000
const MAX_BYTES = 64 * 1024 * 1024

export interface SeenRequest {
  readonly at_ms: number
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** The body as JSON where it is JSON, else as text. */
  readonly body: unknown
  /** `dropped`: whether the caller saw nothing, or not all, of it. */
  readonly answer: { readonly status: number | null; readonly body: unknown; readonly dropped: boolean }
}

interface Kept {
  readonly atMs: number
  readonly request: SimulatedRequest
  readonly answer: SimulatedAnswer | undefined
  readonly dropped: boolean
  readonly bytes: number
}

export interface RequestLog {
  readonly add: (request: SimulatedRequest, answer: SimulatedAnswer | undefined, dropped: boolean, atMs: number) => void
  /** The newest `limit` of them, newest last. */
  readonly seen: (limit: number) => readonly SeenRequest[]
  readonly total: () => number
  readonly clear: () => void
}

export function createRequestLog(): RequestLog {
  let kept: Kept[] = []
  let bytes = 0
  let total = 0

  /** Keeps the newest; the very newest stays even where it alone is over the limit. */
  const forgetOldest = () => {
    let from = 0
    while (from < kept.length - 1 && (kept.length - from > MAX_REQUESTS || bytes > MAX_BYTES)) {
      bytes -= kept[from]?.bytes ?? 0
      from += 1
    }
    if (from > 0) kept = kept.slice(from)
  }

  return {
    add(request, answer, dropped, atMs) {
      const size = request.body.length + (answer?.body.length ?? 0)
      kept.push({ atMs, request, answer, dropped, bytes: size })
      bytes += size
      total += 1
      forgetOldest()
    },
    seen: (limit) => kept.slice(-limit).map(toSeen),
    total: () => total,
    clear() {
      kept = []
      bytes = 0
      total = 0
    },
  }
}

function toSeen({ atMs, request, answer, dropped }: Kept): SeenRequest {
  return {
    at_ms: atMs,
    method: request.method,
    path: withoutToken(request.path),
    headers: Object.fromEntries(Object.entries(request.headers).filter(([name]) => !SECRET_HEADERS.has(name))),
    body: jsonOrText(request.body),
    answer: { status: answer?.status ?? null, body: answer === undefined ? null : jsonOrText(answer.body), dropped },
  }
}

const SECRET_HEADERS: ReadonlySet<string> = new Set(['access-token', 'authorization', 'cookie', 'proxy-authorization'])

function withoutToken(path: string): string {
  return path.replace(/([?&]access_token=)[^&]*/g, '$1-')
}

/** A token in the body (Meta takes it there too) is taken out. */
function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text, (key: string, value: unknown) => (key === 'access_token' ? '-' : value)) as unknown
  } catch {
    return text
  }
}
