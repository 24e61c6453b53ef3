/**
 * Runs the vectors of sources: a request as it arrives, with its real signature, goes through the entrance, the adapter and what is
 * known of its orders. Events must be exactly as expected; a source without an adapter fails and says so.
 */
import { isDeepStrictEqual } from 'node:util'
import { entranceRefusal } from '../../src/auth/source-entrance.ts'
import type { Purpose } from '../../src/consent/types.ts'
import type { CompiledOrders, CompiledSources } from '../../src/policy/types.ts'
import { BODY_MAX_BYTES, takesMediaType } from '../../src/routes/source-limits.ts'
import { pathOfSource, SAME_AS } from '../../src/routes/source-paths.ts'
import { isInLedger, outcomeOf, type Known, type SourceOutcome } from '../../src/sources/outcome.ts'
import { sources } from '../../src/sources/registry.ts'
import type { Source, SourceRequest, SourceSettings } from '../../src/sources/source.ts'

export interface SourceVector {
  readonly id: string
  readonly source: string
  readonly context: VectorContext
  readonly input: VectorInput
  readonly expected: Members
}

type Members = Readonly<Record<string, unknown>>

export interface VectorContext {
  readonly received_at: string
  readonly settings?: Members
  readonly secrets?: Readonly<Record<string, readonly string[]>>
  readonly request_ip?: string
  readonly already_accepted?: {
    readonly orders?: readonly string[]
    readonly refunds?: readonly string[]
    readonly aliases?: Readonly<Record<string, string>>
    readonly order_updated_at?: Readonly<Record<string, string>>
  }
}

export interface VectorInput {
  readonly method: string
  readonly url?: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly body_padding?: { readonly char: string; readonly to_length: number }
}

const SITE = 'https://shop.example'

/** What is wrong with our answer, in one line; undefined where all is well. */
export async function runSourceVector(vector: SourceVector): Promise<string | undefined> {
  const source = sources.find(({ name }) => name === (SAME_AS[vector.source] ?? vector.source))
  if (source === undefined) return `no adapter for the source ${vector.source} yet`
  return difference(vector.expected, await answerTo(source, vector))
}

async function answerTo(source: Source, { context, input }: SourceVector): Promise<Members> {
  const bytes = new TextEncoder().encode(bodyOf(input))
  if (bytes.byteLength > BODY_MAX_BYTES) return { error: { status: 413, code: 'too_large' } }
  const request = requestOf(source.name, context, input)
  if (!takesMediaType(source, request.headers.get('content-type') ?? '', bytes.byteLength))
    return { error: { status: 415, code: 'unsupported_media_type' } }
  const refusal = await entranceRefusal(source, request, bytes, {
    secrets: (names) => names,
    origin: originOf(request.headers.get('origin')),
  })
  if (refusal !== undefined) return { error: refusal }
  return asNamed(outcomeOf(source.read(request), knownOf(context)), pathOfSource(source.name)?.taken ?? 0)
}

/** Padded at its end, to the length that is asked for. */
export function bodyOf({ body, body_padding: padding }: VectorInput): string {
  return padding === undefined ? body : body.padEnd(padding.to_length, padding.char)
}

function requestOf(name: string, context: VectorContext, input: VectorInput): SourceRequest {
  const headers = new Map(Object.entries(input.headers).map(([key, value]) => [key.toLowerCase(), value]))
  const path = pathOfSource(name)?.paths[0] ?? '/hooks/none'
  return {
    method: input.method,
    url: new URL(input.url ?? `https://events.shop.example${path}`),
    headers: { get: (key) => headers.get(key) },
    text: bodyOf(input),
    receivedAtMs: Date.parse(context.received_at),
    ...(context.request_ip !== undefined && { ip: context.request_ip }),
    settings: settingsOf(context),
  }
}

function originOf(origin: string | undefined): 'own' | 'strange' | 'none' {
  if (origin === undefined) return 'none'
  return origin === SITE ? 'own' : 'strange'
}

/** The policy that a vector means: as the defaults of its settings, and what it says otherwise. */
export function settingsOf({ settings = {}, secrets = {} }: VectorContext): SourceSettings {
  return { orders: ordersOf(settings), sources: sourcesOf(settings, secrets), siteOrigin: SITE }
}

function ordersOf(settings: Members): CompiledOrders {
  return {
    money: settings['money'] === 'shop' ? 'shop' : 'presentment',
    tax: settings['tax'] === 'excluded' ? 'excluded' : 'included',
    shipping: settings['shipping'] === 'excluded' ? 'excluded' : 'included',
    purchaseWhen: settings['purchase_when'] === 'created' ? 'created' : 'paid',
    itemId: itemIdOf(settings['item_id']),
    excluded: (list(settings['excluded']) as CompiledOrders['excluded'] | undefined) ?? [
      'draft',
      'pos',
      'renewal',
      'test',
      'unpaid',
    ],
    excludedTags: list(settings['excluded_tags']) ?? [],
    renewalSources: list(settings['renewal_sources']) ?? ['subscription_contract*'],
    settleSeconds: 0,
    timeZone: 'Europe/Paris',
    toleranceSeconds: Number(settings['tolerance'] ?? 300),
    ledgerDays: 400,
  }
}

function itemIdOf(value: unknown): CompiledOrders['itemId'] {
  return value === 'variant_id' || value === 'product_id' ? value : 'sku'
}

function list(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? value.map(String) : undefined
}

/** Of the source that is looked at there is what the vector names; the names of the bindings are the values themselves. */
function sourcesOf(settings: Members, secrets: Readonly<Record<string, readonly string[]>>): CompiledSources {
  const signed = (name: string) => ({ secrets: secrets[name] ?? [] })
  const text = (name: string, otherwise: string) => textOf(settings[name]) ?? otherwise
  return {
    shopify: { ...signed('shopify'), shop: text('shop_domain', 'atelier-rivage-demo.myshopify.com'), webPixel: true },
    woocommerce: { ...signed('woocommerce'), url: SITE },
    prestashop: signed('prestashop'),
    magento: signed('magento'),
    bigcommerce: { ...signed('bigcommerce'), store: text('bigcommerce_store', 'abc123') },
    stripe: signed('stripe'),
    webhook: { secrets: secrets['webhook'] ?? secrets['generic'] ?? [] },
    tiktok_shop: tiktokShopOf(settings, secrets),
    segment: {
      keys: [...(secrets['segment'] ?? []), ...(secrets['rudderstack'] ?? [])],
      categories: (settings['segment_categories'] ?? {}) as Readonly<Record<string, readonly Purpose[]>>,
    },
    ga4: {
      keys: secrets['ga4_mp'] ?? secrets['ga4'] ?? [],
      measurementIds: list(settings['ga4_measurement_ids']) ?? [],
    },
    stape: { pages: true },
    zaraz: {
      keys: secrets['zaraz'] ?? [],
      events: (settings['zaraz_events'] ?? {}) as Readonly<Record<string, never>>,
    },
    meta_pixel: { ids: list(settings['meta_pixel_ids']) ?? [] },
    tiktok_pixel: { codes: list(settings['tiktok_pixel_codes']) ?? [] },
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** Its secret comes with the app's public key, which is signed beside the body. */
function tiktokShopOf(
  settings: Members,
  secrets: Readonly<Record<string, unknown>>,
): NonNullable<CompiledSources['tiktok_shop']> {
  const given = secrets['tiktok_shop']
  const app = (Array.isArray(given) ? given[0] : given) as unknown
  const { app_key: appKey, app_secret: appSecret } = isMembers(app)
    ? app
    : { app_key: settings['tiktok_app_key'], app_secret: app }
  return {
    secrets: appSecret === undefined ? [] : [textOf(appSecret) ?? ''],
    shopId: textOf(settings['tiktok_shop_id']) ?? '',
    appKey: textOf(appKey) ?? '',
  }
}

function knownOf({ already_accepted: accepted = {} }: VectorContext): Known {
  const { orders = [], refunds = [], aliases = {}, order_updated_at: updated = {} } = accepted
  const one = (id: string) => ({
    sold: true,
    refunds,
    ...(updated[id] !== undefined && { updated_at: updated[id] }),
  })
  return { orders: Object.fromEntries(orders.map((id) => [id, one(id)])), names: aliases }
}

/** The outcome in the words of the vectors. */
export function asNamed(outcome: SourceOutcome, taken: number): Members {
  switch (outcome.kind) {
    case 'events': {
      const [first] = outcome.events
      return {
        status: taken,
        events: outcome.events.map(({ event }) => event),
        ...(first?.identity !== undefined && { identity: first.identity }),
        ...(outcome.skipped !== undefined && { skipped: outcome.skipped }),
      }
    }
    case 'duplicate':
      return { status: 200, duplicate: { of: outcome.of } }
    case 'ignored':
      return { status: 200, ignored: { reason: outcome.reason, ledger: isInLedger(outcome) } }
    case 'ledger':
      return { status: 200, ledger: outcome.change }
    case 'malformed':
      return { error: { status: 400, code: 'malformed', paths: outcome.paths } }
    case 'command':
      return { status: 200, command: outcome.command }
    case 'parked':
    case 'fetch': {
      const { kind, ...rest } = outcome
      return { status: 200, [kind]: rest }
    }
  }
}

/** Members whose parts need only be as far as the vector names them. */
const NAMED_ONLY: ReadonlySet<string> = new Set(['identity', 'parked', 'fetch', 'error', 'ledger'])

function difference(expected: Members, actual: Members): string | undefined {
  for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
    if (key === 'identity' && !(key in expected)) continue
    const wanted = normalized(expected[key])
    const found = NAMED_ONLY.has(key) ? named(normalized(actual[key]), wanted) : normalized(actual[key])
    if (!isDeepStrictEqual(found, wanted))
      return `${key}: expected ${JSON.stringify(wanted)}, got ${JSON.stringify(normalized(actual[key]))}`
  }
  return undefined
}

function named(found: unknown, wanted: unknown): unknown {
  if (!isMembers(found) || !isMembers(wanted)) return found
  return Object.fromEntries(Object.keys(wanted).map((key) => [key, found[key]]))
}

const TIMES: ReadonlySet<string> = new Set(['occurred_at', 'at'])

/** Times as instants; `search_term` is the schema's `search.query`; absent and undefined are one. */
function normalized(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normalized)
  if (!isMembers(value)) return value
  const entries = Object.entries(value).flatMap(([key, member]): [string, unknown][] => {
    if (member === undefined) return []
    if (key === 'search_term') return [['search', { query: member }]]
    return [[key, TIMES.has(key) && typeof member === 'string' ? Date.parse(member) : normalized(member)]]
  })
  return Object.fromEntries(entries)
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
