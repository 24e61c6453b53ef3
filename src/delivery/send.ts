/** The only place from which Tidegate talks to an ad platform. */
import type { PlatformAnswer, PlatformRequest } from '../destinations/destination.ts'
import { parseRetryAfter } from '../outbox/retry.ts'

/** What is read of an answer. Error pages of gateways can be large; the codes are at the front. */
const ANSWER_MAX_BYTES = 64 * 1024

export type Fetcher = (url: string, init: RequestInit) => Promise<Response>

export async function send(
  request: PlatformRequest,
  fetcher: Fetcher,
  timeoutMs: number,
  nowMs: number,
): Promise<PlatformAnswer> {
  const controller = new AbortController()
  const { signal } = controller
  const timer = setTimeout(() => controller.abort(), timeoutMs)
  try {
    // A redirect would carry the token and the payload to a host that nobody approved.
    const init = {
      method: 'POST',
      headers: { ...request.headers },
      body: request.body,
      signal,
      redirect: 'manual' as const,
    }
    const response = await fetcher(request.url, init)
    const body = await readBounded(response)
    const retryAfterMs = parseRetryAfter(response.headers.get('retry-after'), nowMs)
    return { status: response.status, body, ...(retryAfterMs !== undefined && { retryAfterMs }) }
  } catch {
    // Refused, reset, half a body, or too slow: the platform may have taken it. The same ids go again.
    return { status: 0, body: '', failure: signal.aborted ? 'timeout' : 'network' }
  } finally {
    // A timer that outlives its request would keep what it holds for up to a minute.
    clearTimeout(timer)
  }
}

async function readBounded(response: Response): Promise<string> {
  if (response.body === null) return ''
  // Nearly always: in a busy shard every wait stands in line behind the events that come in.
  if (isShort(response.headers)) return response.text()
  const reader = response.body.getReader()
  const chunks: Uint8Array[] = []
  let bytes = 0
  while (bytes < ANSWER_MAX_BYTES) {
    const { done, value } = await reader.read()
    if (done) return decode(chunks)
    chunks.push(value)
    bytes += value.byteLength
  }
  await reader.cancel()
  return decode(chunks)
}

/** By what it says of itself: HTTP reads no further than that. What comes packed may be any length. */
function isShort(headers: Headers): boolean {
  const length = headers.get('content-length') ?? ''
  return /^\d{1,6}$/.test(length) && Number(length) <= ANSWER_MAX_BYTES && !headers.has('content-encoding')
}

function decode(chunks: readonly Uint8Array[]): string {
  const decoder = new TextDecoder()
  return chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join('') + decoder.decode()
}
