import { describe, expect, it } from 'vitest'
import { CONTEXT, eventOf, payload, PLAN, type Members } from './judge.fixture.ts'
import { judgeCopies, type Copy } from './order-copies.ts'

function copyAt(url: string, { source = 'browser', ...changes }: Members & { source?: Copy['source'] } = {}): Copy {
  return { event: eventOf({ page: { url }, click: undefined, ...changes }), source, via: source, gpcHeader: null }
}

/** What TikTok is told of a sale of these copies. */
function told(...copies: readonly Copy[]) {
  return payload(judgeCopies(copies, PLAN, CONTEXT), 'tiktok')
}

const THANKS = copyAt('https://shop.example/thanks')
const CHECKOUT = copyAt('https://shop.example/checkout?ttclid=E.C.P.only-here')
const WEBHOOK = copyAt('https://shop.example/', { source: 'server' })

describe('the copies of a sale', () => {
  it.each([
    [THANKS, WEBHOOK, CHECKOUT],
    [CHECKOUT, THANKS, WEBHOOK],
    [WEBHOOK, THANKS, CHECKOUT],
  ])('keep a click id that only one of them has in its address, in whatever order they come', (...copies) => {
    expect(told(...copies)).toMatchObject({ 'user.ttclid': 'E.C.P.only-here' })
  })

  it('have the address of the first page where the click ids are known, or nobody has any', () => {
    const page = { 'page.url': 'https://shop.example/thanks' }
    expect(told(THANKS, WEBHOOK)).toMatchObject(page)
    const known = copyAt('https://shop.example/thanks', { click: { ttclid: 'E.C.P.known' } })
    expect(told(known, CHECKOUT)).toMatchObject({ ...page, 'user.ttclid': 'E.C.P.known' })
  })
})
