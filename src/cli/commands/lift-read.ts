/** `tidegate lift read`: what a planned test gave, once it is over. */
import { parseArgs } from 'node:util'
import { fault, type Result } from '../../analysis/lift/faults.ts'
import { readPlan, type HoldoutPlan, type LiftPlan } from '../../analysis/lift/plan.ts'
import { readGeo } from '../../analysis/lift/read-geo.ts'
import { readHoldout, readOnOff } from '../../analysis/lift/read-others.ts'
import type { LiftReading } from '../../analysis/lift/reading.ts'
import type { Command, ExitCode, Terminal } from '../command.ts'
import { readGroups } from '../lift/groups-file.ts'
import { jsonOf, keep, needed, panelFrom, refuse, refuseFile, spendFrom } from '../lift/lift-command.ts'
import { readingText } from '../lift/lift-text.ts'

export const command: Command = {
  usage:
    'lift read --plan plan.json --outcomes outcomes.csv [--spend 12500.50 --currency EUR] [--absent-is-zero] [--out reading.json] [--json]',
  summary: {
    en: 'Read a test of lift by its plan, once it is over: effect, bounds, and lift only where every test says so',
    fr: 'Lire un test d’incrémentalité d’après son plan, une fois fini : effet, bornes, et un verdict seulement si tous les tests concordent',
  },
  run,
}

const text = { type: 'string' } as const
const OPTIONS = {
  plan: text,
  outcomes: text,
  spend: text,
  currency: text,
  out: text,
  json: { type: 'boolean' },
  'absent-is-zero': { type: 'boolean' },
} as const

function valuesOf(args: readonly string[]) {
  return parseArgs({ args: [...args], options: OPTIONS }).values
}
type Values = ReturnType<typeof valuesOf>

async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const values = valuesOf(args)
  const [planPath, outcomes] = [needed(values.plan, '--plan'), needed(values.outcomes, '--outcomes')]
  const plan = readPlan(await jsonOf(planPath))
  if (!plan.ok) return refuse(plan, terminal)
  const read = await readingOf(plan.value, outcomes, values, terminal)
  if (read === undefined) return 1
  if (!read.ok) return refuse(read, terminal)
  if (values.out !== undefined) await keep(values.out, read.value)
  terminal.stdout(values.json === true ? `${JSON.stringify(read.value)}\n` : readingText(read.value, terminal.language))
  return 0
}

async function readingOf(
  plan: LiftPlan,
  path: string,
  values: Values,
  terminal: Terminal,
): Promise<Result<LiftReading> | undefined> {
  const last = new Date(terminal.nowMs() - DAY_MS).toISOString().slice(0, 10)
  if (last < plan.end) return fault('test_not_over', { last, end: plan.end })
  if (plan.design === 'holdout') return holdoutOf(plan, path, last, terminal)
  const spend = spendFrom(values.spend, plan.currency ?? values.currency)
  const outcomes = await panelFrom(path, plan, values['absent-is-zero'] === true, terminal)
  if (outcomes === undefined) return undefined
  return plan.design === 'geo' ? readGeo(plan, outcomes, spend) : readOnOff(plan, outcomes, spend)
}

const DAY_MS = 86_400_000

/** Counts have no days: they go to yesterday. */
async function holdoutOf(
  plan: HoldoutPlan,
  path: string,
  to: string,
  terminal: Terminal,
): Promise<Result<LiftReading> | undefined> {
  const read = await readGroups(path)
  if (read.ok) return readHoldout(plan, { ...read, to })
  refuseFile(path, read.faults, terminal)
  return undefined
}
