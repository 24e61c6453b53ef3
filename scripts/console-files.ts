/**
 * The console of the gateway: one page for every address of it, its style, its script and a script for each
 * of its parts. Their names have the hash of what is in them,
 * so that a browser keeps them until they change.
 */
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

export interface ConsoleFiles {
  readonly html: string
  readonly files: Readonly<Record<string, { readonly type: string; readonly text: string }>>
}

const FOLDER = fileURLToPath(new URL('../src/pages/console/', import.meta.url))

export async function consoleFiles(): Promise<ConsoleFiles> {
  const [styles, scripts] = await Promise.all([built('page.css'), built('page.js')])
  const nameOf = (files: readonly BuiltFile[]) => files.find(({ name }) => name.startsWith('console-'))?.name ?? ''
  const html = readFileSync(`${FOLDER}shell.html`, 'utf8')
    .replaceAll(/\s+/g, ' ')
    .replace('{style}', `/console/f/${nameOf(styles)}`)
    .replace('{script}', `/console/f/${nameOf(scripts)}`)
  const files = [
    ...styles.map(({ name, text }) => [name, { type: 'text/css; charset=utf-8', text }] as const),
    ...scripts.map(({ name, text }) => [name, { type: 'text/javascript; charset=utf-8', text }] as const),
  ]
  return { html, files: Object.fromEntries(files) }
}

interface BuiltFile {
  readonly name: string
  readonly text: string
}

/** Each page's part is a file of its own, fetched when it is opened: whoever reads Business does not load what reads CSV files. */
async function built(name: string): Promise<readonly BuiltFile[]> {
  const { outputFiles } = await build({
    entryPoints: [{ in: `${FOLDER}${name}`, out: 'console' }],
    outdir: FOLDER,
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    bundle: true,
    // The reader of CSV files, for browsers: without what Node alone has.
    alias: { 'csv-parse/sync': 'csv-parse/browser/esm/sync' },
    splitting: name.endsWith('.js'),
    minify: true,
    charset: 'utf8',
    format: 'esm',
    target: 'es2022',
    write: false,
    legalComments: 'none',
  })
  return outputFiles.map(({ path, text }) => ({ name: basename(path), text: text.trim() }))
}
