/** What `env` and `exports` are in the tests: the bindings and the entry of the Worker under test. */
declare namespace Cloudflare {
  interface GlobalProps {
    mainModule: typeof import('../../src/index.ts')
    durableNamespaces: 'Outbox' | 'OffsiteRecord'
  }
  interface Env extends Omit<import('../../src/config.ts').Env, 'TIDEGATE_PLATFORM_BASE'> {
    readonly TIDEGATE_PLATFORM_BASE: string
    readonly TEST_RATE_LIMIT: RateLimit
  }
}
