/**
 * Which of the gateway's code no start waits for, and how `index.js` names it (docs/decisions/0062). The source imports it like anything else. In the built code
 * every name that `index.js` has of it is a variable without a value until `events.js` is there, and the code that uses one asks for that before
 * (src/event-code.ts). What is worked out while `index.js` itself is evaluated may use none: the build refuses it.
 */
import { join, relative } from 'node:path'
import type { Metafile, Plugin, ResolveOptions } from 'esbuild'
import { handOver, isAsking, packageOf, sorted, sourceFile, whereItLies, type Given } from './given-code.ts'
import { importsIn, parsed } from './syntax.ts'

export const EVENTS_FILE = 'events.js'

/** Folders, files and packages that an event needs and a start does not. */
const OF_EVENTS: readonly string[] = [
  'libphonenumber-js',
  'zod',
  'isbot',
  'src/analysis/',
  'src/consent/',
  'src/event/',
  'src/hashing/',
  'src/pipeline/',
  'src/privacy/',
  'src/routes/browser-door.ts',
  'src/routes/browser-facts.ts',
  'src/routes/consent.ts',
  'src/routes/events.ts',
  'src/routes/go.ts',
  'src/routes/pixel.ts',
  'src/routes/regime.ts',
]

/** What a start needs of it: the policy's plan and the makers of keys. */
const OF_A_START: readonly string[] = [
  'src/event/code-at.ts',
  'src/event/kept-alive.ts',
  'src/event/once.ts',
  'src/hashing/person-key.ts',
  'src/hashing/sha256.ts',
  'src/pipeline/analysis-need.ts',
  'src/pipeline/cookie-plan.ts',
  'src/pipeline/dedupe.ts',
  'src/pipeline/field-names.ts',
  'src/pipeline/parting.ts',
  'src/pipeline/plan.ts',
  'src/pipeline/sale.ts',
  'src/privacy/click-parameters.ts',
]

/** Those of the modules that are only reached by way of what is of events; `all` is of a build that has everything inside. */
export function eventModules(all: Metafile, entry: string): ReadonlySet<string> {
  const used = usedModules(all)
  const reached = new Set([entry])
  for (const module of reached) {
    const imported = all.inputs[module]?.imports.map(({ path }) => path) ?? []
    for (const path of imported) if (!isOfEvents(path) && path in all.inputs) reached.add(path)
  }
  return new Set([...used].filter((module) => !reached.has(module)))
}

function isOfEvents(module: string): boolean {
  if (OF_A_START.includes(module)) return false
  const name = packageOf(module)
  return name === undefined ? OF_EVENTS.some((prefix) => module.startsWith(prefix)) : OF_EVENTS.includes(name)
}

/** Modules of which something is in what was built. */
export function usedModules(metafile: Metafile): ReadonlySet<string> {
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs))
  return new Set(inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path))
}

const WAITING = 'waiting'
const SEAM = /\/src\/event-code\.ts$/

/** In `index.js`: the names of what waits, and what loads it. Only with `wanted` can it run: without, it says what is wanted. */
export function waitingFor(isWaiting: (module: string) => boolean, given: Given, wanted?: Given): Plugin {
  return {
    name: 'waits-for-events',
    setup(esbuild) {
      const packageFile = async (path: string, at: ResolveOptions): Promise<string | undefined> => {
        const found = await whereItLies(esbuild, path, at)
        const isFile = found.errors.length === 0 && !found.external && found.namespace === 'file'
        return isFile ? found.path : undefined
      }
      esbuild.onResolve({ filter: new RegExp(`^\\./${EVENTS_FILE}$`) }, ({ path }) => ({ path, external: true }))
      esbuild.onResolve({ filter: new RegExp(`^${WAITING}$`) }, ({ path }) => ({ path, namespace: WAITING }))
      esbuild.onResolve({ filter: /^[^#]/ }, async ({ path, pluginData, kind, namespace, ...at }) => {
        if (isAsking(pluginData) || kind === 'entry-point') return undefined
        const file = sourceFile(path, at.resolveDir) ?? (await packageFile(path, { ...at, kind, namespace }))
        if (file === undefined) return undefined
        const module = relative(process.cwd(), file)
        if (!isWaiting(module)) return undefined
        if (wanted === undefined) return { path: `${WAITING}:${module}`, external: true, sideEffects: false }
        return { path: module, namespace: WAITING, sideEffects: false }
      })
      esbuild.onLoad({ filter: /.*/, namespace: WAITING }, ({ path }) => ({
        contents: path === WAITING ? variables(wanted) : oneOf(path, wanted),
        loader: 'js',
      }))
      esbuild.onLoad({ filter: SEAM }, ({ path }) => ({
        contents: opening(given),
        loader: 'js',
        resolveDir: join(path, '../..'),
      }))
    },
  }
}

const NAME = /^waiting\d+_/

function places(wanted: Given | undefined): readonly (readonly [module: string, name: string, variable: string])[] {
  return [...(wanted ?? [])].flatMap(([module, names], index) =>
    [...names].map((name) => [module, name, `waiting${index}_${name}`] as const),
  )
}

function variables(wanted: Given | undefined): string {
  const all = places(wanted).map(([, , variable]) => variable)
  if (all.length === 0) return 'export const fill = () => {}'
  return `export let ${all.join(', ')}\nexport const fill = (values) => { [${all.join(', ')}] = values }`
}

function oneOf(path: string, wanted: Given | undefined): string {
  const own = places(wanted).filter(([module]) => module === path)
  return `export { ${own.map(([, name, variable]) => `${variable} as ${name}`).join(', ')} } from '${WAITING}'`
}

function opening(given: Given): string {
  const { imports, list } = handOver(given)
  return `${imports}
import { fill } from '${WAITING}'
let isOpen = false
export const hasEventCode = () => isOpen
export const eventCode = async () => {
  const { default: open } = await import('./${EVENTS_FILE}')
  if (isOpen) return
  fill(open(${list}).all)
  isOpen = true
}`
}

/** The source of `events.js`: what is wanted of it, by place. */
export function entryOf(wanted: Given): string {
  const all = places(wanted)
  const imports = all.map(
    ([module, name, variable]) => `import { ${name} as ${variable} } from ${JSON.stringify(`./${module}`)}`,
  )
  return `${imports.join('\n')}\nexport const all = [${all.map(([, , variable]) => variable).join(', ')}]`
}

/** From a build without it: which names of what waits its code has. */
export function wantedBy(text: string): Given {
  const wanted = new Map<string, Set<string>>()
  for (const { from, names: imported } of importsIn(text)) {
    if (!from.startsWith(`${WAITING}:`)) continue
    const module = from.slice(WAITING.length + 1)
    const names = wanted.get(module) ?? new Set()
    wanted.set(module, names)
    for (const { name } of imported) {
      if (name === undefined) throw new Error(`${module} is imported whole by what a start needs`)
      names.add(name)
    }
  }
  return sorted(wanted)
}

/** Nothing that waits may be used while the module is evaluated: it would be undefined, and nobody would say so. */
export function refuseEarlyUse(text: string): void {
  const look = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(look)
    if (typeof node !== 'object' || node === null) return
    if ('type' in node && /Function|^MethodDefinition$/.test(String(node.type))) return
    if ('type' in node && node.type === 'VariableDeclarator' && 'id' in node && 'init' in node && node.init === null)
      return
    if ('type' in node && node.type === 'Identifier' && 'name' in node && NAME.test(String(node.name)))
      throw new Error(`${String(node.name).replace(NAME, '')} is used before events.js can be there`)
    Object.values(node).forEach(look)
  }
  look(parsed(text).program.body)
}
