/**
 * Modules of the source that hold nothing but a table: sentences, names, numbering plans. In the bundle each is a text beside it, which
 * the runtime does not read as source at every start; V8 reads JSON twice as fast (docs/decisions/0043). Everything else imports them as they are.
 */
import type { Plugin } from 'esbuild'
import { withoutFormats, type PhoneTables } from './phone-tables.ts'

export const FOLDER = 'texts'

type Exports = Readonly<Record<string, object>>

interface Table {
  /** The end of the module's path. */
  readonly path: string
  /** In `dist/texts/`. */
  readonly file: string
  readonly prepare?: (exports: Exports) => Exports
}

const TABLES: readonly Table[] = [
  {
    path: 'libphonenumber-js/metadata.min.json.js',
    file: 'phone-numbers.json',
    prepare: (exports) => ({ default: withoutFormats(exports['default'] as PhoneTables) }),
  },
  { path: 'src/event/country-names.ts', file: 'country-names.json' },
  { path: 'src/diagnostics/words/english.ts', file: 'doctor-english.json' },
  { path: 'src/diagnostics/words/french.ts', file: 'doctor-french.json' },
]

export const TABLE_FILES = TABLES.map(({ file }) => `${FOLDER}/${file}`)

const FILTER = new RegExp(`/(?:${TABLES.map(({ path }) => path.replaceAll('.', '\\.')).join('|')})$`)

/** Whether the module at this path is one of them. */
export function isTable(path: string): boolean {
  return FILTER.test(path)
}

/** What was read of them, by the name below `dist`: every bundle of a process has the same. */
const read = new Map<string, Promise<Exports>>()

function exportsOf({ file, prepare = (exports) => exports }: Table, path: string): Promise<Exports> {
  const known = read.get(file) ?? import(path).then((module: Exports) => checked(path, prepare({ ...module })))
  read.set(file, known)
  return known
}

/** JSON leaves out without a word what it cannot write. */
function checked(path: string, exports: Exports): Exports {
  const isTable = (value: unknown): boolean =>
    typeof value === 'object' && value !== null
      ? Object.values(value).every(isTable)
      : value === null || ['string', 'number', 'boolean'].includes(typeof value)
  if (!isTable(exports)) throw new Error(`${path} holds more than a table: the bundle takes it as JSON`)
  return exports
}

/** As many members as a table of tables has; one of single values is read whole. */
const FEW = 8

/** Read when something of it is asked for, and not before. */
function moduleOf(exports: Exports): string {
  const made = Object.entries(exports).map(([name, table]) => {
    const members = Object.keys(table)
    const whole = `read()[${JSON.stringify(name)}]`
    const getters = members.map(
      (member) => `get ${JSON.stringify(member)}() { return ${whole}[${JSON.stringify(member)}] }`,
    )
    return `${name === 'default' ? 'export default' : `export const ${name} =`} ${members.length > FEW ? whole : `{ ${getters.join(', ')} }`}`
  })
  return `let all
const read = () => (all ??= JSON.parse(text))
${made.join('\n')}`
}

function plugin(name: string, textOf: (file: string, text: string) => string): Plugin {
  return {
    name,
    setup(esbuild) {
      esbuild.onResolve({ filter: new RegExp(`^\\./${FOLDER}/`) }, ({ path }) => ({ path, external: true }))
      esbuild.onLoad({ filter: FILTER }, async ({ path }) => {
        const table = TABLES.find((one) => path.endsWith(one.path))
        if (table === undefined) return undefined
        const exports = await exportsOf(table, path)
        return { contents: `${textOf(table.file, JSON.stringify(exports))}\n${moduleOf(exports)}`, loader: 'js' }
      })
    },
  }
}

export const tablesInside = plugin('tables-inside', (_file, text) => `const text = ${JSON.stringify(text)}`)
export const tablesBeside = plugin('tables-beside', (file) => `import text from './${FOLDER}/${file}'`)

/** Name of the file below `dist` → its text; to be asked for once the bundle is built. */
export async function tableTexts(): Promise<readonly (readonly [file: string, text: string])[]> {
  return Promise.all(
    TABLES.map(async ({ file }) => {
      const exports = await read.get(file)
      if (exports === undefined) throw new Error(`nothing in the bundle imports the table ${file}`)
      return [`${FOLDER}/${file}`, JSON.stringify(exports)] as const
    }),
  )
}
