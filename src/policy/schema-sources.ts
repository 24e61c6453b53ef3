/**
 * Who else may send for a site, each in a format of its own. Of secrets there are only the names of the bindings that hold
 * them: this file is read by many and kept for ever.
 */
import { z } from 'zod'
import { PURPOSES } from '../consent/types.ts'
import { EVENT_NAMES } from '../event/types.ts'
import { isOwnSecret, OWN_SECRETS } from './own-secrets.ts'
import { HOST } from './schema-site-words.ts'
import { says } from './schema-messages.ts'
import { listOf } from './schema-words.ts'
import { looksLikeSecret } from './secret-name.ts'

/** Two while one is being rotated, and one for webhooks made by hand beside the app's (Shopify signs them with another). */
const MOST_SECRETS = 5
const MOST_IDS = 20
const MOST_NAMES = 200

const binding = z
  .string(says('source_secret'))
  .max(64)
  .regex(/^[A-Z][A-Z0-9_]+$/, says('source_secret'))
  .refine((name) => !looksLikeSecret(name), says('source_secret'))
  .refine((name) => !isOwnSecret(name), says('source_own_secret'))
  .meta({ not: { pattern: `^${OWN_SECRETS}` } })

const secrets = listOf(binding)
  .min(1, says('no_secret'))
  .max(MOST_SECRETS)
  .describe('Names of the secrets that its signatures are made with, any of which will do; never the secrets.')
const keys = listOf(binding)
  .min(1, says('no_secret'))
  .max(MOST_IDS)
  .describe('Names of the secrets that hold the keys that a caller must show; never the keys.')
const apiSecret = binding.exactOptional()

const SHOP_URL = `^https://${HOST}(:[0-9]{1,5})?(/[A-Za-z0-9._~-]+)*$`
const shopUrl = z
  .string()
  .max(200)
  .regex(new RegExp(SHOP_URL), says('shop_url'))
  .describe('Address of the shop, with its path.')

const signed = z.strictObject({ secrets })
/** It stands in what is read and signed. */
const freeName = z
  .string()
  .min(1)
  .max(100)
  .refine((name) => /^\P{C}*$/u.test(name), says('printable'))

const shopify = z.strictObject({
  shop: z
    .string()
    .max(100)
    .regex(/^[a-z0-9][a-z0-9-]*\.myshopify\.com$/, says('shopify_shop'))
    .describe('Its permanent name: my-shop.myshopify.com.'),
  secrets,
  api_token: apiSecret.describe('Name of the secret with the Admin API token: for the daily sweep of orders.'),
  web_pixel: z.boolean().default(false).describe('Whether the shop’s pages may send the events of its web pixel.'),
})

const woocommerce = z.strictObject({
  url: shopUrl,
  secrets,
  api_key: apiSecret.describe('Name of the secret with the REST API’s consumer key: for the daily sweep of orders.'),
  api_secret: apiSecret.describe('Name of the secret with the REST API’s consumer secret.'),
})

const prestashop = z.strictObject({
  secrets,
  url: shopUrl.exactOptional(),
  api_key: apiSecret.describe('Name of the secret with the web service’s key: for the daily sweep of orders.'),
})

const magento = z.strictObject({
  secrets: secrets.default([]),
  adobe_clients: listOf(binding)
    .min(1, says('no_secret'))
    .max(MOST_SECRETS)
    .exactOptional()
    .describe('Names of the secrets with the client ids (API keys) for which Adobe I/O Events are taken.'),
})

const bigcommerce = z.strictObject({
  store: z
    .string(says('quoted'))
    .regex(/^[a-z0-9]{4,32}$/, says('store_hash'))
    .describe('Its store hash.'),
  secrets,
  api_token: apiSecret.describe('Name of the secret with the API token: webhooks carry an id only, the order is read.'),
})

const stripe = z.strictObject({
  secrets,
  api_key: apiSecret.describe(
    'Name of the secret with a restricted API key: for the daily sweep of checkout sessions.',
  ),
})

const tiktokShop = z.strictObject({
  shop_id: z
    .string(says('quoted_number'))
    .regex(/^[0-9]{5,24}$/, says('number_id'))
    .describe('Its shop id.'),
  app_key: z
    .string(says('quoted'))
    .regex(/^[A-Za-z0-9]{4,64}$/, says('app_key'))
    .describe('The app’s public key; its secret is under `secrets`.'),
  secrets,
  api_token: apiSecret.describe('Name of the secret with the Open API’s access token: for the daily sweep of orders.'),
  shop_cipher: z
    .string(says('quoted'))
    .regex(/^[A-Za-z0-9_=-]{4,128}$/, says('shop_cipher'))
    .exactOptional()
    .describe('How the Open API names the shop (`cipher` among the authorized shops): shops that sell abroad need it.'),
})

const segment = z.strictObject({
  keys,
  categories: z
    .record(freeName, listOf(z.enum(PURPOSES)).min(1, says('names_nothing')))
    .default({})
    .refine((all) => Object.keys(all).length <= MOST_NAMES, says('too_many_names'))
    .describe('Category of the consent tool → the purposes that it speaks for. Any other says nothing.'),
})

const ga4 = z.strictObject({
  measurement_ids: listOf(z.string().regex(/^G-[A-Z0-9]{4,16}$/, says('measurement_id')))
    .min(1, says('no_id'))
    .max(MOST_IDS)
    .describe('Of the site’s streams: G-…'),
  keys: keys.default([]).describe('Names of the secrets with the Measurement Protocol’s API secrets; none: not taken.'),
})

const zaraz = z.strictObject({
  keys,
  events: z
    .record(freeName, z.enum(EVENT_NAMES, says('event_name')))
    .default({})
    .refine((all) => Object.keys(all).length <= MOST_NAMES, says('too_many_names'))
    .describe('Name that the site’s own events have there → one of ours.'),
})

const metaPixel = z.strictObject({
  ids: listOf(z.string(says('quoted_number')).regex(/^[0-9]{5,24}$/, says('number_id')))
    .min(1, says('no_id'))
    .max(MOST_IDS)
    .describe('Ids of the pixels whose requests are taken.'),
})

const tiktokPixel = z.strictObject({
  codes: listOf(z.string(says('quoted')).regex(/^[A-Z0-9]{4,40}$/, says('pixel_code')))
    .min(1, says('no_id'))
    .max(MOST_IDS)
    .describe('Codes of the pixels whose requests are taken.'),
})

/** Written `stape: {}`: it has no key, its requests are held to the site's origins. */
const stape = z.strictObject({})

export const sources = z
  .strictObject({
    shopify: shopify.exactOptional().describe('Shopify: webhooks, and the web pixel.'),
    woocommerce: woocommerce.exactOptional().describe('WooCommerce: webhooks.'),
    prestashop: prestashop.exactOptional().describe('PrestaShop: the module in integrations/prestashop.'),
    magento: magento
      .exactOptional()
      .describe('Magento or Adobe Commerce: the module in integrations/magento, or Adobe I/O Events.'),
    bigcommerce: bigcommerce.exactOptional().describe('BigCommerce: webhooks.'),
    stripe: stripe.exactOptional().describe('Stripe Checkout: webhooks.'),
    webhook: signed.exactOptional().describe('The generic signed webhook, for a shop of one’s own making.'),
    tiktok_shop: tiktokShop
      .exactOptional()
      .describe('TikTok Shop: its orders are kept for the figures and sent to nobody.'),
    segment: segment.exactOptional().describe('Segment and RudderStack: their HTTP API.'),
    ga4: ga4.exactOptional().describe('Google Analytics 4: /g/collect, and the Measurement Protocol.'),
    stape: stape.exactOptional().describe('Stape’s Data Client; write `{}`.'),
    zaraz: zaraz.exactOptional().describe('Zaraz HTTP Events API.'),
    meta_pixel: metaPixel.exactOptional().describe('The Meta pixel’s own requests: /tr.'),
    tiktok_pixel: tiktokPixel.exactOptional().describe('The TikTok pixel’s own requests.'),
  })
  .refine((all) => Object.keys(all).length > 0, says('no_source'))
  .meta({ minProperties: 1 })
  .describe('Who else may send, in a format of its own. Absent: nobody. Needs `orders`.')

export type SourcesFile = z.infer<typeof sources>
