/** Every signal that the gateway reads. A new one is one file beside this and one line here; order does not matter. */
import { gcdReader } from './gcd.ts'
import { gcsReader } from './gcs.ts'
import { gpcReader } from './gpc.ts'
import type { SignalReader } from './reader.ts'
import { stateReader } from './state.ts'

export const SIGNAL_READERS: readonly SignalReader[] = [stateReader, gcdReader, gcsReader, gpcReader]
