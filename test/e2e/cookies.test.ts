/** First-party cookies in a real browser, over HTTPS on names of the site: who may read them, who carries them, what ends them. */
import { createServer } from 'node:http'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { consent, type Members } from '../support/events.ts'
import { startGateway, type Gateway } from '../support/gateway.ts'
import { startHttpsSite, type HttpsSite } from '../support/https.ts'
import { freePort, until } from '../support/running.ts'

// As policy/policy.yaml has them.
const SITE = 'https://www.atelier-rivage.example'
const GATEWAY = 'https://events.atelier-rivage.example'

let gateway: Gateway
let site: HttpsSite
let browser: Browser

beforeAll(async () => {
  gateway = await startGateway()
  site = await startHttpsSite(new URL(GATEWAY).host, gateway.url, '<!doctype html><title>Shop</title>')
  browser = await launchBrowser(site.resolverRules)
})
afterAll(async () => {
  await browser?.close()
  await site?.close()
  await gateway?.stop()
})

/** As a page of the site sends: no preflight, with its cookies. */
function send(page: Page, url: string, body: Members): Promise<number> {
  const init = { method: 'POST', credentials: 'include' as const, body: JSON.stringify(body) }
  return page.evaluate(async ([to, given]) => (await fetch(to, given)).status, [url, init] as const)
}

function view(id: string, page: string, changes: Members = {}): Members {
  return { event: 'page_view', event_id: id, occurred_at: new Date().toISOString(), page: { url: page }, ...changes }
}

async function names(context: BrowserContext): Promise<string[]> {
  return (await context.cookies()).map(({ name }) => name).toSorted()
}

describe('the cookies of a site', () => {
  it('come with consent, out of reach of scripts, go with the next event, and end with a withdrawal', async () => {
    const context = await browser.newContext({ ignoreHTTPSErrors: true })
    const page = await context.newPage()
    const landing = `${SITE}/?ttclid=E.C.P.real1&fbclid=IwARreal2`
    await page.goto(landing)

    expect(await send(page, `${GATEWAY}/e`, view('b-0', landing))).toBe(202)
    expect(await names(context)).toEqual([])

    expect(await send(page, `${GATEWAY}/e`, view('b-1', landing, { consent: consent('granted') }))).toBe(202)
    expect(await names(context)).toEqual(['_fbc', '_fbp', 'tidegate_vid', 'ttclid'])
    for (const cookie of await context.cookies()) {
      expect(cookie).toMatchObject({
        domain: '.atelier-rivage.example',
        path: '/',
        secure: true,
        httpOnly: true,
        sameSite: 'Lax',
      })
      expect(cookie.expires).toBeGreaterThan(Date.now() / 1_000 + 80 * 86_400)
    }
    expect(await page.evaluate(() => document.cookie)).toBe('')

    // A page without the click on its address: what leaves comes from the cookies.
    const later = view('b-2', `${SITE}/savon`, { consent: consent('granted') })
    expect(await send(page, `${GATEWAY}/e`, later)).toBe(202)
    await until('TikTok has it', async () => (await gateway.platforms.countedOf('tiktok', 'b-2')).length === 1)
    expect(JSON.stringify(await gateway.platforms.countedOf('tiktok', 'b-2'))).toContain('"ttclid":"E.C.P.real1"')

    expect(await send(page, `${GATEWAY}/v1/consent`, { consent: consent('denied') })).toBe(202)
    expect(await names(context)).toEqual([])
    await context.close()
  })

  it('are the host’s own on a developer’s machine, where browsers take Secure cookies without HTTPS', async () => {
    const context = await browser.newContext()
    const page = await context.newPage()
    const port = await freePort()
    const pages = createServer((_request, response) => response.end('<!doctype html>')).listen(port, '127.0.0.1')
    const shop = `http://127.0.0.1:${port}/`
    await page.goto(shop)
    expect(await send(page, `${gateway.url}/e`, view('b-3', shop, { consent: consent('granted') }))).toBe(202)
    const [cookie] = (await context.cookies()).filter(({ name }) => name === 'tidegate_vid')
    expect(cookie).toMatchObject({ domain: '127.0.0.1', secure: true, httpOnly: true, sameSite: 'Lax' })
    await context.close()
    pages.close()
  })
})
