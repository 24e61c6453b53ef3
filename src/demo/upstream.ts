/**
 * What the live page shows, gathered from the gateway and the simulators. Each part says by itself whether it could be
 * had, so that a gateway that is down is shown as down and does not blank the rest.
 */

/** The simulators that the live page follows; the ids are the destinations' ids. */
export const PLATFORMS = ['tiktok', 'meta'] as const

/** The page shows a hundred events, which came in no more requests than that. */
const MAX_REQUESTS = 100
const MAX_BODY_BYTES = 8 * 1024 * 1024
const TIMEOUT_MS = 2_000

export type Part = { readonly up: true; readonly data: unknown } | { readonly up: false; readonly problem: string }

export interface LiveAnswer {
  readonly gateway: Part
  readonly platforms: Readonly<Record<string, { readonly requests: Part; readonly events: Part }>>
}

export interface Upstreams {
  readonly gatewayUrl: string
  readonly simulatorsUrl: string
}

/** `after` is the last decision that the page need not have again; 0 for all that the gateway still has. */
export async function readLive(upstreams: Upstreams, after: number): Promise<LiveAnswer> {
  const [gateway, ...platforms] = await Promise.all([
    readPart(`${upstreams.gatewayUrl}/dev/decisions?after=${after}`),
    ...PLATFORMS.map((id) => readPlatform(upstreams.simulatorsUrl, id)),
  ])
  return { gateway, platforms: Object.fromEntries(platforms) }
}

/** How the gateway's policy stands, as /healthz says it; empty where it does not say. */
export async function readApproval(gatewayUrl: string): Promise<{ readonly policy_approval: string }> {
  const health = await readPart(`${gatewayUrl}/healthz`)
  const status = health.up && isRecord(health.data) ? health.data['policy_approval'] : ''
  return { policy_approval: typeof status === 'string' ? status : '' }
}

async function readPlatform(simulatorsUrl: string, id: string): Promise<[string, { requests: Part; events: Part }]> {
  const [requests, events] = await Promise.all([
    readPart(`${simulatorsUrl}/_sim/${id}/requests`),
    readPart(`${simulatorsUrl}/_sim/${id}/events`),
  ])
  return [id, { requests: lastRequests(requests), events: countSales(events) }]
}

async function readPart(url: string): Promise<Part> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'error' })
    if (!response.ok) {
      await response.body?.cancel()
      return { up: false, problem: `http_${response.status}` }
    }
    return parsePart(await readBounded(response))
  } catch {
    return { up: false, problem: 'unreachable' }
  }
}

async function readBounded(response: Response): Promise<string | undefined> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > MAX_BODY_BYTES) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parsePart(text: string | undefined): Part {
  if (text === undefined) return { up: false, problem: 'too_large' }
  try {
    return { up: true, data: JSON.parse(text) as unknown }
  } catch {
    return { up: false, problem: 'not_json' }
  }
}

function lastRequests(part: Part): Part {
  return part.up ? { up: true, data: listOf(part.data, 'requests').slice(-MAX_REQUESTS) } : part
}

/** The page needs the number only: how many purchases the platform counted after its own dedupe. */
function countSales(part: Part): Part {
  if (!part.up) return part
  const sales = listOf(part.data, 'events').filter((event) => isRecord(event) && event['event'] === 'Purchase')
  return { up: true, data: { sales: sales.length } }
}

function listOf(data: unknown, key: string): readonly unknown[] {
  const list: unknown = isRecord(data) ? data[key] : undefined
  return Array.isArray(list) ? list : []
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
