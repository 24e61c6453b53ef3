/** Every destination, one line each. A simulator of the same platform lies in the folder of the same id. */
import type { Destination } from './destination.ts'
import { meta } from './meta/mapping.ts'
import { tiktok } from './tiktok/mapping.ts'

export const destinations: readonly Destination[] = [tiktok, meta]
