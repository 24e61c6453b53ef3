/** The demo's page of sources in a real browser: what is pressed is really sent, and the answer is said in plain words. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startDemo, type Demo } from '../../src/demo/server.ts'
import { DEMO_SOURCE_SECRETS } from '../../src/demo/source-secrets.ts'
import { closePages, sharedBrowser } from '../support/shared-browser.ts'
import { startGateway, type Gateway } from '../support/gateway.ts'

let gateway: Gateway
let demo: Demo
let browser: Browser

beforeAll(async () => {
  gateway = await startGateway(DEMO_SOURCE_SECRETS)
  demo = await startDemo({ port: 0, gatewayUrl: gateway.url, simulatorsUrl: gateway.platforms.url })
  browser = await sharedBrowser()
})

afterAll(async () => {
  await closePages()
  await demo?.close()
  await gateway?.stop()
})

async function open(lang: 'en' | 'fr', width = 1000): Promise<Page> {
  const visit = await browser.newContext({
    viewport: { width, height: 800 },
    colorScheme: width < 500 ? 'dark' : 'light',
  })
  visit.setDefaultTimeout(10_000)
  const page = await visit.newPage()
  await page.goto(`${demo.url}/sources?lang=${lang}`)
  return page
}

/** Presses with the keyboard, and waits for what is said of it. */
async function press(page: Page, source: string, action: string): Promise<{ state: string; text: string }> {
  const card = page.locator(`[data-source="${source}"]`)
  const before = await card.locator('.answer').count()
  await card.locator(`[data-action=${action}]`).focus()
  await page.keyboard.press('Enter')
  await card.locator('.answer').nth(before).waitFor()
  const answer = card.locator('.answer').first()
  return { state: (await answer.getAttribute('data-state')) ?? '', text: await answer.innerText() }
}

describe('the page of sources', () => {
  it.each([
    ['shopify.webhook', 'signature'],
    ['segment.http', 'key'],
  ])('shows an order of %s counted once, its refund, and a tampered one refused', async (source, proof) => {
    const page = await open('en')
    expect(await press(page, source, 'order')).toMatchObject({ state: 'taken' })
    expect(await press(page, source, 'again')).toMatchObject({ state: 'counted' })
    const refund = await press(page, source, 'refund')
    // The demo's policy sends no refunds.
    expect(refund).toMatchObject({ state: 'noted' })
    expect(refund.text).toContain('nothing leaves')
    const tampered = await press(page, source, 'tampered')
    expect(tampered.state).toBe('refused')
    expect(tampered.text).toContain(proof)
    await page.context().close()
  })

  it('says in French why a webhook without its order is set aside, on a telephone', async () => {
    const page = await open('fr', 360)
    const parked = await press(page, 'bigcommerce.webhook', 'order')
    expect(parked.state).toBe('parked')
    expect(parked.text).toContain('mis de côté')
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
    await page.context().close()
  })

  it('says that nothing leaves of an order without an answer to the consent question', async () => {
    const page = await open('en')
    await page.getByLabel('The person has agreed').uncheck()
    const order = await press(page, 'stape.data', 'order')
    expect(order).toMatchObject({ state: 'noted' })
    expect(order.text).toContain('Nobody has answered the consent question yet.')
    await page.context().close()
  })
})
