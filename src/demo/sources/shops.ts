/** Webhooks of shops, as they send them: the same basket at each, 2 soaps and a cream, 47.40 EUR with tax and shipping. */
import {
  ADDRESS,
  answerOf,
  iso,
  oneCharacterMore,
  PHONE,
  post,
  withHeaders,
  type DemoOrder,
  type DemoRequest,
  type DemoSource,
} from './demo-source.ts'
import { MODULES } from './modules.ts'
import { EMAIL, hmac } from './signing.ts'

const both = (amount: string) => ({
  shop_money: { amount, currency_code: 'EUR' },
  presentment_money: { amount, currency_code: 'EUR' },
})
const attribute = (order: DemoOrder): string => JSON.stringify(answerOf(order))
const PERSON = { first_name: 'Camille', last_name: 'Exemple', city: 'Nantes' }

const SHOPIFY_LINES = [
  { sku: 'AR-SAVON-01', title: 'Savon surgras', quantity: 2, price: '8.50', price_set: both('8.50') },
  { sku: 'AR-CREME-50', title: 'Crème visage', quantity: 1, price: '25.50', price_set: both('25.50') },
].map((line, index) => ({
  ...line,
  id: index + 1,
  variant_id: index + 11,
  product_id: index + 21,
  discount_allocations: [],
}))

const shopify: DemoSource = {
  id: 'shopify.webhook',
  kind: 'shop',
  order: (order) => shopifyRequest('orders/paid', order, shopifyOrder(order)),
  refund: (order) =>
    shopifyRequest('refunds/create', order, {
      id: Number(`9${order.number}`),
      order_id: Number(order.number),
      created_at: iso(order.atMs),
      processed_at: iso(order.atMs),
      refund_line_items: [],
      transactions: [{ id: 1, kind: 'refund', status: 'success', amount: '8.50', currency: 'EUR' }],
    }),
  signed: (request) =>
    withHeaders(request, { 'x-shopify-hmac-sha256': hmac('SHOPIFY_WEBHOOK_SECRET', request.body, 'base64') }),
  tampered: oneCharacterMore,
}

function shopifyRequest(topic: string, { atMs }: DemoOrder, body: object): DemoRequest {
  return post('/hooks/shopify', body, {
    'x-shopify-topic': topic,
    'x-shopify-shop-domain': 'atelier-rivage.myshopify.com',
    'x-shopify-api-version': '2026-10',
    'x-shopify-webhook-id': `demo-${atMs}`,
    'x-shopify-triggered-at': iso(atMs),
  })
}

function shopifyOrder(order: DemoOrder): object {
  return {
    id: Number(order.number),
    name: `#S${order.number}`,
    currency: 'EUR',
    presentment_currency: 'EUR',
    created_at: iso(order.atMs),
    processed_at: iso(order.atMs),
    updated_at: iso(order.atMs),
    financial_status: 'paid',
    source_name: 'web',
    test: false,
    taxes_included: true,
    total_price: '47.40',
    total_price_set: both('47.40'),
    total_tax: '7.90',
    total_tax_set: both('7.90'),
    total_shipping_price_set: both('4.90'),
    landing_site: '/products/savon?ttclid=E.C.P.demo123',
    referring_site: 'https://www.tiktok.com/',
    browser_ip: ADDRESS,
    client_details: { browser_ip: ADDRESS, user_agent: PHONE },
    email: EMAIL,
    contact_email: EMAIL,
    billing_address: { ...PERSON, zip: '44000', country_code: 'FR' },
    note_attributes: order.agreed ? [{ name: '_tidegate_consent', value: attribute(order) }] : [],
    line_items: SHOPIFY_LINES,
    refunds: [],
  }
}

const woocommerce: DemoSource = {
  id: 'woocommerce.webhook',
  kind: 'shop',
  order: (order) => wooRequest('order.created', wooOrder(order, [])),
  refund: (order) => wooRequest('order.updated', wooOrder(order, [{ id: Number(`9${order.number}`), total: '-8.50' }])),
  signed: (request) =>
    withHeaders(request, { 'x-wc-webhook-signature': hmac('WOOCOMMERCE_WEBHOOK_SECRET', request.body, 'base64') }),
  tampered: oneCharacterMore,
}

function wooRequest(topic: string, body: object): DemoRequest {
  return post('/hooks/woocommerce', body, { 'x-wc-webhook-topic': topic, 'x-wc-webhook-resource': 'order' })
}

function wooOrder(order: DemoOrder, refunds: readonly object[]): object {
  const gmt = (ms: number) => iso(ms).slice(0, 19)
  return {
    id: Number(order.number),
    number: order.number,
    order_key: `wc_order_${order.number}`,
    created_via: 'checkout',
    status: 'processing',
    currency: 'EUR',
    date_created_gmt: gmt(order.atMs),
    date_paid_gmt: gmt(order.atMs),
    date_modified_gmt: gmt(order.atMs + refunds.length * 60_000),
    shipping_total: '4.08',
    shipping_tax: '0.82',
    total: '47.40',
    total_tax: '7.90',
    prices_include_tax: true,
    customer_id: 26,
    customer_ip_address: ADDRESS,
    customer_user_agent: PHONE,
    billing: { ...PERSON, postcode: '44000', country: 'FR', email: EMAIL, phone: '' },
    meta_data: [
      { id: 1, key: '_wc_order_attribution_session_entry', value: 'https://www.atelier-rivage.example/produit/savon/' },
      ...(order.agreed ? [{ id: 3, key: '_tidegate_consent', value: attribute(order) }] : []),
    ],
    line_items: [
      {
        product_id: 93,
        variation_id: 0,
        name: 'Savon surgras',
        quantity: 2,
        total: '14.17',
        total_tax: '2.83',
        sku: 'AR-SAVON-01',
      },
      {
        product_id: 94,
        variation_id: 95,
        name: 'Crème visage',
        quantity: 1,
        total: '21.25',
        total_tax: '4.25',
        sku: 'AR-CREME-50',
      },
    ],
    coupon_lines: [],
    refunds,
  }
}

const stripe: DemoSource = {
  id: 'stripe.webhook',
  kind: 'shop',
  order: (order) =>
    post('/hooks/stripe', {
      id: `evt_demo_${order.number}`,
      object: 'event',
      type: 'checkout.session.completed',
      created: Math.floor(order.atMs / 1000),
      livemode: true,
      data: {
        object: {
          id: `cs_live_demo${order.number}`,
          object: 'checkout.session',
          mode: 'payment',
          status: 'complete',
          payment_status: 'paid',
          livemode: true,
          created: Math.floor(order.atMs / 1000),
          amount_subtotal: 4250,
          amount_total: 4740,
          currency: 'eur',
          client_reference_id: order.number,
          payment_intent: `pi_demo${order.number}`,
          customer_details: { email: EMAIL, address: { city: 'Nantes', country: 'FR', postal_code: '44000' } },
          metadata: order.agreed ? { _tidegate_consent: attribute(order) } : {},
          total_details: { amount_discount: 0, amount_shipping: 490, amount_tax: 790 },
        },
      },
    }),
  signed: (request, nowMs) => {
    const timestamp = Math.floor(nowMs / 1000)
    const signature = hmac('STRIPE_WEBHOOK_SECRET', `${timestamp}.${request.body}`, 'hex')
    return withHeaders(request, { 'stripe-signature': `t=${timestamp},v1=${signature}` })
  },
  tampered: oneCharacterMore,
}

const tiktokShop: DemoSource = {
  id: 'tiktok_shop.webhook',
  kind: 'shop',
  order: (order) =>
    post('/hooks/tiktok-shop', {
      type: 1,
      tts_notification_id: `7327${order.number}`,
      shop_id: '7494000000000000001',
      timestamp: Math.floor(order.atMs / 1000),
      data: {
        order_id: `5769${order.number}`,
        order_status: 'AWAITING_SHIPMENT',
        update_time: Math.floor(order.atMs / 1000),
      },
    }),
  signed: (request) =>
    withHeaders(request, { authorization: hmac('TIKTOK_SHOP_APP_SECRET', `6a1demo${request.body}`, 'hex') }),
  tampered: oneCharacterMore,
}

export const SHOPS: readonly DemoSource[] = [shopify, woocommerce, ...MODULES, stripe, tiktokShop]
