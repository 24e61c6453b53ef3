/** The compiled policy: what `policy compile` writes and the Worker loads. Flat, sorted, free of comments. */
import type { ConsentRules, DestinationNames, Purpose } from '../consent/types.ts'
import type { TouchKind } from '../analysis/touch.ts'
import type { EventName } from '../event/types.ts'
import type { Approval, DestinationDocument, Grant, SiteDocument, Words } from './document.ts'

export interface CompiledPolicy {
  readonly version: 2
  /** SHA-256 hex over the canonical JSON of everything else here: what legal approves, and what each receipt carries. */
  readonly digest: string
  readonly note?: Words
  readonly approval: Approval
  /** Each distinct set of terms once; fieldSets point into it. */
  readonly grants: readonly Grant[]
  /**
   * Each distinct list of fields once: canonical field → index into `grants`, sorted by field. Events of destinations point into
   * it, so that 50 events × 8 destinations stay a small file.
   */
  readonly fieldSets: readonly Readonly<Record<string, number>>[]
  readonly sites: readonly CompiledSite[]
}

export interface CompiledSite {
  readonly id: string
  /** Demo sites are marked on every screen. */
  readonly demo: boolean
  readonly hosts: readonly string[]
  /** Exact origins that may post to /e. */
  readonly origins: readonly string[]
  /** Origins taken in development only: `http://127.0.0.1:*` (any port) or exact. */
  readonly developmentOrigins: readonly string[]
  /** Country for national phone numbers, ISO 3166-1 alpha-2. */
  readonly defaultCountry: string
  readonly shards: number
  readonly urlParameters: readonly string[]
  readonly consent: Omit<ConsentRules, 'destinations'> & {
    /** How long an order of a server waits, encrypted, for the consent that the browser will send; 0 = not at all. */
    readonly snapshotWaitMinutes: number
  }
  readonly retention: {
    /** Receipts: what was decided and delivered. */
    readonly receiptsDays: number
    /** Consent snapshots and withdrawals: the proof of what a person said. */
    readonly consentDays: number
  }
  /** What makes an event unique: `order.id` for a purchase, else `event_id`. */
  readonly unique: Readonly<Partial<Record<EventName, string>>>
  /** What a person reads of this site: controller, sectors, event plan. */
  readonly document: SiteDocument
  /** `cut`: addresses leave without their path (a sector demands it); the platforms' own click ids may stay. */
  readonly urlPaths: 'kept' | 'cut'
  /** `hidden`: an event's id, which may hold the order's number, leaves as a keyed hash. Absent: as it came. */
  readonly eventIds?: 'hidden'
  /** How orders are counted and reconciled; absent: none is kept, and no source below brings any. */
  readonly orders?: CompiledOrders
  /** Who else may send, in a format of its own; absent: nobody. */
  readonly sources?: CompiledSources
  /** Off-site analysis: which session starts are kept, with whose consent, and how they are named; absent: nothing is kept. */
  readonly analysis?: CompiledAnalysis
  /** How pages of the site send, and which cookies the gateway may set; absent: no cookie, no key, no staging. */
  readonly browser?: CompiledBrowser
  readonly destinations: readonly CompiledDestination[]
}

export interface CompiledBrowser {
  /** Origin that pages send to: `https://events.shop.example`. */
  readonly gateway: string
  /** What the site's hosts and the gateway have in common (`shop.example`), by the public suffix list of the day it was compiled. */
  readonly registrableDomain: string
  /** A page must name one of them; none: no key is asked for. Public: they are in the page. */
  readonly writeKeys: readonly string[]
  /** What comes from here is judged and never delivered. */
  readonly stagingOrigins: readonly string[]
  /** Absent: the gateway sets no cookie. */
  readonly cookies?: {
    readonly visitorDays: number
    readonly clickDays: number
    /** Destinations whose own pixel stays on the page: their cookies must be readable there. */
    readonly pixelsOnPage: readonly string[]
    /** Click ids of platforms that are no destination, kept all the same. */
    readonly clickIds: readonly string[]
  }
}

export interface CompiledAnalysis {
  /** All of them must be granted before anything of a journey is kept. */
  readonly purposes: readonly [Purpose, ...Purpose[]]
  /** How long a journey is kept. */
  readonly journeyDays: number
  /** How long what is counted and imported is kept. */
  readonly recordDays: number
  /** The frame's window: how long before an order a touch may lie. */
  readonly windowDays: number
  /** `last_resort`: a direct visit has credit only where nothing else is eligible. */
  readonly direct: 'last_resort' | 'kept'
  /** ISO 4217 of the tables. */
  readonly currency: string
  /** The site's own rules of what a session start is, before the built-in ones; the first that fits decides. */
  readonly touches: readonly CompiledTouchRule[]
  /** Promo code → declared source. A code that is not here is not kept. */
  readonly codes: Readonly<Record<string, string>>
}

/** Every condition that is there must hold. Texts are compared in small letters; a `*` at the end stands for any end. */
export interface CompiledTouchRule {
  readonly utmSource?: string
  readonly utmMedium?: string
  readonly utmCampaign?: string
  readonly referrerHost?: string
  /** An address parameter that must be there. */
  readonly parameter?: string
  readonly source: string
  readonly kind: TouchKind
}

/** One choice for the whole site: the same order has the same value wherever it is heard of. */
export interface CompiledOrders {
  /** What the buyer saw (`presentment`), or what the shop keeps its books in (`shop`). */
  readonly money: 'presentment' | 'shop'
  /** Whether the value of a sale holds them. */
  readonly tax: 'included' | 'excluded'
  readonly shipping: 'included' | 'excluded'
  /** A sale counts when it has been paid, or when it is placed. */
  readonly purchaseWhen: 'paid' | 'created'
  readonly itemId: 'sku' | 'variant_id' | 'product_id'
  /** What is no sale for the recipients: it stays in the ledger with its reason. Sorted. */
  readonly excluded: readonly OrderExclusion[]
  /** Tags of the shop that keep an order out, in small letters, sorted. */
  readonly excludedTags: readonly string[]
  /** Names by which a shop's subscription app marks renewals: exact, or with `*` at the end. Sorted. */
  readonly renewalSources: readonly string[]
  /** How long the first copy of a sale waits, encrypted, for another to complete it; 0 = not at all. */
  readonly settleSeconds: number
  /** IANA name: where a day of the shop begins. */
  readonly timeZone: string
  /** How old a signature may be, and how far ahead. */
  readonly toleranceSeconds: number
  /** How long the ledger keeps an order. */
  readonly ledgerDays: number
}

export const ORDER_EXCLUSIONS = ['test', 'pos', 'draft', 'renewal', 'unpaid'] as const
export type OrderExclusion = (typeof ORDER_EXCLUSIONS)[number]

/** The sources of a site. Of secrets there are only the *names* of the bindings that hold them. */
export interface CompiledSources {
  /** `shop`: `name.myshopify.com`. `apiToken`: for the daily sweep of orders. `webPixel`: pages of the shop may send its pixel's events. */
  readonly shopify?: SignedSource & { readonly shop: string; readonly apiToken?: string; readonly webPixel: boolean }
  /** `url`: of the shop, with its path; `apiKey`, `apiSecret`: of its REST API, for the sweep. */
  readonly woocommerce?: SignedSource & { readonly url: string; readonly apiKey?: string; readonly apiSecret?: string }
  readonly prestashop?: SignedSource & { readonly url?: string; readonly apiKey?: string }
  /** `adobeClients`: for whom Adobe I/O Events may be. */
  readonly magento?: SignedSource & { readonly adobeClients?: readonly string[] }
  readonly bigcommerce?: SignedSource & { readonly store: string; readonly apiToken?: string }
  readonly stripe?: SignedSource & { readonly apiKey?: string }
  /** The generic webhook. */
  readonly webhook?: SignedSource
  /** `apiToken`: of its Open API, for the sweep; `shopCipher`: how the API names the shop. */
  readonly tiktok_shop?: SignedSource & {
    readonly shopId: string
    readonly appKey: string
    readonly apiToken?: string
    readonly shopCipher?: string
  }
  /** Segment and RudderStack. `categories`: consent category → purposes. */
  readonly segment?: KeyedSource & { readonly categories: Readonly<Record<string, readonly Purpose[]>> }
  readonly ga4?: KeyedSource & { readonly measurementIds: readonly string[] }
  readonly stape?: { readonly pages: true }
  readonly zaraz?: KeyedSource & {
    /** Free event name → one of ours. */ readonly events: Readonly<Record<string, EventName>>
  }
  readonly meta_pixel?: { readonly ids: readonly string[] }
  readonly tiktok_pixel?: { readonly codes: readonly string[] }
}

interface SignedSource {
  /** Any of them will do: two while one is being rotated. */
  readonly secrets: readonly string[]
}

interface KeyedSource {
  /** Names of the bindings that hold the keys; a name stands once in the whole policy. */
  readonly keys: readonly string[]
}

export interface CompiledDestination {
  readonly id: string
  readonly accountId: string
  /** The *name* of the binding that holds the token; never the token. */
  readonly tokenSecret: string
  readonly testEventCode?: string
  readonly purposes: readonly [Purpose, ...Purpose[]]
  /** How consent tools and lists call it: the usual names, with the policy's own in their place. */
  readonly consentNames: DestinationNames
  /** What an opt-out (US) leads to: nothing, or a limited send that counsel has approved. */
  readonly onOptOut: 'drop' | 'limited'
  /** Under a limited permit: the canonical fields that may still leave, sorted; what identifies a person never does. */
  readonly limitedFields: readonly string[]
  /** Per event: index into `fieldSets`. An event that is not here does not leave. */
  readonly events: Readonly<Partial<Record<EventName, number>>>
  readonly document: DestinationDocument
}
