/** A row of an import on the wire, as a zod schema: what does not fit is named by its path, and never becomes a number in a table. */
import * as z from 'zod/mini'
import { messageOf } from '../event/errors.ts'
import { currency, errorsAt, instant } from '../event/ledger-schema.ts'
import { once } from '../event/once.ts'
import { withoutPersons, type ParsedImportRow } from './row-guard.ts'
import { MEDIA_METRICS } from './rows.ts'

const text = (max: number) =>
  z.string().check(z.trim(), z.minLength(1), z.maxLength(max), z.regex(/^\P{C}*$/u, 'must be printable'))
const id = () => text(128)
const name = () => text(256)
const count = () => z.int().check(z.minimum(0), z.maximum(1e12))
/** Minor units; what a platform takes back is below zero. */
const money = () => z.int().check(z.minimum(-1e13), z.maximum(1e13))
const day = () => z.iso.date('must be a day such as 2026-11-20')
const source = () => z.string().check(z.regex(/^[a-z0-9_.-]{1,40}$/, 'must be the name of a source, such as tiktok'))

/** `7d_click_1d_view`; `lifetime` for what a post has had since it was published. */
export const WINDOW =
  /^(?:lifetime|off|[1-9]\d?d_(?:click|engaged_view|view)(?:_[1-9]\d?d_(?:click|engaged_view|view)){0,2})$/

const metrics = () =>
  z.strictObject(Object.fromEntries(MEDIA_METRICS.map((metric) => [metric, z.exactOptional(count())])))

const media = () =>
  z
    .strictObject({
      kind: z.literal('media'),
      source: source(),
      level: z.enum(['ad', 'post', 'live', 'creator']),
      day: day(),
      account: z.exactOptional(id()),
      campaign_id: z.exactOptional(id()),
      campaign: z.exactOptional(name()),
      group_id: z.exactOptional(id()),
      group: z.exactOptional(name()),
      id: id(),
      name: z.exactOptional(name()),
      post_id: z.exactOptional(id()),
      creator: z.exactOptional(name()),
      currency: z.exactOptional(currency()),
      spend: z.exactOptional(money()),
      metrics: metrics(),
      claimed_orders: z.exactOptional(count()),
      claimed_value: z.exactOptional(money()),
      window: z.exactOptional(z.string().check(z.regex(WINDOW, 'must be a window such as 7d_click_1d_view'))),
      date_basis: z.exactOptional(z.enum(['impression', 'conversion'])),
      paid: z.boolean(),
    })
    .check((context) => {
      const row = context.value
      const isMoney = row.spend !== undefined || row.claimed_value !== undefined
      if (isMoney && row.currency === undefined)
        context.issues.push({
          code: 'custom',
          path: ['currency'],
          message: 'must be there where there is an amount',
          input: row,
        })
      const isClaim = row.claimed_orders !== undefined || row.claimed_value !== undefined
      if (isClaim && row.window === undefined)
        context.issues.push({
          code: 'custom',
          path: ['window'],
          message: 'must be there where the platform claims orders',
          input: row,
        })
    })

const live = () =>
  z
    .strictObject({
      kind: z.literal('live'),
      source: source(),
      id: id(),
      name: z.exactOptional(name()),
      starts_at: instant(),
      ends_at: instant(),
      creator: z.exactOptional(name()),
    })
    .check(
      z.refine(({ starts_at: start, ends_at: end }) => start < end, {
        path: ['ends_at'],
        message: 'must be after starts_at',
      }),
    )

const post = () =>
  z.strictObject({
    kind: z.literal('post'),
    source: source(),
    id: id(),
    name: z.exactOptional(name()),
    published_at: instant(),
    role: z.exactOptional(z.string().check(z.regex(/^[a-z][a-z0-9_]{0,39}$/, 'must be a word such as educational'))),
    creator: z.exactOptional(name()),
    seconds: z.exactOptional(z.number().check(z.minimum(0), z.maximum(86_400))),
  })

const verification = () =>
  z.strictObject({
    kind: z.literal('verification'),
    source: source(),
    vendor: source(),
    day: day(),
    campaign_id: z.exactOptional(id()),
    id: z.exactOptional(id()),
    monitored: z.exactOptional(count()),
    measured: z.exactOptional(count()),
    viewable: z.exactOptional(count()),
    classified: z.exactOptional(count()),
    safe: z.exactOptional(count()),
    invalid: z.exactOptional(count()),
  })

const cost = () =>
  z
    .strictObject({
      kind: z.literal('cost'),
      line: z.enum(['goods', 'shipping', 'fees', 'other']),
      from: day(),
      share: z.exactOptional(z.number().check(z.minimum(0), z.maximum(1))),
      per_order: z.exactOptional(money()),
      currency: z.exactOptional(currency()),
    })
    .check((context) => {
      const row = context.value
      if (row.share === undefined && row.per_order === undefined)
        context.issues.push({ code: 'custom', path: ['share'], message: 'must be there, or per_order', input: row })
      if (row.per_order !== undefined && row.currency === undefined)
        context.issues.push({
          code: 'custom',
          path: ['currency'],
          message: 'must be there where there is an amount',
          input: row,
        })
    })

const survey = () => z.strictObject({ kind: z.literal('survey'), order_id: id(), source: source(), at: instant() })

const schema = once(() => z.discriminatedUnion('kind', [media(), live(), post(), verification(), cost(), survey()]))

export type { ParsedImportRow }

/** `place`: what the paths begin with, without a dot at its end. */
export function parseImportRow(value: unknown, place = ''): ParsedImportRow {
  const parsed = schema().safeParse(value, { error: messageOf })
  return parsed.success
    ? withoutPersons(parsed.data, place)
    : { ok: false, errors: errorsAt(place, parsed.error.issues) }
}
