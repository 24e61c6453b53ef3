import { transform } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { browserFiles, gzipBytes } from '../../scripts/browser-files.ts'

describe('the built tag', async () => {
  const { tag, texts } = await browserFiles()

  it('costs a page at most 3,072 bytes, and a module no more', () => {
    expect(gzipBytes(texts[tag] ?? '')).toBeLessThanOrEqual(3_072)
    expect(gzipBytes(texts[tag] ?? '')).toBeGreaterThan(1_000)
  })

  it('is written in no newer language than ES2020', async () => {
    for (const text of Object.values(texts)) {
      const [old, young] = await Promise.all([
        transform(text, { target: 'es2020' }),
        transform(text, { target: 'esnext' }),
      ])
      expect(old.code).toBe(young.code)
    }
  })

  it('makes no code out of text, which strict pages forbid', () => {
    for (const text of Object.values(texts)) expect(text).not.toMatch(/\beval\(|new Function|setTimeout\(["'`]/)
  })
})
