import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** Written by `npm run build`, which `npm test` runs first. */
const builtFile = (name: string): string => fileURLToPath(new URL(`dist/${name}`, import.meta.url))
const alias = {
  '#policy': builtFile('policy.json'),
  '#approval': builtFile('approval.json'),
  '#review': builtFile('review.json'),
  '#console': builtFile('console.json'),
  '#openapi': builtFile('openapi.json'),
  '#browser': builtFile('browser.json'),
}

/** Node strips the types itself: Vite's transforms and its getter at each use of an import were a third of the unit tests' work. */
const ON_NODE_ITSELF = {
  experimental: { viteModuleRunner: false, nodeLoader: false },
  execArgv: ['--import', new URL('./test/support/native-imports.ts', import.meta.url).href],
}

/** wrangler and miniflare come with it, which to read costs a second of the processor: what is asked for without `workerd` does without. */
const WITHOUT_WORKERD: readonly (string | undefined)[] = ['unit', 'e2e', 'examples']
const asked = process.argv.flatMap((word, at) => {
  const [option, value = process.argv[at + 1]] = word.split('=')
  return option === '--project' ? [value] : []
})
const isWorkerdAsked = asked.length === 0 || !asked.every((name) => WITHOUT_WORKERD.includes(name))

async function inWorkerd() {
  const { cloudflareTest } = await import('@cloudflare/vitest-plugin')
  const { COMPATIBILITY_DATE } = await import('./scripts/workerd-config.ts')
  return cloudflareTest(({ inject }) => ({
    main: './src/index.ts',
    miniflare: {
      compatibilityDate: COMPATIBILITY_DATE,
      durableObjects: {
        OUTBOX: { className: 'Outbox', useSQLite: true },
        OFFSITE: { className: 'OffsiteRecord', useSQLite: true },
      },
      // Bound where a test says so: BROWSER_RATE_LIMIT of wrangler.toml.
      ratelimits: { TEST_RATE_LIMIT: { namespace_id: '1', simple: { limit: 1, period: 10 } } },
      bindings: {
        TIDEGATE_PLATFORM_BASE: inject<string>('platformBase'),
        TIDEGATE_LOG_LEVEL: 'off',
        TIDEGATE_LIVE_VIEW: 'on',
        // Alarms ring when a test says so, and not by themselves.
        TIDEGATE_LINGER_MS: '60000',
        TIDEGATE_ATTEMPT_TIMEOUT_MS: '5000',
        TIDEGATE_OUTBOX_MAX_EVENTS: '1000',
      },
    },
  }))
}

export default defineConfig({
  test: {
    projects: [
      {
        // Decisions and laws, in Node: fast enough to watch.
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'],
          environment: 'node',
          // The core keeps no state but caches: reading all of it anew for each file would be a quarter of the whole run.
          isolate: false,
          ...ON_NODE_ITSELF,
          // Some start the command several times, a process each: on a busy machine that takes longer than the usual five seconds.
          testTimeout: 30_000,
        },
      },
      {
        // Routes, SQL, alarms and evictions inside workerd; and again what must give the same bytes there.
        resolve: { alias },
        plugins: isWorkerdAsked ? [await inWorkerd()] : [],
        test: {
          name: 'workerd',
          include: ['test/worker/**/*.test.ts', 'src/consent/**/*.test.ts', 'src/hashing/**/*.test.ts'],
          isolate: false,
          // The first test of a file starts the runtime, and some fill megabytes: on a busy machine that takes long.
          testTimeout: 60_000,
          globalSetup: './test/worker/global-setup.ts',
        },
      },
      {
        // The built bundle on plain workerd, the simulators and a real browser, over real HTTP.
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts', 'test/crash/**/*.test.ts'],
          environment: 'node',
          globalSetup: './test/e2e/global-setup.ts',
          setupFiles: './test/support/end-of-file.ts',
          ...ON_NODE_ITSELF,
          // Bodies, answers and pages of the browser's driver live shortly and are many: with the usual 16 MiB for what is new, collecting them was 7 % of it.
          execArgv: [...ON_NODE_ITSELF.execArgv, '--max-semi-space-size=64'],
          // Their state is in the processes that they start: reading the simulators and the browser's driver anew for each file would be a tenth of it.
          isolate: false,
          // Most of their time is waiting, for time limits and for platforms that hang; each has ports and a folder of its own.
          maxWorkers: 3,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        // Somebody else's project, as it is: it has what is installed here, and a link in place of `tidegate`.
        extends: './examples/shop-tests/vitest.config.ts',
        root: './examples/shop-tests',
        test: {
          name: 'examples',
          globalSetup: fileURLToPath(new URL('test/support/link-examples.ts', import.meta.url)),
        },
      },
    ],
  },
})
