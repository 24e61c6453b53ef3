/**
 * Builds the one bundle that runs everywhere: compiles the policy, then bundles src/index.ts with it.
 * `TIDEGATE_POLICY` names another policy file, `TIDEGATE_POLICY_LOCK` another file of approvals, `TIDEGATE_DIST` another folder to
 * write to.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { BuildOptions as EsbuildOptions } from 'esbuild'
import { minifySync } from 'rolldown/utils'
import { destinations } from '../src/destinations/registry.ts'
import { compilePolicy } from '../src/policy/compile.ts'
import { formatPolicyError } from '../src/policy/errors.ts'
import { sha256Hex } from '../src/hashing/sha256.ts'
import { knownDestinations } from '../src/cli/known-destinations.ts'
import { takeLanguage } from '../src/cli/language.ts'
import { buildTwo, laterInside, laterOf, LATER_FILE, type TwoModules } from './later.ts'
import { tablesBeside, tablesInside, tableTexts } from './tables.ts'
import { packed, textAsJson, texts, textsBeside, textsInside, textsOf } from './texts.ts'
import { findApproval, lockFileOf, truthOf } from '../src/cli/lock-file.ts'
import { documentsOf } from '../src/cli/review-files.ts'
import { settledLock, type PolicyLock } from '../src/policy/lock.ts'
import type { CompiledPolicy } from '../src/policy/types.ts'

export interface BuildOptions {
  readonly policyFile?: string
  readonly lockFile?: string
  readonly dist?: string
}

export interface BuildResult {
  readonly bundle: string
}

export async function buildBundle(options: BuildOptions = {}): Promise<BuildResult> {
  const dist = resolve(options.dist ?? process.env['TIDEGATE_DIST'] ?? 'dist')
  const policyFile = options.policyFile ?? process.env['TIDEGATE_POLICY'] ?? 'policy/policy.yaml'
  const lockFile = options.lockFile ?? lockFileOf(policyFile, process.env['TIDEGATE_POLICY_LOCK'])
  mkdirSync(dist, { recursive: true })
  const text = readFileSync(policyFile, 'utf8')
  const policy = compile(policyFile, text)
  writeWhole(join(dist, 'policy.json'), `${JSON.stringify(policy)}\n`)
  const { built, lock } = await findApproval({ policyFile, text, policy, lockFile })
  writeWhole(join(dist, 'approval.json'), `${JSON.stringify(built)}\n`)
  const review = JSON.stringify(await reviewPages(policy, lock))
  writeWhole(join(dist, 'review.json.gz'), packed(review))
  // The rest is for the tests, which do not run the bundle: vitest.config.ts.
  writeWhole(join(dist, 'review.json'), review)
  for (const name of ['#console', '#openapi', '#browser'] as const)
    writeWhole(join(dist, `${name.slice(1)}.json`), await textAsJson(name))
  return bundleFrom(dist)
}

/** As `tidegate policy review` writes it: a lock that is not as it was signed is not repeated. */
async function reviewPages(policy: CompiledPolicy, lock: PolicyLock | undefined): Promise<Record<string, string>> {
  const isIntact = lock !== undefined && (await truthOf(lock)).intact
  const files = documentsOf(policy, isIntact ? settledLock(lock) : undefined)
  const textOf = (name: string): string => files.find((file) => file.name === name)?.text ?? ''
  return { en: textOf('REVIEW.html'), fr: textOf('REVIEW.fr.html') }
}

/** The bundle, and beside it what it reads besides the `policy.json` and `approval.json` that lie in `dist`. */
export async function bundleFrom(dist: string): Promise<BuildResult> {
  const bundle = join(dist, 'index.js')
  const [code, beside] = await Promise.all([bundleCode(), texts()])
  mkdirSync(join(dist, 'texts'), { recursive: true })
  for (const [file, text] of [...beside, ...(await tableTexts())]) writeWhole(join(dist, file), text)
  writeWhole(join(dist, LATER_FILE), code.later)
  writeWhole(bundle, code.index)
  return { bundle }
}

let built: Promise<TwoModules> | undefined

/** The same for every policy: built once in a process. */
function bundleCode(): Promise<TwoModules> {
  built ??= buildCode()
  return built
}

function buildCode(): Promise<TwoModules> {
  const options = { ...FOR_WORKERD, plugins: [tablesBeside, textsBeside], minify: true, legalComments: 'none' as const }
  return buildTwo('src/index.ts', options, minified)
}

export interface Sizes {
  /** Of the code, in both modules: what is loaded later is part of it. */
  readonly gzipBytes: number
  /** Of what is compiled at every start. */
  readonly startGzipBytes: number
  /** With the texts beside it, as `wrangler deploy` counts what it uploads. */
  readonly uploadGzipBytes: number
}

export function sizesOf(bundle: string): Sizes {
  const read = (files: readonly string[]) => Buffer.concat(files.map((file) => readFileSync(file)))
  const later = laterOf(bundle)
  const code = read([bundle, ...(later === undefined ? [] : [later])])
  const texts = read(textsOf(bundle).map((file) => join(dirname(bundle), file)))
  return {
    gzipBytes: gzipSync(code).byteLength,
    startGzipBytes: gzipSync(read([bundle])).byteLength,
    uploadGzipBytes: gzipSync(Buffer.concat([code, texts])).byteLength,
  }
}

/** What esbuild has made small, rolldown's minifier makes smaller once more: two in a hundred. */
function minified(text: string): string {
  const { code, errors } = minifySync('code.js', text, {
    module: true,
    compress: { target: 'es2024' },
    mangle: true,
    codegen: { legalComments: 'none' },
  })
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'))
  return code
}

/** Whoever reads it meanwhile, another start or a test, finds the old file or the new one, never half of one. */
function writeWhole(file: string, text: string | Uint8Array): void {
  const part = `${file}.${process.pid}.part`
  writeFileSync(part, text)
  renameSync(part, file)
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
  plugins: [laterInside, tablesInside, textsInside],
  logLevel: 'warning',
} satisfies EsbuildOptions

function compile(policyFile: string, text: string): CompiledPolicy {
  const result = compilePolicy(text, knownDestinations(destinations), sha256Hex)
  if (result.ok) return result.policy
  const { language } = takeLanguage(process.argv.slice(2), process.env)
  throw new Error(result.errors.map((error) => formatPolicyError(policyFile, error, language)).join('\n'))
}

if (import.meta.main) {
  const { bundle } = await buildBundle()
  const { gzipBytes, startGzipBytes, uploadGzipBytes } = sizesOf(bundle)
  const kib = (bytes: number) => `${(bytes / 1024).toFixed(1)} KiB gzip`
  console.log(
    `built ${bundle}, ${kib(gzipBytes)}, of which a start compiles ${kib(startGzipBytes)}; with its texts ${kib(uploadGzipBytes)}`,
  )
}
