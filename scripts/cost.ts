/** `npm run cost`: writes the tables of docs/scale.md anew, from bench/RESULTS.md and Cloudflare's price list. */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { takesNone } from './arguments.ts'
import { withTables } from './docs/cost-tables.ts'

const USAGE = `npm run cost
  Writes the tables of docs/scale.md and docs/scale.fr.md anew, from bench/RESULTS.md and Cloudflare's price list. It takes no arguments`

if (takesNone(USAGE)) writeTables()

function writeTables(): void {
  const root = resolve(import.meta.dirname, '..')
  const results = readFileSync(join(root, 'bench/RESULTS.md'), 'utf8')
  const pages = { en: 'docs/scale.md', fr: 'docs/scale.fr.md' } as const
  for (const language of ['en', 'fr'] as const) {
    const path = join(root, pages[language])
    writeFileSync(path, withTables(readFileSync(path, 'utf8'), results, language))
  }
  execFileSync(join(root, 'node_modules/.bin/oxfmt'), Object.values(pages), { cwd: root, stdio: 'inherit' })
}
