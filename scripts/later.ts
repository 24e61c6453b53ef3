/**
 * The gateway's code in three modules: `index.js`, which every start compiles; `events.js`, with what an event needs and no start waits for
 * (scripts/event-code.ts); and `later.js`, with what is only loaded when it is asked for (src/later.ts, docs/decisions/0050). What more than one needs is
 * in the first of them alone, which gives it to the others (scripts/given-code.ts).
 */
import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { build, transform, type BuildOptions, type Plugin } from 'esbuild'
import { entryOf, eventModules, EVENTS_FILE, refuseEarlyUse, usedModules, waitingFor, wantedBy } from './event-code.ts'
import {
  amongModules,
  askingFor,
  asFunction,
  givenTo,
  handOver,
  inAscii,
  NOTHING,
  takingFrom,
  type Given,
} from './given-code.ts'
import { isTable } from './tables.ts'

const LATER_FILE = 'later.js'
const ENTRY = 'src/later-parts.ts'
const SEAM = /\/src\/later\.ts$/

/** Names of the modules beside `index.js`; none where a bundle has everything inside. */
export function modulesBeside(bundle: string): readonly string[] {
  return [EVENTS_FILE, LATER_FILE].filter((file) => existsSync(join(dirname(bundle), file)))
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

/** Name of the file → its code. */
export type CodeFiles = readonly (readonly [file: string, code: string])[]

/** `shrink`: what makes code that is already small smaller once more. */
export async function buildModules(
  entry: string,
  options: BuildOptions,
  shrink: (text: string) => string,
): Promise<CodeFiles> {
  // Which modules it has does not hang on how small they are made.
  const { metafile } = await bundled(entry, { ...options, minify: false }, [beside(NOTHING)])
  const isOfEvents = amongModules(eventModules(metafile, entry))
  // Tables are texts beside the bundle, which are given to whoever has them.
  const isWaiting = (module: string) => isOfEvents(module) && !isTable(resolve(module))
  const later: Source = { from: ENTRY, isGiven: amongModules(usedModules(metafile)), options }
  const laterGiven = await givenOf(later)
  const events = await eventsAndWhatTheyTake(entry, options, isWaiting, laterGiven)
  const plugins = [waitingFor(isWaiting, events.given, events.wanted), beside(laterGiven)]
  const readable = await bundled(entry, { ...options, minify: false }, plugins)
  refuseEarlyUse(readable.text)
  const index = await bundled(entry, options, plugins)
  const small = async (text: string) => inAscii(compiledAtOnce(shrink(await minified(text, options))))
  return [
    [EVENTS_FILE, await small(await functionOf(events.source, events.given))],
    [LATER_FILE, await small(await functionOf(later, laterGiven))],
    ['index.js', shrink(index.text)],
  ]
}

interface Source {
  readonly from: string | Stdin
  readonly isGiven: (module: string) => boolean
  readonly options: BuildOptions
}

type Stdin = NonNullable<BuildOptions['stdin']>

/** Built once to ask what it takes, and then with it. */
async function givenOf({ from, isGiven, options }: Source): Promise<Given> {
  return givenTo((await bundled(from, { ...options, minify: false }, [askingFor(isGiven)])).text)
}

async function functionOf({ from, isGiven, options }: Source, given: Given): Promise<string> {
  return asFunction((await bundled(from, { ...options, minify: false }, [takingFrom(isGiven, given)])).text, given)
}

interface EventsModule {
  readonly source: Source
  /** What `index.js` gives it. */
  readonly given: Given
  /** What `index.js` wants of it, for itself and for `later.js`. */
  readonly wanted: Given
}

/** What it is given may in turn want something of it: two or three goes, until nothing is new. */
const GOES = 6

async function eventsAndWhatTheyTake(
  entry: string,
  options: BuildOptions,
  isWaiting: (module: string) => boolean,
  laterGiven: Given,
): Promise<EventsModule> {
  const plain = { ...options, minify: false }
  let before: Pick<EventsModule, 'given' | 'wanted'> = { given: NOTHING, wanted: NOTHING }
  for (let go = 0; go < GOES; go++) {
    const index = await bundled(entry, plain, [waitingFor(isWaiting, before.given), beside(laterGiven)])
    const wanted = wantedBy(index.text)
    const from: Stdin = { contents: entryOf(wanted), resolveDir: process.cwd(), loader: 'js' }
    const source: Source = { from, isGiven: (module) => !isWaiting(module), options }
    const found = { source, given: await givenOf(source), wanted }
    // What is given next depends on this alone: `index.js` would want the same again.
    if (go > 0 && isSame(found.given, before.given)) return found
    before = found
  }
  throw new Error('events.js and index.js never agree on what each has')
}

function isSame(one: Given, other: Given): boolean {
  const words = (given: Given) => JSON.stringify([...given].map(([module, names]) => [module, ...names]))
  return words(one) === words(other)
}

async function bundled(entry: string | Stdin, options: BuildOptions, plugins: readonly Plugin[]) {
  const all = [...plugins, ...(options.plugins ?? [])]
  const from = typeof entry === 'string' ? { entryPoints: [entry] } : { stdin: entry }
  const result = await build({ ...options, ...from, plugins: all, outfile: 'index.js', write: false, metafile: true })
  return { text: result.outputFiles[0]?.text ?? '', metafile: result.metafile }
}

async function minified(text: string, { minify = false, target = 'esnext' }: BuildOptions): Promise<string> {
  return (await transform(text, { format: 'esm', minify, target, legalComments: 'none' })).code
}

/** In parentheses V8 compiles a function as it reads it; left to itself it looks over all of it first, and reads it again when it is called. */
function compiledAtOnce(text: string): string {
  const [, code] = /^var (\w+)=(.*);export\{\1 as default\};?\s*$/s.exec(text)?.slice(1) ?? []
  if (code === undefined) throw new Error('what is loaded later is no function')
  return `export default(${code});\n`
}

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

/** It takes something of `events.js`, too. */
function opening(given: Given): string {
  const { imports, list } = handOver(given)
  return `${imports}
import { eventCode } from './src/event-code.ts'
let parts
export const later = async () => {
  await eventCode()
  const { default: open } = await import('./${LATER_FILE}')
  return (parts ??= open(${list}))
}`
}
