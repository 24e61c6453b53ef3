import { describe, expect, it } from 'vitest'
import { chainAfter, GENESIS, linkOf } from './receipt-chain.ts'

describe('the chain of receipts', () => {
  it('gives the values that sha256sum gives', () => {
    // printf '%s\n%s' <64 zeros> '[1,1795262400000,"tiktok","delivered","","[{\"site\":\"shop\"}]"]' | sha256sum
    const first = { id: 1, at_ms: 1795262400000, destination: 'tiktok', outcome: 'delivered', code: '' }
    const one = chainAfter(GENESIS, { ...first, sheets: '[{"site":"shop"}]' })
    expect(one).toBe('0a941fece149acbce3924379808e2aa2d166c0a734348112638ef65529a04c58')
    // The same after the value above, with '[2,1795262400500,"meta","rejected","é\n2804","[]"]'.
    const second = { id: 2, at_ms: 1795262400500, destination: 'meta', outcome: 'rejected', code: 'é\n2804' }
    expect(chainAfter(one, { ...second, sheets: '[]' })).toBe(
      '12a0c5ebf111ccc80d5fa09d4889c2b9db46514bbf8580e9d409b4f685b19df8',
    )
  })

  it('begins anew after rows from before there was a chain', () => {
    expect(linkOf({ id: 7, chain: '' })).toEqual({ id: 7, chain: GENESIS })
    expect(GENESIS).toMatch(/^0{64}$/)
  })
})
