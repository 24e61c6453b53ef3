/**
 * What the gateway hands out and never runs: its pages, the files that it serves to browsers, the OpenAPI document. Each is a text of its
 * own beside the bundle (`dist/texts/`), so that the runtime does not read them as source at every start. The compiled policy and its
 * approval lie there, too: the bundle is the same for every policy (docs/decisions/0043). What hardly anybody asks for is compressed: workerd
 * copies every text of its configuration at every start. src/routes/packed.ts reads it.
 */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Plugin } from 'esbuild'
import { openApiDocument } from '../src/event/openapi.ts'
import { SOURCE_PATHS } from '../src/routes/source-paths.ts'
import { FOLDER, TABLE_FILES } from './tables.ts'

interface Text {
  /** In `dist/texts/`; compressed where the name says so. */
  readonly file: string
  readonly make: () => Promise<string>
  /** What a module that imports it gets, from `text`; of what is compressed, as soon as it is read. */
  readonly module: string
}

/** Built once in a process. */
function once(make: () => Promise<string>): () => Promise<string> {
  let made: Promise<string> | undefined
  return () => (made ??= make())
}

const WHOLE = 'export default JSON.parse(text)'

/** Read when something of it is asked for, and not before. */
function lazily(...members: readonly string[]): string {
  const getters = members.map((member) => `get ${member}() { return read().${member} }`)
  return `let all
const read = () => (all ??= JSON.parse(text))
export default { ${getters.join(', ')} }`
}

/** By the name under which the source imports it. What makes them is loaded where they are made: a start whose bundle is there makes none. */
const TEXTS: Readonly<Record<string, Text>> = {
  '#console': {
    file: 'console.json.gz',
    make: once(async () => JSON.stringify(await (await import('./console-files.ts')).consoleFiles())),
    module: lazily('html', 'files'),
  },
  '#openapi': {
    file: 'openapi.json.gz',
    make: once(async () => JSON.stringify({ json: JSON.stringify(openApiDocument(undefined, SOURCE_PATHS)) })),
    module: lazily('json'),
  },
  '#browser': {
    file: 'browser.json',
    make: once(async () => JSON.stringify(await (await import('./browser-files.ts')).browserFiles())),
    module: lazily('tag', 'texts'),
  },
}

/** Files of `dist` that the build writes before the bundle. */
const JOINED: Readonly<Record<string, string>> = {
  '#policy': 'policy.json',
  '#approval': 'approval.json',
  '#review': 'review.json.gz',
}

/** With what the tests read in place of the compressed one. */
export const OF_THE_POLICY: ReadonlySet<string> = new Set([...Object.values(JOINED), 'review.json'])

const exactly = (names: readonly string[]) => new RegExp(`^(?:${names.join('|')})$`)
const NAMES = exactly(Object.keys(TEXTS))
const NAMES_BESIDE = exactly([...Object.keys(TEXTS), ...Object.keys(JOINED)])

/** One self-contained file: for `tidegate/testing` and for what only measures. */
export const textsInside: Plugin = {
  name: 'texts-inside',
  setup(esbuild) {
    esbuild.onResolve({ filter: NAMES }, ({ path }) => ({ path, namespace: 'text' }))
    // Of a policy that is given later nobody has written a review.
    esbuild.onResolve({ filter: /^#review$/ }, ({ path }) => ({ path, namespace: 'text' }))
    esbuild.onLoad({ filter: /.*/, namespace: 'text' }, async ({ path }) => {
      if (path === '#review') return { contents: 'export default {}', loader: 'js' }
      const { make, module } = textOf(path)
      return { contents: `const text = ${JSON.stringify(await make())}\n${module}`, loader: 'js' }
    })
  },
}

/** The bundle names them, and whoever runs it gives them to the runtime as modules. */
export const textsBeside: Plugin = {
  name: 'texts-beside',
  setup(esbuild) {
    esbuild.onResolve({ filter: NAMES_BESIDE }, ({ path }) => ({ path, namespace: 'text' }))
    esbuild.onResolve({ filter: /^\.\//, namespace: 'text' }, ({ path }) => ({ path, external: true }))
    esbuild.onLoad({ filter: /.*/, namespace: 'text' }, ({ path }) => {
      const joined = JOINED[path]
      const { file, module } = joined === undefined ? textOf(path) : { file: joined, module: WHOLE }
      const from = joined ?? `${FOLDER}/${file}`
      if (isPacked(file)) return { contents: `import packed from './${from}'\nexport default packed`, loader: 'js' }
      return { contents: `import text from './${from}'\n${module}`, loader: 'js' }
    })
  },
}

/** Name of the file below `dist` → what is in it. */
export async function texts(): Promise<readonly (readonly [file: string, content: string | Uint8Array])[]> {
  return Promise.all(
    Object.values(TEXTS).map(async ({ file, make }) => {
      const text = await make()
      return [`${FOLDER}/${file}`, isPacked(file) ? packed(text) : text] as const
    }),
  )
}

/** A data module of the runtime in place of a text. */
export function isPacked(file: string): boolean {
  return file.endsWith('.gz')
}

export function packed(text: string): Uint8Array {
  return gzipSync(text, { level: 9 })
}

/** What a module gets that imports `name`, as JSON: for the tests, which do not run the bundle (vitest.config.ts). */
export function textAsJson(name: '#console' | '#openapi' | '#browser'): Promise<string> {
  return textOf(name).make()
}

/** Names of modules, as the bundle imports them; none where it was built with the texts inside. */
export function textsOf(bundle: string): readonly string[] {
  const own = Object.values(TEXTS).map(({ file }) => `${FOLDER}/${file}`)
  const names = [...own, ...TABLE_FILES, ...Object.values(JOINED)]
  return names.filter((name) => existsSync(join(dirname(bundle), name)))
}

function textOf(name: string): Text {
  const text = TEXTS[name]
  if (text === undefined) throw new Error(`there is no text ${name}`)
  return text
}
