/**
 * The gateway's code in two modules: `index.js`, which every start compiles, and `later.js`, with what is only loaded when it is asked for
 * (src/later.ts, docs/decisions/0050). What both need is in `index.js` alone, which gives it to the other: `later.js` imports nothing, because workerd
 * lets an extension, which it compiles at its first import, import nothing of the Worker.
 */
import { existsSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { build, transform, type BuildOptions, type Metafile, type Plugin } from 'esbuild'
import { parseSync } from 'rolldown/utils'
import { isTable } from './tables.ts'

export const LATER_FILE = 'later.js'
const ENTRY = 'src/later-parts.ts'
const SEAM = /\/src\/later\.ts$/
const PREFIX = 'given:'

/** Undefined where a bundle has everything inside. */
export function laterOf(bundle: string): string | undefined {
  const file = join(dirname(bundle), LATER_FILE)
  return existsSync(file) ? file : undefined
}

/** All in one file, as for `tidegate/testing`. */
export const laterInside: Plugin = {
  name: 'later-inside',
  setup(esbuild) {
    esbuild.onLoad({ filter: SEAM }, () => ({
      contents: `import * as parts from './later-parts.ts'\nexport const later = async () => parts`,
      loader: 'js',
    }))
  },
}

export interface TwoModules {
  readonly index: string
  readonly later: string
}

/** By module: the names that are imported of it. In the built code a module is its place in here: paths would be 1 kB of gzip. */
type Given = ReadonlyMap<string, ReadonlySet<string>>

/** `shrink`: what makes code that is already small smaller once more. */
export async function buildTwo(
  entry: string,
  options: BuildOptions,
  shrink: (text: string) => string,
): Promise<TwoModules> {
  const { metafile } = await bundled(entry, options, [beside(new Map())], { metafile: true })
  const parts = await bundled(ENTRY, options, [takingFrom(modulesOf(metafile))], { minify: false })
  const { text, given } = asFunction(parts.text)
  const index = await bundled(entry, options, [beside(given)])
  const { minify = false, target = 'esnext' } = options
  const { code } = await transform(text, { format: 'esm', minify, target, legalComments: 'none' })
  return { index: shrink(index.text), later: inAscii(shrink(code)) }
}

async function bundled(entry: string, options: BuildOptions, plugins: readonly Plugin[], more: BuildOptions = {}) {
  const merged = { ...options, ...more, plugins: [...plugins, ...(options.plugins ?? [])] }
  const result = await build({ ...merged, entryPoints: [entry], outfile: 'index.js', write: false })
  return { text: result.outputFiles[0]?.text ?? '', metafile: result.metafile }
}

/** Modules of which something is in `index.js`. */
function modulesOf(metafile: Metafile | undefined): ReadonlySet<string> {
  const outputs = Object.values(metafile?.outputs ?? {})
  const inputs = outputs.flatMap((output) => Object.entries(output.inputs))
  return new Set(inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path))
}

const OURS = 'later'

/** In `index.js`: opens `later.js` once in an isolate, whoever asks first. */
function beside(given: Given): Plugin {
  return {
    name: 'later-beside',
    setup(esbuild) {
      esbuild.onResolve({ filter: new RegExp(`^\\./${LATER_FILE}$`) }, ({ path }) => ({ path, external: true }))
      esbuild.onLoad({ filter: SEAM }, ({ path }) => ({
        contents: opening(given),
        loader: 'js',
        resolveDir: join(dirname(path), '..'),
      }))
    },
  }
}

function opening(given: Given): string {
  const modules = [...given].map(([module, names], index) => ({ module, names: [...names], index }))
  const imports = modules.map(({ module, names, index }) => {
    const list = names.map((name) => `${name} as m${index}_${name}`).join(', ')
    const from = module.startsWith('#') ? module : `./${module}`
    return `import { ${list} } from ${JSON.stringify(from)}`
  })
  const handed = modules.map(
    ({ names, index }) => `{ ${names.map((name) => `${name}: m${index}_${name}`).join(', ')} }`,
  )
  return `${imports.join('\n')}
let parts
export const later = async () => {
  const { default: open } = await import('./${LATER_FILE}')
  return (parts ??= open([${handed.join(', ')}]))
}`
}

/** In `later.js`: what `index.js` has is taken from there, and so is every text. */
function takingFrom(modules: ReadonlySet<string>): Plugin {
  // A package is given by its entry: which of its files holds what is its own affair.
  const packages = new Set([...modules].map(packageOf).filter((name) => name !== undefined))
  return {
    name: 'later-takes',
    setup(esbuild) {
      esbuild.onResolve({ filter: /^#/ }, ({ path }) => ({ path: PREFIX + path, external: true }))
      esbuild.onResolve({ filter: /.*/ }, async ({ path, pluginData, kind, ...at }) => {
        if (pluginData === OURS || kind === 'entry-point') return undefined
        const found = await esbuild.resolve(path, { ...at, kind, pluginData: OURS })
        if (found.errors.length > 0 || found.external) return found
        const module = relative(process.cwd(), found.path)
        const isGiven = modules.has(module) || packages.has(packageOf(module) ?? '') || isTable(found.path)
        return isGiven ? { path: PREFIX + module, external: true } : undefined
      })
    },
  }
}

function packageOf(module: string): string | undefined {
  return /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(module)?.[1]
}

interface ImportNode {
  readonly type: string
  readonly start: number
  readonly end: number
}

/** `export default (given) => { …; return { … } }`, and which names it takes of which module. */
function asFunction(text: string): { readonly text: string; readonly given: Given } {
  const { program, errors } = parseSync('later.js', text)
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'))
  const given = new Map<string, Set<string>>()
  const taken: string[] = []
  const cut: ImportNode[] = []
  const returned: string[] = []
  for (const node of program.body) {
    if (node.type === 'ImportDeclaration') {
      cut.push(node)
      const module = moduleOf(node.source.value)
      const names = given.get(module) ?? new Set()
      given.set(module, names)
      const parts = node.specifiers.map((specifier) => {
        if (specifier.type === 'ImportNamespaceSpecifier') {
          for (const name of membersOf(specifier.local.name, text)) names.add(name)
          return specifier.local.name
        }
        const name = specifier.type === 'ImportDefaultSpecifier' ? 'default' : nameOf(specifier.imported)
        names.add(name)
        return `${name}: ${specifier.local.name}`
      })
      const isWhole = node.specifiers.some(({ type }) => type === 'ImportNamespaceSpecifier')
      const left = isWhole ? parts.join() : `{ ${parts.join(', ')} }`
      taken.push(`const ${left} = given[${[...given.keys()].indexOf(module)}]`)
    } else if (node.type === 'ExportNamedDeclaration') {
      cut.push(node)
      for (const { local, exported } of node.specifiers) returned.push(`${nameOf(exported)}: ${nameOf(local)}`)
    } else if (node.type.startsWith('Export')) {
      throw new Error(`later.js has an ${node.type}`)
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
  if (typeof path !== 'string' || !path.startsWith(PREFIX)) throw new Error(`later.js imports ${String(path)}`)
  return path.slice(PREFIX.length)
}

function nameOf(node: { readonly type: string }): string {
  if ('name' in node && typeof node.name === 'string') return node.name
  throw new Error(`later.js has a name that is ${node.type}`)
}

const NOT_ASCII = /[^\0-\x7f]/g

/** workerd reads an extension byte by byte, as Latin-1. An escape means the same in strings, templates and regular expressions, and nowhere else. */
function inAscii(text: string): string {
  // After a backslash of its own the escape would be text.
  if (/(?<!\\)(?:\\\\)*\\[\u0080-\uffff]/.test(text) || !isOnlyInTexts(text))
    throw new Error(`${LATER_FILE} holds characters that cannot be escaped`)
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
  look(parseSync(LATER_FILE, text).program.body)
  return [...text.matchAll(NOT_ASCII)].every(({ index }) => isInText[index] === 1)
}
