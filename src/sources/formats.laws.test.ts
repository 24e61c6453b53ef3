import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseBody } from '../event/parse.ts'
import { CODE_POINT } from '../../test/support/code-points.ts'
import { RECEIVED_MS, requestOf, type Asked } from './formats.fixture.ts'
import { ga4Collect } from './ga4-collect.ts'
import { ga4Mp } from './ga4-mp.ts'
import { metaTr } from './meta-tr.ts'
import { segment } from './segment.ts'
import type { Source } from './source.ts'
import { stape } from './stape.ts'
import { tiktokPixel } from './tiktok-pixel.ts'
import { zaraz } from './zaraz.ts'

const WORDS =
  'event type name context properties traits userId messageId timestamp sentAt batch page url referrer consent categoryPreferences ' +
  'Advertising products product_id sku price quantity order_id total currency coupon events params items item_id user_data address ' +
  'consent_state ad_storage client system cookies __zarazTrack device ip value transaction_id pixel code ad ttclid contents ' +
  'content_id integrations All en cu pr1 ep.transaction_id epn.value cd[value] cd[contents] ud[em] ev ts dpo eid sid timestamp_micros'
const VALUES = [
  'track',
  'page',
  'Order Completed',
  'Order Refunded',
  'Order Cancelled',
  'purchase',
  'refund',
  'page_view',
  'Purchase',
  'CompletePayment',
  'EUR',
  'XXX',
  'eur',
  '47.40',
  '-1',
  '1e400',
  '2026-11-20T17:04:11Z',
  '0000-00-00T00:00:00Z',
  'LDU',
  'idA~~1~pr8~qt2',
  '[{"id":1}]',
  '',
  ' ',
  '\u0000',
  '\ud800',
  'x'.repeat(1_100),
  0,
  -1,
  1e308,
  2 ** 53,
  true,
  false,
  null,
]

const name = fc.constantFrom(...WORDS.split(' '))
const leaf = fc.oneof(fc.constantFrom(...VALUES), fc.string({ unit: CODE_POINT, maxLength: 20 }), fc.double())
/** Likely names with unlikely values, as deep as the formats go. */
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    leaf,
    fc.dictionary(name, tie('tree'), { maxKeys: 8 }),
    fc.array(tie('tree'), { maxLength: 3 }),
  ),
}))
const MONEY =
  'currency value total cu epn.value cd[value] cd[currency] ep.coupon coupon messageId eid event_id unique_event_id'
const money = fc.dictionary(fc.constantFrom(...MONEY.split(' ')), fc.constantFrom(...VALUES), {
  minKeys: 4,
  maxKeys: 13,
})
const members = fc
  .tuple(fc.dictionary(name, tree, { maxKeys: 10 }), money)
  .map(([one, other]) => ({ ...one, ...other }))

const json = (value: unknown) => JSON.stringify(value)
const query = (value: Readonly<Record<string, unknown>>) =>
  new URLSearchParams(
    Object.entries(value).map(([key, one]) => [key, typeof one === 'string' ? one : json(one)]),
  ).toString()

/** An event that is one, with members of chance beside and instead of its own. */
const FORMATS: readonly (readonly [string, Source, (chance: Readonly<Record<string, unknown>>) => Asked])[] = [
  [
    'Segment',
    segment,
    (chance) => ({
      url: '/v1/track',
      body: json({ type: 'track', event: 'Order Completed', properties: { order_id: '1', ...chance }, ...chance }),
    }),
  ],
  [
    'a Segment batch',
    segment,
    (chance) => ({
      url: '/v1/batch',
      body: json({
        ...chance,
        batch: [{ type: 'track', event: 'Order Completed', properties: { order_id: '1', ...chance } }],
      }),
    }),
  ],
  [
    'GA4',
    ga4Collect,
    (chance) => ({ url: `/g/collect?tid=G-DEMO12345&en=purchase&ep.transaction_id=1&${query(chance)}` }),
  ],
  [
    'a body of GA4',
    ga4Collect,
    (chance) => ({ url: '/g/collect?en=purchase&cu=EUR', body: `${query(chance)}\r\n${query(chance)}` }),
  ],
  [
    'the Measurement Protocol',
    ga4Mp,
    (chance) => ({
      url: '/mp/collect?measurement_id=G-DEMO12345',
      body: json({ events: [{ name: 'purchase', params: { transaction_id: '1', ...chance } }], ...chance }),
    }),
  ],
  [
    'Stape',
    stape,
    (chance) => ({ url: '/data', body: json({ event_name: 'purchase', transaction_id: '1', ...chance }) }),
  ],
  [
    'a form of Stape',
    stape,
    (chance) => ({
      url: '/data',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `event_name=purchase&${query(chance)}`,
    }),
  ],
  [
    'Zaraz',
    zaraz,
    (chance) => ({
      url: '/zaraz/api',
      body: json({
        events: [{ client: { __zarazTrack: 'Order Completed', order_id: '1', ...chance }, system: chance }],
      }),
    }),
  ],
  ['Meta', metaTr, (chance) => ({ method: 'GET', url: `/tr?ev=Purchase&cd[order_id]=1&${query(chance)}` })],
  [
    'TikTok',
    tiktokPixel,
    (chance) => ({
      url: '/api/v2/pixel',
      body: json({ event: 'CompletePayment', properties: { order_id: '1', ...chance }, context: chance, ...chance }),
    }),
  ],
]

describe.each(FORMATS)('%s', (_name, source, ask) => {
  const events = (request: Asked) => {
    const reading = source.read(requestOf(request))
    expect(['read', 'malformed']).toContain(reading.kind)
    return reading.kind === 'read' ? reading.events : []
  }
  const isTaken = ({ event, click }: { event: object; click?: object | undefined }) => {
    const parsed = parseBody(JSON.stringify({ ...event, ...(click !== undefined && { click }) }), RECEIVED_MS)
    return parsed.ok && parsed.events.every(({ ok }) => ok)
  }

  it('gives events that the gateway takes, or says what is wrong', () => {
    fc.assert(
      fc.property(members, (chance) => events(ask(chance)).every(isTaken)),
      { numRuns: 150 },
    )
  })

  it('reads any text', () => {
    const anyText = fc.oneof(fc.string({ unit: CODE_POINT }), fc.json())
    fc.assert(
      fc.property(anyText, (body) => events({ ...ask({}), body }).every(isTaken)),
      { numRuns: 100 },
    )
  })

  // What nobody said is not said: only the words themselves may grant, and only those of the consent part.
  it('grants nothing of itself', () => {
    const [only] = events(ask({}))
    expect(only?.event['consent']).toBeUndefined()
  })
})
