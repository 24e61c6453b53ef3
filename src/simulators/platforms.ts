/** The simulators of all destinations, found by their ids. */
import { isObject } from '../destinations/json.ts'
import { destinations } from '../destinations/registry.ts'
import type { PlatformSimulator, SimulatorOptions } from '../destinations/simulator.ts'

/** A destination's simulator lies in its folder: one line in the registry brings both. */
export async function loadPlatforms(options: SimulatorOptions): Promise<PlatformSimulator[]> {
  return Promise.all(destinations.map(({ id }) => loadPlatform(id, options)))
}

async function loadPlatform(id: string, options: SimulatorOptions): Promise<PlatformSimulator> {
  const module: unknown = await import(`../destinations/${id}/simulator.ts`)
  if (!isSimulatorModule(module)) throw new TypeError(`src/destinations/${id}/simulator.ts must export createSimulator`)
  return module.createSimulator(options)
}

interface SimulatorModule {
  readonly createSimulator: (options: SimulatorOptions) => PlatformSimulator
}

function isSimulatorModule(module: unknown): module is SimulatorModule {
  return isObject(module) && typeof module['createSimulator'] === 'function'
}
