/** The lines of `Set-Cookie`, by the grammar of RFC 6265bis, section 4.1. */
import { expect, it } from 'vitest'
import { planOf } from '../pipeline/judge.fixture.ts'
import { withCookies } from './cookies.ts'

const COOKIES = { visitorDays: 390, clickDays: 90, pixelsOnPage: [], clickIds: [] }
const GATEWAY = 'https://events.shop.example'
const PLAN = planOf({
  browser: { gateway: GATEWAY, registrableDomain: 'shop.example', writeKeys: [], stagingOrigins: [], cookies: COOKIES },
})
const ORDERS = { set: [{ name: '_fbp', value: 'fb.1.1760000000000.77', seconds: 60 }], clear: ['_ttp'] }

const linesAt = (url: string, orders = ORDERS): string[] =>
  withCookies(new Response(), orders, new Request(url), PLAN).headers.getSetCookie()

it('are for the site’s domain where the host is under it; what is deleted is so with and without it', () => {
  for (const host of ['events.shop.example', 'shop.example'])
    expect(linesAt(`https://${host}/e`)).toEqual([
      '_fbp=fb.1.1760000000000.77; Max-Age=60; Path=/; Domain=shop.example; Secure; SameSite=Lax; HttpOnly',
      '_ttp=; Max-Age=0; Path=/; Domain=shop.example; Secure; SameSite=Lax; HttpOnly',
      '_ttp=; Max-Age=0; Path=/; Secure; SameSite=Lax; HttpOnly',
    ])
})

it('are the host’s own elsewhere, also under a name that only ends alike', () => {
  for (const host of ['127.0.0.1:8787', 'localhost', 'myshop.example'])
    expect(linesAt(`http://${host}/e`)).toEqual([
      '_fbp=fb.1.1760000000000.77; Max-Age=60; Path=/; Secure; SameSite=Lax; HttpOnly',
      '_ttp=; Max-Age=0; Path=/; Secure; SameSite=Lax; HttpOnly',
    ])
})

it('leave HttpOnly out where a pixel of the page must read the cookie', () => {
  const readable = { set: [{ name: '_fbp', value: 'x', seconds: 60, readable: true as const }], clear: [] }
  expect(linesAt(`${GATEWAY}/e`, readable)).toEqual([
    '_fbp=x; Max-Age=60; Path=/; Domain=shop.example; Secure; SameSite=Lax',
  ])
})
