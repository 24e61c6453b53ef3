/** How pages of a site send, and which cookies the gateway may set for it. */
import { z } from 'zod'
/** Click ids that the platforms of no built-in destination put on an address. A closed list: of any other parameter nobody knows what it holds. */
export declare const OTHER_CLICK_IDS: readonly [
  'gclid',
  'gbraid',
  'wbraid',
  'dclid',
  'msclkid',
  'epik',
  'li_fat_id',
  'rdt_cid',
  'ScCid',
  'twclid',
]
/** Thirteen months: what data protection authorities call the most for a cookie (CNIL), and below the 400 days of Chrome. */
export declare const MOST_COOKIE_DAYS = 395
export declare const browser: z.ZodObject<
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
export type BrowserFile = z.infer<typeof browser>
