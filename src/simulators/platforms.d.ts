import type { PlatformSimulator, SimulatorOptions } from '../destinations/simulator.ts'
/** A destination's simulator lies in its folder: one line in the registry brings both. */
export declare function loadPlatforms(options: SimulatorOptions): Promise<PlatformSimulator[]>
