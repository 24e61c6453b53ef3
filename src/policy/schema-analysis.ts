/** Off-site analysis: which session starts are kept, with whose consent, for how long, and how they are named. */
import { z } from 'zod'
import { TOUCH_KINDS } from '../analysis/touch.ts'
import { PURPOSES } from '../consent/types.ts'
import { isCurrency } from '../event/currency.ts'
import { says } from './schema-messages.ts'
import { listOf } from './schema-words.ts'

/** Thirteen months: the life that the CNIL gives a tracker. A policy may keep journeys for less, never for longer. */
export const MOST_JOURNEY_DAYS = 395

/** Twenty-five months: what the CNIL names for figures that were drawn from trackers. */
const RECORD_DAYS = 760

const MOST_WINDOW_DAYS = 90
export const USUAL_WINDOW_DAYS = 30

const sourceName = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,39}$/, says('touch_source'))
const pattern = z
  .string(says('quoted'))
  .max(80)
  .regex(/^[^\s*][^*]*\*?$/, says('touch_pattern'))
  .refine((text) => /^\P{C}*$/u.test(text), says('printable'))
const parameterName = z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/, says('url_parameter'))
const host = z.string().regex(/^(?:[a-z0-9-]{1,63}\.)+[a-z0-9-]{2,63}$/, says('referrer_host'))

const touchRule = z
  .strictObject({
    utm_source: pattern.exactOptional().describe('What `utm_source` in the address must be.'),
    utm_medium: pattern.exactOptional().describe('What `utm_medium` must be.'),
    utm_campaign: pattern.exactOptional().describe('What `utm_campaign` must be.'),
    referrer_host: host.exactOptional().describe('Of the page before, with all names under it.'),
    parameter: parameterName.exactOptional().describe('A parameter that must be in the address.'),
    source: sourceName.describe('What it is called in the tables: the same name as in imported costs.'),
    kind: z.enum(TOUCH_KINDS).describe('Which kind of visit it is; docs/touches.md explains each.'),
  })
  .refine(
    (rule) =>
      [rule.utm_source, rule.utm_medium, rule.utm_campaign, rule.referrer_host, rule.parameter].some(
        (condition) => condition !== undefined,
      ),
    says('touch_without_condition'),
  )
  .describe(
    'Every condition that is there must hold; small and capital letters are alike; `*` at the end stands for any end.',
  )

const promoCode = z
  .string()
  .max(40)
  .regex(/^\S(?:.*\S)?$/, says('promo_code'))
  .refine((code) => /^\P{C}*$/u.test(code), says('printable'))

export const analysis = z
  .strictObject({
    purposes: listOf(z.enum(PURPOSES))
      .min(1, says('analysis_purpose'))
      .describe('What a person must have agreed to before anything of a journey is kept; all of them.'),
    journey_days: z
      .int()
      .min(1)
      .max(MOST_JOURNEY_DAYS)
      .default(MOST_JOURNEY_DAYS)
      .describe('How long a journey is kept: thirteen months at most.'),
    record_days: z
      .int()
      .min(1)
      .max(3_650)
      .default(RECORD_DAYS)
      .describe('How long what is counted and imported is kept; no journey is in it.'),
    window_days: z
      .int()
      .min(1)
      .max(MOST_WINDOW_DAYS)
      .default(USUAL_WINDOW_DAYS)
      .describe('How long before an order a visit may lie to have credit.'),
    direct: z
      .enum(['last_resort', 'kept'])
      .default('last_resort')
      .describe(
        'A direct visit has credit only where nothing else may have it (last_resort), or like any other (kept).',
      ),
    currency: z
      .string()
      .refine(isCurrency, says('currency'))
      .meta({ pattern: '^[A-Z]{3}$', examples: ['EUR', 'GBP', 'USD'] })
      .describe('Of the tables; ISO 4217.'),
    touches: z
      .array(touchRule)
      .max(100)
      .default([])
      .describe('The site’s own rules of what brought a visit, before the built-in ones; the first that fits decides.'),
    codes: z
      .record(promoCode, sourceName)
      .refine((codes) => Object.keys(codes).length <= 500, says('too_many_codes'))
      .default({})
      .describe('Promo code → what it declares as the source of an order. A code that is not here is not kept.'),
  })
  .describe('Analysis of what brought visits and orders. Absent: nothing of a journey is kept.')

export type AnalysisFile = z.infer<typeof analysis>
