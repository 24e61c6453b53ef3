import type { Destination } from '../destinations/destination.ts'
import type { KnownDestination } from '../policy/known.ts'
export declare function knownDestinations(registry: readonly Destination[]): KnownDestination[]
