/**
 * What the gateway hands out and never runs: its pages, the files that it serves to browsers, the OpenAPI document. Each is a text of its
 * own beside the bundle (`dist/texts/`), so that the runtime does not read them as source at every start. The compiled policy and its
 * approval lie there, too: the bundle is the same for every policy (docs/decisions/0043).
 */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Plugin } from 'esbuild'
import { openApiDocument } from '../src/event/openapi.ts'
import { SOURCE_PATHS } from '../src/routes/source-paths.ts'
import { browserFiles } from './browser-files.ts'
import { consoleFiles } from './console-files.ts'
import { FOLDER, TABLE_FILES } from './tables.ts'

interface Text {
  /** In `dist/texts/`. */
  readonly file: string
  readonly make: () => Promise<string>
  /** What a module that imports it gets, from `text`. */
  readonly module: string
}

/** Built once in a process. */
function once(make: () => Promise<string>): () => Promise<string> {
  let made: Promise<string> | undefined
  return () => (made ??= make())
}

/** By the name under which the source imports it. */
const TEXTS: Readonly<Record<string, Text>> = {
  '#console': {
    file: 'console.json',
    make: once(async () => JSON.stringify(await consoleFiles())),
    module: `let files
const read = () => (files ??= JSON.parse(text))
export default { get html() { return read().html }, get files() { return read().files } }`,
  },
  '#openapi': {
    file: 'openapi.json',
    make: once(async () => JSON.stringify(openApiDocument(undefined, SOURCE_PATHS))),
    module: 'export default { json: text }',
  },
  '#browser': {
    file: 'browser.json',
    make: once(async () => JSON.stringify(await browserFiles())),
    module: `let files
const read = () => (files ??= JSON.parse(text))
export default { get tag() { return read().tag }, get texts() { return read().texts } }`,
  },
}

/** Files of `dist` that the build writes before the bundle. */
const JOINED: Readonly<Record<string, string>> = {
  '#policy': 'policy.json',
  '#approval': 'approval.json',
  '#review': 'review.json',
}

export const OF_THE_POLICY: ReadonlySet<string> = new Set(Object.values(JOINED))

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
      if (joined !== undefined)
        return { contents: `import text from './${joined}'\nexport default JSON.parse(text)`, loader: 'js' }
      const { file, module } = textOf(path)
      return { contents: `import text from './${FOLDER}/${file}'\n${module}`, loader: 'js' }
    })
  },
}

/** Name of the file below `dist` → its text. */
export async function texts(): Promise<readonly (readonly [file: string, text: string])[]> {
  return Promise.all(Object.values(TEXTS).map(async ({ file, make }) => [`${FOLDER}/${file}`, await make()] as const))
}

/** What a module gets that imports `name`, as JSON: for the tests, which do not run the bundle (vitest.config.ts). */
export async function textAsJson(name: '#console' | '#openapi' | '#browser'): Promise<string> {
  const text = await textOf(name).make()
  return name === '#openapi' ? JSON.stringify({ json: text }) : text
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
