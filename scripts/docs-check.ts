/** `npm run docs`: what the docs say of the code is so. Each finding names the file and what to do. */
import { resolve } from 'node:path'
import { checkCosts } from './docs/cost-tables.ts'
import { readRepository, type Files, type Finding } from './docs/files.ts'
import { checkHookAddresses } from './docs/hook-addresses.ts'
import { checkLinks } from './docs/links.ts'
import { checkLists } from './docs/lists.ts'
import { checkNpmScripts } from './docs/npm-scripts.ts'
import { checkPairs } from './docs/pairs.ts'

export function checkDocs(files: Files): readonly Finding[] {
  return [
    ...checkLinks(files),
    ...checkLists(files),
    ...checkNpmScripts(files),
    ...checkPairs(files),
    ...checkCosts(files),
    ...checkHookAddresses(files),
  ]
}

if (import.meta.main) {
  const files = readRepository(resolve(import.meta.dirname, '..'))
  const findings = checkDocs(files)
  for (const { file, message } of findings) console.error(`${file}: ${message}`)
  const pages = [...files.keys()].filter((path) => path.endsWith('.md')).length
  console.log(findings.length === 0 ? `docs: ${pages} pages agree with the code` : `docs: ${findings.length} to mend`)
  process.exitCode = findings.length === 0 ? 0 : 1
}
