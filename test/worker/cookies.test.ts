/** First-party cookies: set by the server after consent only, carried by the next event, deleted by a no. */
import { reset } from 'cloudflare:test'
import { afterEach, describe, expect, it } from 'vitest'
import { answer, BROWSER, forget, FULL, moments } from './answers.ts'
import { consent, sale, USER_AGENT, type Members } from './events.ts'
import { beacon, deliver, everythingStored, get, outcomesOf, post, resultsOf, sql } from './gateway.ts'
import { clearPlatforms, counted } from './platforms.ts'

afterEach(async () => {
  await reset()
  await clearPlatforms()
})

const LANDING = 'https://www.atelier-rivage.example/?ttclid=E.C.P.Click1&fbclid=IwAR0Click2'
const FR = { country: 'FR' }

function visit(id: string, changes: Members = {}): Members {
  return { event: 'page_view', event_id: id, occurred_at: new Date().toISOString(), page: { url: LANDING }, ...changes }
}

interface SetCookie {
  readonly value: string
  readonly maxAge: number
  readonly attributes: readonly string[]
}

/** Name → every Set-Cookie of that name. */
function cookiesIn(response: Response): Record<string, SetCookie[]> {
  const cookies: Record<string, SetCookie[]> = {}
  for (const line of response.headers.getSetCookie()) {
    const [pair = '', age = '', ...attributes] = line.split('; ')
    const [name = '', ...value] = pair.split('=')
    const one = { value: value.join('='), maxAge: Number(age.replace('Max-Age=', '')), attributes }
    cookies[name] = [...(cookies[name] ?? []), one]
  }
  return cookies
}

function headerOf(cookies: Record<string, SetCookie[]>): { cookie: string } {
  return {
    cookie: Object.entries(cookies)
      .map(([name, [one]]) => `${name}=${one?.value}`)
      .join('; '),
  }
}

async function granted(id = 'c1'): Promise<Record<string, SetCookie[]>> {
  return cookiesIn(await beacon(visit(id, { consent: consent('granted') }), {}, FR))
}

const DAY = 86_400
const HIDDEN = ['Path=/', 'Domain=atelier-rivage.example', 'Secure', 'SameSite=Lax', 'HttpOnly']

describe('after a grant', () => {
  it('the visitor gets an id and the click ids of the address, for every name of the site, out of reach of scripts', async () => {
    const cookies = await granted()
    expect(Object.keys(cookies).toSorted()).toEqual(['_fbc', '_fbp', 'tidegate_vid', 'ttclid'])
    expect(cookies['ttclid']?.[0]?.value).toBe('E.C.P.Click1')
    // Meta, "fbp and fbc Parameters": fb.<subdomain index>.<creation time in ms>.<fbclid or random number>
    expect(cookies['_fbc']?.[0]?.value).toMatch(/^fb\.1\.\d{13}\.IwAR0Click2$/)
    expect(cookies['_fbp']?.[0]?.value).toMatch(/^fb\.1\.\d{13}\.\d{1,10}$/)
    for (const [one] of Object.values(cookies)) expect(one?.attributes).toEqual(HIDDEN)
  })

  it('they live as long as the policy says, and no longer than the answer itself', async () => {
    const cookies = await granted()
    // click_days: 90. The answer holds for 180 days, which is less than visitor_days: 390.
    expect(Math.abs((cookies['ttclid']?.[0]?.maxAge ?? 0) - 90 * DAY)).toBeLessThan(5)
    expect(Math.abs((cookies['tidegate_vid']?.[0]?.maxAge ?? 0) - 180 * DAY)).toBeLessThan(5)
  })

  it('the next event carries them to their platforms, and the visitor’s id to nobody', async () => {
    const cookies = await granted()
    const later = { page: { url: 'https://www.atelier-rivage.example/savon' }, consent: consent('granted') }
    const second = cookiesIn(await beacon(visit('c2', later), headerOf(cookies), FR))
    await deliver()
    const sent = JSON.stringify([await counted('tiktok'), await counted('meta')])
    expect(sent).toContain('"ttclid":"E.C.P.Click1"')
    expect(sent).toContain(`"fbc":"${cookies['_fbc']?.[0]?.value}"`)
    expect(sent).toContain(`"fbp":"${cookies['_fbp']?.[0]?.value}"`)
    expect(sent).not.toContain(cookies['tidegate_vid']?.[0]?.value)
    // Set again, as browsers that shorten lives begin to count anew.
    for (const name of Object.keys(cookies)) expect(second[name]?.[0]?.value).toBe(cookies[name]?.[0]?.value)
  })

  it('a new click takes the place of the old one, for the event that brings it too', async () => {
    const cookies = await granted()
    const click = {
      page: { url: 'https://www.atelier-rivage.example/?ttclid=E.C.P.Newer' },
      consent: consent('granted'),
    }
    const second = cookiesIn(await beacon(visit('c2', click), headerOf(cookies), FR))
    expect(second['ttclid']?.[0]?.value).toBe('E.C.P.Newer')
    await deliver()
    const arrived = (await counted('tiktok')).find(({ event_id: id }) => id === 'c2')
    expect(JSON.stringify(arrived)).toContain('"ttclid":"E.C.P.Newer"')
  })
})

it('a picture sets what the same event would', async () => {
  const event = visit('g1', { consent: consent('granted') })
  const headers = { referer: LANDING, 'user-agent': USER_AGENT }
  const response = await get(`/p.gif?d=${encodeURIComponent(JSON.stringify(event))}`, headers)
  expect(Object.keys(cookiesIn(response)).toSorted()).toEqual(['_fbc', '_fbp', 'tidegate_vid', 'ttclid'])
})

describe('nothing is set', () => {
  it.each<[string, Members, Record<string, string>, Record<string, string>]>([
    ['while nobody has answered', {}, {}, FR],
    ['after a refusal', { consent: consent('denied') }, {}, FR],
    ['where GPC is an opt-out', {}, { 'sec-gpc': '1' }, { country: 'US', regionCode: 'CA' }],
    ['where consent cannot be read', { consent: { signals: { tcf: 'C?' } } }, {}, FR],
  ])('%s, and no trace of an id is left', async (_when, changes, headers, cf) => {
    const response = await beacon(visit('n1', changes), headers, cf)
    expect(response.headers.getSetCookie()).toEqual([])
    expect(await sql('SELECT * FROM pending')).toEqual([])
    expect(await everythingStored()).not.toMatch(/"p":/)
  })

  it('where the page only tries things out, though it was granted', async () => {
    const trial = visit('n2', { consent: consent('granted'), environment: 'staging' })
    expect((await beacon(trial, {}, FR)).headers.getSetCookie()).toEqual([])
  })

  it('for an event of a server', async () => {
    expect((await post(sale('s1'))).headers.getSetCookie()).toEqual([])
  })
})

describe('a no', () => {
  it('deletes what is there, with and without the domain, and finds the events by the cookie alone', async () => {
    const cookies = await granted('w1')
    await moments()
    const body = { consent: consent('denied') }
    const response = await answer(body, { ...BROWSER, ...headerOf(cookies) }, FR)
    expect(response.status).toBe(202)
    const cleared = cookiesIn(response)
    expect(Object.keys(cleared).toSorted()).toEqual(['_fbc', '_fbp', 'tidegate_vid', 'ttclid'])
    for (const both of Object.values(cleared)) {
      expect(both.map(({ value, maxAge }) => [value, maxAge])).toEqual([
        ['', 0],
        ['', 0],
      ])
      expect(both.map(({ attributes }) => attributes.some((one) => one.startsWith('Domain=')))).toEqual([true, false])
    }
    await deliver()
    expect(await outcomesOf('w1')).toEqual({ tiktok: 'withdrawn', meta: 'withdrawn' })
  })

  it('to one destination deletes that one’s, and leaves the visitor’s to the other', async () => {
    const cookies = await granted('w2')
    const body = { consent: consent('denied'), destinations: ['tiktok'] }
    const response = await answer(body, { ...BROWSER, ...headerOf(cookies) }, FR)
    expect(await response.json()).toMatchObject({
      decisions: { tiktok: 'consent_denied' },
      withdrawn_from: ['tiktok'],
    })
    expect(Object.keys(cookiesIn(response))).toEqual(['ttclid'])
    await deliver()
    expect(await outcomesOf('w2')).toEqual({ tiktok: 'withdrawn', meta: 'delivered' })
  })

  it('to one destination leaves what was said to the others, for an order of the shop’s server too', async () => {
    const cookies = cookiesIn(await answer({ consent: consent('granted') }, BROWSER, FR))
    await moments()
    await answer({ consent: consent('denied'), destinations: ['tiktok'] }, { ...BROWSER, ...headerOf(cookies) }, FR)
    const order = sale('o2', { consent: undefined, person: { visitor_id: cookies['tidegate_vid']?.[0]?.value } })
    expect(await resultsOf(await post(order))).toMatchObject([
      { destinations: { tiktok: 'consent_withdrawn', meta: 'full' } },
    ])
  })

  it.each([{ destinations: 'tiktok' }, { destinations: [7] }, { destinations: Array.from({ length: 21 }, () => 'x') }])(
    'to what is no list of destinations is refused, with the path: %j',
    async (member) => {
      const response = await answer({ consent: consent('denied'), ...member }, BROWSER, FR)
      expect(response.status).toBe(400)
      expect(await response.text()).toContain('"destinations')
    },
  )

  it('in an event deletes as well, and only what the browser has', async () => {
    const headers = { cookie: 'theme=dark; _ttp=2abcDEF; _fbp=fb.1.1760000000000.123' }
    const cleared = cookiesIn(await beacon(visit('w3', { consent: consent('denied') }), headers, FR))
    expect(Object.keys(cleared).toSorted()).toEqual(['_fbp', '_ttp'])
  })
})

describe('a withdrawal that the shop has told, where the browser’s own tool still says yes', () => {
  it('holds on every later page, and ends with a new answer', async () => {
    const old = { state: consent('granted')['state'] }
    const withdrawn = [{ destinations: { tiktok: 'consent_withdrawn', meta: 'consent_withdrawn' } }]
    const first = cookiesIn(await beacon(visit('o-1', { consent: old }), {}, FR))
    const vid = first['tidegate_vid']?.[0]?.value
    expect((await forget(`visitor:${vid}`)).status).toBe(200)

    const second = await beacon(visit('o-2', { consent: old }), headerOf(first), FR)
    // The recipients' go; by the visitor's alone is the withdrawal found.
    expect(Object.keys(cookiesIn(second)).toSorted()).toEqual(['_fbc', '_fbp', 'ttclid'])
    expect(await resultsOf(second)).toMatchObject(withdrawn)

    const left = { cookie: `tidegate_vid=${vid}` }
    const asked = await answer({ consent: old }, { ...BROWSER, ...left }, FR)
    expect([asked.status, asked.headers.getSetCookie()]).toEqual([202, []])
    expect(await resultsOf(await beacon(visit('o-3', { consent: old }), left, FR))).toMatchObject(withdrawn)

    await moments()
    const anew = { ...old, at: new Date().toISOString() }
    const opened = await answer({ consent: anew }, { ...BROWSER, ...left }, FR)
    expect(cookiesIn(opened)['tidegate_vid']?.[0]?.value).toBe(vid)
    expect(await resultsOf(await beacon(visit('o-4', { consent: old }), left, FR))).toMatchObject([
      { destinations: FULL },
    ])
  })
})

describe('a page that names nobody', () => {
  it('is told what its evidence means, and nothing is stored, where nothing is granted', async () => {
    for (const evidence of [{}, consent('denied')]) {
      const response = await answer({ consent: evidence }, BROWSER, FR)
      expect(response.status).toBe(200)
      const decision = 'state' in evidence ? 'consent_denied' : 'consent_unknown'
      expect(await response.json()).toMatchObject({ decisions: { tiktok: decision, meta: decision } })
      expect(response.headers.getSetCookie()).toEqual([])
    }
    for (const table of ['snapshots', 'withdrawals', 'receipts'])
      expect(await sql(`SELECT * FROM ${table}`)).toEqual([])
  })

  it('gets an id with a grant, by which an order of the shop’s server finds the answer', async () => {
    const response = await answer({ consent: consent('granted') }, BROWSER, FR)
    expect([response.status, await response.clone().json()]).toMatchObject([202, { decisions: FULL }])
    const cookies = cookiesIn(response)
    expect(Object.keys(cookies).toSorted()).toEqual(['_fbp', 'tidegate_vid'])
    const order = sale('o1', { consent: undefined, person: { visitor_id: cookies['tidegate_vid']?.[0]?.value } })
    expect(await resultsOf(await post(order))).toMatchObject([{ status: 'accepted', destinations: FULL }])
  })
})

describe('a cookie from outside', () => {
  it.each([
    ['_fbp=fb.1.1760000000000.jane%40example.com', '_fbp'],
    ['_ttp=jane.doe@example.com', '_ttp'],
    [`ttclid=${'x'.repeat(2_000)}`, 'ttclid'],
    ['_fbc=fb.1.1760000000000.Iw AR', '_fbc'],
    ['tidegate_vid=0612345678', 'tidegate_vid'],
    ['_ttp=a"b', '_ttp'],
  ])('of another form is never written back: %s', async (cookie, name) => {
    const page = { url: 'https://www.atelier-rivage.example/savon' }
    const response = await beacon(visit('b1', { page, consent: consent('granted') }), { cookie }, FR)
    const sent = cookie.slice(name.length + 1)
    expect(response.headers.getSetCookie().filter((line) => line.includes(sent))).toEqual([])
    expect(Object.keys(cookiesIn(response))).toContain('tidegate_vid')
  })
})
