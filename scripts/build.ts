/**
 * Builds the one bundle that runs everywhere: compiles the policy, then bundles src/index.ts with it.
 * `TIDEGATE_POLICY` names another policy file, `TIDEGATE_DIST` another folder to write to.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type BuildOptions as EsbuildOptions, type Plugin } from 'esbuild'
import { destinations } from '../src/destinations/registry.ts'
import { compilePolicy } from '../src/policy/compile.ts'
import { formatPolicyError } from '../src/policy/errors.ts'
import { sha256Hex } from '../src/hashing/sha256.ts'
import { knownDestinations } from '../src/cli/known-destinations.ts'
import { diagnosticsPage } from './diagnostics-page.ts'

export interface BuildOptions {
  readonly policyFile?: string
  readonly dist?: string
}

export interface BuildResult {
  readonly bundle: string
  readonly gzipBytes: number
}

export async function buildBundle(options: BuildOptions = {}): Promise<BuildResult> {
  const dist = resolve(options.dist ?? process.env['TIDEGATE_DIST'] ?? 'dist')
  const policyFile = options.policyFile ?? process.env['TIDEGATE_POLICY'] ?? 'policy/policy.yaml'
  mkdirSync(dist, { recursive: true })
  const compiled = join(dist, 'policy.json')
  writeFileSync(compiled, compile(policyFile))
  // For the tests, which do not run the bundle: vitest.config.ts.
  writeFileSync(join(dist, 'diagnostics-page.json'), JSON.stringify({ html: await diagnosticsPage() }))
  const bundle = join(dist, 'index.js')
  await build({
    entryPoints: ['src/index.ts'],
    outfile: bundle,
    ...FOR_WORKERD,
    minify: true,
    alias: { '#policy': compiled },
    legalComments: 'none',
  })
  return { bundle, gzipBytes: gzipSync(readFileSync(bundle)).byteLength }
}

/** The phone numbers' tables are a large object: V8 reads it twice as fast from JSON as from source, at every start. */
const metadataAsJson: Plugin = {
  name: 'metadata-as-json',
  setup(esbuild) {
    esbuild.onLoad({ filter: /metadata\.min\.json\.js$/ }, async ({ path }) => {
      const tables = ((await import(path)) as { default: unknown }).default
      return { contents: `export default JSON.parse(${JSON.stringify(JSON.stringify(tables))})`, loader: 'js' }
    })
  },
}

/** `#diagnostics-page`: its markup, style and script as one text. */
const diagnosticsPageAsJson: Plugin = {
  name: 'diagnostics-page-as-json',
  setup(esbuild) {
    esbuild.onResolve({ filter: /^#diagnostics-page$/ }, ({ path }) => ({ path, namespace: 'page' }))
    esbuild.onLoad({ filter: /.*/, namespace: 'page' }, async () => {
      return { contents: JSON.stringify({ html: await diagnosticsPage() }), loader: 'json' }
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
  plugins: [metadataAsJson, diagnosticsPageAsJson],
  logLevel: 'warning',
} satisfies EsbuildOptions

function compile(policyFile: string): string {
  const result = compilePolicy(readFileSync(policyFile, 'utf8'), knownDestinations(destinations), sha256Hex)
  if (result.ok) return `${JSON.stringify(result.policy)}\n`
  throw new Error(result.errors.map((error) => formatPolicyError(policyFile, error)).join('\n'))
}

if (import.meta.main) {
  const { bundle, gzipBytes } = await buildBundle()
  console.log(`built ${bundle}, ${(gzipBytes / 1024).toFixed(1)} KiB gzip`)
}
