import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { browserFiles, PUBLISHED_MAX_BYTES, sha256 } from './browser-files.ts'
import { publishTag } from './tag-publish.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-published-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function publishOld(text: string): string {
  const name = `tag.${sha256(text).replace(/[+/]/g, '-')}.js`
  writeFileSync(join(folder, name), text)
  return name
}

describe('published versions of the tag', () => {
  it('keeps what is built now, once', async () => {
    const added = await publishTag(folder)
    expect(added).toContain((await browserFiles(folder)).tag)
    expect(await publishTag(folder)).toEqual([])
  })

  it('serves an older version beside the one that is built now', async () => {
    const old = publishOld('/* an older tag */')
    const { tag, texts } = await browserFiles(folder)
    expect(texts[old]).toBe('/* an older tag */')
    expect(tag).not.toBe(old)
  })

  it('builds nothing with a file that was changed after it was published', async () => {
    writeFileSync(join(folder, publishOld('/* an older tag */')), '/* another text */')
    await expect(browserFiles(folder)).rejects.toThrow('is not what was published')
  })

  it('builds nothing when they have become too many', async () => {
    publishOld(`/*${'x'.repeat(PUBLISHED_MAX_BYTES)}*/`)
    await expect(browserFiles(folder)).rejects.toThrow('delete versions')
  })
})
