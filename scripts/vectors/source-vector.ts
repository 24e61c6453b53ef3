/** A vector of a source, and the policy that it means: the defaults of all of them, and what it says otherwise. */
import type { Purpose } from '../../src/consent/types.ts'
import type { CompiledOrders, CompiledSources } from '../../src/policy/types.ts'
import type { SourceSettings } from '../../src/sources/source.ts'

export interface SourceVector {
  readonly id: string
  readonly source: string
  readonly context: VectorContext
  readonly input: VectorInput
  readonly expected: Members
}

export type Members = Readonly<Record<string, unknown>>

export interface VectorContext {
  readonly received_at: string
  readonly settings?: Members
  readonly secrets?: Readonly<Record<string, readonly string[]>>
  /** Path → PEM: the public keys that the sender serves. */
  readonly served_keys?: Readonly<Record<string, string>>
  readonly request_ip?: string
  /** Who sends it has been made sure of before: an answer of the shop's API, a file. */
  readonly authenticated?: boolean
  readonly already_accepted?: Readonly<Record<string, unknown>> & {
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

export const SITE = 'https://shop.example'

/** Padded at its end, to the length that is asked for. */
export function bodyOf({ body, body_padding: padding }: VectorInput): string {
  return padding === undefined ? body : body.padEnd(padding.to_length, padding.char)
}

/** The policy that a vector means: as the defaults of its settings, and what it says otherwise. */
export function settingsOf({ settings = {}, secrets = {} }: VectorContext, body = ''): SourceSettings {
  return { orders: ordersOf(settings), sources: sourcesOf(settings, secrets, body), siteOrigin: SITE }
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
    // As the policy's compiler writes them.
    excludedTags: (list(named(settings, /tags/)) ?? []).map((tag) => tag.toLowerCase()),
    renewalSources: list(named(settings, /renewal/)) ?? ['subscription_contract*'],
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
function sourcesOf(
  settings: Members,
  secrets: Readonly<Record<string, readonly string[]>>,
  body: string,
): CompiledSources {
  const signed = (name: string) => ({ secrets: secrets[name] ?? [] })
  return {
    shopify: {
      ...signed('shopify'),
      shop: textOf(named(settings, /shop_domain|^shopify/)) ?? 'atelier-rivage-demo.myshopify.com',
      webPixel: true,
    },
    woocommerce: { ...signed('woocommerce'), url: SITE },
    prestashop: signed('prestashop'),
    magento: { ...signed('magento'), adobeClients: secrets['adobe'] ?? [] },
    bigcommerce: {
      ...signed('bigcommerce'),
      store: textOf(named(settings, /bigcommerce|store_hash/)) ?? storeIn(body),
    },
    stripe: signed('stripe'),
    webhook: { secrets: secrets['webhook'] ?? secrets['generic'] ?? [] },
    tiktok_shop: tiktokShopOf(settings, secrets, body),
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

/** Where a vector does not name the shop, it is the one that the body names. */
function storeIn(body: string): string {
  return /"producer"\s*:\s*"stores(?:\\)?\/([^"]+)"/.exec(body)?.[1] ?? ''
}

function shopIn(body: string): string {
  return /"shop_id"\s*:\s*"?(\w+)/.exec(body)?.[1] ?? ''
}

/** No format fixes how a vector calls a setting: it is found by what it is about. */
function named(settings: Members, about: RegExp): unknown {
  return Object.entries(settings).find(([name]) => about.test(name))?.[1]
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** Its secret comes with the app's public key, which is signed beside the body. */
function tiktokShopOf(
  settings: Members,
  secrets: Readonly<Record<string, unknown>>,
  body: string,
): NonNullable<CompiledSources['tiktok_shop']> {
  const given = secrets['tiktok_shop']
  const app = (Array.isArray(given) ? given[0] : given) as unknown
  const { app_key: appKey, app_secret: appSecret } = isMembers(app)
    ? app
    : { app_key: settings['tiktok_app_key'], app_secret: app }
  return {
    secrets: appSecret === undefined ? [] : [textOf(appSecret) ?? ''],
    shopId: textOf(settings['tiktok_shop_id']) ?? shopIn(body),
    appKey: textOf(appKey) ?? '',
  }
}

export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
