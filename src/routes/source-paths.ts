/** Where each source is sent to, and what its sender is told when events were taken. */
export interface SourcePath {
  /** As the adapter calls itself. */
  readonly source: string
  readonly paths: readonly string[]
  readonly methods: readonly ('GET' | 'POST')[]
  /** What tells the sender that its events have been taken; a picture wants its picture. */
  readonly taken: 200 | 202 | 204
}

const POST = ['POST'] as const
const BOTH = ['GET', 'POST'] as const

function hook(source: string, ...names: readonly string[]): SourcePath {
  return { source, paths: names.map((name) => `/hooks/${name}`), methods: POST, taken: 202 }
}

const SEGMENT = ['track', 'identify', 'page', 'screen', 'group', 'alias', 'batch', 'import']
/** Segment's own library for pages shortens each to its first letter, and names the type in the body. */
const SHORT = ['t', 'i', 'p', 's', 'g', 'a', 'b']

/** The last three are the pixel's telemetry, which is answered and not read. */
const TIKTOK = [
  '/api/v2/pixel',
  '/api/v2/pixel/act',
  '/api/v2/shopify_pixel',
  '/api/v2/pixel/perf',
  '/api/v2/pixel/inter',
  '/api/v2/monitor',
]

export const SOURCE_PATHS: readonly SourcePath[] = [
  hook('shopify.webhook', 'shopify'),
  hook('shopify.web_pixel', 'shopify-pixel'),
  hook('woocommerce.webhook', 'woocommerce'),
  hook('prestashop.module', 'prestashop'),
  hook('magento.module', 'magento'),
  { ...hook('magento.io_events', 'adobe-commerce'), methods: BOTH },
  hook('bigcommerce.webhook', 'bigcommerce'),
  hook('stripe.webhook', 'stripe'),
  hook('webhook.generic', 'webhook'),
  hook('tiktok_shop.webhook', 'tiktok-shop'),
  { source: 'segment.http', paths: [...SEGMENT, ...SHORT].map((name) => `/v1/${name}`), methods: POST, taken: 200 },
  { source: 'ga4.collect', paths: ['/g/collect'], methods: BOTH, taken: 204 },
  { source: 'ga4.mp', paths: ['/mp/collect'], methods: POST, taken: 204 },
  { source: 'stape.data', paths: ['/data'], methods: BOTH, taken: 200 },
  { source: 'zaraz.http', paths: ['/zaraz/api'], methods: POST, taken: 200 },
  { source: 'meta.tr', paths: ['/tr', '/tr/'], methods: BOTH, taken: 200 },
  { source: 'tiktok.pixel', paths: TIKTOK, methods: BOTH, taken: 200 },
]

/** RudderStack's kits speak Segment's language, at its paths. */
export const SAME_AS: Readonly<Record<string, string>> = { 'rudderstack.http': 'segment.http' }

export function pathOfSource(name: string): SourcePath | undefined {
  return SOURCE_PATHS.find(({ source }) => source === (SAME_AS[name] ?? name))
}
