/** Signs as the senders do, with the secrets that the vectors name: for bodies that no vector has. */
import type { VectorContext } from '../../scripts/vectors/source-vector.ts'

const encoder = new TextEncoder()

async function hmac(key: BufferSource, ...parts: readonly (string | Uint8Array)[]): Promise<Uint8Array> {
  const whole = new Uint8Array(
    await new Blob(
      parts.map((part) => (typeof part === 'string' ? encoder.encode(part) : new Uint8Array(part))),
    ).arrayBuffer(),
  )
  const made = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  return new Uint8Array(await crypto.subtle.sign('HMAC', made, whole))
}

const base64 = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes))
const hex = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')

/** `whsec_` and 24 bytes. */
export const WEBHOOK_SECRET = `whsec_${btoa('a key of exactly 24 byte')}`

export const SECRETS: NonNullable<VectorContext['secrets']> = {
  shopify: ['shpss_test_4f1c9a0b7d2e'],
  woocommerce: ['woo_test_secret_12'],
  stripe: ['whsec_test_stripe_demo'],
  prestashop: [WEBHOOK_SECRET],
  magento: [WEBHOOK_SECRET],
  bigcommerce: ['bigcommerce-client-secret'],
  webhook: [WEBHOOK_SECRET],
  segment: ['wk_demo_1'],
  ga4_mp: ['ga4_mp_secret_demo'],
  zaraz: ['zk_demo'],
}

type Headers = Readonly<Record<string, string>>
type Signer = (body: Uint8Array, nowMs: number) => Promise<Headers>

async function standardWebhook(body: Uint8Array, nowMs: number): Promise<Headers> {
  const time = String(Math.floor(nowMs / 1000))
  const signature = await hmac(encoder.encode('a key of exactly 24 byte'), `msg_1.${time}.`, body)
  return { 'webhook-id': 'msg_1', 'webhook-timestamp': time, 'webhook-signature': `v1,${base64(signature)}` }
}

/** By the name of the source; one that is not signed shows its key. */
export const SIGNERS: Readonly<Record<string, Signer>> = {
  'shopify.webhook': async (body) => ({
    'x-shopify-hmac-sha256': base64(await hmac(encoder.encode('shpss_test_4f1c9a0b7d2e'), body)),
    'x-shopify-topic': 'orders/updated',
    'x-shopify-shop-domain': 'atelier-rivage-demo.myshopify.com',
  }),
  'woocommerce.webhook': async (body) => ({
    'x-wc-webhook-signature': base64(await hmac(encoder.encode('woo_test_secret_12'), body)),
    'x-wc-webhook-topic': 'order.updated',
    'x-wc-webhook-source': 'https://shop.example/',
  }),
  'stripe.webhook': async (body, nowMs) => {
    const time = Math.floor(nowMs / 1000)
    const signature = await hmac(encoder.encode('whsec_test_stripe_demo'), `${time}.`, body)
    return { 'stripe-signature': `t=${time},v1=${hex(signature)}` }
  },
  'prestashop.module': standardWebhook,
  'magento.module': standardWebhook,
  'webhook.generic': standardWebhook,
  'bigcommerce.webhook': standardWebhook,
  // As the vectors' app is called.
  'tiktok_shop.webhook': async (body) => ({
    authorization: hex(await hmac(encoder.encode('tts_app_secret_demo'), '6a1demo', body)),
  }),
}
