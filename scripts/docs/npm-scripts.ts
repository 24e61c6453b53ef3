/** Every npm script that a Markdown file names is one that package.json has. */
import { pathsLike, textOf, type Files, type Finding } from './files.ts'

/** `npm run [--flags] name`, and the two that need no `run`. */
const NAMED = /\bnpm (?:run (?:--?[\w-]+ )*([a-z][\w:-]*)|(start|test)\b)/g

export function checkNpmScripts(files: Files): readonly Finding[] {
  const known = scriptsOf(textOf(files, 'package.json'))
  return pathsLike(files, /\.md$/).flatMap((file) => {
    const named = [...textOf(files, file).matchAll(NAMED)].map((match) => match[1] ?? match[2] ?? '')
    const unknown = [...new Set(named)].filter((name) => !known.has(name))
    return unknown.map((name) => ({
      file,
      message: `names the npm script "${name}", which package.json has not: add it there or correct it here`,
    }))
  })
}

function scriptsOf(packageJson: string): ReadonlySet<string> {
  const parsed: unknown = JSON.parse(packageJson)
  const scripts: unknown = isObject(parsed) ? parsed['scripts'] : undefined
  return new Set(isObject(scripts) ? Object.keys(scripts) : [])
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
