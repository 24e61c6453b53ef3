/**
 * Builds the one bundle that runs everywhere: compiles the policy, then bundles src/index.ts with it.
 * `TIDEGATE_POLICY` names another policy file, `TIDEGATE_POLICY_LOCK` another file of approvals, `TIDEGATE_DIST` another folder to
 * write to.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type BuildOptions as EsbuildOptions, type Plugin } from 'esbuild'
import { minifySync } from 'rolldown/utils'
import { destinations } from '../src/destinations/registry.ts'
import { compilePolicy } from '../src/policy/compile.ts'
import { formatPolicyError } from '../src/policy/errors.ts'
import { sha256Hex } from '../src/hashing/sha256.ts'
import { knownDestinations } from '../src/cli/known-destinations.ts'
import { takeLanguage } from '../src/cli/language.ts'
import { browserFiles } from './browser-files.ts'
import { consoleFiles } from './console-files.ts'
import { withoutFormats, type PhoneTables } from './phone-tables.ts'
import { findApproval, lockFileOf } from '../src/cli/lock-file.ts'
import type { CompiledPolicy } from '../src/policy/types.ts'

export interface BuildOptions {
  readonly policyFile?: string
  readonly lockFile?: string
  readonly dist?: string
}

export interface BuildResult {
  readonly bundle: string
  readonly gzipBytes: number
}

export async function buildBundle(options: BuildOptions = {}): Promise<BuildResult> {
  const dist = resolve(options.dist ?? process.env['TIDEGATE_DIST'] ?? 'dist')
  const policyFile = options.policyFile ?? process.env['TIDEGATE_POLICY'] ?? 'policy/policy.yaml'
  const lockFile = options.lockFile ?? lockFileOf(policyFile, process.env['TIDEGATE_POLICY_LOCK'])
  mkdirSync(dist, { recursive: true })
  const text = readFileSync(policyFile, 'utf8')
  const policy = compile(policyFile, text)
  writeWhole(join(dist, 'policy.json'), `${JSON.stringify(policy)}\n`)
  const { built } = await findApproval({ policyFile, text, policy, lockFile })
  writeWhole(join(dist, 'approval.json'), `${JSON.stringify(built)}\n`)
  // For the tests, which do not run the bundle: vitest.config.ts.
  writeWhole(join(dist, 'console.json'), JSON.stringify(await consoleFiles()))
  writeWhole(join(dist, 'browser.json'), JSON.stringify(await pageFiles()))
  return bundleFrom(dist)
}

/** The bundle of what lies in `dist`: policy.json and approval.json. */
export async function bundleFrom(dist: string): Promise<BuildResult> {
  const bundle = join(dist, 'index.js')
  const { outputFiles } = await build({
    entryPoints: ['src/index.ts'],
    outfile: bundle,
    write: false,
    ...FOR_WORKERD,
    minify: true,
    alias: { '#policy': join(dist, 'policy.json'), '#approval': join(dist, 'approval.json') },
    legalComments: 'none',
  })
  writeWhole(bundle, minified(outputFiles[0]?.text ?? ''))
  return { bundle, gzipBytes: gzipSync(readFileSync(bundle)).byteLength }
}

/** What esbuild has made small, rolldown's minifier makes smaller once more: two in a hundred. */
function minified(text: string): string {
  const { code, errors } = minifySync('index.js', text, {
    module: true,
    compress: { target: 'es2024' },
    mangle: true,
    codegen: { legalComments: 'none' },
  })
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'))
  return code
}

/** Whoever reads it meanwhile, another start or a test, finds the old file or the new one, never half of one. */
function writeWhole(file: string, text: string): void {
  const part = `${file}.${process.pid}.part`
  writeFileSync(part, text)
  renameSync(part, file)
}

/** The phone numbers' tables are a large object: V8 reads it twice as fast from JSON as from source, at every start. */
const metadataAsJson: Plugin = {
  name: 'metadata-as-json',
  setup(esbuild) {
    esbuild.onLoad({ filter: /metadata\.min\.json\.js$/ }, async ({ path }) => {
      const tables = withoutFormats(((await import(path)) as { default: PhoneTables }).default)
      return { contents: `export default JSON.parse(${JSON.stringify(JSON.stringify(tables))})`, loader: 'js' }
    })
  },
}

/** `#console`: the page, and what it loads. */
const consoleAsJson: Plugin = {
  name: 'console-as-json',
  setup(esbuild) {
    esbuild.onResolve({ filter: /^#console$/ }, ({ path }) => ({ path, namespace: 'console' }))
    esbuild.onLoad({ filter: /.*/, namespace: 'console' }, async () => {
      return { contents: JSON.stringify(await consoleFiles()), loader: 'json' }
    })
  },
}

/** Built once in a process: they are in the bundle and beside it. */
let builtForPages: ReturnType<typeof browserFiles> | undefined
const pageFiles = (): ReturnType<typeof browserFiles> => (builtForPages ??= browserFiles())

/** `#browser`: what pages load, as texts. */
const browserFilesAsJson: Plugin = {
  name: 'browser-files-as-json',
  setup(esbuild) {
    esbuild.onResolve({ filter: /^#browser$/ }, ({ path }) => ({ path, namespace: 'browser' }))
    esbuild.onLoad({ filter: /.*/, namespace: 'browser' }, async () => {
      return { contents: JSON.stringify(await pageFiles()), loader: 'json' }
    })
  },
}

/** How everything that runs on workerd is bundled; the benchmarks use it too. */
export const FOR_WORKERD = {
  bundle: true,
  format: 'esm',
  platform: 'neutral',
  mainFields: ['module', 'main'],
  conditions: ['workerd', 'worker', 'browser'],
  target: 'es2024',
  external: ['cloudflare:*', 'node:*'],
  plugins: [metadataAsJson, consoleAsJson, browserFilesAsJson],
  logLevel: 'warning',
} satisfies EsbuildOptions

function compile(policyFile: string, text: string): CompiledPolicy {
  const result = compilePolicy(text, knownDestinations(destinations), sha256Hex)
  if (result.ok) return result.policy
  const { language } = takeLanguage(process.argv.slice(2), process.env)
  throw new Error(result.errors.map((error) => formatPolicyError(policyFile, error, language)).join('\n'))
}

if (import.meta.main) {
  const { bundle, gzipBytes } = await buildBundle()
  console.log(`built ${bundle}, ${(gzipBytes / 1024).toFixed(1)} KiB gzip`)
}
