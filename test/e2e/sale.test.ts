/** What leaves for the platforms when a person has agreed, and what does not when they have not. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { consent, newOrder, sale, saleIn, USER_AGENT, type Members } from '../support/events.ts'
import { startGateway, type Gateway } from '../support/gateway.ts'
import { PLATFORMS } from '../support/platforms.ts'

// printf '%s' '<value>' | sha256sum
const EMAIL = '4199938c494e8b31e3b832a1abde18010c61e8b7ae0852e659915479e805bb45' // camille.durand@example.com
const PHONE_WITH_PLUS = '5e59c3ce49f52588f6343006ae717839916f4bacfa9fe65664f23bd619f692c1' // +33639981234
const PHONE_DIGITS = '17bd2f772a9008682f34f2b601ec9abc765097b3305df51b818647ac3507fc10' // 33639981234
const CUSTOMER = 'b07d67e691201384ef70fd40dbdff650ea5f30cbecb37128fa6692cffca534f2' // c-77
const FIRST_NAME = '3f56e90b04e7a4b50e3ec2446c13055e9cb1d0851c17c9ce8a52ea3ca76623cc' // camille
const LAST_NAME = '83fea2250f9bfa5e40f8924753631ec95d455413f0cad3164a77ce5f3cd3be4e' // durand
const ZIP = 'deba08a7c572a620c67073a9840611359aa0d3092b6e8e213a7fe8d5250ab5d3' // 29900
const CITY = 'b76c1102996b0f6be86839d7d408099facfe8e3af8b7db7ce05f39a005f1e06c' // concarneau
const COUNTRY = '67ad8f41a7bb0a18c45f3efd8f6a32bdcd832bcf8f3f2eb44006c03d53076e18' // fr

/** A click id and the campaign are left of the address; TikTok's click id is for TikTok alone. */
const URL_FOR_TIKTOK = 'https://www.atelier-rivage.example/merci?ttclid=E.C.P.abc123&utm_source=tiktok'
const URL_FOR_META = 'https://www.atelier-rivage.example/merci?utm_source=tiktok'

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway({ TIDEGATE_COUNTRY_HEADER: 'x-visitor-country' })
})
beforeEach(() => gateway.platforms.clear())
afterAll(() => gateway.stop())

async function countedIds(): Promise<Record<string, (string | null)[]>> {
  await gateway.untilSettled()
  const lists = await Promise.all(
    PLATFORMS.map(async (id) => [id, (await gateway.platforms.counted(id)).map((event) => event.event_id)] as const),
  )
  return Object.fromEntries(lists)
}

async function requestsSeen(): Promise<number> {
  await gateway.untilSettled()
  const lists = await Promise.all(PLATFORMS.map((id) => gateway.platforms.requests(id)))
  return lists.flat().length
}

describe('a sale with consent', () => {
  it('reaches TikTok and Meta once, hashed and clean, and nothing else of it does', async () => {
    const order = newOrder()
    const eventTime = Math.floor(Date.now() / 1000)
    const answer = await gateway.fromServer(sale(order, { occurred_at: new Date(eventTime * 1000).toISOString() }))
    expect(answer.status).toBe(202)
    expect(answer.body.results).toEqual([
      { event_id: `o-${order}`, status: 'accepted', destinations: { tiktok: 'full', meta: 'full' } },
    ])
    await gateway.untilSettled()

    const [tiktok, ...moreTikTok] = await gateway.platforms.counted('tiktok')
    expect(moreTikTok).toEqual([])
    expect(tiktok).toMatchObject({ source: 'C4RIVAGEDEMO0001', copies: 1 })
    expect(tiktok?.payload).toEqual({
      event: 'Purchase',
      event_time: eventTime,
      event_id: `o-${order}`,
      user: {
        email: EMAIL,
        phone: PHONE_WITH_PLUS,
        external_id: CUSTOMER,
        first_name: FIRST_NAME,
        last_name: LAST_NAME,
        zip_code: ZIP,
        city: 'concarneau',
        country: 'fr',
        ttclid: 'E.C.P.abc123',
        ip: '203.0.113.7',
        user_agent: USER_AGENT,
      },
      page: { url: URL_FOR_TIKTOK, referrer: 'https://www.tiktok.com/' },
      properties: {
        contents: [{ content_id: 'ar-savon', content_name: 'Savon au sel gris', quantity: 5, price: 8.5 }],
        content_ids: ['ar-savon'],
        content_type: 'product',
        num_items: 5,
        value: 42.5,
        currency: 'EUR',
        order_id: order,
      },
    })

    const [meta, ...moreMeta] = await gateway.platforms.counted('meta')
    expect(moreMeta).toEqual([])
    expect(meta).toMatchObject({ source: '1000000000000001', copies: 1 })
    expect(meta?.payload).toEqual({
      event_name: 'Purchase',
      event_time: eventTime,
      event_id: `o-${order}`,
      action_source: 'website',
      event_source_url: URL_FOR_META,
      referrer_url: 'https://www.tiktok.com/',
      user_data: {
        em: [EMAIL],
        ph: [PHONE_DIGITS],
        external_id: [CUSTOMER],
        fn: [FIRST_NAME],
        ln: [LAST_NAME],
        zp: [ZIP],
        ct: [CITY],
        country: [COUNTRY],
        client_ip_address: '203.0.113.7',
        client_user_agent: USER_AGENT,
      },
      custom_data: {
        value: 42.5,
        currency: 'EUR',
        order_id: order,
        content_ids: ['ar-savon'],
        content_type: 'product',
        contents: [{ id: 'ar-savon', title: 'Savon au sel gris', quantity: 5, item_price: 8.5 }],
        num_items: 5,
      },
    })
  })

  it('leaves a receipt for each destination, with field names, the answer and the policy, and no value', async () => {
    const another = newOrder()
    await gateway.fromServer(sale(another))
    await gateway.untilSettled()
    const receipts = await gateway.receipts(`o-${another}`)
    expect(receipts.map(({ destination, outcome, code }) => ({ destination, outcome, code }))).toEqual(
      expect.arrayContaining([
        { destination: 'tiktok', outcome: 'delivered', code: '0' },
        { destination: 'meta', outcome: 'delivered', code: '200' },
      ]),
    )
    expect(receipts).toHaveLength(2)
    for (const { decision, fields, policy_digest } of receipts) {
      expect(decision).toBe('full')
      expect(policy_digest).toMatch(/[0-9a-f]{64}/)
      expect(fields.some((name) => name.startsWith('user'))).toBe(true)
    }
    expect(JSON.stringify(receipts)).not.toContain(EMAIL)
  })

  it('reported again with the same order number and a new event id is a duplicate, answered 200, and counts once', async () => {
    const reported = newOrder()
    expect((await gateway.fromServer(sale(reported))).status).toBe(202)
    await gateway.untilSettled()
    const again = await gateway.fromServer(sale(reported, { event_id: `reload-${reported}` }))
    expect(again.status).toBe(200)
    expect(again.body.results).toEqual([
      { event_id: `reload-${reported}`, status: 'duplicate', destinations: { tiktok: 'duplicate', meta: 'duplicate' } },
    ])
    expect(await countedIds()).toEqual({ tiktok: [`o-${reported}`], meta: [`o-${reported}`] })
  })

  it('reported twice in one request counts once', async () => {
    const reported = newOrder()
    const { status, body } = await gateway.fromServer({
      events: [sale(reported), sale(reported, { event_id: `copy-${reported}` })],
    })
    expect(status).toBe(202)
    expect(body.results?.map((result) => result.status)).toEqual(['accepted', 'duplicate'])
    expect(await countedIds()).toEqual({ tiktok: [`o-${reported}`], meta: [`o-${reported}`] })
  })

  it('from a browser, as a text/plain beacon, reaches both', async () => {
    const seen = newOrder()
    const { status } = await gateway.fromBrowser(sale(seen), { 'user-agent': USER_AGENT, 'x-visitor-country': 'FR' })
    expect(status).toBe(202)
    expect(await countedIds()).toEqual({ tiktok: [`o-${seen}`], meta: [`o-${seen}`] })
  })
})

describe('a sale without consent', () => {
  it('that was refused never leaves, and result and receipts say consent_denied', async () => {
    const order = newOrder()
    const { status, body } = await gateway.fromServer(sale(order, { consent: consent('denied') }))
    expect(status).toBe(202)
    expect(body.results).toEqual([
      {
        event_id: `o-${order}`,
        status: 'refused',
        reason: 'consent_denied',
        destinations: { tiktok: 'consent_denied', meta: 'consent_denied' },
      },
    ])
    expect(await requestsSeen()).toBe(0)
    const receipts = await gateway.receipts(`o-${order}`)
    expect(
      receipts.map(({ destination, outcome, decision }) => `${destination} ${outcome} ${decision}`).toSorted(),
    ).toEqual(['meta refused consent_denied', 'tiktok refused consent_denied'])
  })

  const silences: readonly (readonly [string, Members])[] = [
    ['with no word of consent', { consent: undefined }],
    ['with an empty consent', { consent: {} }],
    [
      'with answers in words that are no grant',
      { consent: { state: { ad_storage: true, ad_user_data: 'yes', ad_personalization: 1 } } },
    ],
    ['with one purpose of three missing', { consent: { state: { ad_storage: 'granted', ad_user_data: 'granted' } } }],
    ['with consent that is text', { consent: 'granted' }],
  ]
  it.each(silences)('%s never leaves', async (_title, change) => {
    const { status, body } = await gateway.fromServer(sale(newOrder(), change))
    expect(status).toBe(202)
    expect(body.results?.[0]).toMatchObject({ status: 'refused' })
    expect(body.results?.[0]?.reason).toMatch(/^consent_(?:unknown|awaited|malformed)$/)
    expect(await requestsSeen()).toBe(0)
  })

  it('goes when a consented copy of the same order follows, and then only once', async () => {
    const order = newOrder()
    await gateway.fromServer(sale(order, { consent: consent('denied') }))
    const copy = await gateway.fromServer(sale(order, { event_id: `later-${order}` }))
    expect(copy.body.results?.[0]).toMatchObject({ status: 'accepted', destinations: { tiktok: 'full', meta: 'full' } })
    expect((await gateway.fromServer(sale(order))).body.results?.[0]?.status).toBe('duplicate')
    expect(await countedIds()).toEqual({ tiktok: [`later-${order}`], meta: [`later-${order}`] })
  })
})

describe('Global Privacy Control in California', () => {
  it('keeps back a sale that silence alone would have let through', async () => {
    const [silent, controlled] = [newOrder(), newOrder()]
    const { body } = await gateway.fromServer({
      events: [saleIn('US-CA', silent), saleIn('US-CA', controlled, { consent: { signals: { gpc: true } } })],
    })
    expect(body.results?.map(({ status, reason }) => reason ?? status)).toEqual(['accepted', 'opted_out'])
    expect(await countedIds()).toEqual({ tiktok: [`o-${silent}`], meta: [`o-${silent}`] })
  })

  it('beats a yes that the person gave before', async () => {
    const event = saleIn('US-CA', newOrder(), { consent: { ...consent('granted'), signals: { gpc: true } } })
    expect((await gateway.fromServer(event)).body.results?.[0]).toMatchObject({
      status: 'refused',
      reason: 'opted_out',
    })
    expect(await requestsSeen()).toBe(0)
  })

  it('is heard as the browser’s own Sec-GPC header', async () => {
    const { consent: _none, ...event } = sale(newOrder(), { person: { email: 'camille.durand@example.com' } })
    const headers = { 'sec-gpc': '1', 'x-visitor-country': 'US', 'user-agent': USER_AGENT }
    expect((await gateway.fromBrowser(event, headers)).body.results?.[0]).toMatchObject({
      status: 'refused',
      reason: 'opted_out',
    })
    expect(await requestsSeen()).toBe(0)
  })

  it('cannot be escaped by a page that says it is elsewhere: the connection is believed', async () => {
    const { consent: _none, ...event } = sale(newOrder(), { client: { country: 'US', region: 'US-WY' } })
    const { body } = await gateway.fromBrowser(event, { 'x-visitor-country': 'FR', 'user-agent': USER_AGENT })
    expect(body.results?.[0]).toMatchObject({ status: 'refused', reason: 'consent_unknown' })
    expect(await requestsSeen()).toBe(0)
  })
})
