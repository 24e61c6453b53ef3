/**
 * `npm run bench`: everything side by side in one run, on plain workerd; prints a report and writes RESULTS.md.
 *   node bench/run.ts [--quick] [--only single,batch,batch10,refused,duplicates,floor,drain,stages,consent,policy,reconcile,lift,attribution,business,memory,startup,tag]
 *   node bench/run.ts --profile    where the time goes below our code: Linux perf, beside the platform's floor
 * Uses the loopback address only; ends every process that it starts.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readArguments } from '../scripts/arguments.ts'
import { buildBundle, sizesOf } from '../scripts/build.ts'
import { measureAttribution } from './attribution.ts'
import { measureBusiness } from './business.ts'
import { measureTag } from './browser.ts'
import { measureConsent } from './consent.ts'
import { measureDrains, type Drain } from './drain.ts'
import { measureFloors } from './floor.ts'
import { startGateway, startSimulators, type Simulators } from './gateway.ts'
import { startLoadGenerator, type LoadGenerator } from './load/client.ts'
import { machineFacts } from './machine.ts'
import { measureLift } from './lift.ts'
import { measureMemory } from './memory.ts'
import { measureQuiet, type Quiet } from './quiet.ts'
import { PARTS, readOptions, type Options } from './options.ts'
import { profilePlatform } from './perf.ts'
import { startWorker } from './plain-workerd.ts'
import { measurePolicy } from './policy.ts'
import { freePort } from './processes.ts'
import { progress } from './progress.ts'
import { reportText, type Results } from './report.ts'
import { measureReconcile } from './reconcile.ts'
import { measureStages } from './stages.ts'
import { measureStartUp } from './start-up.ts'
import { EMPTY_WORKER, measureThroughputs, SCENARIOS, type Throughput } from './throughput.ts'

const RESULTS = join(import.meta.dirname, 'RESULTS.md')

/** Where everything of this run lies, and what the parts share. */
interface Site {
  readonly folder: string
  readonly bundle: string
  readonly policy: string
  readonly simulators: Simulators
  readonly load: LoadGenerator
  readonly options: Options
}

async function measureAll(folder: string, options: Options): Promise<Results> {
  progress('building the bundle')
  const { bundle } = await buildBundle({ dist: join(folder, 'dist') })
  const simulators = await startSimulators()
  const load = startLoadGenerator()
  const site: Site = {
    folder,
    bundle,
    policy: join(folder, 'dist/policy.json'),
    simulators,
    load,
    options,
  }
  try {
    return { facts: machineFacts(folder), ...sizesOf(bundle), ...(await measureParts(site)) }
  } finally {
    await load.stop()
    await simulators.stop()
  }
}

async function measureParts(
  site: Site,
): Promise<Omit<Results, 'facts' | 'gzipBytes' | 'startGzipBytes' | 'uploadGzipBytes'>> {
  const { folder, bundle, policy, simulators, load, options } = site
  const { parts } = options
  // Start-up first: nothing else runs yet. Memory last: it leaves large caches behind in the system.
  const startUp = parts.has('startup')
    ? await measureStartUp(folder, bundle, EMPTY_WORKER, options.startUps)
    : undefined
  // Nor here: what a page waits for is measured on a quiet machine.
  const tag = parts.has('tag')
    ? await measureTag({ folder, bundle, simulatorsUrl: simulators.url, runs: options.visits })
    : undefined
  const paths = await measurePaths(site)
  const floors = parts.has('floor') ? await measureFloors({ folder, load, options }) : []
  const stages = parts.has('stages') ? await measureStages(folder, policy, bundle) : []
  const consent = parts.has('consent') ? await measureConsent(folder, policy) : undefined
  const policyTimes = parts.has('policy') ? await measurePolicy(folder, policy) : undefined
  const reconcile = parts.has('reconcile') ? await measureReconcile() : []
  const lift = parts.has('lift') ? measureLift() : []
  const attribution = parts.has('attribution') ? await measureAttribution() : []
  const business = parts.has('business') ? await measureBusiness(folder, bundle) : []
  const memory = parts.has('memory') ? await measureMemory({ folder, bundle, simulatorsUrl: simulators.url, load }) : []
  return {
    startUp,
    tag,
    ...paths,
    floors,
    stages,
    consent,
    policy: policyTimes,
    reconcile,
    lift,
    attribution,
    business,
    memory,
  }
}

interface Paths {
  readonly throughputs: readonly Throughput[]
  readonly drains: readonly Drain[]
  readonly quiet: Quiet | undefined
}

/** What goes through the whole gateway: one process for all of it. */
async function measurePaths(site: Site): Promise<Paths> {
  const { folder, bundle, simulators, load, options } = site
  const scenarios = SCENARIOS.filter(({ part }) => options.parts.has(part))
  if (scenarios.length === 0 && !options.parts.has('drain')) return { throughputs: [], drains: [], quiet: undefined }
  const empty = await startWorker({ folder: join(folder, 'empty'), bundle: EMPTY_WORKER, port: await freePort() })
  const gateway = await startGateway(folder, bundle, simulators.url)
  const bench = { gateway, empty, load, simulatorsUrl: simulators.url, options }
  try {
    const throughputs = await measureThroughputs(bench, scenarios)
    const drains = options.parts.has('drain') ? await measureDrains(bench, simulators) : []
    const quiet = scenarios.length > 0 ? await measureQuiet(bench) : undefined
    return { throughputs, drains, quiet }
  } finally {
    await gateway.stop()
    await empty.stop()
  }
}

const USAGE = `npm run bench -- [--quick] [--only part,part] | --profile
  Parts: ${PARTS.join(', ')}
  Everything side by side in one run; prints a report. A full run writes bench/RESULTS.md; --profile: where the time goes below our code`

const options = readArguments(USAGE, process.argv.slice(2), readOptions) ?? process.exit()
process.chdir(join(import.meta.dirname, '..'))
// Certificates that this machine's owner has named would be read at each start, one by one: most have named none (scripts/certificates.ts).
for (const name of ['SSL_CERT_FILE', 'SSL_CERT_DIR']) delete process.env[name]
const folder = mkdtempSync(join(tmpdir(), 'tidegate-bench-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))

if (options.profile) {
  console.log(await profilePlatform(folder, options))
} else {
  const text = reportText(await measureAll(folder, options))
  console.log(text)
  if (options.complete) writeFileSync(RESULTS, text)
  else progress('RESULTS.md is left as it was: only a full run writes it')
}
