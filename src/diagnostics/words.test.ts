import { describe, expect, it } from 'vitest'
import { openApiDocument } from '../event/openapi.ts'
import type { Finding } from './finding.ts'
import { MAX_DAYS } from './window.ts'
import { say } from './words.ts'
import { ENGLISH } from './words/english.ts'
import { FRENCH } from './words/french.ts'

const about = (code: Finding['code'], subject: Finding['subject']): Finding => ({
  code,
  severity: 'info',
  subject,
  count: 1,
})

describe('the words of findings', () => {
  it('are there in both languages, with the same names in them', () => {
    expect(Object.keys(FRENCH.findings)).toEqual(Object.keys(ENGLISH.findings))
    expect(Object.keys(FRENCH.names)).toEqual(Object.keys(ENGLISH.names))
    const names = (texts: readonly string[]) => [...new Set(texts.join(' ').match(/\{[a-z_]+\}/g))].toSorted()
    for (const [key, texts] of Object.entries(ENGLISH.findings))
      expect([key, names(FRENCH.findings[key] ?? [])]).toEqual([key, names(texts)])
  })

  it('show a caller’s name as it is, also where it is a word of the language or of JavaScript', () => {
    for (const field of ['email', 'constructor', '__proto__'])
      expect(say(about('field_unknown', { field }), 'en', {}).title).toBe(`“${field}” arrives and is not in the policy`)
  })

  it('name one event as they name several', () => {
    const titled = (subject: Finding['subject']) => say(about('event_not_in_plan', subject), 'en', {}).title
    expect(titled({ event: 'search' })).toBe('Events arrive that are not in the plan: search')
    expect(titled({ events: 'search refund' })).toBe('Events arrive that are not in the plan: search, refund')
  })

  it('name platforms and reasons as people do, and keep French signs on their line', () => {
    const one = about('destination_requirement', { destination: 'meta', event: 'purchase', reason: 'missing_value' })
    expect(say(one, 'fr', { meta: 'Meta' }).title).toBe('Pas envoyé à Meta\u00A0: il manque le montant')
  })
})

it('the OpenAPI document says how far back the diagnostics look', () => {
  const text = JSON.stringify(openApiDocument())
  expect(text).toContain(`"minimum":1,"maximum":${MAX_DAYS},"default":${MAX_DAYS}`)
})
