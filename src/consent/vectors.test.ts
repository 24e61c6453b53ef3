import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { consentVectorRunners, type Vector } from '../../scripts/vectors/consent.ts'
import { privacyVectorRunners } from '../../scripts/vectors/privacy.ts'

const vectors: readonly Vector[] = JSON.parse(
  readFileSync(new URL('../../test/vectors/consent.json', import.meta.url), 'utf8'),
)
const runners = { ...consentVectorRunners, ...privacyVectorRunners }

describe('consent vectors', () => {
  it('cover the four kinds that have a reader', () => {
    expect(new Set(vectors.map(({ kind }) => kind))).toEqual(new Set(['gpc', 'gcm-gcs', 'gcm-gcd', 'pii']))
  })

  it.each(vectors.map((vector) => [vector.id, vector] as const))('%s is read as the vector says', (_id, vector) => {
    expect(runners[vector.kind]?.(vector)).toBeUndefined()
    expect(runners[vector.kind]).toBeDefined()
  })
})
