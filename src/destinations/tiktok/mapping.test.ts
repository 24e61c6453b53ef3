import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { destinationContract } from '../../../test/support/destination-contract.ts'
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
