/** What people call the sources. */
import type { Words } from './document.ts'
import type { CompiledSources } from './types.ts'

export const SOURCE_NAMES: Readonly<Record<keyof CompiledSources, Words>> = {
  shopify: both('Shopify'),
  woocommerce: both('WooCommerce'),
  prestashop: both('PrestaShop'),
  magento: both('Magento (Adobe Commerce)'),
  bigcommerce: both('BigCommerce'),
  stripe: both('Stripe Checkout'),
  webhook: { en: 'the site’s own server (signed webhook)', fr: 'le serveur du site (webhook signé)' },
  tiktok_shop: both('TikTok Shop'),
  segment: both('Segment, RudderStack'),
  ga4: both('Google Analytics 4'),
  stape: both('Stape'),
  zaraz: both('Zaraz (Cloudflare)'),
  meta_pixel: { en: 'the Meta pixel', fr: 'le pixel Meta' },
  tiktok_pixel: { en: 'the TikTok pixel', fr: 'le pixel TikTok' },
}

function both(name: string): Words {
  return { en: name, fr: name }
}
