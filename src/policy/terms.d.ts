/** Looks up, in a compiled policy, on which terms a field leaves. For everything that reads policies; not on the hot path. */
import type { EventName } from '../event/types.ts'
import type { Grant } from './document.ts'
import type { CompiledDestination, CompiledPolicy } from './types.ts'
/** Canonical field → its terms, sorted by field; empty where the event does not leave for this destination. */
export declare function termsOf(
  policy: Pick<CompiledPolicy, 'grants' | 'fieldSets'>,
  destination: CompiledDestination,
  event: EventName,
): ReadonlyMap<string, Grant>
