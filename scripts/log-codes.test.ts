/** The log knows every code that the docs list: none of them is written as `other`. */
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { answerCode, reason } from '../src/telemetry/log-values.ts'
import { codeLists } from './docs/code-lists.ts'
import { readRepository } from './docs/files.ts'

const LISTS = codeLists(readRepository(resolve(import.meta.dirname, '..')))
const listed = (name: string): readonly string[] =>
  LISTS.filter((list) => list.name === name).flatMap(({ rows }) => rows.map(([code = '']) => code))

describe('the log', () => {
  it.each(['refusals', 'consent refusals', 'destination refusals'])('has every one of the %s', (name) => {
    expect(listed(name).length).toBeGreaterThan(3)
    expect(listed(name).map(reason)).toEqual(listed(name))
  })

  it('has every code of an attempt that is ours', () => {
    // The last four end deliveries that no attempt was made for.
    const noAttempt = ['consent_withdrawn', 'event_too_old', 'waited_too_long', 'no_longer_in_policy']
    const codes = listed('attempt codes').filter((code) => !noAttempt.includes(code))
    expect(codes).toContain('timeout')
    expect(codes.map(answerCode)).toEqual(codes)
  })
})
