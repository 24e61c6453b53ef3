import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // A browser's first start takes longer than the usual five seconds on a busy machine.
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
})
