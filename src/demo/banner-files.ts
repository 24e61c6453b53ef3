/**
 * The files of three consent banners that sites use, as their npm packages have them: for the demo shop and for tests. Dev
 * dependencies: nothing of them is in the gateway.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { extname, join } from 'node:path'

export interface BannerFile {
  readonly contentType: string
  readonly body: Uint8Array
}

/** Where they are served → which package, and the file in it. The tools find their other files beside the first. */
const FILES: readonly (readonly [string, string, string])[] = [
  ['klaro/klaro.js', 'klaro', 'dist/klaro-no-css.js'],
  ['klaro/klaro.css', 'klaro', 'dist/klaro.min.css'],
  ['vanilla/cookieconsent.js', 'vanilla-cookieconsent', 'dist/cookieconsent.umd.js'],
  ['vanilla/cookieconsent.css', 'vanilla-cookieconsent', 'dist/cookieconsent.css'],
  ...[
    'tarteaucitron.js',
    'tarteaucitron.services.js',
    'advertising.js',
    'css/tarteaucitron.css',
    'lang/tarteaucitron.en.js',
    'lang/tarteaucitron.fr.js',
  ].map((file) => [`tarteaucitron/${file}`, 'tarteaucitronjs', file] as const),
]

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
}

/** By URL path, e.g. `/banners/lib/klaro/klaro.js`. */
export function readBannerFiles(): ReadonlyMap<string, BannerFile> {
  const require = createRequire(import.meta.url)
  return new Map(
    FILES.map(([path, name, file]) => [
      `/banners/lib/${path}`,
      {
        contentType: CONTENT_TYPES[extname(file)] ?? 'text/plain',
        body: readFileSync(join(folderOf(require, name), file)),
      },
    ]),
  )
}

/** A package may show its importers no file but some; where it lies it shows anybody. */
function folderOf(require: NodeJS.Require, name: string): string {
  const parents = require.resolve.paths(name) ?? []
  for (const parent of parents) {
    try {
      readFileSync(join(parent, name, 'package.json'))
      return join(parent, name)
    } catch {
      continue
    }
  }
  throw new Error(`${name} is not installed: npm ci`)
}
