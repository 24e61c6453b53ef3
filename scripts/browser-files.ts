/**
 * The files that pages load: each of src/browser/ built alone, its name with the SHA-256 of its text. The tag is built last,
 * for it holds the names of the others.
 */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { CMP_READERS } from '../src/consent/signals/cmp/index.ts'
import { STANDARD_COOKIES } from '../src/consent/signals/sources.ts'

/** Loaded by the tag where the page asks for them. */
const MODULES = ['consent', 'ttq', 'fbq', 'datalayer']

/** The page forwards the cookies that the gateway reads, and no others. */
const CONSENT_COOKIES = [...CMP_READERS.flatMap(({ cookies }) => cookies), ...STANDARD_COOKIES.keys()]

export interface BrowserFiles {
  readonly tag: string
  readonly texts: Readonly<Record<string, string>>
}

export async function browserFiles(): Promise<BrowserFiles> {
  const texts: Record<string, string> = {}
  const hashes: Record<string, string> = {}
  for (const name of MODULES.filter((one) => existsSync(sourceOf(one)))) {
    const text = await built(name, { CONSENT_COOKIES: JSON.stringify(CONSENT_COOKIES) })
    const hash = sha256(text)
    texts[`${name}.${hash}.js`] = text
    hashes[name] = hash
  }
  const text = await built('tag', { MODULES: JSON.stringify(hashes) })
  const tag = `tag.${sha256(text)}.js`
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

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}
