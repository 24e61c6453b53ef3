import fc from 'fast-check'
import { expect, it } from 'vitest'
import { CODE_POINT } from '../../test/support/code-points.ts'
import { atMostBytes, utf8Bytes } from './bytes.ts'

it('counts the bytes of any JSON text as an encoder writes them, and bounds them', () => {
  fc.assert(
    fc.property(fc.string({ unit: CODE_POINT, maxLength: 50 }), (value) => {
      const text = JSON.stringify(value)
      const bytes = new TextEncoder().encode(text).byteLength
      expect(utf8Bytes(text)).toBe(bytes)
      expect(atMostBytes(text)).toBeGreaterThanOrEqual(bytes)
    }),
  )
})
