/**
 * Signals that may hold a refusal and have no reader yet. They grant nothing; and where silence would permit (opt-out
 * regimes) they must not pass for silence: what we cannot read counts as unreadable.
 */
import { invalidFinding } from './reader.ts'
import type { SignalInput, SignalReader } from './reader.ts'

/** `cookies` is not here: every browser sends some, and most say nothing of consent. */
const UNREAD = ['gpp', 'tcf', 'cmp'] as const

export const unreadReaders: readonly SignalReader[] = UNREAD.map((signal) => ({
  signal,
  read: (input: SignalInput) => (input.evidence?.signals?.[signal] === undefined ? undefined : invalidFinding(signal)),
}))
