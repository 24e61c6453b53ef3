/** The reading of a request that has been let in, and what is kept of one that cannot be used. */
import type { ParkedRequest } from '../outbox/ledger-asks.ts'
import type { Source, SourceReading, SourceRequest } from '../sources/source.ts'
import { logDefect } from '../telemetry/log.ts'

/** An adapter never throws; if one does, what came is kept for the day when it is mended. */
export function readSafely(source: Source, request: SourceRequest): SourceReading {
  try {
    return source.read(request)
  } catch (error) {
    logDefect('source', error)
    return source.entrance.by === 'signature' ? { kind: 'parked', code: 'malformed' } : { kind: 'malformed', paths: [] }
  }
}

/** Of the headers those that the adapter looks at. */
export function parkedRequest(source: Source, request: SourceRequest): ParkedRequest {
  const headers: Record<string, string> = {}
  const get = (name: string) => {
    const value = request.headers.get(name)
    if (value !== undefined) headers[name] = value
    return value
  }
  readSafely(source, { ...request, headers: { get } })
  return {
    source: source.name,
    at: new Date(request.receivedAtMs).toISOString(),
    method: request.method,
    url: request.url.href,
    headers,
    text: request.text,
  }
}

/** What an unbelieved body says of itself: the ledger keeps a hash of it. */
export function orderNamed(reading: SourceReading): string | undefined {
  if (reading.kind === 'parked' || reading.kind === 'fetch') return reading.order_id
  if (reading.kind !== 'read') return undefined
  return reading.ledger[0]?.order_id ?? reading.events[0]?.identity?.order_key
}
