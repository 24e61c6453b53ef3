/** What modules and thin webhooks send, signed as Standard Webhooks say. */
import {
  ADDRESS,
  answerOf,
  iso,
  oneCharacterMore,
  PHONE,
  post,
  type DemoOrder,
  type DemoSource,
} from './demo-source.ts'
import { EMAIL, secret, standard, standardKey } from './signing.ts'

const PAGE = 'https://www.atelier-rivage.example/merci'

/** Shops write their own time in some fields; the demo's shops keep theirs in UTC. */
const clock = (ms: number): string => iso(ms).slice(0, 19).replace('T', ' ')

const prestashop: DemoSource = {
  id: 'prestashop.module',
  kind: 'shop',
  order: (order) => post('/hooks/prestashop', prestashopOrder(order, undefined)),
  refund: (order) =>
    post(
      '/hooks/prestashop',
      prestashopOrder(order, { id: Number(`9${order.number}`), value: '8.50', date_add: clock(order.atMs) }),
    ),
  signed: standard('prestashop', standardKey('PRESTASHOP_WEBHOOK_SECRET')),
  tampered: oneCharacterMore,
}

function prestashopOrder(order: DemoOrder, slip: object | undefined): object {
  return {
    source: 'prestashop',
    module_version: '1.0.0',
    hook: slip === undefined ? 'actionPaymentConfirmation' : 'actionOrderSlipAdd',
    order: {
      id: Number(order.number),
      reference: `P${order.number}`,
      id_cart: Number(`8${order.number}`),
      current_state: { id: 2, paid: true },
      module: 'ps_checkout',
      valid: true,
      date_add: clock(order.atMs),
      date_upd: clock(order.atMs),
      timezone: 'UTC',
      currency: 'EUR',
      conversion_rate: '1.000000',
      total_paid_tax_incl: '47.400000',
      total_paid_tax_excl: '39.500000',
      total_shipping_tax_incl: '4.900000',
      order_rows: [
        {
          product_id: 93,
          product_reference: 'AR-SAVON-01',
          product_name: 'Savon surgras',
          product_quantity: 2,
          unit_price_tax_incl: '8.500000',
        },
        {
          product_id: 94,
          product_reference: 'AR-CREME-50',
          product_name: 'Crème visage',
          product_quantity: 1,
          unit_price_tax_incl: '25.500000',
        },
      ],
    },
    ...(slip !== undefined && { order_slip: slip }),
    customer: { id: 61, email: EMAIL, firstname: 'Camille', lastname: 'Exemple' },
    client: { ip: ADDRESS, user_agent: PHONE },
    page: { url: PAGE },
    consent: answerOf(order),
  }
}

const magento: DemoSource = {
  id: 'magento.module',
  kind: 'shop',
  order: (order) => post('/hooks/magento', magentoOrder(order)),
  refund: (order) =>
    post('/hooks/magento', {
      source: 'magento',
      event: 'observer.sales_order_creditmemo_save_after',
      creditmemo: {
        increment_id: `9${order.number}`,
        order_increment_id: order.number,
        created_at: clock(order.atMs),
        grand_total: 8.5,
        order_currency_code: 'EUR',
      },
    }),
  signed: standard('magento', standardKey('MAGENTO_WEBHOOK_SECRET')),
  tampered: oneCharacterMore,
}

function magentoOrder(order: DemoOrder): object {
  return {
    source: 'magento',
    event: 'observer.sales_order_save_commit_after',
    order: {
      entity_id: 88,
      increment_id: order.number,
      state: 'processing',
      status: 'processing',
      created_at: clock(order.atMs),
      updated_at: clock(order.atMs),
      order_currency_code: 'EUR',
      base_currency_code: 'EUR',
      grand_total: 47.4,
      base_grand_total: 47.4,
      tax_amount: 7.9,
      shipping_incl_tax: 4.9,
      customer_email: EMAIL,
      remote_ip: ADDRESS,
      quote_id: Number(`7${order.number}`),
      items: [
        {
          product_type: 'simple',
          sku: 'AR-SAVON-01',
          name: 'Savon surgras',
          qty_ordered: 2,
          price_incl_tax: 8.5,
          item_id: 1,
        },
        {
          product_type: 'simple',
          sku: 'AR-CREME-50',
          name: 'Crème visage',
          qty_ordered: 1,
          price_incl_tax: 25.5,
          item_id: 2,
        },
      ],
    },
    client: { ip: ADDRESS, user_agent: PHONE },
    page: { url: PAGE },
    consent: answerOf(order),
  }
}

const bigcommerce: DemoSource = {
  id: 'bigcommerce.webhook',
  kind: 'shop',
  order: (order) =>
    post('/hooks/bigcommerce', {
      store_id: '1001',
      producer: 'stores/rivagedemo',
      scope: 'store/order/created',
      data: { type: 'order', id: Number(order.number) },
      hash: 'demo',
      created_at: Math.floor(order.atMs / 1000),
    }),
  signed: standard('bigcommerce', Buffer.from(secret('BIGCOMMERCE_CLIENT_SECRET'))),
  tampered: oneCharacterMore,
}

const webhook: DemoSource = {
  id: 'webhook.generic',
  kind: 'shop',
  order: (order) =>
    post('/hooks/webhook', {
      event: 'purchase',
      occurred_at: iso(order.atMs),
      client: { ip: ADDRESS, user_agent: PHONE },
      page: { url: PAGE },
      person: { email: EMAIL },
      order: {
        id: order.number,
        value: 47.4,
        tax: 7.9,
        shipping: 4.9,
        currency: 'EUR',
        items: [{ id: 'AR-SAVON-01', quantity: 2, price: 8.5 }],
      },
      consent: answerOf(order),
    }),
  refund: (order) =>
    post('/hooks/webhook', {
      event: 'refund',
      occurred_at: iso(order.atMs),
      order: { id: order.number, value: 8.5, currency: 'EUR' },
      identity: { order_key: order.number, refund_key: `9${order.number}` },
    }),
  signed: standard('webhook', standardKey('ORDERS_WEBHOOK_SECRET')),
  tampered: oneCharacterMore,
}

export const MODULES: readonly DemoSource[] = [prestashop, magento, bigcommerce, webhook]
