/** What `npm install` does for `"tidegate": "file:../.."` in an example, without a network: a link to this project. */
import { lstatSync, mkdirSync, symlinkSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

const ROOT = join(import.meta.dirname, '..', '..')

export default function linkExamples(): void {
  const link = join(ROOT, 'examples/shop-tests/node_modules/tidegate')
  if (lstatSync(link, { throwIfNoEntry: false }) !== undefined) return
  mkdirSync(dirname(link), { recursive: true })
  symlinkSync(relative(dirname(link), ROOT), link, 'dir')
}
