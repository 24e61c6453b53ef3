import { describe, expect, it } from 'vitest'
import { browserFiles, gzipBytes } from '../../scripts/browser-files.ts'

describe('the built tag', async () => {
  const { tag, texts } = await browserFiles()

  it('costs a page at most 3,072 bytes, and a module no more', () => {
    expect(gzipBytes(texts[tag] ?? '')).toBeLessThanOrEqual(3_072)
    expect(gzipBytes(texts[tag] ?? '')).toBeGreaterThan(1_000)
  })

  it('makes no code out of text, which strict pages forbid', () => {
    for (const text of Object.values(texts)) expect(text).not.toMatch(/\beval\(|new Function|setTimeout\(["'`]/)
  })
})
