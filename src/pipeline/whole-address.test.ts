/** What two parts of an address only make together costs one of them: Meta refuses a sale without its page. */
import { describe, expect, it } from 'vitest'
import { explainEvent } from './explain.ts'
import { CONTEXT, eventOf, leavesOf, planOf } from './judge.fixture.ts'

const HOST = 'https://www.atelier-rivage.example'
const PARAMETERS = ['fbclid', 'utm_source', 'utm_medium', 'utm_campaign', 'utm_id', 'variant', 'sku']
const PLAN = withParameters()

function withParameters() {
  const plan = planOf()
  const urlParameters = new Set(PARAMETERS)
  const destinations = plan.destinations.map((one) => ({
    ...one,
    site: {
      withClickIds: { ...one.site.withClickIds, urlParameters },
      withoutClickIds: { ...one.site.withoutClickIds, urlParameters },
    },
  }))
  return { ...plan, destinations }
}

function metaOf(url: string) {
  const { destinations } = explainEvent(eventOf({ page: { url } }), [], PLAN, CONTEXT)
  const { payload, left_out: leftOut } = destinations['meta'] ?? {}
  const sent = leavesOf(payload).find(([path]) => path.endsWith('event_source_url'))?.[1]
  return { sent, leftOut: (leftOut ?? []).filter(({ field }) => field.startsWith('page.url')) }
}

describe('a word in one part of an address and digits in another', () => {
  it.each([
    ['/naissance?variant=2026-11-22', '/naissance', 'variant'],
    ['/robe-sofia-bsn?sku=111222333', '/robe-sofia-bsn', 'sku'],
    ['/ssn-tee?variant=219099999&fbclid=IwAR2abc', '/ssn-tee?fbclid=IwAR2abc', 'variant'],
    ['/merci?utm_campaign=naissance&utm_id=19870605', '/merci?utm_campaign=naissance', 'utm_id'],
  ])('cost %s that parameter at most', (url, kept, parameter) => {
    const { sent, leftOut } = metaOf(HOST + url)
    expect([HOST + url, HOST + kept]).toContain(sent)
    if (sent !== HOST + url)
      expect(leftOut).toMatchObject([{ field: `page.url?${parameter}`, reason: 'personal_data' }])
  })

  it('cost the path where it meets the host', () => {
    expect(metaOf('https://bsn.example/111222333').sent).toBe('https://bsn.example/')
  })

  it('cost an address with hundreds of parameters those that come late, and never the sale', () => {
    const many = Array.from({ length: 90 }, (_, i) => `utm_source=a${i}`).join('&')
    const { sent } = metaOf(`${HOST}/bsn?sku=111222333&${many}`)
    expect(sent).toMatch(/^https:\/\/www\.atelier-rivage\.example\/bsn\?utm_source=a0&/)
    expect(String(sent)).not.toContain('111222333')
  })
})

it('only a host that is personal itself leaves no address', () => {
  expect(metaOf('https://serin.canari%40example.com.example/').sent).toBeUndefined()
  expect(metaOf('https://198.51.100.23/').sent).toBeUndefined()
})
