import { describe, expect, it } from 'vitest'
import { VECTOR_KINDS, type Vector } from '../../scripts/vectors/kinds.ts'
import list from '../../test/vectors/consent.json'

const vectors = list as readonly Vector[]

describe('consent vectors', () => {
  it('cover every standard and consent tool that is read', () => {
    expect([...new Set(vectors.map(({ kind }) => kind))].toSorted()).toEqual(
      (
        'ac axeptio commandersact complianz cookiebot cookieyes didomi gcm-gcd gcm-gcs gpc gpp klaro onetrust pii shopify ' +
        'tarteaucitron tcf trustarc usercentrics usp vanilla-cookieconsent'
      ).split(' '),
    )
  })

  it.each(vectors.map((vector) => [vector.id, vector] as const))('%s is read as the vector says', (_id, vector) => {
    const run = VECTOR_KINDS.get(vector.kind)
    expect(run).toBeDefined()
    expect(run?.(vector)).toBeUndefined()
  })
})
