/** Every relative link and image in a Markdown file leads to a file, and every anchor to a heading. */
import { posix } from 'node:path'
import { pathsLike, textOf, type Files, type Finding } from './files.ts'
import { anchors, linkTargets } from './markdown.ts'

export function checkLinks(files: Files): readonly Finding[] {
  return pathsLike(files, /\.md$/).flatMap((file) =>
    linkTargets(textOf(files, file)).flatMap((target) => {
      const message = problemOf(files, file, target)
      return message === undefined ? [] : [{ file, message }]
    }),
  )
}

function problemOf(files: Files, file: string, target: string): string | undefined {
  if (/^[a-z][a-z\d+.-]*:/i.test(target)) return undefined
  const [path = '', anchor] = target.split('#', 2)
  const wanted = path === '' ? file : posix.normalize(posix.join(posix.dirname(file), decodeURI(path)))
  if (!exists(files, wanted)) return `the link to ${target} leads nowhere: there is no ${wanted}`
  if (anchor === undefined || !wanted.endsWith('.md')) return undefined
  if (anchors(textOf(files, wanted)).has(decodeURI(anchor))) return undefined
  return `the link to ${target} leads to no heading of ${wanted}`
}

function exists(files: Files, path: string): boolean {
  if (files.has(path)) return true
  const folder = path.endsWith('/') ? path : `${path}/`
  return [...files.keys()].some((file) => file.startsWith(folder))
}
