/** The console in production: nothing is shown before a token is typed in, the token stays in its tab, and its role says what is there. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import type { RunningWorkerd } from '../../scripts/workerd.ts'
import { approvedPolicy } from '../support/approved.ts'
import { closePages, sharedBrowser } from '../support/shared-browser.ts'
import { Client } from '../support/client.ts'
import { consent, newOrder, sale } from '../support/events.ts'
import { builtWith, SECRETS, serveInProduction } from '../support/production.ts'
import { runProgram } from '../support/program.ts'

let gateway: RunningWorkerd
let token: string
let browser: Browser
let visit: BrowserContext
let page: Page

beforeAll(async () => {
  gateway = await serveInProduction(await builtWith(await approvedPolicy()))
  const made = await runProgram('src/cli/main.ts', ['token', '--site', 'atelier-rivage'], SECRETS)
  token = made.output.trim()
  // A refused event: nothing of these tests may ever leave for a real platform.
  const refused = sale(newOrder(), { consent: consent('denied'), loyalty_tier: 'gold' })
  await new Client(gateway.url).fromServer(refused, { authorization: `Bearer ${token}` })
  browser = await sharedBrowser()
})
afterAll(async () => {
  await closePages()
  await gateway?.stop()
})

beforeEach(async () => {
  visit = await browser.newContext({ locale: 'en-GB', viewport: { width: 360, height: 800 } })
  visit.setDefaultTimeout(10_000)
  page = await visit.newPage()
})
afterEach(() => visit.close())

const field = () => page.getByLabel('Token of the site')
const width = () => page.evaluate('document.documentElement.scrollWidth')

it('asks for the token before it asks for a figure, and fits a telephone', async () => {
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await page.goto(`${gateway.url}/diagnostics`, { waitUntil: 'networkidle' })
  await field().waitFor()
  expect(asked.filter((path) => !path.startsWith('/console/f/'))).toEqual(['/diagnostics'])
  expect(await page.locator('#page').innerText()).toBe('')
  expect(await page.locator('#toolbar').isVisible()).toBe(false)
  expect(await width()).toBe(360)
  await page.getByRole('button', { name: 'Français' }).click()
  await page.getByLabel('Jeton du site').waitFor()
  expect(await width()).toBe(360)
})

it.each(['dev', 'eyJhbGciOiJub25lIn0.e30.', 'nonsense'])(
  'says so where a token is not accepted, and asks again: %s',
  async (wrong) => {
    await page.goto(`${gateway.url}/diagnostics`)
    await field().fill(wrong)
    await page.keyboard.press('Enter')
    await page.getByRole('status').filter({ hasText: 'This token is not accepted.' }).waitFor()
    expect(await field().inputValue()).toBe('')
    // Whoever uses the keyboard goes on typing where they were.
    expect(await field().evaluate((input) => input === input.ownerDocument.activeElement)).toBe(true)
    expect(await page.locator('#page').innerText()).toBe('')
  },
)

it('shows the report for the right token, by keyboard alone, and keeps the token for this tab alone', async () => {
  await page.goto(`${gateway.url}/diagnostics`)
  await field().focus()
  await page.keyboard.type(token)
  await page.keyboard.press('Enter')
  await page.locator('li[data-code=field_unknown]').filter({ hasText: 'loyalty_tier' }).waitFor()
  expect(await page.locator('#access').isVisible()).toBe(false)
  expect(await page.locator('#approval').innerText()).toBe('')
  expect(await width()).toBe(360)
  // With the values of its fields, which its markup does not have.
  const values = await page
    .locator('input')
    .evaluateAll((inputs) => inputs.map((input) => 'value' in input && input.value))
  const kept = [await page.content(), values, page.url(), await visit.storageState()]
  expect(JSON.stringify(kept)).not.toContain(token)

  // The next period is asked for with the token that was typed in.
  const answer = page.waitForResponse('**/v1/diagnostics?days=1')
  await page.getByRole('button', { name: '24 hours' }).click()
  expect((await answer).status()).toBe(200)
  expect(await page.locator('li[data-code=field_unknown]').count()).toBe(1)

  await page.reload()
  await page.locator('li[data-code=field_unknown]').filter({ hasText: 'loyalty_tier' }).waitFor()
  const other = await visit.newPage()
  await other.goto(`${gateway.url}/diagnostics`)
  await other.getByLabel('Token of the site').waitFor()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await field().waitFor()
  expect(await page.locator('#page').innerText()).toBe('')
})
