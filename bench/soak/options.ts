/** The soak's command line: every number has a bound, so that a run always ends. */
import { join } from 'node:path'
import { parseArgs } from 'node:util'

const DEFAULTS = { minutes: 5, rate: 150, seed: 1, sizes: [10_000, 100_000, 1_000_000] } as const
const MAX_MINUTES = 60
const MAX_RATE = 500
const MAX_SIZE = 2_000_000
const PARTS = ['steady', 'sizes'] as const
type Part = (typeof PARTS)[number]

export interface SoakOptions {
  readonly minutes: number
  readonly eventsPerSecond: number
  readonly seed: number
  readonly sizes: readonly number[]
  readonly parts: ReadonlySet<Part>
  /** Where the report goes beside standard output. */
  readonly out: string | undefined
}

const SOAK_MD = join(import.meta.dirname, '../SOAK.md')

export function readSoakOptions(args: readonly string[]): SoakOptions {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args: [...args],
    options: { minutes: text, rate: text, seed: text, sizes: text, only: text, out: text },
  })
  const minutes = numberFrom('minutes', values.minutes, DEFAULTS.minutes, 0.5, MAX_MINUTES)
  const sizes = values.sizes?.split(',').map((size) => numberFrom('sizes', size, 0, 1_000, MAX_SIZE)) ?? DEFAULTS.sizes
  const parts = values.only === undefined ? PARTS : values.only.split(',').map(readPart)
  const full = minutes >= DEFAULTS.minutes && values.only === undefined && values.sizes === undefined
  return {
    minutes,
    eventsPerSecond: numberFrom('rate', values.rate, DEFAULTS.rate, 1, MAX_RATE),
    seed: numberFrom('seed', values.seed, DEFAULTS.seed, 0, 2 ** 32 - 1),
    sizes: sizes.toSorted((a, b) => a - b),
    parts: new Set(parts),
    out: values.out ?? (full ? SOAK_MD : undefined),
  }
}

function numberFrom(name: string, text: string | undefined, fallback: number, min: number, max: number): number {
  if (text === undefined) return fallback
  const value = Number(text)
  if (text.trim() === '' || !(value >= min && value <= max))
    throw new Error(`--${name} must be a number from ${min} to ${max}`)
  return value
}

function readPart(name: string): Part {
  const part = PARTS.find((known) => known === name.trim())
  if (part === undefined) throw new Error(`--only: "${name}" is none of ${PARTS.join(', ')}`)
  return part
}
