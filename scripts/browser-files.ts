/**
 * The files that pages load: each of src/browser/ built alone, its name with the SHA-256 of its text. The tag is built last, for it
 * holds the hashes of the others. Bundled by rolldown: what it makes of the tag is a tenth smaller than esbuild's.
 */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { rolldown } from 'rolldown'
import { CMP_READERS } from '../src/consent/signals/cmp/index.ts'
import { STANDARD_COOKIES } from '../src/consent/signals/sources.ts'

/** Each may name those before it: `more` loads the bridges, the tag loads `consent` and `more`. */
const MODULES = [
  { name: 'ttq', loads: [] },
  { name: 'fbq', loads: [] },
  { name: 'datalayer', loads: [] },
  { name: 'consent', loads: [] },
  { name: 'more', loads: ['ttq', 'fbq', 'datalayer'] },
  { name: 'tag', loads: ['consent', 'more'] },
] as const

/** What a page pays for it, at most. */
export const TAG_MAX_GZIP_BYTES = 3_072
/** By so much other programs' gzip may be longer than Node's: 13 bytes with zlib 1.3. */
const OF_OTHERS = 15

const FOLDER = join(import.meta.dirname, '../src/browser')
/** Files of published versions, by name: `npm run tag:publish` puts them there. */
export const PUBLISHED = join(FOLDER, 'published')
/** They are in the bundle of the gateway, whose size has a limit. */
export const PUBLISHED_MAX_BYTES = 256 * 1024

/** The page forwards the cookies that the gateway reads, and no others. */
const CONSENT_COOKIES = [...CMP_READERS.flatMap(({ cookies }) => cookies), ...STANDARD_COOKIES.keys()]

export interface BrowserFiles {
  readonly tag: string
  readonly texts: Readonly<Record<string, string>>
}

/** Of this version and of those published before: an address that a page has pinned goes on working. */
export async function browserFiles(published = PUBLISHED): Promise<BrowserFiles> {
  const { tag, texts } = await currentFiles()
  return { tag, texts: { ...publishedFiles(published), ...texts } }
}

export async function currentFiles(): Promise<BrowserFiles> {
  const texts: Record<string, string> = {}
  const hashes: Record<string, string> = {}
  let tag = ''
  for (const { name, loads } of MODULES.filter((one) => existsSync(sourceOf(one.name)))) {
    const loaded = Object.fromEntries(loads.flatMap((one) => (hashes[one] === undefined ? [] : [[one, hashes[one]]])))
    const text = await built(name, {
      MODULES: JSON.stringify(loaded),
      CONSENT_COOKIES: JSON.stringify(CONSENT_COOKIES),
    })
    tag = fileName(name, text)
    texts[tag] = text
    hashes[name] = sha256(text)
  }
  checkSize(texts[tag] ?? '')
  return { tag, texts }
}

/** Its address goes on working. */
export function isPublished(file: string): boolean {
  return existsSync(join(PUBLISHED, file))
}

/** Throws where a file is not what its name says, or where they have become too many. */
function publishedFiles(folder: string): Readonly<Record<string, string>> {
  if (!existsSync(folder)) return {}
  const files = readdirSync(folder).filter((file) => file.endsWith('.js'))
  const texts = Object.fromEntries(files.map((file) => [file, readFileSync(join(folder, file), 'utf8')]))
  for (const [file, text] of Object.entries(texts)) {
    if (fileName(file.split('.')[0] ?? '', text) !== file) throw new Error(`${file} is not what was published`)
  }
  const bytes = Object.values(texts).reduce((sum, text) => sum + Buffer.byteLength(text), 0)
  if (bytes > PUBLISHED_MAX_BYTES)
    throw new Error(
      `${folder} has ${bytes} bytes of ${PUBLISHED_MAX_BYTES}: delete versions that no page names any more`,
    )
  return texts
}

function checkSize(tag: string): void {
  const bytes = gzipBytes(tag)
  if (bytes + OF_OTHERS > TAG_MAX_GZIP_BYTES)
    throw new Error(`the tag has ${bytes} bytes gzip of ${TAG_MAX_GZIP_BYTES - OF_OTHERS}`)
}

export function gzipBytes(text: string): number {
  return gzipSync(text, { level: 9 }).byteLength
}

/** Whatever fails while it starts must not be heard of in the page. */
const SILENT = { banner: 'try{', footer: '}catch{}' }
/**
 * All of a file is called while the page loads: V8 compiles it beside the main thread then, and not function by function on it (Chrome
 * 136 and later; v8.dev, "Explicit Compile Hints with Magic Comments", read 2026-11-22). To others it is a comment.
 */
const COMPILE_AT_ONCE = '//# allFunctionsCalledOnLoad'

async function built(name: string, define: Readonly<Record<string, string>>): Promise<string> {
  const bundle = await rolldown({
    input: sourceOf(name),
    tsconfig: false,
    transform: { target: 'es2020', define },
  })
  const { output } = await bundle.generate({
    format: 'iife',
    minify: { compress: { target: 'es2020' }, mangle: true },
    comments: false,
    strict: false,
    ...SILENT,
  })
  await bundle.close()
  return `${COMPILE_AT_ONCE}\n${output[0].code.trim()}`
}

function sourceOf(name: string): string {
  return join(FOLDER, `${name}.ts`)
}

/** The hash as `integrity` has it, but for what is no part of a name; src/browser/modules.ts makes the same. */
function fileName(name: string, text: string): string {
  return `${name}.${sha256(text).replace(/[+/]/g, '-')}.js`
}

/** Base64 without its padding. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64').replace('=', '')
}
