/** The gateway's bundle with a point at every await of accept and deliver (points.ts, stop.js). Otherwise it is built as ever. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'esbuild'
import { buildBundle, FOR_WORKERD } from '../../scripts/build.ts'
import { instrument, PASSING, type Point } from './points.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const STOP = join(ROOT, 'test', 'crash', 'stop.js')

/** The files of accept and deliver, from the request to the receipt and to the off-site record, and of what takes back. Those of src/outbox that only tools use are in no bundle. */
const INSTRUMENTED =
  /\/src\/(?:app|outbox\/[\w-]+|delivery\/[\w-]+|offsite\/(?:offsite-record|record-desk|order-mirror)|routes\/(?:events|ask-shard|joint-calls|shards|body|in-flight|waiting-line|consent))\.ts$/

export interface CrashBundle {
  readonly bundle: string
  readonly points: readonly Point[]
}

export interface CrashBundleOptions {
  /** A folder of its own. */
  readonly dist: string
  readonly shards: number
  /** With fewer fields for the platforms than policy/policy.yaml has. */
  readonly narrower?: boolean
}

export async function crashBundle(options: CrashBundleOptions): Promise<CrashBundle> {
  const { dist } = options
  await buildBundle({ dist, policyFile: policyWith(options) })
  const points: Point[] = []
  const bundle = join(dist, 'crash.js')
  await build({
    entryPoints: [join(ROOT, 'src', 'index.ts')],
    outfile: bundle,
    ...FOR_WORKERD,
    plugins: [...FOR_WORKERD.plugins, instrumenting(points)],
    alias: { '#policy': join(dist, 'policy.json'), '#approval': join(dist, 'approval.json') },
    legalComments: 'none',
  })
  return { bundle, points: points.toSorted((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true })) }
}

/** Names and postal data of a sale, for both platforms. */
const NAMES = /, name_hashed, postal_\w+(?=\])/g

function policyWith({ dist, shards, narrower = false }: CrashBundleOptions): string {
  const text = readFileSync(join(ROOT, 'policy', 'policy.yaml'), 'utf8')
  const changed = text.replace(/^( +shards:) \d+$/m, `$1 ${shards}`)
  if (!changed.includes(`shards: ${shards}`)) throw new Error('policy/policy.yaml has no line "shards: …" any more')
  if (changed.match(NAMES)?.length !== 2)
    throw new Error('policy/policy.yaml allows no names for two platforms any more')
  const file = join(dist, 'policy.yaml')
  writeFileSync(file, narrower ? changed.replaceAll(NAMES, '') : changed)
  return file
}

function instrumenting(points: Point[]): Plugin {
  return {
    name: 'crash-points',
    setup(esbuild) {
      esbuild.onLoad({ filter: INSTRUMENTED }, ({ path }) => {
        const { code, points: found } = instrument(relative(ROOT, path), readFileSync(path, 'utf8'))
        points.push(...found)
        return { contents: `import { passing as ${PASSING} } from ${JSON.stringify(STOP)}\n${code}`, loader: 'ts' }
      })
    },
  }
}
