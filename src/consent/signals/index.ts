/** Every signal that the gateway reads, and what each says. A new one is one file beside this and one line here. */
import type { Finding } from '../types.ts'
import { evidenceReader } from './evidence.ts'
import { gcdReader } from './gcd.ts'
import { gcsReader } from './gcs.ts'
import { gpcReader } from './gpc.ts'
import { metaDpoReader } from './meta-dpo.ts'
import { ALL_DENIED, invalidFinding, type ReadContext, type SignalInput, type SignalReader } from './reader.ts'
import { Found, sourcesOf, type Sources } from './sources.ts'
import { readStandards } from './standards.ts'
import { stateReader } from './state.ts'
import { readTool } from './tools.ts'
import { uspReader } from './usp.ts'

/** Signals that stand in one place only. Order does not matter. */
const SIGNAL_READERS: readonly SignalReader[] = [
  evidenceReader,
  stateReader,
  gcdReader,
  gcsReader,
  gpcReader,
  metaDpoReader,
  uspReader,
]

const TOO_MANY: Finding = {
  signal: 'too_many_signals',
  validity: 'invalid',
  answers: ALL_DENIED,
  optOut: null,
}

/** Pure, bounded, never throws. */
export function readSignals(input: SignalInput, context: ReadContext): readonly Finding[] {
  const findings: Finding[] = []
  for (const reader of SIGNAL_READERS) {
    const finding = reader.read(input, context)
    if (finding !== undefined) findings.push(finding)
  }
  const sources = sourcesOf(input, context)
  return sources === undefined ? findings : [...findings, ...readSources(input, sources, context)]
}

/** Consent tools first: some wrap the strings of other standards in their own cookies. */
function readSources(input: SignalInput, sources: Sources, context: ReadContext): readonly Finding[] {
  const all = Found.from(sources)
  const tools = [...sources.tools].flatMap(([tool, left]) =>
    left.flatMap((one) => {
      const reading = readTool(tool, one, input.evidence?.at, context)
      if (reading === undefined) return []
      for (const [standard, text] of Object.entries(reading.wrapped))
        all.addString(standard as keyof typeof reading.wrapped, text)
      return [reading.finding]
    }),
  )
  const standards = readStandards(all, input, context)
  return [...tools, ...standards, ...all.unreadable.map(invalidFinding), ...(all.tooMany ? [TOO_MANY] : [])]
}
