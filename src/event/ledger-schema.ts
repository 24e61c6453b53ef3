/** An order of the back office on the wire, as a zod schema: what comes from a file, from the sweep or from a source is held against it. */
import * as z from 'zod/mini'
import { isCurrency } from './currency.ts'
import { fieldErrors, messageOf, type FieldError } from './errors.ts'
import { ORDER_CHANNELS, PAYMENT_STATES, type LedgerOrder, type LedgerRefund } from './ledger-order.ts'
import { decimalOf, microsOf } from './money.ts'
import { once } from './once.ts'

// As in schema.ts: workerd forbids making code from text.
z.config({ jitless: true })

/** Bounds in UTF-16 units, and of lists. */
export const LEDGER_BOUNDS = { id: 128, name: 64, text: 256, aliases: 12, refunds: 200 } as const

const PRINTABLE = /^\P{C}*$/u

const printable = (max: number) =>
  z.string().check(z.trim(), z.minLength(1), z.maxLength(max), z.regex(PRINTABLE, 'must be printable'))

/** The shortest decimal text: the same amount is always written alike. */
const amount = () =>
  z.pipe(
    z.string(),
    z.transform((value, context) => {
      const micros = microsOf(value)
      if (micros !== undefined && micros >= 0n) return decimalOf(micros)
      const message = 'must be a decimal number that is not negative, such as "47.40"'
      context.issues.push({ code: 'custom', message, input: value })
      return z.NEVER
    }),
  )

export const currency = () =>
  z.string().check(z.refine(isCurrency, 'must be an active currency of ISO 4217, such as EUR'))

/** The same instant is always written alike. */
export const instant = () =>
  z.pipe(
    z.iso.datetime({ offset: true }),
    z.transform((text) => new Date(text).toISOString()),
  )

const money = () =>
  z.strictObject({
    total: amount(),
    currency: currency(),
    tax: z.exactOptional(amount()),
    shipping: z.exactOptional(amount()),
    shipping_tax: z.exactOptional(amount()),
    discount: z.exactOptional(amount()),
  })

const refund = () =>
  z.strictObject({ id: printable(LEDGER_BOUNDS.id), value: amount(), currency: currency(), at: instant() })

const refundSchema = once(refund)

const schema = once(() =>
  z.strictObject({
    order_id: printable(LEDGER_BOUNDS.id),
    source: z
      .string()
      .check(z.regex(/^[a-z][a-z0-9_:.-]{0,63}$/, 'must be the name of a source, such as import:shopify')),
    name: z.exactOptional(printable(LEDGER_BOUNDS.name)),
    aliases: z.exactOptional(z.array(printable(LEDGER_BOUNDS.text)).check(z.maxLength(LEDGER_BOUNDS.aliases))),
    at: instant(),
    updated_at: z.exactOptional(instant()),
    channel: z.enum(ORDER_CHANNELS),
    test: z.exactOptional(z.literal(true)),
    payment: z.enum(PAYMENT_STATES),
    cancelled_at: z.exactOptional(instant()),
    excluded_by: z.exactOptional(printable(LEDGER_BOUNDS.text)),
    money: money(),
    other_money: z.exactOptional(money()),
    current: z.exactOptional(z.strictObject({ total: amount(), currency: currency() })),
    refunds: z.exactOptional(z.array(refund()).check(z.maxLength(LEDGER_BOUNDS.refunds))),
    merchant_total: z.exactOptional(amount()),
    region: z.exactOptional(
      z
        .string()
        .check(z.regex(/^[A-Z]{2}(?:-[A-Z0-9]{1,3})?$/, 'must be a country or region by ISO 3166, such as FR-69')),
    ),
    first_time: z.exactOptional(z.boolean()),
    code: z.exactOptional(printable(LEDGER_BOUNDS.name)),
  }),
)

export type ParsedLedgerOrder =
  | { readonly ok: true; readonly order: LedgerOrder }
  | { readonly ok: false; readonly errors: readonly FieldError[] }

/** Amounts and times come back as they are kept. `place`: what the paths begin with, without a dot at its end. */
export function parseLedgerOrder(value: unknown, place = ''): ParsedLedgerOrder {
  const parsed = schema().safeParse(value, { error: messageOf })
  return parsed.success ? { ok: true, order: parsed.data } : { ok: false, errors: errorsAt(place, parsed.error.issues) }
}

/** Undefined: it is none. */
export function parseLedgerRefund(value: unknown): LedgerRefund | undefined {
  return refundSchema().safeParse(value).data
}

/** What is wrong with the whole has the place itself for its path. */
export function errorsAt(place: string, issues: readonly z.core.$ZodIssue[]): readonly FieldError[] {
  const errors = fieldErrors(issues, place === '' ? '' : `${place}.`)
  return errors.map(({ path, message }) => ({ path: path.replace(/\.$/, ''), message }))
}
