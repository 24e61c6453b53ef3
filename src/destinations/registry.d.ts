/** Every destination, one line each. A simulator of the same platform lies in the folder of the same id. */
import type { Destination } from './destination.ts'
export declare const destinations: readonly Destination[]
