/** What shops really send goes through untouched: by the whole of the pipeline, to both platforms. */
import { describe, expect, it } from 'vitest'
import { ORDINARY } from '../../test/support/ordinary.ts'
import { leavesOf, type Members, CONTEXT, eventOf, planOf, WIRE } from './judge.fixture.ts'
import { explainEvent } from './explain.ts'

const URL_PARAMETERS = ['ttclid', 'fbclid', 'utm_campaign', 'utm_id', 'variant', 'sku']
const PLAN = withParameters()

function withParameters() {
  const plan = planOf()
  const urlParameters = new Set(URL_PARAMETERS)
  const destinations = plan.destinations.map((one) => ({
    ...one,
    site: {
      withClickIds: { ...one.site.withClickIds, urlParameters },
      withoutClickIds: { ...one.site.withoutClickIds, urlParameters },
    },
  }))
  return { ...plan, destinations }
}

/** The event with the text where it belongs. */
function eventWith(field: string, text: string): Members {
  const [first = '', second = '', third] = field.split('.')
  if (third !== undefined) return { order: { ...WIRE.order, items: [{ ...WIRE.order.items[0], [third]: text }] } }
  if (second === '') return { [first]: text }
  // Meta's click id is made of the address where that has a newer one.
  const page = first === 'click' ? { page: { url: 'https://shop.example/' } } : {}
  const part = (WIRE as unknown as Record<string, Members>)[first]
  return { ...page, [first]: { ...part, [second]: text } }
}

/** Which of both platforms has a place for it. */
const ONE_PLATFORM_ONLY: Readonly<Record<string, string>> = {
  'click.ttclid': 'tiktok',
  'click.ttp': 'tiktok',
  'click.fbc': 'meta',
  'click.fbp': 'meta',
}

describe('an ordinary text', () => {
  it('is one of a thousand', () => {
    expect(ORDINARY.flatMap(({ texts }) => texts).length).toBeGreaterThanOrEqual(1_000)
  })

  it.each(ORDINARY.map(({ field, texts }) => [field, texts.length, texts] as const))(
    'in %s passes untouched (%i of them)',
    (field, _count, texts) => {
      const stopped: string[] = []
      for (const text of texts) {
        const { destinations } = explainEvent(eventOf(eventWith(field, text)), [], PLAN, CONTEXT)
        for (const [id, { payload, left_out: leftOut }] of Object.entries(destinations)) {
          if ((ONE_PLATFORM_ONLY[field] ?? id) !== id) continue
          const sent = leavesOf(payload).some(([, leaf]) => (Array.isArray(leaf) ? leaf.includes(text) : leaf === text))
          const kinds = leftOut.flatMap((one) => one.kinds ?? [])
          if (!sent || kinds.length > 0) stopped.push(`${id}: ${text} ${kinds.join()}`)
        }
      }
      expect(stopped).toEqual([])
    },
  )
})
