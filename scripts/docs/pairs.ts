/** A page and its French translation (`x.md`, `x.fr.md`) have the same headings, level by level, and the same code. */
import { pathsLike, textOf, type Files, type Finding } from './files.ts'
import { codeBlocks, headings } from './markdown.ts'

export function checkPairs(files: Files): readonly Finding[] {
  return pathsLike(files, /^(?:README|docs\/.*)\.fr\.md$/).flatMap((french) => {
    const english = french.replace(/\.fr\.md$/, '.md')
    const [en, fr] = [files.get(english), textOf(files, french)]
    if (en === undefined) return [{ file: french, message: `translates ${english}, which is not there` }]
    return [...checkHeadings(english, en, french, fr), ...checkCode(english, en, french, fr)]
  })
}

function checkHeadings(english: string, en: string, french: string, fr: string): readonly Finding[] {
  const [ours, theirs] = [headings(en), headings(fr)]
  const longest = Math.max(ours.length, theirs.length)
  const at = Array.from({ length: longest }, (_, i) => i).find((i) => ours[i]?.level !== theirs[i]?.level)
  if (at === undefined) return []
  const names = `"${ours[at]?.text ?? '(none)'}" in ${english}, "${theirs[at]?.text ?? '(none)'}" here`
  return [{ file: french, message: `heading ${at + 1} differs: ${names}. Both pages need the same headings` }]
}

function checkCode(english: string, en: string, french: string, fr: string): readonly Finding[] {
  const [ours, theirs] = [codeBlocks(en), codeBlocks(fr)]
  const longest = Math.max(ours.length, theirs.length)
  const at = Array.from({ length: longest }, (_, i) => i).find(
    (i) => ours[i]?.code !== theirs[i]?.code || ours[i]?.info !== theirs[i]?.info,
  )
  if (at === undefined) return []
  return [{ file: french, message: `code block ${at + 1} is not that of ${english}: copy it over` }]
}
