/** A row of a platform's report on the wire, as a zod schema. */
import * as z from 'zod/mini'
import { messageOf, type FieldError } from '../event/errors.ts'
import { currency, errorsAt, instant } from '../event/ledger-schema.ts'
import { once } from '../event/once.ts'
import type { PlatformRow } from './wire.ts'

const text = () => z.string().check(z.minLength(1), z.maxLength(256), z.regex(/^\P{C}*$/u, 'must be printable'))
const count = () => z.int().check(z.minimum(0), z.maximum(1e12))
const amount = () => z.number().check(z.minimum(0), z.maximum(1e12))
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
      page: z.exactOptional(z.string().check(z.maxLength(1_024))),
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
