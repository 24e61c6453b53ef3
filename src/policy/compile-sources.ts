/** Who else may send, written out: lists sorted, so that equal policies are equal to the byte. */
import { PURPOSES } from '../consent/types.ts'
import type { SourcesFile } from './schema-sources.ts'
import { sortedEntries } from './sorted.ts'
import type { CompiledSources } from './types.ts'

export function compileSources(sources: SourcesFile): CompiledSources {
  const compiled: CompiledSources = {
    ...shopsOf(sources),
    ...toolsOf(sources),
  }
  return Object.fromEntries(sortedEntries({ ...compiled }))
}

function shopsOf(sources: SourcesFile): CompiledSources {
  const { shopify, woocommerce, prestashop, magento, bigcommerce, stripe, webhook, tiktok_shop } = sources
  return {
    ...(shopify !== undefined && {
      shopify: {
        shop: shopify.shop,
        secrets: shopify.secrets.toSorted(),
        ...(shopify.api_token !== undefined && { apiToken: shopify.api_token }),
        webPixel: shopify.web_pixel,
      },
    }),
    ...(woocommerce !== undefined && {
      woocommerce: {
        url: woocommerce.url,
        secrets: woocommerce.secrets.toSorted(),
        ...(woocommerce.api_key !== undefined && { apiKey: woocommerce.api_key }),
        ...(woocommerce.api_secret !== undefined && { apiSecret: woocommerce.api_secret }),
      },
    }),
    ...(prestashop !== undefined && {
      prestashop: {
        secrets: prestashop.secrets.toSorted(),
        ...(prestashop.url !== undefined && { url: prestashop.url }),
        ...(prestashop.api_key !== undefined && { apiKey: prestashop.api_key }),
      },
    }),
    ...(magento !== undefined && {
      magento: {
        secrets: magento.secrets.toSorted(),
        ...(magento.adobe_clients !== undefined && { adobeClients: magento.adobe_clients.toSorted() }),
      },
    }),
    ...(bigcommerce !== undefined && {
      bigcommerce: {
        store: bigcommerce.store,
        secrets: bigcommerce.secrets.toSorted(),
        ...(bigcommerce.api_token !== undefined && { apiToken: bigcommerce.api_token }),
      },
    }),
    ...(stripe !== undefined && {
      stripe: {
        secrets: stripe.secrets.toSorted(),
        ...(stripe.api_key !== undefined && { apiKey: stripe.api_key }),
      },
    }),
    ...(webhook !== undefined && { webhook: { secrets: webhook.secrets.toSorted() } }),
    ...(tiktok_shop !== undefined && {
      tiktok_shop: {
        shopId: tiktok_shop.shop_id,
        appKey: tiktok_shop.app_key,
        secrets: tiktok_shop.secrets.toSorted(),
        ...(tiktok_shop.api_token !== undefined && { apiToken: tiktok_shop.api_token }),
        ...(tiktok_shop.shop_cipher !== undefined && { shopCipher: tiktok_shop.shop_cipher }),
      },
    }),
  }
}

function toolsOf({ segment, ga4, stape, zaraz, meta_pixel, tiktok_pixel }: SourcesFile): CompiledSources {
  return {
    ...(segment !== undefined && {
      segment: { keys: segment.keys.toSorted(), categories: categoriesOf(segment.categories) },
    }),
    ...(ga4 !== undefined && {
      ga4: { measurementIds: ga4.measurement_ids.toSorted(), keys: ga4.keys.toSorted() },
    }),
    ...(stape !== undefined && { stape: { pages: true as const } }),
    ...(zaraz !== undefined && {
      zaraz: { keys: zaraz.keys.toSorted(), events: Object.fromEntries(sortedEntries(zaraz.events)) },
    }),
    ...(meta_pixel !== undefined && { meta_pixel: { ids: meta_pixel.ids.toSorted() } }),
    ...(tiktok_pixel !== undefined && { tiktok_pixel: { codes: tiktok_pixel.codes.toSorted() } }),
  }
}

function categoriesOf(written: NonNullable<SourcesFile['segment']>['categories']) {
  const ordered = sortedEntries(written).map(
    ([category, purposes]) => [category, PURPOSES.filter((purpose) => purposes.includes(purpose))] as const,
  )
  return Object.fromEntries(ordered)
}
