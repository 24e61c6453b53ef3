/** Every kind of personal data, in every writing and every place, through the gateway as it runs: no platform sees it, and every sale arrives. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { USER_AGENT, consent, newOrder, type Members } from '../support/events.ts'
import { startGateway, type Gateway } from '../support/gateway.ts'
import { plantedValues, readablePlanted, textsOf } from '../support/planted.ts'
import { PLATFORMS, startPlatforms, type Platforms } from '../support/platforms.ts'

const VALUES = plantedValues()
const BATCH = 100

let platforms: Platforms
let gateway: Gateway
beforeAll(async () => {
  platforms = await startPlatforms()
  gateway = await startGateway({ TIDEGATE_LIVE_VIEW: 'on' }, { platforms })
})
afterAll(async () => {
  await gateway.stop()
  await platforms.close()
})

/** A sale of its own for each, so that none is a duplicate. */
function plantedSale({ value, put }: (typeof VALUES)[number]): Members {
  const id = newOrder()
  const base = {
    client: { ip: '203.0.113.7', user_agent: USER_AGENT, country: 'FR' },
    click: { ttclid: 'E.C.P.abc123' },
    order: { id, value: 8.5, currency: 'EUR', items: [{ id: 'ar-savon', name: 'Savon', quantity: 1, price: 8.5 }] },
  }
  return {
    event: 'purchase',
    event_id: `o-${id}`,
    page: { url: 'https://www.atelier-rivage.example/merci', referrer: 'https://www.tiktok.com/' },
    person: { external_id: 'c-77', country: 'FR' },
    consent: consent('granted'),
    ...base,
    occurred_at: new Date().toISOString(),
    ...put(value, base),
  }
}

describe(`${VALUES.length} planted values`, () => {
  const sales = VALUES.map(plantedSale)

  it('are all taken', async () => {
    for (let from = 0; from < sales.length; from += BATCH) {
      const { status, body } = await gateway.fromServer({ events: sales.slice(from, from + BATCH) })
      expect(status).toBe(202)
      expect(body.results?.filter(({ status: one }) => one === 'refused')).toEqual([])
    }
    await gateway.untilSettled(60_000)
  })

  it.each(PLATFORMS)('are in nothing that %s received, and every sale has arrived there', async (platform) => {
    const requests = await platforms.requests(platform)
    const texts = requests.flatMap(({ body }) => textsOf(body))
    expect(texts.length).toBeGreaterThan(sales.length)
    expect(texts.filter((text) => readablePlanted([text]).length > 0)).toEqual([])
    expect((await platforms.counted(platform)).length).toBe(sales.length)
  })

  it('are told by field and kind, and not shown', async () => {
    const { status, text } = await gateway.get('/dev/decisions', { authorization: 'Bearer dev' })
    expect(status).toBe(200)
    expect(text).toContain('"kinds":[')
    expect(readablePlanted(textsOf(JSON.parse(text)))).toEqual([])
  })
})
