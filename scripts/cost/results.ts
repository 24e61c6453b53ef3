/** Reads what was measured out of bench/RESULTS.md. */
import type { Measured } from './model.ts'

export type BatchSize = 1 | 10 | 100

const TITLES: Readonly<Record<BatchSize, string>> = {
  1: 'Accepted, one event a request',
  10: 'Accepted, batches of 10',
  100: 'Accepted, batches of 100',
}

/** Throws where the table no longer has that row: figures must not be made up. */
export function measuredIn(results: string, batch: BatchSize): Measured {
  const line = results.split('\n').find((one) => one.startsWith(`| ${TITLES[batch]} `))
  const head = results.split('\n').find((one) => one.includes('| CPU µs/event |'))
  const cells = (text = '') => text.split('|').map((cell) => cell.trim())
  const names = cells(head)
  const value = (name: string) => Number((cells(line)[names.indexOf(name)] ?? '').replaceAll(',', ''))
  const measured = {
    cpuMicrosPerEvent: value('CPU µs/event'),
    eventsPerSecond: value('events/s'),
  }
  if (line === undefined || !Object.values(measured).every((figure) => figure > 0))
    throw new Error(`bench/RESULTS.md has no row "${TITLES[batch]}" with its figures`)
  return measured
}
