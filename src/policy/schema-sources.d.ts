/**
 * Who else may send for a site, each in a format of its own. Of secrets there are only the names of the bindings that hold
 * them: this file is read by many and kept for ever.
 */
import { z } from 'zod'
export declare const sources: z.ZodObject<
  {
    shopify: z.ZodExactOptional<
      z.ZodObject<
        {
          shop: z.ZodString
          secrets: z.ZodArray<z.ZodString>
          api_token: z.ZodExactOptional<z.ZodString>
          web_pixel: z.ZodDefault<z.ZodBoolean>
        },
        z.core.$strict
      >
    >
    woocommerce: z.ZodExactOptional<
      z.ZodObject<
        {
          url: z.ZodString
          secrets: z.ZodArray<z.ZodString>
          api_key: z.ZodExactOptional<z.ZodString>
          api_secret: z.ZodExactOptional<z.ZodString>
        },
        z.core.$strict
      >
    >
    prestashop: z.ZodExactOptional<
      z.ZodObject<
        {
          secrets: z.ZodArray<z.ZodString>
          url: z.ZodExactOptional<z.ZodString>
          api_key: z.ZodExactOptional<z.ZodString>
        },
        z.core.$strict
      >
    >
    magento: z.ZodExactOptional<
      z.ZodObject<
        {
          secrets: z.ZodArray<z.ZodString>
        },
        z.core.$strict
      >
    >
    bigcommerce: z.ZodExactOptional<
      z.ZodObject<
        {
          store: z.ZodString
          secrets: z.ZodArray<z.ZodString>
          api_token: z.ZodExactOptional<z.ZodString>
        },
        z.core.$strict
      >
    >
    stripe: z.ZodExactOptional<
      z.ZodObject<
        {
          secrets: z.ZodArray<z.ZodString>
          api_key: z.ZodExactOptional<z.ZodString>
        },
        z.core.$strict
      >
    >
    webhook: z.ZodExactOptional<
      z.ZodObject<
        {
          secrets: z.ZodArray<z.ZodString>
        },
        z.core.$strict
      >
    >
    tiktok_shop: z.ZodExactOptional<
      z.ZodObject<
        {
          shop_id: z.ZodString
          app_key: z.ZodString
          secrets: z.ZodArray<z.ZodString>
          api_token: z.ZodExactOptional<z.ZodString>
          shop_cipher: z.ZodExactOptional<z.ZodString>
        },
        z.core.$strict
      >
    >
    segment: z.ZodExactOptional<
      z.ZodObject<
        {
          keys: z.ZodArray<z.ZodString>
          categories: z.ZodDefault<
            z.ZodRecord<
              z.ZodString,
              z.ZodArray<
                z.ZodEnum<{
                  ad_personalization: 'ad_personalization'
                  ad_storage: 'ad_storage'
                  ad_user_data: 'ad_user_data'
                  analytics_storage: 'analytics_storage'
                }>
              >
            >
          >
        },
        z.core.$strict
      >
    >
    ga4: z.ZodExactOptional<
      z.ZodObject<
        {
          measurement_ids: z.ZodArray<z.ZodString>
          keys: z.ZodDefault<z.ZodArray<z.ZodString>>
        },
        z.core.$strict
      >
    >
    stape: z.ZodExactOptional<z.ZodObject<{}, z.core.$strict>>
    zaraz: z.ZodExactOptional<
      z.ZodObject<
        {
          keys: z.ZodArray<z.ZodString>
          events: z.ZodDefault<
            z.ZodRecord<
              z.ZodString,
              z.ZodEnum<{
                add_payment_info: 'add_payment_info'
                add_to_cart: 'add_to_cart'
                add_to_wishlist: 'add_to_wishlist'
                begin_checkout: 'begin_checkout'
                contact: 'contact'
                customize_product: 'customize_product'
                download: 'download'
                find_location: 'find_location'
                generate_lead: 'generate_lead'
                page_view: 'page_view'
                purchase: 'purchase'
                refund: 'refund'
                schedule: 'schedule'
                search: 'search'
                sign_up: 'sign_up'
                start_trial: 'start_trial'
                submit_application: 'submit_application'
                subscribe: 'subscribe'
                view_item: 'view_item'
                view_item_list: 'view_item_list'
              }>
            >
          >
        },
        z.core.$strict
      >
    >
    meta_pixel: z.ZodExactOptional<
      z.ZodObject<
        {
          ids: z.ZodArray<z.ZodString>
        },
        z.core.$strict
      >
    >
    tiktok_pixel: z.ZodExactOptional<
      z.ZodObject<
        {
          codes: z.ZodArray<z.ZodString>
        },
        z.core.$strict
      >
    >
  },
  z.core.$strict
>
export type SourcesFile = z.infer<typeof sources>
