/**
 * Builds `tidegate/testing` into dist/testing/: plain JavaScript and its types, for Node does not strip types inside node_modules. The
 * gateway is in it as it is in the bundle, but for the policy, which whoever starts it brings.
 */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { build, type Plugin } from 'esbuild'
import { FOR_WORKERD } from './build.ts'

const ROOT = resolve(import.meta.dirname, '..')
const TO = join(ROOT, 'dist', 'testing')

/** All of it anew: what is no longer part of it would be packed, too. */
export async function buildTesting(): Promise<void> {
  const part = `${TO}.${process.pid}.part`
  mkdirSync(part, { recursive: true })
  try {
    await Promise.all([bundleModule(part), bundleGateway(part), writeTypes(part)])
    rmSync(TO, { recursive: true, force: true })
    renameSync(part, TO)
  } finally {
    rmSync(part, { recursive: true, force: true })
  }
}

/** Its packages are dependencies: they are installed with it. */
async function bundleModule(folder: string): Promise<void> {
  await build({
    entryPoints: [join(ROOT, 'src/testing/index.ts')],
    outfile: join(folder, 'index.js'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    packages: 'external',
    logLevel: 'warning',
  })
}

async function bundleGateway(folder: string): Promise<void> {
  await build({
    ...FOR_WORKERD,
    entryPoints: [join(ROOT, 'src/index.ts')],
    outfile: join(folder, 'gateway.js'),
    minify: true,
    legalComments: 'none',
    plugins: [policyBeside, ...FOR_WORKERD.plugins],
  })
}

/** src/testing/gateway.ts puts modules of these names beside it. */
const policyBeside: Plugin = {
  name: 'policy-beside',
  setup(esbuild) {
    esbuild.onResolve({ filter: /^#(?:policy|approval)$/ }, ({ path }) => ({
      path: `./${path.slice(1)}.js`,
      external: true,
    }))
  },
}

/** Of everything that the compiler writes, what the entry's types lead to. */
async function writeTypes(folder: string): Promise<void> {
  const written = mkdtempSync(join(tmpdir(), 'tidegate-types-'))
  try {
    await compileTypes(written)
    copyTypes(join(written, 'testing'), folder)
  } finally {
    rmSync(written, { recursive: true, force: true })
  }
}

async function compileTypes(folder: string): Promise<void> {
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc')
  // The bundles are built beside it: several threads would check the same types several times, and end no sooner.
  const args = [tsc, '-p', 'tsconfig.testing.json', '--outDir', folder, '--singleThreaded']
  await promisify(execFile)(process.execPath, args, { cwd: ROOT }).catch((error: { readonly stdout?: string }) => {
    throw new Error(`the types of tidegate/testing:\n${error.stdout}`, { cause: error })
  })
}

/** Module names as JavaScript has them: not every TypeScript takes those of its own. */
function copyTypes(from: string, to: string): void {
  const names = new Set(['index'])
  for (const name of names) {
    const text = readFileSync(join(from, `${name}.d.ts`), 'utf8')
    for (const [, specifier = ''] of text.matchAll(FROM)) names.add(neighbour(name, specifier))
    writeFileSync(
      join(to, `${name}.d.ts`),
      text.replace(FROM, (whole) => whole.replace('.ts', '.js')),
    )
  }
}

const FROM = /from '([^']+)'/g

function neighbour(name: string, specifier: string): string {
  const found = /^\.\/([\w-]+)\.ts$/.exec(specifier)?.[1]
  if (found !== undefined) return found
  throw new Error(`src/testing/${name}.ts shows types of ${specifier}: what a project sees is in src/testing alone`)
}

if (import.meta.main) {
  await buildTesting()
  console.log('built dist/testing')
}
