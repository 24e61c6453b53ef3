import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { writeDestination } from './new-destination.ts'

const ROOT = resolve(import.meta.dirname, '..')
const copy = mkdtempSync(join(tmpdir(), 'tidegate-new-destination-'))

/** What vitest's JSON reporter writes, as far as it is read here. */
const reportSchema = z.object({
  testResults: z.array(z.object({ assertionResults: z.array(z.object({ title: z.string(), status: z.string() })) })),
})

/** Runs a tool of the project in the copy. */
function run(tool: string, args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(join(ROOT, 'node_modules/.bin', tool), args, {
    cwd: copy,
    encoding: 'utf8',
    env: { ...process.env, VITEST: undefined, VITEST_POOL_ID: undefined, VITEST_WORKER_ID: undefined },
  })
  return { status, output: stdout + stderr }
}

beforeAll(() => {
  for (const path of ['src', 'test/support', 'package.json', 'tsconfig.json', 'tsconfig.node.json', '.oxlintrc.json']) {
    cpSync(join(ROOT, path), join(copy, path), { recursive: true })
  }
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
  writeFileSync(join(copy, 'vitest.config.ts'), 'export default {}\n')
  // What is new, and what it leads to: the rest has been checked.
  const include = ['src/destinations/acme-ads/**/*.ts', 'src/destinations/registry.ts']
  writeFileSync(join(copy, 'tsconfig.new.json'), JSON.stringify({ extends: './tsconfig.node.json', include }))
})

afterAll(() => rmSync(copy, { recursive: true, force: true }))

describe('npm run new:destination', () => {
  it('writes the folder and adds the destination to the registry, beside those that are there', () => {
    const paths = writeDestination(copy, 'acme-ads')
    expect(paths).toContain('src/destinations/acme-ads/mapping.ts')
    const registry = readFileSync(join(copy, 'src/destinations/registry.ts'), 'utf8')
    expect(registry).toContain("import { acmeAds } from './acme-ads/mapping.ts'\n")
    expect(registry).toMatch(/= \[tiktok, meta, .*acmeAds\]/)
  })

  it('writes what type-checks', () => {
    const { output } = run('tsc', ['-p', 'tsconfig.new.json', '--singleThreaded'])
    expect(output).toBe('')
  }, 60_000)

  it('writes what keeps the contract of every destination, and fails only until it is finished', () => {
    const report = join(copy, 'report.json')
    const { output } = run('vitest', ['run', '--reporter=json', `--outputFile=${report}`, 'src/destinations/acme-ads'])
    expect(output).toContain('JSON report written')
    const { testResults } = reportSchema.parse(JSON.parse(readFileSync(report, 'utf8')))
    const results = testResults.flatMap(({ assertionResults }) => assertionResults)
    expect(results.length).toBeGreaterThan(30)
    expect(results.filter(({ status }) => status !== 'passed').map(({ title }) => title)).toEqual([
      'is finished: no file of this folder says what is to be replaced',
    ])
  }, 60_000)

  it('overwrites nothing', () => {
    expect(() => writeDestination(copy, 'tiktok')).toThrow('src/destinations/tiktok is there already')
  })

  it.each(['', 'Acme', '../acme', 'acme_ads', '-acme', 'a'.repeat(41)])('takes no id like %j', (id) => {
    expect(() => writeDestination(copy, id)).toThrow('cannot be an id')
  })
})
