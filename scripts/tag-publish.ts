/**
 * `npm run tag:publish`: keeps the files that pages load, as they are built now. Run when a version is released: pages that pin its
 * address (docs/tag.md) go on working after the gateway has been updated. What is kept is committed.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { browserFiles, currentFiles, PUBLISHED } from './browser-files.ts'

export async function publishTag(folder = PUBLISHED): Promise<readonly string[]> {
  const { texts } = await currentFiles()
  mkdirSync(folder, { recursive: true })
  const added = Object.entries(texts).filter(([name]) => !existsSync(join(folder, name)))
  for (const [name, text] of added) writeFileSync(join(folder, name), text)
  return added.map(([name]) => name)
}

if (import.meta.main) {
  const added = await publishTag()
  // Fails where they have become too many, before somebody finds out by a build.
  await browserFiles()
  console.log(added.length === 0 ? 'published before' : `published ${added.join(', ')}: commit ${PUBLISHED}`)
}
