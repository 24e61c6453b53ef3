/** The diagnostics page in a real browser, as a marketer finds it: empty, then with something to mend; by keyboard; narrow. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Report } from '../../src/diagnostics/report.ts'
import { closePages, sharedBrowser } from '../support/shared-browser.ts'
import { startDemo, type Demo } from '../support/demo.ts'

let demo: Demo
let gatewayUrl: string
let shopUrl: string
let browser: Browser

beforeAll(async () => {
  demo = await startDemo()
  gatewayUrl = demo.gatewayUrl
  shopUrl = demo.shopUrl
  browser = await sharedBrowser()
})

afterAll(async () => {
  await closePages()
  await demo?.stop()
})

/** Fails on a word in the console: what the page's own security policy forbids is told there. */
async function open(path: string, locale: string, width = 1200): Promise<Page> {
  const context = await browser.newContext({ locale, viewport: { width, height: 800 } })
  context.setDefaultTimeout(10_000)
  const page = await context.newPage()
  page.on('console', (message) => expect.unreachable(message.text()))
  page.on('pageerror', (error) => expect.unreachable(error.message))
  await page.goto(gatewayUrl + path)
  return page
}

const send = (events: readonly unknown[]) =>
  fetch(`${gatewayUrl}/v1/events`, {
    method: 'POST',
    headers: { authorization: 'Bearer dev', 'content-type': 'application/json' },
    body: JSON.stringify({ events }),
  })

it('says what to do next while nothing has arrived, then what there is to mend', async () => {
  const page = await open('/diagnostics', 'en-GB')
  await page.getByRole('heading', { name: 'No event in this period' }).waitFor()
  const order = { id: '1', value: 4250, currency: 'EUR', items: [{ id: 'a', quantity: 5, price: 8.5 }] }
  const canaries = { 'serin.canari@example.com': 1, loyalty_tier: 'gold' }
  await send([{ event: 'purchase', event_id: '1', order, ...canaries }])
  await page.keyboard.press('Tab')
  await page.getByRole('button', { name: 'Refresh' }).focus()
  await page.keyboard.press('Enter')
  const cents = page.locator('li[data-code=value_in_minor_units]')
  await cents.waitFor()
  expect(await cents.innerText()).toContain('a hundred times their items, so in cents: purchase')
  expect(await page.locator('li[data-code=field_unknown]').first().innerText()).toMatch(/loyalty_tier|cannot be shown/)
  expect(await page.content()).not.toContain('canari')

  await page.getByRole('button', { name: 'Français' }).press('Enter')
  expect(await page.locator('html').getAttribute('lang')).toBe('fr')
  expect(await cents.innerText()).toContain('donc en centimes')
})

it('draws a bar beside each key by which a sale is known, and no line upon another, in either language', async () => {
  const order = { id: '2', value: 42.5, currency: 'EUR', items: [{ id: 'a', quantity: 5, price: 8.5 }] }
  const consent = { state: { ad_storage: 'granted', ad_user_data: 'granted', ad_personalization: 'granted' } }
  await send([{ event: 'purchase', event_id: '2', order, client: { country: 'FR', ip: '93.184.216.34' }, consent }])
  for (const [locale, width] of [
    ['fr-FR', 1200],
    ['en-GB', 360],
  ] as const) {
    const page = await open('/diagnostics', locale, width)
    const rows = page.locator('.card .key')
    await rows.first().waitFor()
    const lines = await rows.evaluateAll((all) =>
      all.map((row) => {
        const { top } = row.getBoundingClientRect()
        const bottom = Math.max(...Array.from(row.children, (child) => child.getBoundingClientRect().bottom))
        return {
          top,
          bottom,
          shut: row.matches('.shut'),
          bar: row.querySelector('.bar')?.getBoundingClientRect().width,
        }
      }),
    )
    expect(lines.length).toBeGreaterThan(5)
    for (const [index, { top, shut, bar }] of lines.entries()) {
      if (!shut) expect(bar).toBeGreaterThan(40)
      const above = lines[index - 1]
      // The first line of the next card may stand beside the last one.
      if (above !== undefined && above.top < top) expect(above.bottom).toBeLessThanOrEqual(top)
    }
    await page.context().close()
  }
})

it('has no alarm for a visit to the demo’s own pages: visitors have an address there, as on a real site', async () => {
  const granted = { ad_storage: 'granted', ad_user_data: 'granted', ad_personalization: 'granted' }
  const answer = await fetch(`${gatewayUrl}/e`, {
    method: 'POST',
    headers: {
      origin: shopUrl,
      'content-type': 'text/plain',
      'user-agent': 'Mozilla/5.0',
      'x-demo-address': '10.0.0.1',
    },
    body: JSON.stringify({
      event: 'page_view',
      event_id: 'view-1',
      page: { url: `${shopUrl}/` },
      consent: { state: granted, at: new Date().toISOString(), source: 'cmp:demo' },
    }),
  })
  const { results } = (await answer.json()) as { results: { destinations: Record<string, string> }[] }
  expect(results[0]?.destinations).toEqual({ meta: 'full', tiktok: 'full' })
  const report = await fetch(`${gatewayUrl}/v1/diagnostics`, { headers: { authorization: 'Bearer dev' } })
  const { findings } = (await report.json()) as Report
  const codes = findings.map(({ code, subject }) => `${code} ${subject['key'] ?? subject['reason'] ?? ''}`)
  expect(codes).not.toContain('match_key_missing ip')
  expect(codes).not.toContain('destination_requirement insufficient_user_data')
})

it('fits a telephone, in both languages', async () => {
  for (const locale of ['fr-FR', 'en-GB']) {
    const page = await open('/diagnostics', locale, 360)
    await page.locator('.tiles').waitFor()
    for (const details of await page.locator('details').all()) await details.locator('summary').first().click()
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
    await page.context().close()
  }
})

it('is found from the live page', async () => {
  const page = await (await browser.newContext({ locale: 'en-GB' })).newPage()
  await page.goto(`${shopUrl}/live?lang=en`)
  await page.getByRole('link', { name: 'Diagnostics' }).click()
  await page.getByRole('heading', { name: 'Diagnostics', exact: true }).waitFor()
  expect(page.url()).toBe(`${gatewayUrl}/diagnostics?lang=en`)
})
