/** In Node, once per run: the simulated platforms that the Worker under test sends to. vitest.config.ts binds their URL. */
import type { TestProject } from 'vitest/node'
import { startSimulators } from '../../src/simulators/server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Without a trailing slash. */
    platformBase: string
  }
}

export default async function startPlatforms({ provide }: TestProject): Promise<() => Promise<void>> {
  const { url, close } = await startSimulators({ port: 0 })
  provide('platformBase', url)
  return close
}
