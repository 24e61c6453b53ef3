/** `npm start` in a real browser: buy, refuse, reload, and see on the live page what was decided. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { Client } from '../support/client.ts'
import { startDemo, type Demo } from '../support/demo.ts'
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
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser?.close()
  await demo?.stop()
})

beforeEach(async () => {
  await platforms.clear()
  visit = await browser.newContext({ locale: 'en-GB' })
  visit.setDefaultTimeout(10_000)
})
afterEach(() => visit.close())

/** Answers the banner and buys one soap; ends on the thank-you page, whose purchase has been answered. */
async function buy(page: Page, answer: 'Accept' | 'Refuse'): Promise<string> {
  await page.goto(`${shopUrl}/product?id=ar-savon&lang=en&ttclid=E.C.P.demo123`)
  await page.getByRole('button', { name: answer, exact: true }).click()
  await page.locator('#product button').click()
  await page.locator('#product .added a').click()
  await page.locator('#basket a.button').last().click()
  const reported = reportedSale(page)
  await page.locator('#checkout button[type=submit]').click()
  await reported
  return page.locator('#order-number').innerText()
}

/** The gateway's answer to the next purchase that the page reports. */
async function reportedSale(page: Page): Promise<{ status: number; result: string }> {
  const isSale = (data: string | null) => data !== null && data.includes('"event":"purchase"')
  const response = await page.waitForResponse(
    (one) => one.url() === `${gateway.url}/e` && isSale(one.request().postData()),
  )
  const { results }: { results: { status: string }[] } = await response.json()
  return { status: response.status(), result: results[0]?.status ?? '' }
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
    for (const platform of PLATFORMS) {
      const [sold, ...more] = await salesAt(platform)
      expect(more).toEqual([])
      expect(sold).toMatchObject({ event_id: `o-${order}` })
      expect(JSON.stringify(sold)).toContain(EMAIL_HASH)
      expect(JSON.stringify(sold)).not.toMatch(/camille|durand|39 ?98|loyalty|gold/i)
    }
    const [tiktok] = await salesAt('tiktok')
    expect(tiktok).toMatchObject({
      user: { ttclid: 'E.C.P.demo123' },
      properties: { order_id: order, value: 8.5, currency: 'EUR' },
    })

    const again = reportedSale(page)
    await page.reload()
    expect(await again).toEqual({ status: 200, result: 'duplicate' })
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
    await page.getByRole('button', { name: 'Cookie choices', exact: true }).click()
    const told = page.waitForResponse((one) => one.url() === `${gateway.url}/v1/consent`)
    await page.getByRole('button', { name: 'Refuse', exact: true }).click()
    expect((await told).status()).toBe(202)
    for (const platform of PLATFORMS) await platforms.clear(platform)
    for (const platform of PLATFORMS) expect(await salesAt(platform)).toEqual([])
    for (const platform of PLATFORMS)
      expect(await gateway.receiptFor(`o-${order}`, platform)).toMatchObject({ outcome: 'withdrawn' })
  })

  it('sends nothing of a visit that refused, and the live page says why', async () => {
    const page = await visit.newPage()
    const order = await buy(page, 'Refuse')
    await gateway.untilSettled()
    for (const platform of PLATFORMS) expect(await platforms.requests(platform)).toEqual([])
    await page.goto(`${shopUrl}/live?lang=en`)
    const card = cardOf(page, order)
    await card.locator('article.refused').waitFor()
    expect(await card.innerText()).toContain('consent_denied')
  })
})
