import { describe, expect, it } from 'vitest'
import { CleanTexts } from './clean-texts.ts'

describe('the memory of clean texts', () => {
  it('gives back what was made of a text', () => {
    const texts = new CleanTexts<number>()
    texts.set('Savon', 1)
    expect(texts.get('Savon')).toBe(1)
    expect(texts.get('savon')).toBeUndefined()
  })

  it('never holds more than 2,000 texts, and none that is long', () => {
    const texts = new CleanTexts<number>()
    for (let i = 0; i < 10_000; i++) texts.set(`text ${i}`, i)
    expect(texts.size).toBeLessThanOrEqual(2_000)
    texts.set('x'.repeat(257), 1)
    expect(texts.get('x'.repeat(257))).toBeUndefined()
  })

  it('keeps what is asked for again and again, while texts pass that come once', () => {
    const texts = new CleanTexts<string>()
    texts.set('Savon', 'made')
    for (let i = 0; i < 10_000; i++) {
      texts.set(`once ${i}`, '')
      expect(texts.get('Savon')).toBe('made')
    }
  })
})
