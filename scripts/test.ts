/**
 * `npm test`: builds the bundle and `tidegate/testing`, runs every vitest project, and ends with the plain line `N passed, N failed`.
 * `unit`, `workerd` and the end-to-end tests run beside each other: a run of its own would leave a core idle at its end, and most of
 * the end-to-end tests' time is waiting. Arguments go to vitest, which then runs once: `npm test -- --project unit`.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { setPriority, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { buildBundle } from './build.ts'
import { buildTesting } from './build-testing.ts'

interface Run {
  readonly args: readonly string[]
  /** How much it stands back for others, as POSIX counts it. */
  readonly nice: number
}

// esbuild and tsc are written in Go: they end sooner where they look less often for memory to take back.
process.env['GOGC'] ??= '400'
const [{ bundle }] = await Promise.all([buildBundle(), buildTesting()])
const folder = mkdtempSync(join(tmpdir(), 'tidegate-test-'))
const asked = process.argv.slice(2)
// The end-to-end tests last longest and wait most: the others take what of the processor these leave, and all end at about the same time.
const runs: readonly Run[] =
  asked.length > 0
    ? [{ args: asked, nice: 0 }]
    : [
        { args: ['--project', 'e2e', '--project', 'examples'], nice: 0 },
        { args: ['--project', 'workerd'], nice: 1 },
        { args: ['--project', 'unit'], nice: 3 },
      ]
const results = await Promise.all(runs.map((one, index) => run(one, join(folder, `report-${index}.json`))))
rmSync(folder, { recursive: true, force: true })
const passed = results.reduce((sum, result) => sum + result.passed, 0)
const failed = results.reduce((sum, result) => sum + result.failed, 0)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = results.every(({ exitCode }) => exitCode === 0) && failed === 0 && passed > 0 ? 0 : 1

async function run({ args, nice }: Run, report: string) {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  // Node strips the types of the configuration itself: three bundles of it less.
  const exitCode = await runVitest(['run', '--configLoader=native', ...args, ...reporters], nice)
  return { exitCode, ...readReport(report, exitCode) }
}

function runVitest(args: readonly string[], nice: number): Promise<number> {
  const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')
  // The tests start the gateway and the command some hundred times: what Node has compiled once it need not compile again.
  // Nor is the gateway bundled again for each of their policies.
  const env = { ...process.env, NODE_COMPILE_CACHE: join(folder, 'compiled'), TIDEGATE_BUILT: dirname(bundle) }
  const child = spawn(process.execPath, [vitest, ...args], { stdio: 'inherit', env })
  if (child.pid !== undefined && nice > 0) setPriority(child.pid, nice)
  return new Promise((done) => child.once('exit', (code) => done(code ?? 1)))
}

interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numFailedTestSuites: number
}

/** A file that could not even be loaded is a failure too; so is a run that left no report. */
function readReport(file: string, exitCode: number): { passed: number; failed: number } {
  try {
    const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(file, 'utf8')) as Report
    const failed = Math.max(
      numFailedTests,
      exitCode === 0 ? 0 : Math.max(1, numFailedTests === 0 ? numFailedTestSuites : 0),
    )
    return { passed: numPassedTests, failed }
  } catch {
    return { passed: 0, failed: 1 }
  }
}
