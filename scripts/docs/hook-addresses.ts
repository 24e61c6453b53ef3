/** Every address under `/hooks/` that a page names is one that the gateway has: a shop that is given another gets 404 for good. */
import { SOURCE_PATHS } from '../../src/routes/source-paths.ts'
import { pathsLike, textOf, type Files, type Finding } from './files.ts'

const NAMED = /\/hooks\/[a-z][\w-]*/g

export function checkHookAddresses(files: Files): readonly Finding[] {
  const known = new Set(SOURCE_PATHS.flatMap(({ paths }) => paths))
  return pathsLike(files, /\.md$/).flatMap((file) => {
    const named = new Set([...textOf(files, file).matchAll(NAMED)].map(([address]) => address))
    const unknown = [...named].filter((address) => !known.has(address))
    return unknown.map((address) => ({
      file,
      message: `names the address ${address}, which the gateway has not: correct it (src/routes/source-paths.ts has them)`,
    }))
  })
}
