/**
 * Builds the one bundle that runs everywhere: compiles the policy, then bundles src/index.ts with it.
 * `TIDEGATE_POLICY` names another policy file, `TIDEGATE_POLICY_LOCK` another file of approvals, `TIDEGATE_DIST` another folder to
 * write to, `TIDEGATE_BUILT` a folder that was built of the same sources: its code is taken, and only the policy compiled.
 */
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { BuildOptions as EsbuildOptions } from 'esbuild'
import { minifySync } from 'rolldown/utils'
import { destinations } from '../src/destinations/registry.ts'
import { compilePolicy } from '../src/policy/compile.ts'
import { formatPolicyError } from '../src/policy/errors.ts'
import { sha256Hex } from '../src/hashing/sha256.ts'
import { knownDestinations } from '../src/cli/known-destinations.ts'
import { makeFolderSync } from '../src/cli/make-folder.ts'
import { takeLanguage } from '../src/cli/language.ts'
import { undescribed } from './descriptions.ts'
import { buildModules, laterInside, modulesBeside, type CodeFiles } from './later.ts'
import { patternsAsTexts } from './patterns.ts'
import { statementsInOneLine } from './statements.ts'
import { rewritten } from './syntax.ts'
import { FOLDER, tablesBeside, tablesInside, tableTexts } from './tables.ts'
import { OF_THE_POLICY, packed, textAsJson, texts, textsBeside, textsInside, textsOf } from './texts.ts'
import { findApproval, lockFileOf, truthOf } from '../src/cli/lock-file.ts'
import { pagesOf } from '../src/cli/review-files.ts'
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
  makeFolderSync(dist)
  const text = readFileSync(policyFile, 'utf8')
  const policy = compile(policyFile, text)
  writeWhole(join(dist, 'policy.json'), `${JSON.stringify(policy)}\n`)
  const { built, lock } = await findApproval({ policyFile, text, policy, lockFile })
  writeWhole(join(dist, 'approval.json'), `${JSON.stringify(built)}\n`)
  const review = JSON.stringify(await reviewPages(policy, lock))
  writeWhole(join(dist, 'review.json.gz'), packed(review))
  // For the tests, which do not run the bundle: vitest.config.ts.
  writeWhole(join(dist, 'review.json'), review)
  return bundleFrom(dist)
}

/** As `tidegate policy review` writes it: a lock that is not as it was signed is not repeated. */
async function reviewPages(policy: CompiledPolicy, lock: PolicyLock | undefined): Promise<Record<string, string>> {
  const isIntact = lock !== undefined && (await truthOf(lock)).intact
  return pagesOf(policy, isIntact ? settledLock(lock) : undefined)
}

/** The bundle, and beside it what it reads besides the `policy.json` and `approval.json` that lie in `dist`. */
export async function bundleFrom(dist: string): Promise<BuildResult> {
  makeFolderSync(join(dist, FOLDER))
  for (const [file, content] of await codeFiles()) writeWhole(join(dist, file), content)
  return { bundle: join(dist, BUNDLE) }
}

/** Name of the file below `dist` → what is in it. */
type Files = readonly (readonly [file: string, content: string | Uint8Array])[]

const BUNDLE = 'index.js'
let built: Promise<Files> | undefined

/** The same for every policy: built once in a process, or before it. */
function codeFiles(): Promise<Files> {
  const before = process.env['TIDEGATE_BUILT']
  built ??= before ? readFiles(before) : makeFiles()
  return built
}

async function readFiles(dist: string): Promise<Files> {
  const names = ['', FOLDER].flatMap((folder) =>
    readdirSync(join(dist, folder), { withFileTypes: true })
      .filter((entry) => entry.isFile() && !OF_THE_POLICY.has(entry.name))
      .map(({ name }) => join(folder, name)),
  )
  if (!names.includes(BUNDLE)) throw new Error(`TIDEGATE_BUILT: nothing has been built in ${dist}`)
  return names.map((name) => [name, readFileSync(join(dist, name))])
}

async function makeFiles(): Promise<Files> {
  const [code, beside] = await Promise.all([buildCode(), texts()])
  // For the tests, which do not run the bundle: vitest.config.ts.
  const forTests = (['#console', '#openapi', '#browser'] as const).map(
    async (name) => [`${name.slice(1)}.json`, await textAsJson(name)] as const,
  )
  return [...(await Promise.all(forTests)), ...beside, ...(await tableTexts()), ...code]
}

function buildCode(): Promise<CodeFiles> {
  const options = {
    ...FOR_WORKERD,
    plugins: [tablesBeside, textsBeside, undescribed],
    minify: true,
    legalComments: 'none' as const,
  }
  return buildModules('src/index.ts', options, minified)
}

export interface Sizes {
  /** Of the code, in all modules: what is loaded later is part of it. */
  readonly gzipBytes: number
  /** Of what is compiled at every start. */
  readonly startGzipBytes: number
  /** With the texts beside it, as `wrangler deploy` counts what it uploads. */
  readonly uploadGzipBytes: number
}

export function sizesOf(bundle: string): Sizes {
  const read = (files: readonly string[]) => Buffer.concat(files.map((file) => readFileSync(file)))
  const code = read([bundle, ...modulesBeside(bundle).map((file) => join(dirname(bundle), file))])
  const texts = read(textsOf(bundle).map((file) => join(dirname(bundle), file)))
  return {
    gzipBytes: gzipSync(code).byteLength,
    startGzipBytes: gzipSync(read([bundle])).byteLength,
    uploadGzipBytes: gzipSync(Buffer.concat([code, texts])).byteLength,
  }
}

/** What esbuild has made small, rolldown's minifier makes smaller once more: two in a hundred. Last come the patterns: a minifier would undo it. */
function minified(text: string): string {
  const { code, errors } = minifySync('code.js', text, {
    module: true,
    compress: { target: 'es2024' },
    mangle: true,
    codegen: { legalComments: 'none' },
  })
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'))
  return rewritten(code, [statementsInOneLine, patternsAsTexts])
}

/** Whoever reads it meanwhile, another start or a test, finds the old file or the new one, never half of one. */
function writeWhole(file: string, text: string | Uint8Array): void {
  const part = `${file}.${process.pid}.part`
  try {
    writeFileSync(part, text)
    renameSync(part, file)
  } catch (error) {
    // On a full disk each start would leave one more.
    rmSync(part, { force: true })
    throw new Error(`cannot write ${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
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
  plugins: [laterInside, tablesInside, textsInside, undescribed],
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
