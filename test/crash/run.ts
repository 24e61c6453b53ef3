/**
 * `npm run test:crash -- --minutes 10 --seed 7`: the long walk of the crash model (test/crash/README.md). Ends with 1 where something
 * was lost, counted twice or never reached.
 */
import { parseArgs } from 'node:util'
import { readArguments } from '../../scripts/arguments.ts'
import { walk, type Totals, type WalkEnd } from './walk.ts'

const DEFAULT_MINUTES = 10
const MAX_SEED = 2 ** 31
/** Where no terminal can take a line back, one is written so often. */
const LINE_EVERY_MS = 10_000

const USAGE = `npm run test:crash -- [--minutes 10] [--seed n] [--only part of a point's place]
  The long walk of the crash model: kills the gateway at every wait, and counts what became of each event (test/crash/README.md)`

const { seed, minutes, only } = readArguments(USAGE, process.argv.slice(2), readOptions) ?? process.exit()
const startedMs = Date.now()
let lineMs = startedMs
console.log(`seed ${seed}, ${minutes} min`)
const end = await walk({ seed, minutes, only, onCycle: showProgress })
report(end)
process.exitCode = end.findings.length + end.unreached.length === 0 ? 0 : 1

function readOptions(args: readonly string[]): { seed: number; minutes: number; only: string } {
  const options = { seed: { type: 'string' }, minutes: { type: 'string' }, only: { type: 'string' } } as const
  const { values } = parseArgs({ args: [...args], options })
  return {
    seed: values.seed === undefined ? Math.floor(Math.random() * MAX_SEED) : positive('--seed', values.seed),
    minutes: values.minutes === undefined ? DEFAULT_MINUTES : positive('--minutes', values.minutes),
    only: values.only ?? '',
  }
}

function positive(name: string, text: string): number {
  const number = Number(text)
  if (!(number > 0 && number <= MAX_SEED)) throw new Error(`${name}: a number above 0, and not "${text}"`)
  return number
}

function showProgress(totals: Totals): void {
  const nowMs = Date.now()
  const elapsed = `${((nowMs - startedMs) / 1_000).toFixed(0)} of ${(minutes * 60).toFixed(0)} s`
  const line = `${elapsed}  ${totals.walked} of ${totals.moments} moments, ${totals.deaths} kills, ${totals.accepted} deliveries`
  if (process.stderr.isTTY) process.stderr.write(`\r${line}\u001b[K`)
  else if (nowMs - lineMs >= LINE_EVERY_MS) {
    lineMs = nowMs
    console.error(line)
  }
}

function report(totals: WalkEnd): void {
  if (process.stderr.isTTY) process.stderr.write('\n')
  const { accepted, ended } = totals
  const parts = Object.entries(ended).map(([outcome, count]) => `${count} ${outcome}`)
  console.log(`${totals.cycles} cycles, ${totals.deaths} kills, ${totals.deathsAtPoints} of them at points`)
  console.log(`${totals.walked} of ${totals.moments} moments have ended a life`)
  console.log(`${accepted} accepted = ${parts.join(' + ')}`)
  console.log(`${totals.doubtful} not delivered and yet counted: the platform had taken an attempt without an answer`)
  if (only !== '')
    for (const [place, lives] of Object.entries(totals.endedAt)) console.log(`${lives} lives ended ${place}`)
  const { findings, unreached, missed, misjudged } = totals
  for (const line of [...findings, ...unreached, ...missed, ...misjudged]) console.log(line)
  if (totals.kept !== undefined) console.log(`the state is kept in ${totals.kept}`)
  const same = only === '' ? '' : ` --only ${only}`
  console.log(`the same again: npm run test:crash -- --seed ${seed} --minutes ${minutes}${same}`)
}
