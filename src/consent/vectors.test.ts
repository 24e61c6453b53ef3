import { describe, expect, it } from 'vitest'
import { consentVectorRunners, type Vector } from '../../scripts/vectors/consent.ts'
import { privacyVectorRunners } from '../../scripts/vectors/privacy.ts'
import list from '../../test/vectors/consent.json'

const vectors = list as readonly Vector[]
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
