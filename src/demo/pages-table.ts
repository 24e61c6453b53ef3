/**
 * The demo's pages, read once at start into a table from URL path to answer. A path that is not in the table does not
 * exist, so no path that a caller writes ever reaches the file system.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface PageFile {
  readonly contentType: string
  readonly body: Uint8Array
}

const PAGES_FOLDER = fileURLToPath(new URL('./pages/', import.meta.url))

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
}

/**
 * Every file under pages/, by URL path. `home.html` is `/`; another `name.html` is `/name`. Where the markup says `{gateway}`,
 * the gateway's origin stands: the tag's script element names it, as on a real site.
 */
export function readPages(gatewayOrigin: string): ReadonlyMap<string, PageFile> {
  const pages = new Map<string, PageFile>()
  for (const entry of readdirSync(PAGES_FOLDER, { recursive: true, encoding: 'utf8' })) {
    const contentType = CONTENT_TYPES[extname(entry)]
    if (contentType === undefined) continue
    const file = readFileSync(join(PAGES_FOLDER, entry))
    const body = entry.endsWith('.html') ? Buffer.from(file.toString().replaceAll('{gateway}', gatewayOrigin)) : file
    pages.set(urlPath(entry), { contentType, body })
  }
  return pages
}

function urlPath(file: string): string {
  const path = `/${file.split(sep).join('/')}`
  if (path === '/home.html') return '/'
  return path.endsWith('.html') ? path.slice(0, -'.html'.length) : path
}
