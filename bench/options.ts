/**
 * `--quick`: one short round. `--only a,b`: these parts and nothing else. Either way RESULTS.md is left as it is. `--profile`:
 * nothing but the profile of the platform under the gateway (perf.ts).
 */
import { parseArgs } from 'node:util'

export const PARTS = [
  'single',
  'batch',
  'batch10',
  'refused',
  'duplicates',
  'floor',
  'drain',
  'stages',
  'consent',
  'policy',
  'reconcile',
  'lift',
  'attribution',
  'business',
  'memory',
  'startup',
  'tag',
] as const
export type Part = (typeof PARTS)[number]

export interface Options {
  readonly parts: ReadonlySet<Part>
  readonly rounds: number
  readonly roundMs: number
  readonly warmUpMs: number
  readonly startUps: number
  readonly visits: number
  readonly profile: boolean
  /** Whether the figures are good enough to be kept in RESULTS.md. */
  readonly complete: boolean
}

/** In its first seconds under load V8 still compiles what the gateway runs, by the profile a tenth of the CPU of single events. */
export const WARM_UP_MS = 10_000

export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: { quick: { type: 'boolean' }, only: { type: 'string' }, profile: { type: 'boolean' } },
  })
  const quick = values.quick === true
  const parts = values.only === undefined ? PARTS : values.only.split(',').map(readPart)
  return {
    parts: new Set(parts),
    ...(quick
      ? { rounds: 1, roundMs: 1_500, warmUpMs: 1_500, startUps: 3, visits: 3 }
      : { rounds: 9, roundMs: 4_000, warmUpMs: WARM_UP_MS, startUps: 21, visits: 21 }),
    profile: values.profile === true,
    complete: !quick && values.only === undefined,
  }
}

function readPart(name: string): Part {
  const part = PARTS.find((known) => known === name.trim())
  if (part === undefined) throw new Error(`--only: "${name}" is none of ${PARTS.join(', ')}`)
  return part
}
