import { fileURLToPath } from 'node:url'
import { cloudflareTest } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'
import { COMPATIBILITY_DATE } from './scripts/workerd.ts'

/** Written by `npm run build`, which `npm test` runs first. */
const compiledPolicy = fileURLToPath(new URL('dist/policy.json', import.meta.url))

export default defineConfig({
  test: {
    projects: [
      {
        // Decisions and laws, in Node: fast enough to watch.
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'],
          environment: 'node',
        },
      },
      {
        // Routes, SQL, alarms and evictions inside workerd; and again what must give the same bytes there.
        resolve: { alias: { '#policy': compiledPolicy } },
        plugins: [
          cloudflareTest({
            main: './src/index.ts',
            miniflare: {
              compatibilityDate: COMPATIBILITY_DATE,
              durableObjects: { OUTBOX: { className: 'Outbox', useSQLite: true } },
              bindings: { TIDEGATE_PLATFORM_BASE: 'http://platform.test', TIDEGATE_LOG_LEVEL: 'off', TIDEGATE_LINGER_MS: '3600' },
            },
          }),
        ],
        test: {
          name: 'workerd',
          include: ['test/worker/**/*.test.ts', 'src/consent/**/*.test.ts', 'src/hashing/**/*.test.ts'],
          isolate: false,
        },
      },
      {
        // The built bundle on plain workerd, the simulators and a real browser, over real HTTP.
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          environment: 'node',
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
