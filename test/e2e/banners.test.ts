/**
 * Real consent banners in a real browser: what is held leaves after a yes and with its own time, nothing leaves and nothing
 * stays on the device after a no, and a change of mind reaches the gateway.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page, Route } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readBannerFiles } from '../../src/demo/banner-files.ts'
import { closePages, sharedBrowser } from '../support/shared-browser.ts'
import { startGateway, type Gateway } from '../support/gateway.ts'
import { BUSY, LATE, SLOW, SPOKEN, UNASKED } from '../support/consent-pages.ts'
import { goAndComeBack } from '../support/page-memory.ts'
import type { Platform } from '../support/platforms.ts'
import { ROOT, until } from '../support/running.ts'
import { serveShopPages, shopPage, type ShopPages } from '../support/shop-pages.ts'
import { tcfScript } from '../support/tcf-page.ts'

interface Banner {
  readonly name: string
  readonly accept: (page: Page) => Promise<void>
  readonly refuse: (page: Page) => Promise<void>
  /** Through the tool's own "manage cookies". */
  readonly reopen: (page: Page) => Promise<unknown>
  readonly acceptAgain?: (page: Page) => Promise<void>
  readonly refuseAgain?: (page: Page) => Promise<void>
  /** The TCF grants nobody who is not on its list; Google's AC string has Meta. */
  readonly reaches: readonly Platform[]
}

const reopen = (page: Page) => page.evaluate('openBanner()')
const click = (selector: string) => (page: Page) => page.locator(selector).click()
const BOTH = ['tiktok', 'meta'] as const

/** tarteaucitron shows its buttons before it listens to them: pressed until they are heard. */
function pressUntilHeard(selector: string, answer: boolean): (page: Page) => Promise<void> {
  return async (page) => {
    await page.locator(selector).waitFor()
    await until('the banner has heard', () =>
      page.evaluate<boolean>(
        `document.querySelector('${selector}').click(), document.cookie.includes('tiktok=${answer}')`,
      ),
    )
  }
}

/** Once there is an answer, Klaro has a switch and a button to save. */
async function toggleInKlaro(page: Page): Promise<void> {
  await page.locator('label[for=purpose-item-advertising]').click()
  await page.locator('.klaro .cookie-modal .cm-btn-accept').click()
}

const BANNERS: readonly Banner[] = [
  {
    name: 'klaro',
    accept: click('.klaro .cookie-notice .cm-btn-success'),
    refuse: click('.klaro .cookie-notice .cn-decline'),
    reopen,
    acceptAgain: toggleInKlaro,
    refuseAgain: toggleInKlaro,
    reaches: BOTH,
  },
  {
    name: 'tarteaucitron',
    accept: pressUntilHeard('#tarteaucitronPersonalize2', true),
    refuse: pressUntilHeard('#tarteaucitronAllDenied2', false),
    async reopen(page) {
      // A later page loads the services anew.
      await page.locator('#tiktokLine').waitFor({ state: 'attached' })
      await reopen(page)
    },
    acceptAgain: pressUntilHeard('#tarteaucitronAllAllowed', true),
    refuseAgain: pressUntilHeard('#tarteaucitronAllDenied', false),
    reaches: BOTH,
  },
  {
    name: 'vanilla',
    accept: click('#cc-main .cm [data-role=all]'),
    refuse: click('#cc-main .cm [data-role=necessary]'),
    reopen,
    acceptAgain: click('#cc-main .pm [data-role=all]'),
    refuseAgain: click('#cc-main .pm [data-role=necessary]'),
    reaches: BOTH,
  },
  { name: 'tcf', accept: click('#accept'), refuse: click('#refuse'), reopen: async () => {}, reaches: ['meta'] },
]

/** One that a browser sends by itself, everywhere: a language of two letters stands for the country. */
const COUNTRY_HEADER = 'accept-language'

let gateway: Gateway
let browser: Browser
let shop: ShopPages
let visit: BrowserContext
/** What the pages of this visit have sent to the gateway, but for the files of the tag. */
let sent: string[]

beforeAll(async () => {
  ;[gateway, browser] = await Promise.all([startGateway({ TIDEGATE_COUNTRY_HEADER: COUNTRY_HEADER }), sharedBrowser()])
  shop = await serveShopPages(pages(await tcfScript()))
})
afterAll(async () => {
  await Promise.all([closePages(), shop?.close(), gateway?.stop()])
})
beforeEach(async () => {
  await gateway.platforms.clear()
  // Banners that glide in are not clicked before they stand still.
  visit = await browser.newContext({ reducedMotion: 'reduce' })
  visit.setDefaultTimeout(8_000)
  sent = []
  visit.on('request', (request) => {
    const { origin, pathname } = new URL(request.url())
    if (origin === gateway.url && !pathname.startsWith('/t')) sent.push(pathname)
  })
})
afterEach(() => visit.close())

function pages(tcf: string) {
  const lib = [...readBannerFiles()].map(([path, { contentType, body }]) => [path, script(String(body), contentType)])
  const own = ['load', 'klaro', 'tarteaucitron', 'vanilla'].map((name) => {
    const path = `/banners/${name}.js`
    return [path, script(readFileSync(join(ROOT, 'src/demo/pages', path), 'utf8'), 'text/javascript')]
  })
  const shown = BANNERS.map(({ name }) => {
    const start = `import { start } from '/banners/${name}.js'; window.openBanner = await start('en')`
    const body = name === 'tcf' ? `<script>${tcf}</script>` : `<script type="module">${start}</script>`
    return [`/${name}`, shopPage(gateway.url, { body, attributes: 'data-modules="consent"' })]
  })
  const heard = (body: string) =>
    shopPage(gateway.url, { attributes: 'data-modules="consent"', body: `<script>${body}</script>` })
  const special = {
    '/quiet': heard(''),
    '/spoken': heard(SPOKEN),
    '/unasked': heard(UNASKED),
    '/busy': heard(BUSY),
    '/slow': heard(SLOW),
    '/late': heard(LATE),
    '/away': '<p>Elsewhere</p>',
  }
  return { ...Object.fromEntries([...lib, ...own, ...shown]), ...special }
}

function script(body: string, contentType: string) {
  return { body, headers: { 'content-type': contentType } }
}

/** A page of the shop with this banner, on which something has been put into the basket. */
async function shopWith({ name }: Banner, eventId: string): Promise<Page> {
  const page = await visit.newPage()
  await page.goto(`${shop.url}/${name}`)
  await track(page, eventId)
  return page
}

async function track(page: Page, eventId: string): Promise<void> {
  const order = { currency: 'EUR', value: 8.5, items: [{ id: 'ar-savon', quantity: 1, price: 8.5 }] }
  const call = JSON.stringify(['track', 'add_to_cart', { order }, { event_id: eventId }])
  await page.evaluate(`(window.tidegate ||= []).push(${call})`)
}

async function untilCounted(eventId: string, { reaches }: Banner): Promise<readonly Record<string, unknown>[]> {
  const found = async () =>
    (await Promise.all(reaches.map((id) => gateway.platforms.countedOf(id, eventId)))).map(([event]) => event)
  await until(`${eventId} has arrived`, async () => (await found()).every((event) => event !== undefined))
  return (await found()).flatMap((event) => (event === undefined ? [] : [event.payload]))
}

async function countedAnywhere(eventId: string): Promise<number> {
  await gateway.untilSettled()
  const lists = await Promise.all(BOTH.map((id) => gateway.platforms.countedOf(id, eventId)))
  return lists.flat().length
}

/** Names of what lies on the device, but for what the banners themselves keep. */
async function left(page: Page): Promise<readonly string[]> {
  const cookies = (await visit.cookies()).map(({ name }) => name)
  const stored = await page.evaluate<string[]>('[...Object.keys(localStorage), ...Object.keys(sessionStorage)]')
  return [...cookies, ...stored].filter((name) => !['klaro', 'tarteaucitron', 'cc_cookie'].includes(name))
}

/** The gateway's next answer to what a page asks about consent. */
function answered(page: Page): Promise<unknown> {
  return page.waitForResponse((response) => response.url().startsWith(`${gateway.url}/v1/consent`))
}

async function answering(page: Page, answer: (page: Page) => Promise<void>): Promise<void> {
  await Promise.all([answered(page), answer(page)])
}

describe.each(BANNERS)('$name', (banner) => {
  const { name, accept, refuse, acceptAgain = accept, refuseAgain = refuse } = banner

  it('holds what happens until the answer, sends it with its own time after a yes, and heeds a later no', async () => {
    const page = await shopWith(banner, `${name}-held`)
    // "Decide later": another page, which knows as little.
    await page.reload()
    await track(page, `${name}-held-2`)
    const happenedAt = Math.floor(Date.now() / 1000)
    // One wait that is long enough to tell the two times apart will do.
    await page.waitForTimeout(name === 'klaro' ? 1_500 : 300)
    expect([sent, await left(page)]).toEqual([[], []])

    await answering(page, accept)
    for (const payload of await untilCounted(`${name}-held-2`, banner))
      expect(Number(payload['event_time'])).toBeLessThanOrEqual(happenedAt)
    expect(await countedAnywhere(`${name}-held`)).toBe(0)

    await banner.reopen(page)
    await answering(page, refuseAgain)
    await track(page, `${name}-after`)
    expect(await countedAnywhere(`${name}-after`)).toBe(0)
    expect((await left(page)).filter((one) => one.startsWith('tidegate'))).toEqual([])
  })

  it('sends nothing and leaves nothing after a no, and goes on after a later yes', async () => {
    const page = await shopWith(banner, `${name}-refused`)
    await answering(page, refuse)
    await track(page, `${name}-still-refused`)
    // The page of the TCF remembers nothing; the others' cookies are asked about anew.
    await (name === 'tcf' ? page.reload() : Promise.all([answered(page), page.reload()]))
    expect([new Set(sent), await left(page)]).toEqual([new Set(['/v1/consent']), []])

    await banner.reopen(page)
    await answering(page, name === 'tcf' ? accept : acceptAgain)
    await track(page, `${name}-granted`)
    await untilCounted(`${name}-granted`, banner)
    expect(await countedAnywhere(`${name}-refused`)).toBe(0)
    expect(await countedAnywhere(`${name}-still-refused`)).toBe(0)
  })
})

describe('a change of mind', () => {
  it('takes back at the gateway what still waits', async () => {
    const [klaro] = BANNERS
    if (klaro === undefined) throw new Error('no banner')
    for (const platform of BOTH)
      await gateway.platforms.order(platform, { status: 503, headers: { 'retry-after': '2' }, times: 9 })
    const page = await shopWith(klaro, 'waits')
    await answering(page, klaro.accept)
    await until('it waits', async () => (await gateway.metric('tidegate_outbox_waiting')) > 0)
    await klaro.reopen(page)
    await answering(page, toggleInKlaro)
    await until('it is taken back', async () => {
      const outcomes = (await gateway.receipts('waits')).map(({ outcome }) => outcome)
      return outcomes.length === BOTH.length && outcomes.every((outcome) => outcome === 'withdrawn')
    })
    await gateway.platforms.clear()
    expect(await countedAnywhere('waits')).toBe(0)
  })
})

describe('whoever answers and leaves in the same breath', () => {
  const clickAndGo = async (page: Page, selector: string) => {
    await page.evaluate(`document.querySelector('${selector}').click(), location.assign('/away')`)
    await page.waitForURL('**/away')
  }

  it('has answered: a yes sends what was held, a later no is told', async () => {
    const [klaro] = BANNERS
    if (klaro === undefined) throw new Error('no banner')
    const page = await shopWith(klaro, 'in-passing')
    await page.locator('.klaro .cookie-notice .cm-btn-success').waitFor()
    // The tag's part has registered with it.
    await page.waitForFunction(`[...klaro.getManager().watchers].some((one) => Object.keys(one).join() === 'update')`)
    await clickAndGo(page, '.klaro .cookie-notice .cm-btn-success')
    await untilCounted('in-passing', klaro)

    await Promise.all([answered(page), page.goto(`${shop.url}/klaro`)])
    await klaro.reopen(page)
    await page.locator('label[for=purpose-item-advertising]').click()
    await clickAndGo(page, '.klaro .cookie-modal .cm-btn-accept')
    await until('the gateway has heard the no', async () =>
      (await visit.cookies()).every(({ name }) => name !== 'tidegate_vid'),
    )
  })
})

describe('an answer that lies on the device', () => {
  const granted = encodeURIComponent('{"tiktok":true,"meta":true}')
  const remember = (value: string) => visit.addCookies([{ name: 'klaro', value, url: shop.url }])
  const questions: string[] = []
  beforeEach(() => {
    questions.length = 0
    visit.on('request', (request) => {
      if (request.url().includes('/v1/consent')) questions.push(request.postData() ?? '')
    })
  })

  const takeBack = (page: Page) => page.evaluate<void>(`document.cookie = 'klaro=; max-age=0'`)
  it.each([
    ['the page is open', takeBack],
    [
      'the page lies in the browser’s memory',
      (page: Page) => goAndComeBack(page, `${shop.url}/away`, () => takeBack(page)),
    ],
  ])(
    'holds again once it is taken back while %s, also where silence permits, and leaves nothing',
    async (_when, take) => {
      const us = await browser.newContext({ locale: 'US' })
      await us.addCookies([{ name: 'klaro', value: granted, url: shop.url }])
      const page = await us.newPage()
      const first = page.waitForRequest(`${gateway.url}/e*`)
      await page.goto(`${shop.url}/quiet`)
      await first
      await page.waitForFunction(`localStorage['tidegate::grant']`)
      await take(page)
      await page.waitForFunction(`localStorage['tidegate::grant'] === undefined`)
      await track(page, 'taken-back')
      await page.waitForTimeout(300)
      await us.close()
      expect(await countedAnywhere('taken-back')).toBe(0)
    },
  )

  it('gets no time of ours, however late its tool tells of it', async () => {
    const page = await visit.newPage()
    await page.goto(`${shop.url}/slow`)
    await until('it was asked about', () => questions.length > 0)
    const cmp = { klaro: { confirmed: true, consents: { tiktok: true, meta: true } } }
    expect(JSON.parse(questions[0] ?? '')).toEqual({ consent: { source: 'klaro', signals: { cmp } } })
  })

  it('never outweighs what the site itself has said', async () => {
    await remember(granted)
    const page = await visit.newPage()
    await page.goto(`${shop.url}/spoken`)
    await until('it was asked about', () => questions.some((question) => question.includes('klaro')))
    expect(JSON.parse(questions.at(-1) ?? '')).toEqual({
      consent: {
        source: 'klaro',
        state: { ad_storage: 'denied' },
        signals: { cookies: `klaro=${granted}` },
      },
    })
    await track(page, 'against-the-site')
    expect(await countedAnywhere('against-the-site')).toBe(0)
  })

  it('is heard on a page that writes cookies without end', async () => {
    const page = await visit.newPage()
    await page.goto(`${shop.url}/busy`)
    await page.waitForFunction('window.tidegate?.evidence')
    await remember(granted)
    await until('it was asked about', () => questions.length > 0)
  })
})

describe('a page on which nobody asks', () => {
  it('sends where the law asks for no consent until the person objects, and never against what the site has said', async () => {
    const visits = ['/quiet US', '/quiet FR', '/spoken US', '/unasked US', '/late US'] as const
    const sentBy = await Promise.all(
      visits.map(async (visited) => {
        const [path, country = ''] = visited.split(' ')
        const one = await browser.newContext({ locale: country })
        const page = await one.newPage()
        const asked = page.waitForResponse((response) => response.url() === `${gateway.url}/v1/regime`)
        let requests = 0
        page.on('request', (request) => void (request.url().startsWith(`${gateway.url}/e`) && requests++))
        await page.goto(`${shop.url}${path}`)
        await (await asked).finished()
        await page.waitForTimeout(500)
        const before = requests
        await page.evaluate('window.object?.()')
        await page.waitForTimeout(400)
        await track(page, 'later')
        await page.waitForTimeout(300)
        await one.close()
        return [visited, before > 0, requests > before]
      }),
    )
    expect(sentBy).toEqual([
      ['/quiet US', true, true],
      ['/quiet FR', false, false],
      ['/spoken US', false, false],
      ['/unasked US', true, false],
      ['/late US', true, true],
    ])
  })

  it('sends nothing of before an objection once its tool has told of it, also where the law’s permission comes only then', async () => {
    const us = await browser.newContext({ locale: 'US' })
    const page = await us.newPage()
    const events: string[] = []
    page.on(
      'request',
      (request) => void (request.url().startsWith(`${gateway.url}/e`) && events.push(request.postData() ?? '')),
    )
    const permitted = Promise.withResolvers<void>()
    const answerLate = async (route: Route) => {
      const response = await route.fetch()
      await page.evaluate('window.object()')
      await route.fulfill({ response })
      permitted.resolve()
    }
    await page.route('**/v1/consent*', answerLate, { times: 1 })
    await page.goto(`${shop.url}/unasked`)
    await permitted.promise
    await page.waitForTimeout(500)
    expect(events.filter((text) => text.includes('"enabled":true'))).toEqual([])
    await us.close()
  })
})
