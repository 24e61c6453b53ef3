/** Requests of other tools and of pixels, of the same basket: what a site would send after it has changed one address. */
import {
  ADDRESS,
  iso,
  PHONE,
  post,
  withHeaders,
  type DemoOrder,
  type DemoRequest,
  type DemoSource,
} from './demo-source.ts'
import { secret } from './signing.ts'

/** A public id needs no signature: the page that sends is what counts. */
const asItIs = (request: DemoRequest): DemoRequest => request
const PERSON = { email: 'camille.exemple@example.com', firstName: 'Camille', lastName: 'Exemple' }
const PAGE = 'https://www.atelier-rivage.example/merci'

const PRODUCTS = [
  { product_id: '93', sku: 'AR-SAVON-01', name: 'Savon surgras', price: 8.5, quantity: 2 },
  { product_id: '94', sku: 'AR-CREME-50', name: 'Crème visage', price: 25.5, quantity: 1 },
]
const ITEMS = PRODUCTS.map(({ sku, name, ...rest }) => ({ item_id: sku, item_name: name, ...rest }))
const MONEY = { tax: 7.9, shipping: 4.9, currency: 'EUR' }

const segment: DemoSource = {
  id: 'segment.http',
  kind: 'tool',
  order: (order) =>
    segmentTrack(order, 'Order Completed', { total: 47.4, revenue: 34.6, ...MONEY, products: PRODUCTS }),
  refund: (order) =>
    segmentTrack(order, 'Order Refunded', { refund_id: `9${order.number}`, total: 8.5, currency: 'EUR' }),
  signed: withBasic(secret('SEGMENT_WRITE_KEY')),
  tampered: withBasic('not-our-key'),
}

function withBasic(key: string) {
  const encoded = Buffer.from(`${key}:`).toString('base64')
  return (request: DemoRequest): DemoRequest => withHeaders(request, { authorization: `Basic ${encoded}` })
}

function segmentTrack({ number, atMs, agreed }: DemoOrder, event: string, properties: object): DemoRequest {
  const consent = { categoryPreferences: { Advertising: true, Analytics: true } }
  return post('/v1/track', {
    type: 'track',
    event,
    messageId: `demo-${event.length}-${number}`,
    userId: 'c-77',
    timestamp: iso(atMs),
    context: { ip: ADDRESS, userAgent: PHONE, page: { url: PAGE }, traits: PERSON, ...(agreed && { consent }) },
    properties: { order_id: number, ...properties },
  })
}

const ga4: DemoSource = {
  id: 'ga4.collect',
  kind: 'pixel',
  order: (order) =>
    ga4Hit(order, 'purchase', {
      'epn.value': '47.4',
      'epn.tax': '7.9',
      'epn.shipping': '4.9',
      pr1: 'idAR-SAVON-01~nmSavon surgras~pr8.5~qt2',
      pr2: 'idAR-CREME-50~nmCrème visage~pr25.5~qt1',
    }),
  refund: (order) => ga4Hit(order, 'refund', { 'epn.value': '8.5' }),
  signed: asItIs,
  tampered: (request) => ({ ...request, path: request.path.replace('G-RIVAGEDEMO', 'G-SOMEBODYELSE') }),
}

/** `r` in `gcd`: the person's own yes; without an answer there is nothing in it. */
function ga4Hit(
  { number, atMs, agreed }: DemoOrder,
  name: string,
  values: Readonly<Record<string, string>>,
): DemoRequest {
  const query = new URLSearchParams({
    v: '2',
    tid: 'G-RIVAGEDEMO',
    cid: '1234567890.1795190000',
    sid: '1795194000',
    _p: String(atMs),
    _s: '1',
    dl: PAGE,
    cu: 'EUR',
    en: name,
    'ep.transaction_id': number,
    ...values,
    ...(agreed && { gcs: 'G111', gcd: '13r3r3r3r5l1' }),
  })
  return post(`/g/collect?${query}`, '', { 'content-type': 'text/plain' })
}

const ga4Mp: DemoSource = {
  id: 'ga4.mp',
  kind: 'tool',
  order: (order) => ga4Event(order, 'purchase', { value: 47.4, ...MONEY, items: ITEMS }),
  refund: (order) => ga4Event(order, 'refund', { value: 8.5, currency: 'EUR' }),
  signed: withSecret(secret('GA4_API_SECRET')),
  tampered: withSecret('not-our-secret'),
}

function withSecret(key: string) {
  return (request: DemoRequest): DemoRequest => ({
    ...request,
    path: request.path.replace(/api_secret=[^&]*/, `api_secret=${encodeURIComponent(key)}`),
  })
}

function ga4Event({ number, atMs, agreed }: DemoOrder, name: string, params: object): DemoRequest {
  return post('/mp/collect?measurement_id=G-RIVAGEDEMO&api_secret=', {
    client_id: '1234567890.1795190000',
    user_id: 'c-77',
    timestamp_micros: atMs * 1_000,
    ip_override: ADDRESS,
    user_agent: PHONE,
    ...(agreed && { consent: { ad_user_data: 'GRANTED', ad_personalization: 'GRANTED' } }),
    events: [{ name, params: { transaction_id: number, page_location: PAGE, ...params } }],
  })
}

const stape: DemoSource = {
  id: 'stape.data',
  kind: 'pixel',
  order: (order) => stapeData(order, 'purchase', { value: 47.4, ...MONEY, items: ITEMS }),
  refund: (order) => stapeData(order, 'refund', { value: 8.5, currency: 'EUR' }),
  signed: asItIs,
  tampered: (request) => withHeaders(request, { origin: 'https://somebody-else.example' }),
}

function stapeData({ number, agreed }: DemoOrder, name: string, more: object): DemoRequest {
  const consent = { ad_storage: true, ad_user_data: true, ad_personalization: true, analytics_storage: true }
  return post('/data?v=2', {
    event_name: name,
    unique_event_id: `demo-${name}-${number}`,
    transaction_id: number,
    page_location: PAGE,
    user_data: { email_address: PERSON.email },
    ...(agreed && { consent_state: consent }),
    ...more,
  })
}

const zaraz: DemoSource = {
  id: 'zaraz.http',
  kind: 'tool',
  order: (order) => zarazEvent(order, 'Order Completed', { total: 47.4, ...MONEY, products: PRODUCTS }),
  refund: (order) =>
    zarazEvent(order, 'Order Refunded', { refund_id: `9${order.number}`, total: 8.5, currency: 'EUR' }),
  signed: (request) => withHeaders(request, { authorization: `Bearer ${secret('ZARAZ_KEY')}` }),
  tampered: (request) => withHeaders(request, { authorization: 'Bearer not-our-key' }),
}

const shopifyPixel: DemoSource = {
  id: 'shopify.web_pixel',
  kind: 'pixel',
  order: ({ number, atMs, agreed }) => {
    const eur = (amount: number) => ({ amount, currencyCode: 'EUR' })
    const lineItems = PRODUCTS.map(({ sku, name, price, quantity }) => ({
      title: name,
      quantity,
      finalLinePrice: eur(price * quantity),
      variant: { id: sku, sku, title: name, price: eur(price), product: { id: sku, title: name } },
    }))
    const privacy = {
      analyticsProcessingAllowed: true,
      marketingAllowed: true,
      preferencesProcessingAllowed: true,
      saleOfDataAllowed: true,
    }
    return post(
      '/hooks/shopify-pixel',
      {
        id: `demo-${number}`,
        name: 'checkout_completed',
        timestamp: iso(atMs),
        data: {
          checkout: {
            token: `t${number}`,
            currencyCode: 'EUR',
            email: PERSON.email,
            lineItems,
            order: { id: number },
            shippingLine: { price: eur(4.9) },
            totalPrice: eur(47.4),
            totalTax: eur(7.9),
          },
        },
        context: { document: { location: { href: PAGE } }, navigator: { userAgent: PHONE } },
        ...(agreed && { customerPrivacy: privacy }),
      },
      { 'content-type': 'text/plain' },
    )
  },
  signed: asItIs,
  tampered: (request) => withHeaders(request, { origin: 'https://somebody-else.example' }),
}

/** Of the consent tools' cookies, Cookiebot's, as it is after a yes to all. */
function zarazEvent({ number, atMs, agreed }: DemoOrder, name: string, more: object): DemoRequest {
  const answer = `{stamp:'demo',necessary:true,preferences:true,statistics:true,marketing:true,method:'explicit',ver:1,utc:${atMs - 60_000},region:'fr'}`
  return post('/zaraz/api', {
    events: [
      {
        client: { __zarazTrack: name, __zarazEcommerce: true, order_id: number, ...more },
        system: {
          page: { url: PAGE },
          device: { ip: ADDRESS, 'user-agent': PHONE },
          cookies: agreed ? { CookieConsent: encodeURIComponent(answer) } : {},
        },
      },
    ],
  })
}

const meta: DemoSource = {
  id: 'meta.tr',
  kind: 'pixel',
  order: ({ number, atMs }) => {
    const query = new URLSearchParams({
      id: '1000000000000001',
      ev: 'Purchase',
      dl: PAGE,
      ts: String(atMs),
      'cd[value]': '47.40',
      'cd[currency]': 'EUR',
      'cd[order_id]': number,
      'cd[content_ids]': '["AR-SAVON-01","AR-CREME-50"]',
      fbp: 'fb.1.1795190000000.1234567890',
    })
    return { method: 'GET', path: `/tr/?${query}`, headers: {}, body: '' }
  },
  signed: asItIs,
  tampered: (request) => ({ ...request, path: request.path.replace('1000000000000001', '9999999999999999') }),
}

const tiktok: DemoSource = {
  id: 'tiktok.pixel',
  kind: 'pixel',
  order: ({ number, atMs }) =>
    post('/api/v2/pixel', {
      event: 'CompletePayment',
      event_id: '',
      timestamp: iso(atMs),
      context: { pixel: { code: 'C4RIVAGEDEMO0001' }, page: { url: PAGE }, userAgent: PHONE },
      properties: {
        order_id: number,
        value: '47.40',
        currency: 'EUR',
        contents: [{ content_id: 'AR-SAVON-01', price: 8.5, quantity: 2 }],
      },
    }),
  signed: asItIs,
  tampered: (request) => ({ ...request, body: request.body.replace('C4RIVAGEDEMO0001', 'C4SOMEBODYELSE001') }),
}

export const TOOLS: readonly DemoSource[] = [segment, ga4, ga4Mp, stape, zaraz, shopifyPixel, meta, tiktok]
