/** `npm start` in a real browser: buy, refuse, reload, and see on the live page what was decided. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { closePages, sharedBrowser } from '../support/shared-browser.ts'
import { Client } from '../support/client.ts'
import { screensOf, startDemo, type Demo } from '../support/demo.ts'
import { PLATFORMS, Platforms } from '../support/platforms.ts'

/** printf '%s' 'camille.durand@example.com' | sha256sum: the e-mail that the shop's form is filled in with. */
const EMAIL_HASH = '4199938c494e8b31e3b832a1abde18010c61e8b7ae0852e659915479e805bb45'

let demo: Demo
let shopUrl: string
let gateway: Client
let platforms: Platforms
let browser: Browser
let visit: BrowserContext

beforeAll(async () => {
  demo = await startDemo({ TIDEGATE_LINGER_MS: '20' })
  shopUrl = demo.shopUrl
  gateway = new Client(demo.gatewayUrl)
  platforms = new Platforms(demo.simulatorsUrl)
  browser = await sharedBrowser()
})

afterAll(async () => {
  await closePages()
  await demo?.stop()
})

beforeEach(async () => {
  await platforms.clear()
  visit = await browser.newContext({ locale: 'en-GB' })
  visit.setDefaultTimeout(10_000)
})
afterEach(() => visit.close())

/** Answers the banner and buys one soap; ends on the thank-you page. */
async function buy(page: Page, answer: 'Accept' | 'Refuse'): Promise<string> {
  await page.goto(`${shopUrl}/product?id=ar-savon&lang=en&ttclid=E.C.P.demo123`)
  await page.getByRole('button', { name: answer, exact: true }).click()
  await page.locator('#product button').click()
  for (const next of ['#product .added a', '#basket .actions.end a', '#checkout button[type=submit]']) {
    await judged(page)
    await page.locator(next).click()
  }
  return page.locator('#order-number').innerText()
}

/** The gateway has said what the answer permits: who leaves before sends the answer with the events, to be judged there. */
function judged(page: Page): Promise<void> {
  return page.locator('.backstage li[data-event=page_view]:not(.waiting)').waitFor()
}

/** What the panel "behind the scenes" of this page says of an event. */
function behindTheScenes(page: Page, event: string) {
  return page.locator(`.backstage li[data-event=${event}]`)
}

/** Every request of this visit that carries events, as it is made. */
function eventRequests(): string[] {
  const sent: string[] = []
  visit.on('request', (request) => {
    const { origin, pathname } = new URL(request.url())
    if (origin === gateway.url && (pathname === '/e' || pathname === '/p.gif')) sent.push(pathname)
  })
  return sent
}

async function salesAt(platform: 'tiktok' | 'meta'): Promise<Record<string, unknown>[]> {
  await gateway.untilSettled()
  const sales = (await platforms.counted(platform)).filter(({ event }) => event === 'Purchase')
  return sales.map(({ payload }) => payload)
}

/** What the live page says of this sale. */
function cardOf(live: Page, order: string) {
  return live.locator('li[data-event=purchase]').filter({ hasText: `o-${order}` })
}

describe('the demo shop', () => {
  it('sends an accepted sale to both platforms hashed, counts a reload once, and shows it all on the live page', async () => {
    const asked = new Set<string>()
    visit.on('request', (request) => asked.add(new URL(request.url()).origin))
    const page = await visit.newPage()
    const order = await buy(page, 'Accept')
    await behindTheScenes(page, 'purchase').getByText('accepted for Meta, TikTok').waitFor()
    for (const platform of PLATFORMS) {
      const [sold, ...more] = await salesAt(platform)
      expect(more).toEqual([])
      expect(sold).toMatchObject({ event_id: `o-${order}` })
      expect(JSON.stringify(sold)).toContain(EMAIL_HASH)
      expect(JSON.stringify(sold)).not.toMatch(/camille|durand|39 ?98 ?12 ?34|(?<![0-9a-f])39 ?98|loyalty|gold/i)
    }
    const [tiktok] = await salesAt('tiktok')
    expect(tiktok).toMatchObject({
      user: { ttclid: 'E.C.P.demo123' },
      properties: { order_id: order, value: 8.5, currency: 'EUR' },
    })

    await page.reload()
    await behindTheScenes(page, 'purchase').getByText('already counted').waitFor()
    for (const platform of PLATFORMS) expect(await salesAt(platform)).toHaveLength(1)

    await page.goto(`${shopUrl}/live?lang=en`)
    const card = cardOf(page, order)
    await card.locator('article.delivered').waitFor()
    for (const part of ['arrived', 'tiktok-received', 'meta-received'])
      await card.locator(`details[data-part=${part}] summary`).click()
    for (const platform of PLATFORMS)
      expect(await card.locator(`details[data-part=${platform}-received]`).innerText()).toContain(EMAIL_HASH)
    expect(await card.locator('details[data-part=arrived]').innerText()).toContain('loyalty_tier')
    expect(await card.innerText()).not.toMatch(/camille|durand@/i)
    expect([...asked].toSorted()).toEqual([shopUrl, gateway.url].toSorted())
  })

  it('takes back what still waits when the person changes their mind', async () => {
    for (const platform of PLATFORMS)
      await platforms.order(platform, { status: 503, headers: { 'retry-after': '3' }, times: 9 })
    const page = await visit.newPage()
    const order = await buy(page, 'Accept')
    await behindTheScenes(page, 'purchase').getByText('accepted for Meta, TikTok').waitFor()
    await page.getByRole('button', { name: 'Cookie choices', exact: true }).click()
    const told = page.waitForResponse((one) => one.url().startsWith(`${gateway.url}/v1/consent`))
    await page.getByRole('button', { name: 'Refuse', exact: true }).click()
    expect((await told).status()).toBe(202)
    for (const platform of PLATFORMS) await platforms.clear(platform)
    for (const platform of PLATFORMS) expect(await salesAt(platform)).toEqual([])
    for (const platform of PLATFORMS)
      expect(await gateway.receiptFor(`o-${order}`, platform)).toMatchObject({ outcome: 'withdrawn' })
  })

  it('holds what happens until there is an answer, and sends it with the time at which it happened', async () => {
    const sent = eventRequests()
    const page = await visit.newPage()
    await page.goto(`${shopUrl}/product?id=ar-savon&lang=en`)
    await page.locator('#product button').click()
    await behindTheScenes(page, 'add_to_cart').getByText('held in this page until you answer').waitFor()
    const answeredAtMs = await page.evaluate(() => Date.now())
    expect(sent).toEqual([])
    await page.getByRole('button', { name: 'Accept', exact: true }).click()
    await behindTheScenes(page, 'add_to_cart').getByText('accepted for Meta, TikTok').waitFor()
    await gateway.untilSettled()
    const [added] = (await platforms.counted('tiktok')).filter(({ event }) => event === 'AddToCart')
    expect(Number(added?.payload['event_time'])).toBeLessThanOrEqual(Math.floor(answeredAtMs / 1000))
  })

  it('sends nothing of a visit that refused, not even to the gateway, and says so', async () => {
    const sent = eventRequests()
    const page = await visit.newPage()
    const order = await buy(page, 'Refuse')
    await behindTheScenes(page, 'purchase').getByText('forgotten: you refused, and nothing was sent').waitFor()
    expect(await page.locator('#thanks').innerText()).toContain('You refused: the tag forgets the purchase')
    await page.goto(`${shopUrl}/live?lang=en`)
    await page.locator('#policy').getByText('Digest').waitFor()
    expect(await cardOf(page, order).count()).toBe(0)
    expect(sent).toEqual([])
    expect(await visit.cookies()).toEqual([])
    await gateway.untilSettled()
    for (const platform of PLATFORMS) expect(await platforms.requests(platform)).toEqual([])
  })

  it('sells while the gateway is down, and says that the tag is not there', async () => {
    await visit.route(`${gateway.url}/**`, (route) => route.abort())
    const page = await visit.newPage()
    const broken: Error[] = []
    page.on('pageerror', (error) => broken.push(error))
    await page.goto(`${shopUrl}/product?id=ar-savon&lang=en`)
    await page.getByRole('button', { name: 'Accept', exact: true }).click()
    await page.locator('#product button').click()
    await page.locator('.backstage').getByText('The tag could not be loaded').waitFor()
    await page.goto(`${shopUrl}/checkout?lang=en`)
    await page.locator('#checkout button[type=submit]').click()
    await page.locator('#order-number').waitFor()
    expect(broken).toEqual([])
  })
})

describe('a policy that every role has signed, as the demo’s own is', () => {
  it('is spoken of on no screen', async () => {
    const page = await visit.newPage()
    for (const address of screensOf(demo, 'en')) {
      const told = page.waitForResponse(/\/api\/(?:approval|live)|\/v1\/diagnostics/)
      await page.goto(address)
      await (await told).finished()
      // What the page does with the answer comes before this timer.
      await page.evaluate('new Promise((done) => setTimeout(done, 100))')
      expect(await page.locator('body').innerText()).not.toContain('production')
    }
  })
})

describe('the demo shop with a banner that other sites use', () => {
  it('sends what was held once that banner is answered, under the same strict policy', async () => {
    const page = await visit.newPage()
    const blocked: string[] = []
    page.on('console', (message) => void (message.text().includes('Content Security') && blocked.push(message.text())))
    await page.goto(`${shopUrl}/product?id=ar-savon&lang=en`)
    await page.locator('.backstage').getByRole('link', { name: 'Klaro' }).click()
    await page.locator('#product button').click()
    await behindTheScenes(page, 'add_to_cart').getByText('held in this page until you answer').waitFor()
    await page.getByRole('button', { name: "That's ok" }).click()
    await behindTheScenes(page, 'add_to_cart').getByText('accepted for').waitFor()
    // On the next page of the visit it is the same banner, and it has its answer.
    await page.goto(`${shopUrl}/?lang=en`)
    await behindTheScenes(page, 'page_view').getByText('accepted for').waitFor()
    expect(blocked).toEqual([])
  })
})
