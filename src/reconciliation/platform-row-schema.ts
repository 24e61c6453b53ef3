/** A row of a platform's report on the wire, as a zod schema. */
import * as z from 'zod'
import { isCurrency } from '../event/currency.ts'
import { messageOf, type FieldError } from '../event/errors.ts'
import { errorsAt, instant } from '../event/ledger-schema.ts'
import { once } from '../event/once.ts'
import type { PlatformRow } from './wire.ts'

const text = () =>
  z
    .string()
    .min(1)
    .max(256)
    .regex(/^\P{C}*$/u, 'must be printable')
const count = () => z.int().min(0).max(1e12)
const amount = () => z.number().min(0).max(1e12)
const currency = () => z.string().refine(isCurrency, 'must be an active currency of ISO 4217, such as EUR')
const day = () => z.iso.date('must be a day such as 2026-11-20')
const via = () => z.enum(['browser', 'server'])

const schema = once(() =>
  z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('event'),
      event: text(),
      event_id: z.exactOptional(text()),
      order_id: z.exactOptional(text()),
      at: instant(),
      value: z.exactOptional(amount()),
      currency: z.exactOptional(currency()),
      via: z.exactOptional(via()),
      page: z.exactOptional(z.string().max(1_024)),
    }),
    z.strictObject({
      kind: z.literal('received'),
      event: text(),
      day: day(),
      count: count(),
      via: z.exactOptional(via()),
    }),
    z.strictObject({
      kind: z.literal('attributed'),
      event: text(),
      day: day(),
      count: count(),
      value: z.exactOptional(amount()),
      currency: z.exactOptional(currency()),
      window: z.exactOptional(text()),
      how: z.exactOptional(z.enum(['click', 'view', 'modelled'])),
    }),
  ]),
)

export type ParsedPlatformRow =
  | { readonly ok: true; readonly row: PlatformRow }
  | { readonly ok: false; readonly errors: readonly FieldError[] }

/** `place`: what the paths begin with, without a dot at its end. */
export function parsePlatformRow(value: unknown, place = ''): ParsedPlatformRow {
  const parsed = schema().safeParse(value, { error: messageOf })
  return parsed.success ? { ok: true, row: parsed.data } : { ok: false, errors: errorsAt(place, parsed.error.issues) }
}
