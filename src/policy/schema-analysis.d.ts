/** Off-site analysis: which session starts are kept, with whose consent, for how long, and how they are named. */
import { z } from 'zod'
/** Thirteen months: the life that the CNIL gives a tracker. A policy may keep journeys for less, never for longer. */
export declare const MOST_JOURNEY_DAYS = 395
export declare const USUAL_WINDOW_DAYS = 30
export declare const analysis: z.ZodObject<
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
export type AnalysisFile = z.infer<typeof analysis>
