/**
 * The files that pages load: each of src/browser/ built alone, its name with the SHA-256 of its text. The tag is built last,
 * for it holds the names of the others.
 */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** Loaded by the tag where the page asks for them. */
const MODULES = ['consent', 'clicks', 'ttq', 'fbq', 'datalayer']

export interface BrowserFiles {
  readonly tag: string
  readonly texts: Readonly<Record<string, string>>
}

export async function browserFiles(): Promise<BrowserFiles> {
  const texts: Record<string, string> = {}
  const hashes: Record<string, string> = {}
  for (const name of MODULES.filter((one) => existsSync(sourceOf(one)))) {
    const text = await built(name, {})
    texts[fileName(name, text)] = text
    hashes[name] = sha256(text)
  }
  const text = await built('tag', { MODULES: JSON.stringify(hashes) })
  const tag = fileName('tag', text)
  texts[tag] = text
  return { tag, texts }
}

async function built(name: string, define: Readonly<Record<string, string>>): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [sourceOf(name)],
    bundle: true,
    minify: true,
    charset: 'utf8',
    format: 'iife',
    target: 'es2020',
    write: false,
    legalComments: 'none',
    define,
  })
  return outputFiles[0]?.text.trim() ?? ''
}

function sourceOf(name: string): string {
  return fileURLToPath(new URL(`../src/browser/${name}.ts`, import.meta.url))
}

/** The hash as `integrity` has it, but for what is no part of a name; src/browser/modules.ts makes the same. */
function fileName(name: string, text: string): string {
  return `${name}.${sha256(text).replace(/[+/]/g, '-')}.js`
}

/** Base64, without the padding that browsers do not need. */
function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64').replace('=', '')
}
