/**
 * The shape of policy.yaml. Strict: a key that is not here is an error, so that a misspelt rule is never silently no
 * rule. What needs the other parts of the file or the mappings to judge is in rules.ts. The published JSON Schema is made
 * of this (json-schema.ts): each key has its words for editors here.
 */
import { z } from 'zod'
declare const condition: z.ZodObject<
  {
    countries: z.ZodExactOptional<z.ZodArray<z.ZodString>>
    except_countries: z.ZodExactOptional<z.ZodArray<z.ZodString>>
    with_field: z.ZodExactOptional<z.ZodString>
  },
  z.core.$strict
>
declare const fieldGroup: z.ZodObject<
  {
    note: z.ZodExactOptional<
      z.ZodObject<
        {
          en: z.ZodString
          fr: z.ZodString
        },
        z.core.$strict
      >
    >
    fields: z.ZodArray<z.ZodString>
    purpose: z.ZodEnum<{
      ad_personalization: 'ad_personalization'
      ad_storage: 'ad_storage'
      ad_user_data: 'ad_user_data'
      analytics_storage: 'analytics_storage'
    }>
    legal_basis: z.ZodEnum<{
      consent: 'consent'
      contract: 'contract'
      legal_obligation: 'legal_obligation'
      legitimate_interests: 'legitimate_interests'
      public_task: 'public_task'
      vital_interests: 'vital_interests'
    }>
    treatment: z.ZodEnum<{
      as_is: 'as_is'
      hashed: 'hashed'
      normalized: 'normalized'
      url_cleaned: 'url_cleaned'
    }>
    retention_days: z.ZodInt
    condition: z.ZodExactOptional<
      z.ZodObject<
        {
          countries: z.ZodExactOptional<z.ZodArray<z.ZodString>>
          except_countries: z.ZodExactOptional<z.ZodArray<z.ZodString>>
          with_field: z.ZodExactOptional<z.ZodString>
        },
        z.core.$strict
      >
    >
  },
  z.core.$strict
>
declare const eventGroup: z.ZodObject<
  {
    note: z.ZodExactOptional<
      z.ZodObject<
        {
          en: z.ZodString
          fr: z.ZodString
        },
        z.core.$strict
      >
    >
    events: z.ZodArray<
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
  },
  z.core.$strict
>
declare const allowed: z.ZodUnion<
  readonly [
    z.ZodString,
    z.ZodObject<
      {
        note: z.ZodExactOptional<
          z.ZodObject<
            {
              en: z.ZodString
              fr: z.ZodString
            },
            z.core.$strict
          >
        >
        group: z.ZodString
        fields: z.ZodExactOptional<z.ZodArray<z.ZodString>>
        purpose: z.ZodExactOptional<
          z.ZodEnum<{
            ad_personalization: 'ad_personalization'
            ad_storage: 'ad_storage'
            ad_user_data: 'ad_user_data'
            analytics_storage: 'analytics_storage'
          }>
        >
        legal_basis: z.ZodExactOptional<
          z.ZodEnum<{
            consent: 'consent'
            contract: 'contract'
            legal_obligation: 'legal_obligation'
            legitimate_interests: 'legitimate_interests'
            public_task: 'public_task'
            vital_interests: 'vital_interests'
          }>
        >
        retention_days: z.ZodExactOptional<z.ZodInt>
        condition: z.ZodExactOptional<
          z.ZodObject<
            {
              countries: z.ZodExactOptional<z.ZodArray<z.ZodString>>
              except_countries: z.ZodExactOptional<z.ZodArray<z.ZodString>>
              with_field: z.ZodExactOptional<z.ZodString>
            },
            z.core.$strict
          >
        >
      },
      z.core.$strict
    >,
  ]
>
/** What a definition may leave to `defaults` or to the library. */
declare const plannedEvent: z.ZodObject<
  {
    definition: z.ZodExactOptional<
      z.ZodObject<
        {
          en: z.ZodString
          fr: z.ZodString
        },
        z.core.$strict
      >
    >
    page: z.ZodExactOptional<
      z.ZodObject<
        {
          en: z.ZodString
          fr: z.ZodString
        },
        z.core.$strict
      >
    >
    trigger: z.ZodExactOptional<
      z.ZodObject<
        {
          en: z.ZodString
          fr: z.ZodString
        },
        z.core.$strict
      >
    >
    owner: z.ZodExactOptional<z.ZodString>
    unique: z.ZodExactOptional<
      z.ZodEnum<{
        event_id: 'event_id'
        'lead.id': 'lead.id'
        'order.id': 'order.id'
      }>
    >
  },
  z.core.$strict
>
export declare const policySchema: z.ZodObject<
  {
    note: z.ZodExactOptional<
      z.ZodObject<
        {
          en: z.ZodString
          fr: z.ZodString
        },
        z.core.$strict
      >
    >
    version: z.ZodLiteral<1>
    extends: z.ZodExactOptional<z.ZodLiteral<'tidegate/standard@1'>>
    approval: z.ZodExactOptional<
      z.ZodObject<
        {
          roles: z.ZodArray<z.ZodString>
          valid_until: z.ZodString
          keys: z.ZodDefault<
            z.ZodArray<
              z.ZodObject<
                {
                  role: z.ZodString
                  kid: z.ZodString
                  x: z.ZodString
                },
                z.core.$strict
              >
            >
          >
        },
        z.core.$strict
      >
    >
    field_groups: z.ZodDefault<
      z.ZodRecord<
        z.ZodString,
        z.ZodObject<
          {
            note: z.ZodExactOptional<
              z.ZodObject<
                {
                  en: z.ZodString
                  fr: z.ZodString
                },
                z.core.$strict
              >
            >
            fields: z.ZodArray<z.ZodString>
            purpose: z.ZodEnum<{
              ad_personalization: 'ad_personalization'
              ad_storage: 'ad_storage'
              ad_user_data: 'ad_user_data'
              analytics_storage: 'analytics_storage'
            }>
            legal_basis: z.ZodEnum<{
              consent: 'consent'
              contract: 'contract'
              legal_obligation: 'legal_obligation'
              legitimate_interests: 'legitimate_interests'
              public_task: 'public_task'
              vital_interests: 'vital_interests'
            }>
            treatment: z.ZodEnum<{
              as_is: 'as_is'
              hashed: 'hashed'
              normalized: 'normalized'
              url_cleaned: 'url_cleaned'
            }>
            retention_days: z.ZodInt
            condition: z.ZodExactOptional<
              z.ZodObject<
                {
                  countries: z.ZodExactOptional<z.ZodArray<z.ZodString>>
                  except_countries: z.ZodExactOptional<z.ZodArray<z.ZodString>>
                  with_field: z.ZodExactOptional<z.ZodString>
                },
                z.core.$strict
              >
            >
          },
          z.core.$strict
        >
      >
    >
    event_groups: z.ZodDefault<
      z.ZodRecord<
        z.ZodString,
        z.ZodObject<
          {
            note: z.ZodExactOptional<
              z.ZodObject<
                {
                  en: z.ZodString
                  fr: z.ZodString
                },
                z.core.$strict
              >
            >
            events: z.ZodArray<
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
          },
          z.core.$strict
        >
      >
    >
    sites: z.ZodRecord<
      z.ZodString,
      z.ZodObject<
        {
          note: z.ZodExactOptional<
            z.ZodObject<
              {
                en: z.ZodString
                fr: z.ZodString
              },
              z.core.$strict
            >
          >
          controller: z.ZodObject<
            {
              name: z.ZodString
              contact: z.ZodString
              dpo: z.ZodExactOptional<z.ZodString>
              others: z.ZodExactOptional<
                z.ZodObject<
                  {
                    en: z.ZodString
                    fr: z.ZodString
                  },
                  z.core.$strict
                >
              >
            },
            z.core.$strict
          >
          people: z.ZodExactOptional<
            z.ZodObject<
              {
                en: z.ZodString
                fr: z.ZodString
              },
              z.core.$strict
            >
          >
          security: z.ZodExactOptional<
            z.ZodObject<
              {
                en: z.ZodString
                fr: z.ZodString
              },
              z.core.$strict
            >
          >
          processors: z.ZodExactOptional<
            z.ZodObject<
              {
                en: z.ZodString
                fr: z.ZodString
              },
              z.core.$strict
            >
          >
          demo: z.ZodDefault<z.ZodBoolean>
          hosts: z.ZodArray<z.ZodString>
          origins: z.ZodArray<z.ZodString>
          development_origins: z.ZodDefault<z.ZodArray<z.ZodString>>
          default_country: z.ZodString
          shards: z.ZodInt
          consent: z.ZodObject<
            {
              note: z.ZodExactOptional<
                z.ZodObject<
                  {
                    en: z.ZodString
                    fr: z.ZodString
                  },
                  z.core.$strict
                >
              >
              max_age_days: z.ZodInt
              gpc_scope: z.ZodEnum<{
                all_us: 'all_us'
                mandated_states: 'mandated_states'
                worldwide: 'worldwide'
              }>
              regimes: z.ZodRecord<
                z.ZodString,
                z.ZodEnum<{
                  none: 'none'
                  'opt-in': 'opt-in'
                  'opt-out': 'opt-out'
                }>
              >
              snapshot_wait_minutes: z.ZodDefault<z.ZodInt>
              cookie_names: z.ZodDefault<
                z.ZodRecord<
                  z.ZodString,
                  z.ZodEnum<{
                    [x: string]: string
                  }>
                >
              >
            },
            z.core.$strict
          >
          browser: z.ZodExactOptional<
            z.ZodObject<
              {
                gateway: z.ZodString
                write_keys: z.ZodDefault<z.ZodArray<z.ZodString>>
                staging_origins: z.ZodDefault<z.ZodArray<z.ZodString>>
                cookies: z.ZodExactOptional<
                  z.ZodObject<
                    {
                      visitor_days: z.ZodInt
                      click_days: z.ZodInt
                      pixels_on_page: z.ZodDefault<z.ZodArray<z.ZodString>>
                      click_ids: z.ZodDefault<
                        z.ZodArray<
                          z.ZodEnum<{
                            ScCid: 'ScCid'
                            dclid: 'dclid'
                            epik: 'epik'
                            gbraid: 'gbraid'
                            gclid: 'gclid'
                            li_fat_id: 'li_fat_id'
                            msclkid: 'msclkid'
                            rdt_cid: 'rdt_cid'
                            twclid: 'twclid'
                            wbraid: 'wbraid'
                          }>
                        >
                      >
                    },
                    z.core.$strict
                  >
                >
              },
              z.core.$strict
            >
          >
          orders: z.ZodExactOptional<
            z.ZodObject<
              {
                money: z.ZodDefault<
                  z.ZodEnum<{
                    presentment: 'presentment'
                    shop: 'shop'
                  }>
                >
                tax: z.ZodDefault<
                  z.ZodEnum<{
                    excluded: 'excluded'
                    included: 'included'
                  }>
                >
                shipping: z.ZodDefault<
                  z.ZodEnum<{
                    excluded: 'excluded'
                    included: 'included'
                  }>
                >
                purchase_when: z.ZodDefault<
                  z.ZodEnum<{
                    created: 'created'
                    paid: 'paid'
                  }>
                >
                item_id: z.ZodDefault<
                  z.ZodEnum<{
                    product_id: 'product_id'
                    sku: 'sku'
                    variant_id: 'variant_id'
                  }>
                >
                excluded: z.ZodExactOptional<
                  z.ZodArray<
                    z.ZodEnum<{
                      draft: 'draft'
                      pos: 'pos'
                      renewal: 'renewal'
                      test: 'test'
                      unpaid: 'unpaid'
                    }>
                  >
                >
                excluded_tags: z.ZodDefault<z.ZodArray<z.ZodString>>
                renewal_sources: z.ZodDefault<z.ZodArray<z.ZodString>>
                settle_seconds: z.ZodDefault<z.ZodInt>
                time_zone: z.ZodString
                tolerance_seconds: z.ZodDefault<z.ZodInt>
                ledger_days: z.ZodDefault<z.ZodInt>
              },
              z.core.$strict
            >
          >
          sources: z.ZodExactOptional<
            z.ZodObject<
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
          >
          analysis: z.ZodExactOptional<
            z.ZodObject<
              {
                purposes: z.ZodArray<
                  z.ZodEnum<{
                    ad_personalization: 'ad_personalization'
                    ad_storage: 'ad_storage'
                    ad_user_data: 'ad_user_data'
                    analytics_storage: 'analytics_storage'
                  }>
                >
                journey_days: z.ZodDefault<z.ZodInt>
                record_days: z.ZodDefault<z.ZodInt>
                window_days: z.ZodDefault<z.ZodInt>
                direct: z.ZodDefault<
                  z.ZodEnum<{
                    kept: 'kept'
                    last_resort: 'last_resort'
                  }>
                >
                currency: z.ZodString
                touches: z.ZodDefault<
                  z.ZodArray<
                    z.ZodObject<
                      {
                        utm_source: z.ZodExactOptional<z.ZodString>
                        utm_medium: z.ZodExactOptional<z.ZodString>
                        utm_campaign: z.ZodExactOptional<z.ZodString>
                        referrer_host: z.ZodExactOptional<z.ZodString>
                        parameter: z.ZodExactOptional<z.ZodString>
                        source: z.ZodString
                        kind: z.ZodEnum<{
                          ad: 'ad'
                          creator: 'creator'
                          direct: 'direct'
                          live: 'live'
                          mail: 'mail'
                          organic_video: 'organic_video'
                          referral: 'referral'
                          search: 'search'
                          shop: 'shop'
                          social: 'social'
                          spark: 'spark'
                          unresolved: 'unresolved'
                        }>
                      },
                      z.core.$strict
                    >
                  >
                >
                codes: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodString>>
              },
              z.core.$strict
            >
          >
          url_parameters: z.ZodArray<z.ZodString>
          retention: z.ZodDefault<
            z.ZodObject<
              {
                note: z.ZodExactOptional<
                  z.ZodObject<
                    {
                      en: z.ZodString
                      fr: z.ZodString
                    },
                    z.core.$strict
                  >
                >
                receipts_days: z.ZodDefault<z.ZodInt>
                consent_days: z.ZodDefault<z.ZodInt>
              },
              z.core.$strict
            >
          >
          sectors: z.ZodDefault<
            z.ZodArray<
              z.ZodEnum<{
                adult: 'adult'
                finance: 'finance'
                health: 'health'
                minors: 'minors'
                politics: 'politics'
                religion: 'religion'
                unions: 'unions'
              }>
            >
          >
          events: z.ZodDefault<
            z.ZodObject<
              {
                defaults: z.ZodExactOptional<
                  z.ZodObject<
                    {
                      page: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      trigger: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      owner: z.ZodExactOptional<z.ZodString>
                    },
                    z.core.$strict
                  >
                >
                add_payment_info: z.ZodExactOptional<
                  z.ZodObject<
                    {
                      definition: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      page: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      trigger: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      owner: z.ZodExactOptional<z.ZodString>
                      unique: z.ZodExactOptional<
                        z.ZodEnum<{
                          event_id: 'event_id'
                          'lead.id': 'lead.id'
                          'order.id': 'order.id'
                        }>
                      >
                    },
                    z.core.$strict
                  >
                >
                add_to_cart: z.ZodExactOptional<
                  z.ZodObject<
                    {
                      definition: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      page: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      trigger: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      owner: z.ZodExactOptional<z.ZodString>
                      unique: z.ZodExactOptional<
                        z.ZodEnum<{
                          event_id: 'event_id'
                          'lead.id': 'lead.id'
                          'order.id': 'order.id'
                        }>
                      >
                    },
                    z.core.$strict
                  >
                >
                add_to_wishlist: z.ZodExactOptional<
                  z.ZodObject<
                    {
                      definition: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      page: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      trigger: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      owner: z.ZodExactOptional<z.ZodString>
                      unique: z.ZodExactOptional<
                        z.ZodEnum<{
                          event_id: 'event_id'
                          'lead.id': 'lead.id'
                          'order.id': 'order.id'
                        }>
                      >
                    },
                    z.core.$strict
                  >
                >
                begin_checkout: z.ZodExactOptional<
                  z.ZodObject<
                    {
                      definition: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      page: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      trigger: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      owner: z.ZodExactOptional<z.ZodString>
                      unique: z.ZodExactOptional<
                        z.ZodEnum<{
                          event_id: 'event_id'
                          'lead.id': 'lead.id'
                          'order.id': 'order.id'
                        }>
                      >
                    },
                    z.core.$strict
                  >
                >
                contact: z.ZodExactOptional<
                  z.ZodObject<
                    {
                      definition: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      page: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      trigger: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      owner: z.ZodExactOptional<z.ZodString>
                      unique: z.ZodExactOptional<
                        z.ZodEnum<{
                          event_id: 'event_id'
                          'lead.id': 'lead.id'
                          'order.id': 'order.id'
                        }>
                      >
                    },
                    z.core.$strict
                  >
                >
                customize_product: z.ZodExactOptional<
                  z.ZodObject<
                    {
                      definition: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      page: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      trigger: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      owner: z.ZodExactOptional<z.ZodString>
                      unique: z.ZodExactOptional<
                        z.ZodEnum<{
                          event_id: 'event_id'
                          'lead.id': 'lead.id'
                          'order.id': 'order.id'
                        }>
                      >
                    },
                    z.core.$strict
                  >
                >
                download: z.ZodExactOptional<
                  z.ZodObject<
                    {
                      definition: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      page: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      trigger: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      owner: z.ZodExactOptional<z.ZodString>
                      unique: z.ZodExactOptional<
                        z.ZodEnum<{
                          event_id: 'event_id'
                          'lead.id': 'lead.id'
                          'order.id': 'order.id'
                        }>
                      >
                    },
                    z.core.$strict
                  >
                >
                find_location: z.ZodExactOptional<
                  z.ZodObject<
                    {
                      definition: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      page: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      trigger: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      owner: z.ZodExactOptional<z.ZodString>
                      unique: z.ZodExactOptional<
                        z.ZodEnum<{
                          event_id: 'event_id'
                          'lead.id': 'lead.id'
                          'order.id': 'order.id'
                        }>
                      >
                    },
                    z.core.$strict
                  >
                >
                generate_lead: z.ZodExactOptional<
                  z.ZodObject<
                    {
                      definition: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      page: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      trigger: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      owner: z.ZodExactOptional<z.ZodString>
                      unique: z.ZodExactOptional<
                        z.ZodEnum<{
                          event_id: 'event_id'
                          'lead.id': 'lead.id'
                          'order.id': 'order.id'
                        }>
                      >
                    },
                    z.core.$strict
                  >
                >
                page_view: z.ZodExactOptional<
                  z.ZodObject<
                    {
                      definition: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      page: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      trigger: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      owner: z.ZodExactOptional<z.ZodString>
                      unique: z.ZodExactOptional<
                        z.ZodEnum<{
                          event_id: 'event_id'
                          'lead.id': 'lead.id'
                          'order.id': 'order.id'
                        }>
                      >
                    },
                    z.core.$strict
                  >
                >
                purchase: z.ZodExactOptional<
                  z.ZodObject<
                    {
                      definition: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      page: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      trigger: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      owner: z.ZodExactOptional<z.ZodString>
                      unique: z.ZodExactOptional<
                        z.ZodEnum<{
                          event_id: 'event_id'
                          'lead.id': 'lead.id'
                          'order.id': 'order.id'
                        }>
                      >
                    },
                    z.core.$strict
                  >
                >
                refund: z.ZodExactOptional<
                  z.ZodObject<
                    {
                      definition: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      page: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      trigger: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      owner: z.ZodExactOptional<z.ZodString>
                      unique: z.ZodExactOptional<
                        z.ZodEnum<{
                          event_id: 'event_id'
                          'lead.id': 'lead.id'
                          'order.id': 'order.id'
                        }>
                      >
                    },
                    z.core.$strict
                  >
                >
                schedule: z.ZodExactOptional<
                  z.ZodObject<
                    {
                      definition: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      page: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      trigger: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      owner: z.ZodExactOptional<z.ZodString>
                      unique: z.ZodExactOptional<
                        z.ZodEnum<{
                          event_id: 'event_id'
                          'lead.id': 'lead.id'
                          'order.id': 'order.id'
                        }>
                      >
                    },
                    z.core.$strict
                  >
                >
                search: z.ZodExactOptional<
                  z.ZodObject<
                    {
                      definition: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      page: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      trigger: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      owner: z.ZodExactOptional<z.ZodString>
                      unique: z.ZodExactOptional<
                        z.ZodEnum<{
                          event_id: 'event_id'
                          'lead.id': 'lead.id'
                          'order.id': 'order.id'
                        }>
                      >
                    },
                    z.core.$strict
                  >
                >
                sign_up: z.ZodExactOptional<
                  z.ZodObject<
                    {
                      definition: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      page: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      trigger: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      owner: z.ZodExactOptional<z.ZodString>
                      unique: z.ZodExactOptional<
                        z.ZodEnum<{
                          event_id: 'event_id'
                          'lead.id': 'lead.id'
                          'order.id': 'order.id'
                        }>
                      >
                    },
                    z.core.$strict
                  >
                >
                start_trial: z.ZodExactOptional<
                  z.ZodObject<
                    {
                      definition: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      page: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      trigger: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      owner: z.ZodExactOptional<z.ZodString>
                      unique: z.ZodExactOptional<
                        z.ZodEnum<{
                          event_id: 'event_id'
                          'lead.id': 'lead.id'
                          'order.id': 'order.id'
                        }>
                      >
                    },
                    z.core.$strict
                  >
                >
                submit_application: z.ZodExactOptional<
                  z.ZodObject<
                    {
                      definition: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      page: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      trigger: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      owner: z.ZodExactOptional<z.ZodString>
                      unique: z.ZodExactOptional<
                        z.ZodEnum<{
                          event_id: 'event_id'
                          'lead.id': 'lead.id'
                          'order.id': 'order.id'
                        }>
                      >
                    },
                    z.core.$strict
                  >
                >
                subscribe: z.ZodExactOptional<
                  z.ZodObject<
                    {
                      definition: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      page: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      trigger: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      owner: z.ZodExactOptional<z.ZodString>
                      unique: z.ZodExactOptional<
                        z.ZodEnum<{
                          event_id: 'event_id'
                          'lead.id': 'lead.id'
                          'order.id': 'order.id'
                        }>
                      >
                    },
                    z.core.$strict
                  >
                >
                view_item: z.ZodExactOptional<
                  z.ZodObject<
                    {
                      definition: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      page: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      trigger: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      owner: z.ZodExactOptional<z.ZodString>
                      unique: z.ZodExactOptional<
                        z.ZodEnum<{
                          event_id: 'event_id'
                          'lead.id': 'lead.id'
                          'order.id': 'order.id'
                        }>
                      >
                    },
                    z.core.$strict
                  >
                >
                view_item_list: z.ZodExactOptional<
                  z.ZodObject<
                    {
                      definition: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      page: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      trigger: z.ZodExactOptional<
                        z.ZodObject<
                          {
                            en: z.ZodString
                            fr: z.ZodString
                          },
                          z.core.$strict
                        >
                      >
                      owner: z.ZodExactOptional<z.ZodString>
                      unique: z.ZodExactOptional<
                        z.ZodEnum<{
                          event_id: 'event_id'
                          'lead.id': 'lead.id'
                          'order.id': 'order.id'
                        }>
                      >
                    },
                    z.core.$strict
                  >
                >
              },
              z.core.$strict
            >
          >
          destinations: z.ZodRecord<
            z.ZodString,
            z.ZodObject<
              {
                note: z.ZodExactOptional<
                  z.ZodObject<
                    {
                      en: z.ZodString
                      fr: z.ZodString
                    },
                    z.core.$strict
                  >
                >
                account: z.ZodString
                token_secret: z.ZodString
                test_event_code: z.ZodExactOptional<z.ZodString>
                recipient: z.ZodExactOptional<
                  z.ZodObject<
                    {
                      en: z.ZodString
                      fr: z.ZodString
                    },
                    z.core.$strict
                  >
                >
                joint: z.ZodExactOptional<
                  z.ZodObject<
                    {
                      en: z.ZodString
                      fr: z.ZodString
                    },
                    z.core.$strict
                  >
                >
                transfers: z.ZodExactOptional<
                  z.ZodObject<
                    {
                      en: z.ZodString
                      fr: z.ZodString
                    },
                    z.core.$strict
                  >
                >
                retention: z.ZodExactOptional<
                  z.ZodObject<
                    {
                      en: z.ZodString
                      fr: z.ZodString
                    },
                    z.core.$strict
                  >
                >
                terms: z.ZodExactOptional<
                  z.ZodObject<
                    {
                      en: z.ZodString
                      fr: z.ZodString
                    },
                    z.core.$strict
                  >
                >
                purposes: z.ZodArray<
                  z.ZodEnum<{
                    ad_personalization: 'ad_personalization'
                    ad_storage: 'ad_storage'
                    ad_user_data: 'ad_user_data'
                    analytics_storage: 'analytics_storage'
                  }>
                >
                on_opt_out: z.ZodEnum<{
                  drop: 'drop'
                  limited: 'limited'
                }>
                consent_names: z.ZodDefault<
                  z.ZodRecord<
                    z.ZodEnum<{
                      [x: string]: string
                    }> &
                      z.core.$partial,
                    z.ZodArray<z.ZodString>
                  >
                >
                tcf_vendor: z.ZodExactOptional<z.ZodInt>
                ac_provider: z.ZodExactOptional<z.ZodInt>
                limited: z.ZodExactOptional<z.ZodArray<z.ZodString>>
                allow: z.ZodRecord<
                  z.ZodString,
                  z.ZodArray<
                    z.ZodUnion<
                      readonly [
                        z.ZodString,
                        z.ZodObject<
                          {
                            note: z.ZodExactOptional<
                              z.ZodObject<
                                {
                                  en: z.ZodString
                                  fr: z.ZodString
                                },
                                z.core.$strict
                              >
                            >
                            group: z.ZodString
                            fields: z.ZodExactOptional<z.ZodArray<z.ZodString>>
                            purpose: z.ZodExactOptional<
                              z.ZodEnum<{
                                ad_personalization: 'ad_personalization'
                                ad_storage: 'ad_storage'
                                ad_user_data: 'ad_user_data'
                                analytics_storage: 'analytics_storage'
                              }>
                            >
                            legal_basis: z.ZodExactOptional<
                              z.ZodEnum<{
                                consent: 'consent'
                                contract: 'contract'
                                legal_obligation: 'legal_obligation'
                                legitimate_interests: 'legitimate_interests'
                                public_task: 'public_task'
                                vital_interests: 'vital_interests'
                              }>
                            >
                            retention_days: z.ZodExactOptional<z.ZodInt>
                            condition: z.ZodExactOptional<
                              z.ZodObject<
                                {
                                  countries: z.ZodExactOptional<z.ZodArray<z.ZodString>>
                                  except_countries: z.ZodExactOptional<z.ZodArray<z.ZodString>>
                                  with_field: z.ZodExactOptional<z.ZodString>
                                },
                                z.core.$strict
                              >
                            >
                          },
                          z.core.$strict
                        >,
                      ]
                    >
                  >
                >
              },
              z.core.$strict
            >
          >
        },
        z.core.$strict
      >
    >
  },
  z.core.$strict
>
export type PolicyFile = z.infer<typeof policySchema>
export type SiteFile = PolicyFile['sites'][string]
export type DestinationFile = SiteFile['destinations'][string]
export type FieldGroupFile = z.infer<typeof fieldGroup>
export type EventGroupFile = z.infer<typeof eventGroup>
export type AllowedFile = z.infer<typeof allowed>
export type ConditionFile = z.infer<typeof condition>
export type PlannedEventFile = z.infer<typeof plannedEvent>
export {}
