/** `npm run new:destination acme`: the folder of a new destination, and its line in the registry. Nothing is overwritten. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { skeletonOf } from './new-destination/skeleton.ts'
import { namesOf } from './new-destination/names.ts'
import { registered } from './new-destination/registry.ts'

const REGISTRY = 'src/destinations/registry.ts'

/** Paths written, relative to `root`. Throws with what to do where the id cannot be one or is taken. */
export function writeDestination(root: string, id: string): readonly string[] {
  const names = namesOf(id)
  if (names === undefined)
    throw new Error(`"${id}" cannot be an id: small letters, digits and single hyphens, e.g. acme-ads`)
  const folder = `src/destinations/${id}`
  if (existsSync(join(root, folder))) throw new Error(`${folder} is there already`)
  const registry = registered(readFileSync(join(root, REGISTRY), 'utf8'), names)
  if (registry === undefined)
    throw new Error(`${REGISTRY} does not look as expected: write its line by hand, then run this again`)
  const files = skeletonOf(names)
  mkdirSync(join(root, folder), { recursive: true })
  for (const [name, text] of files) writeFileSync(join(root, folder, name), text)
  writeFileSync(join(root, REGISTRY), registry)
  return [...files.keys()].map((name) => `${folder}/${name}`).concat(REGISTRY)
}

const NEXT = `next: replace each REPLACE by what the platform documents, then
  npx vitest run --project unit src/destinations
CONTRIBUTING.md says what to look at.`

function main(args: readonly string[]): number {
  const [id] = args
  if (id === undefined || args.length > 1) {
    console.error('npm run new:destination <id>, e.g. npm run new:destination acme')
    return 2
  }
  try {
    for (const path of writeDestination(resolve(import.meta.dirname, '..'), id)) console.log(path)
    console.log(NEXT)
    return 0
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    return 1
  }
}

if (import.meta.main) process.exitCode = main(process.argv.slice(2))
