/**
 * A module of the gateway's code that is loaded after `index.js`, as one function: `index.js` gives it what both need, so that nothing exists twice.
 * It imports nothing, because workerd lets an extension, which it compiles at its first import, import nothing of the Worker.
 */
import { relative, resolve } from 'node:path'
import type { OnResolveResult, Plugin, PluginBuild, ResolveOptions, ResolveResult } from 'esbuild'
import { importsIn, parsed, replaced, type Import, type Span } from './syntax.ts'
import { isTable } from './tables.ts'

/** By module: the names that are imported of it. In the built code each is handed over by its place among all: names would be 3 kB of gzip. */
export type Given = ReadonlyMap<string, ReadonlySet<string>>

export const NOTHING: Given = new Map()

const PREFIX = 'given:'
const OURS = 'given-code'
const GIVEN = 'given'
const asked = new Map<string, Promise<ResolveResult>>()

type IsGiven = (module: string) => boolean

/** What `isGiven` says is taken from there, and so is every text. Says which names that are. */
export function askingFor(isGiven: IsGiven): Plugin {
  return taking(isGiven, (module) => ({ path: PREFIX + module, external: true }))
}

/** The same, once they are known: each name is one variable, however many modules import it. */
export function takingFrom(isGiven: IsGiven, given: Given): Plugin {
  const plugin = taking(isGiven, (module) => ({ path: module, namespace: GIVEN, sideEffects: false }))
  return {
    ...plugin,
    setup(esbuild) {
      esbuild.onResolve({ filter: new RegExp(`^${PREFIX}$`) }, ({ path }) => ({ path, external: true }))
      esbuild.onResolve({ filter: new RegExp(`^${GIVEN}$`) }, ({ path }) => ({ path, namespace: GIVEN }))
      esbuild.onLoad({ filter: /.*/, namespace: GIVEN }, ({ path }) => ({
        contents:
          path === GIVEN ? `export { ${variablesOf(given).join(', ')} } from '${PREFIX}'` : namesOf(path, given),
        loader: 'js',
      }))
      return plugin.setup(esbuild)
    },
  }
}

function taking(isGiven: IsGiven, place: (module: string) => OnResolveResult): Plugin {
  const given = (file: string) => {
    const module = relative(process.cwd(), file)
    return isGiven(module) || isTable(file) ? place(module) : undefined
  }
  return {
    name: 'takes-what-is-given',
    setup(esbuild) {
      esbuild.onResolve({ filter: /^#/ }, ({ path }) => place(path))
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

function variablesOf(given: Given): readonly string[] {
  return [...given].flatMap(([, names], index) => [...names].map((name) => `given${index}_${name}`))
}

function namesOf(module: string, given: Given): string {
  const index = [...given.keys()].indexOf(module)
  const own = [...(given.get(module) ?? [])].map((name) => `given${index}_${name} as ${name}`)
  return `export { ${own.join(', ')} } from '${GIVEN}'`
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

/** As a module that hands it over imports and lists it, in the order in which it is taken. */
export function handOver(given: Given): { readonly imports: string; readonly list: string } {
  const variables = variablesOf(given)
  const places = [...given].flatMap(([module, names]) => [...names].map((name) => ({ module, name })))
  const imports = places.map(({ module, name }, index) => {
    const from = JSON.stringify(module.startsWith('#') ? module : `./${module}`)
    return `import { ${name} as ${variables[index]} } from ${from}`
  })
  return { imports: imports.join('\n'), list: variables.join(', ') }
}

/** From a build that asks: which names of what it is given its code has. */
export function givenTo(text: string): Given {
  const given = new Map<string, Set<string>>()
  for (const { from: module, names: imported } of givenImports(text)) {
    const names = given.get(module) ?? new Set()
    given.set(module, names)
    for (const { local, name } of imported)
      for (const one of name === undefined ? membersOf(local, text) : [name]) names.add(one)
  }
  return sorted(given)
}

/** In an order that does not hang on the code. */
export function sorted(given: Given): Given {
  const byText = (one: string, other: string) => (one < other ? -1 : 1)
  const modules = [...given].toSorted(([one], [other]) => byText(one, other))
  return new Map(modules.map(([module, names]) => [module, new Set([...names].toSorted(byText))]))
}

/** `export default (…) => { …; return { … } }`: its parameters are what it takes. */
export function asFunction(text: string, given: Given): string {
  const returned: string[] = []
  const exports: Span[] = []
  for (const node of parsed(text).program.body) {
    if (node.type === 'ExportNamedDeclaration') {
      exports.push(node)
      for (const { local, exported } of node.specifiers) returned.push(`${nameOf(exported)}: ${nameOf(local)}`)
    } else if (node.type.startsWith('Export')) {
      throw new Error(`what is given its parts has an ${node.type}`)
    }
  }
  const cut = [...givenImports(text), ...exports].toSorted((one, other) => one.start - other.start)
  const body = replaced(text, cut, () => ';')
  return `export default (${variablesOf(given).join(', ')}) => {\n${body}\nreturn { ${returned.join(', ')} }\n}\n`
}

/** By the name that stands in place of its module's. */
function givenImports(text: string): readonly Import[] {
  return importsIn(text).map((one) => {
    if (!one.from.startsWith(PREFIX)) throw new Error(`what is given its parts imports ${one.from}`)
    return { ...one, from: one.from.slice(PREFIX.length) }
  })
}

/** `z.object(…)`: of a module that is imported whole, only what is named in this way is given. */
function membersOf(local: string, text: string): readonly string[] {
  const uses = text.matchAll(new RegExp(`(?<![\\w$.])${local.replaceAll('$', '\\$')}\\.([\\w$]+)`, 'g'))
  return [...new Set([...uses].map(([, name]) => name ?? ''))]
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
  look(parsed(text).program.body)
  return [...text.matchAll(NOT_ASCII)].every(({ index }) => isInText[index] === 1)
}
