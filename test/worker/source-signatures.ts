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
  // The client id of the vectors.
  adobe: ['demo_adobe_client_4f1c9a0b7d2e'],
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

const RSA = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const

/** Path → PEM, of the keys that were signed with here. */
export const SERVED_KEYS: Record<string, string> = {}
const ADOBE_KEY = '/prod/keys/pub-key-5d0f6a7e-31c2-4f4b-9f0e-6b1d2c3e4f50.pem'
let adobeKey: Promise<CryptoKey> | undefined

/** Made once: workerd gives no chance before the first request. */
async function madeKey(): Promise<CryptoKey> {
  const made = { ...RSA, modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) }
  const pair = (await crypto.subtle.generateKey(made, true, ['sign', 'verify'])) as CryptoKeyPair
  const der = new Uint8Array((await crypto.subtle.exportKey('spki', pair.publicKey)) as ArrayBuffer)
  SERVED_KEYS[ADOBE_KEY] = `-----BEGIN PUBLIC KEY-----\n${base64(der)}\n-----END PUBLIC KEY-----\n`
  return pair.privateKey
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
  'magento.io_events': async (body) => {
    const signature = await crypto.subtle.sign(RSA, await (adobeKey ??= madeKey()), new Uint8Array(body))
    return {
      'x-adobe-digital-signature-1': base64(new Uint8Array(signature)),
      'x-adobe-public-key1-path': ADOBE_KEY,
    }
  },
  // As the vectors' app is called.
  'tiktok_shop.webhook': async (body) => ({
    authorization: hex(await hmac(encoder.encode('tts_app_secret_demo'), '6a1demo', body)),
  }),
}
