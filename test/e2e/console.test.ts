/**
 * The console in a real browser: signed in by Cloudflare Access, whose keys a server of the test has; what a role sees; and the analysis
 * pages on known answers, by keyboard, narrow, in both languages.
 */
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { closePages, sharedBrowser } from '../support/shared-browser.ts'
import { tableAnswer } from '../support/console-tables.ts'
import { startGateway, type Gateway } from '../support/gateway.ts'

const AUD = '32eafc7626e974616deaf0dc3ce63d7bcbed58a2731e84d06bc3cdf1b53c4228'
const ROLES = ['marketing=anna', 'legal=lea', 'finance=finn', 'developer=dev', 'operator=ops']
  .map((grant) => `${grant}@rivage.example`)
  .join(' ')

let gateway: Gateway
let browser: Browser
let team: Server
let teamUrl: string
let assertionOf: (email: string) => Promise<string>

beforeAll(async () => {
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }] }
  team = createServer((request, response) => {
    response.writeHead(request.url === '/cdn-cgi/access/certs' ? 200 : 404, { 'content-type': 'application/json' })
    response.end(JSON.stringify(keys))
  })
  await new Promise<void>((resolve) => team.listen(0, '127.0.0.1', resolve))
  teamUrl = `http://127.0.0.1:${(team.address() as AddressInfo).port}`
  assertionOf = (email) =>
    new SignJWT({ email, type: 'app' })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .setIssuer(teamUrl)
      .setAudience([AUD])
      .setSubject('u-1')
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(privateKey)
  const access = {
    TIDEGATE_ACCESS_TEAM: teamUrl,
    TIDEGATE_ACCESS_AUD: AUD,
    TIDEGATE_ACCESS_ROLES: ROLES,
    TIDEGATE_LIVE_VIEW: 'on',
  }
  gateway = await startGateway(access)
  browser = await sharedBrowser()
})
afterAll(async () => {
  await closePages()
  await gateway?.stop()
  team?.close()
})

interface Visit {
  readonly email?: string
  readonly locale?: string
  readonly width?: number
  /** Of the browser. */
  readonly zone?: string
}

/** As Access sends a person on: its assertion is in every request. Fails on a word in the console, and on a page that throws. */
async function visit({
  email = 'anna@rivage.example',
  locale = 'en-GB',
  width = 1280,
  zone = 'Europe/Paris',
}: Visit): Promise<BrowserContext> {
  const context = await browser.newContext({
    locale,
    timezoneId: zone,
    viewport: { width, height: 800 },
    colorScheme: width < 500 ? 'dark' : 'light',
    extraHTTPHeaders: { 'cf-access-jwt-assertion': await assertionOf(email) },
  })
  context.setDefaultTimeout(10_000)
  await context.route('**/v1/analysis/tables/**', (route) => {
    const answer = tableAnswer(new URL(route.request().url()).pathname.split('/').at(-1) ?? '')
    return answer === undefined
      ? route.fulfill({ status: 404, json: { code: 'not_found' } })
      : route.fulfill({ json: answer })
  })
  return context
}

async function open(context: BrowserContext, path: string): Promise<Page> {
  const page = await context.newPage()
  page.on('pageerror', (error) => expect.unreachable(error.message))
  await page.goto(gateway.url + path)
  return page
}

const links = (page: Page) => page.getByRole('navigation').getByRole('link').allInnerTexts()

it('lets in whom Access has let through, and shows the pages of their roles alone', async () => {
  const context = await visit({})
  const page = await open(context, '/console')
  await page.getByRole('heading', { name: 'Business', level: 1 }).waitFor()
  await page.getByText('anna@rivage.example').waitFor()
  expect(await links(page)).toEqual(['Business', 'Learning', 'Lift', 'Links', 'Imports', 'Diagnostics', 'Policy'])

  await page.goto(`${gateway.url}/console/dead-letters`)
  await page.getByRole('status').filter({ hasText: 'for other roles than yours (marketing)' }).waitFor()
  await page.goto(`${gateway.url}/console/policy`)
  await page.getByRole('heading', { name: 'What leaves, for whom and why' }).waitFor()
  await context.close()

  const stranger = await visit({ email: 'nobody@rivage.example' })
  const refused = await open(stranger, '/console')
  await refused.getByRole('status').filter({ hasText: 'no role goes with your address' }).waitFor()
  expect(await refused.getByLabel('Token of the site').isVisible()).toBe(true)
  await stranger.close()
})

it.each([
  ['lea', ['Business', 'Learning', 'Lift', 'Policy'], 'reconciliation'],
  ['finn', ['Business', 'Learning', 'Lift', 'Links', 'Imports', 'Policy', 'Reconciliation'], 'diagnostics'],
  ['dev', ['Business', 'Learning', 'Lift', 'Live view', 'Diagnostics', 'Policy'], 'dead-letters'],
])('shows %s the pages %j, and says of another whom it is for', async (name, pages, other) => {
  const context = await visit({ email: `${name}@rivage.example` })
  const page = await open(context, `/console/${other}`)
  await page.getByRole('status').filter({ hasText: 'for other roles than yours' }).waitFor()
  expect(await links(page)).toEqual(pages)
  await context.close()
})

it('asks for what a dropped file does not say, reads it again at once, and takes times by the shop’s clock', async () => {
  const context = await visit({ zone: 'America/New_York' })
  const page = await open(context, '/console/imports')
  const drop = (name: string, text: string) =>
    page.locator('#file').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
  await drop('ads.csv', 'Ad ID,By Day,Cost,Currency\n1790000000003001,05/06/2026,12.50,EUR\n')
  await page.getByText('--dates day-month').waitFor()
  await page.getByLabel('Dates such as 05/06/2026').selectOption('day-month')
  await page.getByText('--source tiktok').waitFor()
  await page.getByLabel('Platform').selectOption('tiktok')
  await page.getByText('1 lines (ads). Nothing has been stored yet.').waitFor()

  await drop('lives.csv', 'LIVE ID,Start time,End time\n7400000000000000401,2026-06-05 20:00,2026-06-05 22:00\n')
  const [sent] = await Promise.all([
    page.waitForRequest((request) => request.method() === 'POST'),
    page.getByRole('button', { name: 'Try without storing anything' }).click(),
  ])
  // 20:00 in Paris, in summer.
  expect(sent.postDataJSON().rows).toMatchObject([{ starts_at: '2026-06-05T18:00:00.000Z' }])

  await drop('empty.csv', 'Ad ID,By Day,Cost,Currency\n')
  await page.getByText('There is nothing to import.').waitFor()
  await context.close()
})

const AXE = readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8')

/** What axe has against the page, and whether it is wider than the screen. The review is a document of its own, of thousands of words. */
async function faults(page: Page, name: string): Promise<readonly string[]> {
  const found = await page.evaluate<readonly string[]>(
    `axe.run({ exclude: ['#review'] }, { resultTypes: ['violations'] }).then(({ violations }) =>
       violations.map(({ id, nodes }) => id + ' ' + nodes[0].target.join(' ')))`,
  )
  const isWide = await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth')
  return [...found, ...(isWide ? ['wider than the screen'] : [])].map((fault) => `${name}: ${fault}`)
}

it('has nothing on any page that axe objects to, in English and French, light and dark, wide and narrow', async () => {
  const context = await visit({ email: 'ops@rivage.example' })
  const page = await open(context, '/console/business?from=2026-10-25&to=2026-11-21')
  await page.getByText('Of 120 orders, 71 can be followed').first().waitFor()
  const hrefs = await page
    .getByRole('navigation')
    .getByRole('link')
    .evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''))
  expect(hrefs).toHaveLength(10)
  const found: string[] = []
  for (const [index, href] of hrefs.entries()) {
    // Every other page narrow, dark and in French; the widest of each kind are among both.
    const narrow = index % 2 === 1
    await page.setViewportSize({ width: narrow ? 360 : 1280, height: 800 })
    await page.emulateMedia({ colorScheme: narrow ? 'dark' : 'light' })
    const to = new URL(href, gateway.url)
    to.searchParams.set('lang', narrow ? 'fr' : 'en')
    await page.goto(to.href)
    await page.waitForLoadState('networkidle')
    await page.evaluate(AXE)
    found.push(...(await faults(page, to.pathname)))
  }
  expect(found).toEqual([])
  await context.close()
})

it('opens a number to what it is made of, and closes it, by keyboard', async () => {
  const context = await visit({})
  const page = await open(context, '/console/business?from=2026-10-25&to=2026-11-21')
  const first = page.waitForRequest('**/v1/analysis/tables/**')
  await page.reload()
  // The window is the policy's own until somebody chooses another: the same frame as on the command line.
  expect(new URL((await first).url()).searchParams.has('window')).toBe(false)
  await page.getByText('Of 120 orders, 71 can be followed').first().waitFor()
  // The platform's claim is said to be one, with its window.
  expect(await page.locator('[data-kpi=platform_roas]').innerText()).toMatch(/claimed by TikTok, 7\sd click, 1\sd view/)
  expect(await page.locator('[data-kpi=margin]').innerText()).toContain('a cost is missing')
  const number = page.locator('section', { has: page.locator('#by-source') }).getByRole('button', { name: '38.5' })
  await number.focus()
  const asked = page.waitForRequest('**/v1/analysis/tables/orders?**')
  await page.keyboard.press('Enter')
  expect(new URL((await asked).url()).searchParams.get('filter')).toBe('source=tiktok')
  await page
    .getByRole('dialog')
    .getByRole('row', { name: /18 Nov 2026/ })
    .waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  expect(await number.evaluate((button) => button === button.ownerDocument.activeElement)).toBe(true)

  // Each chart says in words what it shows, and has its table.
  const charts = await page.locator('figure').count()
  expect(charts).toBeGreaterThan(3)
  expect(await page.locator('figure svg[role=img][aria-label*="TikTok"], figure#closing svg[role=img]').count()).toBe(
    charts,
  )
  expect(await page.locator('figure details table').count()).toBe(charts)
  await context.close()
})

it('shows the three stories at a glance, on a telephone, in French; the language stays', async () => {
  const context = await visit({ locale: 'en-GB', width: 360 })
  const page = await open(context, '/console/learning?from=2026-10-25&to=2026-11-21&lang=en')
  await page.locator('[data-story=live]').waitFor()
  await page.getByRole('button', { name: 'Français' }).click()
  const told = async (story: string) => (await page.locator(`[data-story=${story}]`).innerText()).replaceAll(/\s/g, ' ')
  expect(await told('live')).toContain(
    'Live du jeudi : 26 commandes de plus qu’attendu en 48 heures (58 contre 32, p = 0,011), avec 4 visites',
  )
  expect(await told('clicks')).toContain('−20 % ce soir : 68 % des clics (1 480), et 1,6 % des visiteurs commandent')
  expect(await told('d2')).toContain('2,1 % ont commandé dans l’heure, 13 % à D+2')
  // What it leads to is drawn as the story tells it: by role.
  const asked = page.waitForRequest('**/v1/analysis/tables/time_to_order?**')
  await page.getByRole('link', { name: 'Voir : La vente vient deux jours après' }).click()
  expect(new URL((await asked).url()).searchParams.get('by')).toBe('role')
  await page.locator('[data-story=live]').waitFor()
  expect(await page.locator('[data-creative="Visite de l’atelier"]').innerText()).toMatch(
    /trop tôt pour un rang[^]*trop peu pour le dire/,
  )
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
  // A figure stands in its line or in one below it, never letter by letter.
  const heights = await page
    .locator('.creative .figures')
    .evaluateAll((figures) => figures.map((figure) => figure.getBoundingClientRect().height))
  expect(Math.max(...heights)).toBeLessThan(70)
  await page.getByRole('button', { name: 'Pages' }).click()
  await page.getByRole('link', { name: 'Effet réel' }).click()
  await page.getByRole('heading', { name: 'Effet réel', level: 1 }).waitFor()
  expect(new URL(page.url()).search).toBe('?from=2026-10-25&to=2026-11-21')
  await context.close()
})
