/**
 * A module of the gateway's code that is loaded after `index.js`, as one function: `index.js` gives it what both need, so that nothing exists twice.
 * It imports nothing, because workerd lets an extension, which it compiles at its first import, import nothing of the Worker.
 */
import { relative, resolve } from 'node:path'
import type { Plugin, PluginBuild, ResolveOptions, ResolveResult } from 'esbuild'
import { parseSync } from 'rolldown/utils'
import { isTable } from './tables.ts'

/** By module: the names that are imported of it. In the built code a module is its place in here: paths would be 1 kB of gzip. */
export type Given = ReadonlyMap<string, ReadonlySet<string>>

export const NOTHING: Given = new Map()

const PREFIX = 'given:'
const OURS = 'given-code'
const asked = new Map<string, Promise<ResolveResult>>()

/** What `isGiven` says is taken from there, and so is every text. */
export function takingFrom(isGiven: (module: string) => boolean): Plugin {
  const given = (file: string) => {
    const module = relative(process.cwd(), file)
    return isGiven(module) || isTable(file) ? { path: PREFIX + module, external: true } : undefined
  }
  return {
    name: 'takes-what-is-given',
    setup(esbuild) {
      esbuild.onResolve({ filter: /^#/ }, ({ path }) => ({ path: PREFIX + path, external: true }))
      esbuild.onResolve({ filter: /.*/ }, async ({ path, pluginData, kind, ...at }) => {
        if (isAsking(pluginData) || kind === 'entry-point') return undefined
        const own = sourceFile(path, at.resolveDir)
        if (own !== undefined) return given(own)
        const found = await whereItLies(esbuild, path, { ...at, kind })
        return found.errors.length > 0 || found.external ? found : given(found.path)
      })
    },
  }
}

/** The source names its own files in full. To ask esbuild for each import of each bundle where it lies was a quarter of the build. */
export function sourceFile(path: string, folder: string): string | undefined {
  return path.startsWith('.') && path.endsWith('.ts') ? resolve(folder, path) : undefined
}

/** All these bundles are of the same packages and conditions: asked once in a process, the build costs a fifth less. */
export function whereItLies(esbuild: PluginBuild, path: string, at: ResolveOptions): Promise<ResolveResult> {
  const question = JSON.stringify([path, at.resolveDir, at.kind])
  const answer = asked.get(question) ?? esbuild.resolve(path, { ...at, pluginData: OURS })
  asked.set(question, answer)
  return answer
}

/** Whoever asks sees the question, too, and leaves it to esbuild. */
export function isAsking(pluginData: unknown): boolean {
  return pluginData === OURS
}

/** A package is given by its entry: which of its files holds what is its own affair. */
export function amongModules(modules: ReadonlySet<string>): (module: string) => boolean {
  const packages = new Set([...modules].map(packageOf).filter((name) => name !== undefined))
  return (module) => modules.has(module) || packages.has(packageOf(module) ?? '')
}

export function packageOf(module: string): string | undefined {
  return /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(module)?.[1]
}

/** As a module that hands it over names and lists it, in the same order. */
export function handOver(given: Given): { readonly imports: string; readonly list: string } {
  const modules = [...given].map(([module, names], index) => ({ module, names: [...names], index }))
  const imports = modules.map(({ module, names, index }) => {
    const list = names.map((name) => `${name} as m${index}_${name}`).join(', ')
    return `import { ${list} } from ${JSON.stringify(module.startsWith('#') ? module : `./${module}`)}`
  })
  const handed = modules.map(
    ({ names, index }) => `{ ${names.map((name) => `${name}: m${index}_${name}`).join(', ')} }`,
  )
  return { imports: imports.join('\n'), list: `[${handed.join(', ')}]` }
}

interface ImportNode {
  readonly type: string
  readonly start: number
  readonly end: number
}

/** `export default (given) => { …; return { … } }`, and which names it takes of which module. */
export function asFunction(text: string): { readonly text: string; readonly given: Given } {
  const { program, errors } = parseSync('code.js', text)
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'))
  const given = new Map<string, Set<string>>()
  const taken: string[] = []
  const locals = new Map<string, string>()
  const cut: ImportNode[] = []
  const returned: string[] = []
  for (const node of program.body) {
    if (node.type === 'ImportDeclaration') {
      cut.push(node)
      const module = moduleOf(node.source.value)
      const names = given.get(module) ?? new Set()
      given.set(module, names)
      const from = `given[${[...given.keys()].indexOf(module)}]`
      for (const specifier of node.specifiers) {
        const local = specifier.local.name
        if (specifier.type === 'ImportNamespaceSpecifier') {
          for (const name of membersOf(local, text)) names.add(name)
          taken.push(`const ${local} = ${from}`)
          continue
        }
        const name = specifier.type === 'ImportDefaultSpecifier' ? 'default' : nameOf(specifier.imported)
        names.add(name)
        // Each module of the source imports it for itself: it is named in full once.
        const known = locals.get(`${module} ${name}`)
        taken.push(`const ${local} = ${known ?? `${from}.${name}`}`)
        if (known === undefined) locals.set(`${module} ${name}`, local)
      }
    } else if (node.type === 'ExportNamedDeclaration') {
      cut.push(node)
      for (const { local, exported } of node.specifiers) returned.push(`${nameOf(exported)}: ${nameOf(local)}`)
    } else if (node.type.startsWith('Export')) {
      throw new Error(`what is given its parts has an ${node.type}`)
    }
  }
  const body = cut.reduceRight((left, { start, end }) => `${left.slice(0, start)};${left.slice(end)}`, text)
  const all = `export default (given) => {\n${taken.join('\n')}\n${body}\nreturn { ${returned.join(', ')} }\n}\n`
  return { text: all, given }
}

/** `z.object(…)`: of a module that is imported whole, only what is named in this way is given. */
function membersOf(local: string, text: string): readonly string[] {
  const uses = text.matchAll(new RegExp(`(?<![\\w$.])${local.replaceAll('$', '\\$')}\\.([\\w$]+)`, 'g'))
  return [...new Set([...uses].map(([, name]) => name ?? ''))]
}

function moduleOf(path: unknown): string {
  if (typeof path !== 'string' || !path.startsWith(PREFIX))
    throw new Error(`what is given its parts imports ${String(path)}`)
  return path.slice(PREFIX.length)
}

function nameOf(node: { readonly type: string }): string {
  if ('name' in node && typeof node.name === 'string') return node.name
  throw new Error(`what is given its parts has a name that is ${node.type}`)
}

const NOT_ASCII = /[^\0-\x7f]/g

/** workerd reads an extension byte by byte, as Latin-1. An escape means the same in strings, templates and regular expressions, and nowhere else. */
export function inAscii(text: string): string {
  // After a backslash of its own the escape would be text.
  if (/(?<!\\)(?:\\\\)*\\[\u0080-\uffff]/.test(text) || !isOnlyInTexts(text))
    throw new Error('code of an extension holds characters that cannot be escaped')
  return text.replaceAll(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function isOnlyInTexts(text: string): boolean {
  const isInText = new Uint8Array(text.length)
  const look = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(look)
    if (typeof node !== 'object' || node === null || !('type' in node)) return
    // A tag sees its template as it is written.
    if (node.type === 'TaggedTemplateExpression') return
    if ((node.type === 'Literal' || node.type === 'TemplateElement') && 'start' in node && 'end' in node) {
      isInText.fill(1, Number(node.start), Number(node.end))
    }
    Object.values(node).forEach(look)
  }
  look(parseSync('code.js', text).program.body)
  return [...text.matchAll(NOT_ASCII)].every(({ index }) => isInText[index] === 1)
}
