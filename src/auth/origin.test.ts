import { describe, expect, it } from 'vitest'
import policy from '#policy'
import { destinations } from '../destinations/registry.ts'
import { planSites } from '../pipeline/plan.ts'
import { originCheck } from './origin.ts'

const SITES = planSites(policy, destinations)
const production = originCheck(SITES, true)
const development = originCheck(SITES, false)

describe('an origin', () => {
  it('is the site’s where the policy lists exactly it', () => {
    expect(production.siteOf('https://www.atelier-rivage.example')?.id).toBe('atelier-rivage')
  })

  it.each([
    null,
    '',
    'null',
    'https://www.atelier-rivage.example.evil.com',
    'https://www.atelier-rivage.example@evil.com',
    'https://evil.com/https://www.atelier-rivage.example',
    'https://atelier-rivage.example',
    'https://shop.www.atelier-rivage.example',
    'https://xwww.atelier-rivage.example',
    'https://www.atelier-rivage.example/',
    'https://www.atelier-rivage.example:443',
    'https://www.atelier-rivage.example:8443',
    'http://www.atelier-rivage.example',
    'HTTPS://WWW.ATELIER-RIVAGE.EXAMPLE',
    ' https://www.atelier-rivage.example',
    'https://www.atelier-rivage.example, https://evil.com',
    'https://www.atelier-rivage.example.',
    '__proto__',
    'constructor',
  ])('%j is nobody’s', (origin) => {
    expect(production.siteOf(origin)).toBeUndefined()
    expect(development.siteOf(origin)).toBeUndefined()
  })

  it.each(['http://127.0.0.1:3000', 'http://localhost:8789', 'http://localhost'])(
    '%s is the site’s in development only',
    (origin) => {
      expect(development.siteOf(origin)?.id).toBe('atelier-rivage')
      expect(production.siteOf(origin)).toBeUndefined()
    },
  )

  it.each([
    'http://127.0.0.1.evil.com:3000',
    'http://127.0.0.1:3000.evil.com',
    'http://localhost:1:2',
    'http://localhost:',
    'http://localhost:999999',
    'https://localhost:3000',
    'http://evil.com:80',
  ])('%s is nobody’s in development either', (origin) => {
    expect(development.siteOf(origin)).toBeUndefined()
  })
})
