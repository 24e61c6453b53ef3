/** Journeys written by hand, as the columns that the analysis counts from. Times in hours. */
import type { JourneyColumns, TouchChannel } from './columns.ts'
import type { MomentColumns } from './delay/time-to-conversion.ts'
import { STEPS, type Step, type StepColumns } from './steps.ts'

export const HOUR = 3_600_000

export interface WrittenJourney {
  /** [hour, channel] */
  readonly touches: readonly (readonly [number, number])[]
  readonly steps?: readonly (readonly [number, Step])[]
  readonly endsAt?: number
}

export function journeysOf(all: readonly WrittenJourney[], channels: readonly TouchChannel[]): JourneyColumns {
  const touches = all.flatMap((one) => one.touches)
  return {
    count: all.length,
    firstTouch: firstsOf(all.map((one) => one.touches.length)),
    touchAtMs: Float64Array.from(touches.map(([hour]) => hour * HOUR)),
    touchChannel: Uint32Array.from(touches.map(([, channel]) => channel)),
    channels,
    endMs: Float64Array.from(all.map(({ endsAt = Infinity }) => endsAt * HOUR)),
  }
}

export function stepsOf(all: readonly WrittenJourney[]): StepColumns {
  const steps = all.flatMap((one) => one.steps ?? [])
  return {
    firstStep: firstsOf(all.map((one) => one.steps?.length ?? 0)),
    stepAtMs: Float64Array.from(steps.map(([hour]) => hour * HOUR)),
    step: Uint8Array.from(steps.map(([, step]) => STEPS.indexOf(step))),
  }
}

/** Each journey's hours. */
export function momentsAt(all: readonly (readonly number[])[]): MomentColumns {
  return {
    first: firstsOf(all.map((hours) => hours.length)),
    atMs: Float64Array.from(all.flat().map((hour) => hour * HOUR)),
  }
}

function firstsOf(lengths: readonly number[]): Uint32Array {
  const firsts = new Uint32Array(lengths.length + 1)
  for (const [index, length] of lengths.entries()) firsts[index + 1] = (firsts[index] ?? 0) + length
  return firsts
}
