/** Every signal that the gateway reads. A new one is one file beside this and one line here; order does not matter. */
import { evidenceReader } from './evidence.ts'
import { gcdReader } from './gcd.ts'
import { gcsReader } from './gcs.ts'
import { gpcReader } from './gpc.ts'
import type { SignalReader } from './reader.ts'
import { stateReader } from './state.ts'
import { unreadReaders } from './unread.ts'
import { uspReader } from './usp.ts'

export const SIGNAL_READERS: readonly SignalReader[] = [
  evidenceReader,
  stateReader,
  gcdReader,
  gcsReader,
  gpcReader,
  uspReader,
  ...unreadReaders,
]
