/** The vectors of WooCommerce, PrestaShop, Magento and TikTok Shop that need no memory of earlier requests, through proof and reading. */
import { describe, expect, it } from 'vitest'
import list from '../../test/vectors/sources.json'
import { isSigned } from '../auth/webhook-signature.ts'
import type { CompiledSources } from '../policy/types.ts'
import type { Members } from './parts.ts'
import { sources } from './registry.ts'
import { ORDERS } from './shop-request.fixture.ts'
import type { Source, SourceReading, SourceRequest } from './source.ts'

interface Vector {
  readonly id: string
  readonly source: string
  readonly context: {
    readonly received_at: string
    readonly settings: Readonly<Record<string, string>>
    readonly secrets: Readonly<Record<string, readonly (string | { app_key: string; app_secret: string })[]>>
    readonly already_accepted?: unknown
  }
  readonly input: {
    readonly method: string
    readonly url?: string
    readonly headers: Readonly<Record<string, string>>
    readonly body: string
  }
  readonly expected: Members & {
    readonly error?: { readonly code: string }
    readonly events?: readonly Members[]
    readonly ignored?: { readonly reason: string; readonly ledger: boolean }
  }
}

const all = list as unknown as readonly Vector[]
const OURS = ['woocommerce.webhook', 'prestashop.module', 'magento.module', 'tiktok_shop.webhook']
// Answered before a source is asked: no secret at all, and media types.
const ELSEWHERE = ['source_not_configured', 'unsupported_media_type']
const vectors = all.filter(
  ({ source, context, expected }) =>
    OURS.includes(source) && context.already_accepted === undefined && !ELSEWHERE.includes(expected.error?.code ?? ''),
)

function requestOf({ context, input }: Vector): SourceRequest {
  const { settings, secrets } = context
  const headers = new Map(Object.entries(input.headers).map(([name, value]) => [name.toLowerCase(), value]))
  const shop = secrets['tiktok_shop']?.find((one) => typeof one !== 'string')
  return {
    method: input.method,
    url: new URL(input.url ?? 'https://events.shop.example/hooks/x'),
    headers: { get: (name) => headers.get(name) },
    text: input.body,
    receivedAtMs: Date.parse(context.received_at),
    settings: {
      orders: { ...ORDERS, ...(settings['money'] === 'shop' && { money: 'shop' }) },
      sources: {
        tiktok_shop: { secrets: ['A'], shopId: settings['tiktok_shop_id'] ?? '', appKey: shop?.app_key ?? '' },
      } satisfies CompiledSources,
      siteOrigin: 'https://shop.example',
    },
  }
}

async function refusalOf(source: Source, vector: Vector): Promise<string | undefined> {
  const request = requestOf(vector)
  if (source.entrance.by !== 'signature') return 'no signature asked for'
  const proof = source.entrance.proof(request, new TextEncoder().encode(request.text))
  if (proof.ok === false) return proof.code
  if (proof.ok !== true) return undefined
  const secrets = Object.values(vector.context.secrets).flat()
  const written = secrets.map((one) => (typeof one === 'string' ? one : one.app_secret))
  const keys = written.flatMap((secret) => proof.key(secret) ?? [])
  if (!(await isSigned(proof.message, proof.signatures, keys))) return 'signature_mismatch'
  return proof.late === true ? 'timestamp_out_of_tolerance' : undefined
}

/** A reading in the words of the vectors. */
function asExpected(reading: SourceReading): Members {
  if (reading.kind === 'parked') return { status: 200, parked: { code: reading.code, ...pathsOf(reading) } }
  if (reading.kind === 'fetch') return { status: 200, fetch: { order_id: reading.order_id } }
  if (reading.kind !== 'read') return { status: 0, kind: reading.kind }
  const [first] = reading.events
  if (first === undefined) {
    return { status: 200, ignored: { reason: reading.ignored, ledger: reading.ledger.length > 0 } }
  }
  return { status: 202, events: reading.events.map(({ event }) => inSeconds(event)), identity: first.identity }
}

function pathsOf({ paths }: { readonly paths?: readonly string[] }) {
  return paths === undefined ? {} : { paths }
}

/** Times are instants: however they are written. */
function inSeconds(event: Members): Members {
  return { ...event, occurred_at: Date.parse(String(event['occurred_at'])) }
}

describe('the vectors of shops', () => {
  it.each(vectors.map((vector) => [vector.id, vector] as const))('%s', async (_id, vector) => {
    const source = sources.find(({ name }) => name === vector.source)
    if (source === undefined) throw new Error(`no source ${vector.source}`)
    const code = await refusalOf(source, vector)
    expect(code).toBe(vector.expected.error?.code)
    if (code !== undefined) return
    const { events, ...rest } = vector.expected
    expect(asExpected(source.read(requestOf(vector)))).toEqual({
      ...rest,
      ...(events !== undefined && { events: events.map(inSeconds) }),
    })
  })
})
