/**
 * `npm test`: builds the bundle, runs every vitest project, and ends with the plain line `N passed, N failed`.
 * Arguments go to vitest: `npm test -- --project unit`.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { buildBundle } from './build.ts'

await buildBundle()
const folder = mkdtempSync(join(tmpdir(), 'tidegate-test-'))
const report = join(folder, 'report.json')
const exitCode = await runVitest([
  'run',
  ...process.argv.slice(2),
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
])
const { passed, failed } = readReport(report, exitCode)
rmSync(folder, { recursive: true, force: true })
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = exitCode === 0 && failed === 0 && passed > 0 ? 0 : 1

function runVitest(args: readonly string[]): Promise<number> {
  const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')
  const child = spawn(process.execPath, [vitest, ...args], { stdio: 'inherit' })
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
