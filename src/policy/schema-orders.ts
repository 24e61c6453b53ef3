/** How a site counts its orders: one choice for the whole site, so that an order has the same value wherever it is heard of. */
import { z } from 'zod'
import { isTimeZone, TIME_ZONE } from './time-zone.ts'
import { says } from './schema-messages.ts'
import { listOf } from './schema-words.ts'
import { ORDER_EXCLUSIONS } from './types.ts'

/** Webhooks are refused beyond it: five minutes is what Stripe and Standard Webhooks take. */
const TOLERANCE = { least: 30, most: 900, usual: 300 } as const

/** Thirteen months, as the gateway's other records: last year's November beside this year's. */
const LEDGER_DAYS = 395

const tag = z
  .string(says('quoted'))
  .max(100)
  .regex(/^\S(?:.*\S)?$/, says('order_tag'))
  .refine((name) => /^\P{C}*$/u.test(name), says('printable'))
const renewalSource = z
  .string(says('quoted'))
  .max(100)
  .regex(/^[^\s*][^*]*\*?$/, says('renewal_source'))
  .refine((name) => /^\P{C}*$/u.test(name), says('printable'))

export const orders = z
  .strictObject({
    money: z
      .enum(['presentment', 'shop'])
      .default('presentment')
      .describe('What the buyer saw and paid (presentment), or the currency that the shop keeps its books in (shop).'),
    tax: z.enum(['included', 'excluded']).default('included').describe('Whether the value of a sale holds the tax.'),
    shipping: z
      .enum(['included', 'excluded'])
      .default('included')
      .describe('Whether the value of a sale holds the shipping.'),
    purchase_when: z
      .enum(['paid', 'created'])
      .default('paid')
      .describe('A sale counts when it has been paid, or as soon as the order is placed.'),
    item_id: z
      .enum(['sku', 'variant_id', 'product_id'])
      .default('sku')
      .describe('Which of the shop’s ids names an item: that of the product feeds.'),
    excluded: listOf(z.enum(ORDER_EXCLUSIONS))
      .exactOptional()
      .describe('Orders that are no sale for the recipients; all kinds where nothing is said. Test orders always are.'),
    excluded_tags: listOf(tag).max(100).default([]).describe('Tags of the shop that keep an order out.'),
    renewal_sources: listOf(renewalSource)
      .max(50)
      .default([])
      .describe('Names by which the shop’s subscription app marks renewals: exact, or with `*` at the end.'),
    settle_seconds: z
      .int()
      .min(0)
      .max(3_600)
      .default(0)
      .describe('How long the first copy of a sale waits, encrypted, for another to complete it; 0 = not at all.'),
    time_zone: z
      .string()
      .refine(isTimeZone, says('time_zone'))
      .meta({ pattern: TIME_ZONE.source, examples: ['Europe/Paris', 'Europe/London', 'America/New_York'] })
      .describe('Where a day of the shop begins: an IANA name.'),
    tolerance_seconds: z
      .int()
      .min(TOLERANCE.least)
      .max(TOLERANCE.most)
      .default(TOLERANCE.usual)
      .describe('How old a webhook’s signature may be, and how far ahead.'),
    ledger_days: z.int().min(1).max(3_650).default(LEDGER_DAYS).describe('How long the ledger keeps an order.'),
  })
  .describe('How orders are counted and reconciled. Absent: no ledger of orders, and no `sources`.')

export type OrdersFile = z.infer<typeof orders>
