import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { destinationContract } from '../../../test/support/destination-contract.ts'
import type { CanonicalEvent } from '../../event/types.ts'
import { tiktokAnswers } from './answers.ts'
import { tiktokFixtures } from './fixtures.ts'
import { tiktok } from './mapping.ts'
import { createSimulator } from './simulator.ts'

destinationContract({
  destination: tiktok,
  fixtures: tiktokFixtures,
  createSimulator,
  readme: readFileSync(new URL('README.md', import.meta.url), 'utf8'),
  answers: tiktokAnswers,
})

describe('the TikTok request', () => {
  const account = { accountId: 'C4PIXEL', accessToken: 'tok', baseUrl: 'http://sim/tiktok' }

  it('goes to event/track with a bare token, never with Bearer before it', () => {
    const request = tiktok.request(account, ['{"event":"Purchase"}'])
    expect(request.url).toBe('http://sim/tiktok/open_api/v1.3/event/track/')
    expect(request.headers).toEqual({ 'access-token': 'tok', 'content-type': 'application/json' })
    expect(JSON.parse(request.body)).toEqual({
      event_source: 'web',
      event_source_id: 'C4PIXEL',
      data: [{ event: 'Purchase' }],
    })
  })

  it('goes to TikTok itself where no other base is given', () => {
    const { url } = tiktok.request({ accountId: 'C4', accessToken: 't' }, [])
    expect(url).toBe('https://business-api.tiktok.com/open_api/v1.3/event/track/')
  })

  it('carries the test code at the top, and nothing of it without one', () => {
    const body = tiktok.request({ ...account, testEventCode: 'TEST1' }, ['{}']).body
    expect(JSON.parse(body)).toMatchObject({ test_event_code: 'TEST1' })
    expect(tiktok.request(account, ['{}']).body).not.toContain('test_event_code')
  })
})

describe('the TikTok table', () => {
  const base: CanonicalEvent = { name: 'purchase', eventId: '1', occurredAtMs: 1_795_262_400_000 }
  const read = (to: string, event: CanonicalEvent) => {
    const row = tiktok.rows.find((candidate) => candidate.to === to)
    return row?.kind === 'plain' ? row.read({ event, receivedAtMs: 0 }) : undefined
  }

  it.each([
    ['fr-FR,fr;q=0.9,en;q=0.8', 'fr-FR'],
    ['zh-Hant-TW', 'zh-Hant-TW'],
    ['en', 'en'],
    ['*', undefined],
    ['jane@example.com', undefined],
    ['', undefined],
  ])('takes from the language %j only a BCP 47 tag', (language, locale) => {
    expect(read('user.locale', { ...base, client: { language } })).toBe(locale)
  })

  it('prefers the click’s own id to the one on the address, and sends neither where they are no ids', () => {
    const page = { url: 'https://s.example/?ttclid=FromUrl' }
    expect(read('user.ttclid', { ...base, page, click: { ttclid: 'Own' } })).toBe('Own')
    expect(read('user.ttclid', { ...base, page, click: { ttclid: '' } })).toBe('FromUrl')
    expect(read('user.ttclid', { ...base, click: { ttclid: 'a b' } })).toBeUndefined()
  })

  it('sends no fraction of a piece, which TikTok refuses', () => {
    const row = tiktok.rows.find(({ to }) => to === 'properties.contents.quantity')
    const quantity = row?.kind === 'item' ? row.read({ id: 'a', quantity: 0.5 }) : 'no row'
    expect(quantity).toBeUndefined()
  })
})

it('has no event for a refund, so a refund can never be counted as a sale', () => {
  expect(tiktok.events.refund).toBeUndefined()
})

it('uses only the names that TikTok lists today, and Pageview', () => {
  // "Supported events", web: the 18 standard events, read 2026-11-21.
  const standard =
    'AddPaymentInfo AddToCart AddToWishlist ApplicationApproval CompleteRegistration Contact CustomizeProduct Download ' +
    'FindLocation InitiateCheckout Lead Purchase Schedule Search StartTrial SubmitApplication Subscribe ViewContent'
  const names = new Set(Object.values(tiktok.events))
  expect([...names].filter((name) => !standard.split(' ').includes(name))).toEqual(['Pageview'])
})
