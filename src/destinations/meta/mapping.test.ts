import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { destinationContract } from '../../../test/support/destination-contract.ts'
import { metaAnswers } from './answers.ts'
import { metaFixtures } from './fixtures.ts'
import { meta } from './mapping.ts'
import { createSimulator } from './simulator.ts'

destinationContract({
  destination: meta,
  fixtures: metaFixtures,
  createSimulator,
  readme: readFileSync(new URL('README.md', import.meta.url), 'utf8'),
  answers: metaAnswers,
})

describe('the Meta click id', () => {
  it('that is made of an event from a clock that is ahead was first seen when the event was received', () => {
    const row = meta.rows.find(({ to }) => to === 'user_data.fbc')
    const receivedAtMs = 1_795_262_400_000
    const occurredAtMs = receivedAtMs + 5 * 60_000
    const event = { name: 'page_view', eventId: '1', occurredAtMs, click: { fbclid: 'IwAR' } } as const
    expect(row?.kind === 'plain' && row.read({ event, receivedAtMs })).toBe('fb.1.1795262400000.IwAR')
  })
})

describe('the Meta request', () => {
  const account = { accountId: '123456', accessToken: 'secret-token', baseUrl: 'http://sim/meta' }

  it('has its token in a header and not in the address, which gets logged', () => {
    const request = meta.request(account, ['{"event_name":"Purchase"}'])
    expect(request.url).toBe('http://sim/meta/v24.0/123456/events')
    expect(request.headers).toEqual({ authorization: 'Bearer secret-token', 'content-type': 'application/json' })
    expect(JSON.parse(request.body)).toEqual({ data: [{ event_name: 'Purchase' }] })
  })

  it('goes to Meta itself where no other base is given', () => {
    expect(meta.request({ accountId: '1', accessToken: 't' }, []).url).toBe('https://graph.facebook.com/v24.0/1/events')
  })

  it('cannot be led to another path by an account id', () => {
    expect(meta.request({ ...account, accountId: '../me?x=' }, []).url).toBe(
      'http://sim/meta/v24.0/..%2Fme%3Fx%3D/events',
    )
  })

  it('carries the test code, and nothing of it without one', () => {
    expect(JSON.parse(meta.request({ ...account, testEventCode: 'TEST1' }, ['{}']).body)).toEqual({
      data: [{}],
      test_event_code: 'TEST1',
    })
    expect(meta.request(account, ['{}']).body).not.toContain('test_event_code')
  })
})

it('has no event for a refund, so a refund can never be counted as a sale', () => {
  expect(meta.events.refund).toBeUndefined()
})

it('gives up an event before it is seven days old, because an older one fails its whole batch', () => {
  expect(meta.maxAgeMs).toBeLessThan(7 * 24 * 3600 * 1000)
  expect(meta.maxAgeMs).toBeGreaterThan(6.9 * 24 * 3600 * 1000)
})
