import { describe, expect, it } from 'vitest'
import { explainEvent } from '../pipeline/explain.ts'
import { CONTEXT, eventOf, GRANTED, PLAN } from '../pipeline/judge.fixture.ts'
import { explanationLines } from './explain-text.ts'

/** A section of California by which a child of some age has not consented. */
const OF_A_CHILD = 'DBABBg~BAoAABSA.QA'

const linesOf = (consent: Readonly<Record<string, unknown>>, language: 'en' | 'fr') => {
  const client = { country: 'US', region: 'US-CA' }
  return explanationLines(explainEvent(eventOf({ consent, client }), [], PLAN, CONTEXT), PLAN, language)
}
const lineWith = (lines: readonly string[], start: string) => lines.find((line) => line.trim().startsWith(start))

describe('what is explained of consent', () => {
  it('names the signal that tells of a child, in both languages', () => {
    const consent = { ...GRANTED, signals: { gpp: OF_A_CHILD } }
    expect(lineWith(linesOf(consent, 'en'), 'gpp:')).toContain('a child without the consent the law asks for')
    expect(lineWith(linesOf(consent, 'fr'), 'gpp:')).toContain('un enfant sans le consentement exigé par la loi')
  })

  it('names nobody for a purpose whose grants fell', () => {
    expect(lineWith(linesOf({ ...GRANTED, marketing: false }, 'en'), '→ tiktok:')).toContain(
      'ad_storage=unset (no signal settles it)',
    )
  })
})
