/** `tidegate lift plan`: settles a test of lift before it begins, and draws who is treated. */
import { parseArgs } from 'node:util'
import type { Result } from '../../analysis/lift/faults.ts'
import type { LiftPlan } from '../../analysis/lift/plan.ts'
import { planGeo } from '../../analysis/lift/plan-geo.ts'
import { planHoldout } from '../../analysis/lift/plan-holdout.ts'
import { planOnOff } from '../../analysis/lift/plan-onoff.ts'
import { UsageError, type Command, type ExitCode, type Terminal } from '../command.ts'
import { keep, metricFrom, needed, numberFrom, OUTCOME_OPTIONS, panelFrom, refuse } from '../lift/lift-command.ts'
import { planText } from '../lift/lift-text.ts'

export const command: Command = {
  usage:
    'lift plan --design geo|onoff|holdout --start day --out plan.json [--end day] [--history outcomes.csv] [--seed n] [--alpha 0.1] [--metric orders|revenue] [--currency EUR] [--absent-is-zero] [--wash-out days] [--json]\n' +
    '  geo: --treat n [--share 0.1-0.4] [--together "Lyon,Villeurbanne"]… [--never region]…\n' +
    '  onoff: --pairs n --block-days n\n' +
    '  holdout: --people n --base 0.02 [--holdout-share 0.5]',
  summary: {
    en: 'Settle a test of lift before it begins: who is treated (drawn), what it can find, how often it would be wrong',
    fr: 'Arrêter un test d’incrémentalité avant son début : qui est traité (tiré au sort), ce qu’il peut déceler, ses fausses alertes',
  },
  run,
}

const text = { type: 'string' } as const
const OPTIONS = {
  ...OUTCOME_OPTIONS,
  design: text,
  history: text,
  seed: text,
  start: text,
  end: text,
  treat: text,
  share: text,
  together: { type: 'string', multiple: true },
  never: { type: 'string', multiple: true },
  'wash-out': text,
  pairs: text,
  'block-days': text,
  people: text,
  base: text,
  'holdout-share': text,
} as const

function valuesOf(args: readonly string[]) {
  return parseArgs({ args: [...args], options: OPTIONS }).values
}
type Values = ReturnType<typeof valuesOf>

async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const values = valuesOf(args)
  if (values.json !== true) needed(values.out, '--out')
  const made = await planOf(values, terminal)
  if (made === undefined) return 1
  if (!made.ok) return refuse(made, terminal)
  if (values.out !== undefined) await keep(values.out, made.value)
  terminal.stdout(values.json === true ? `${JSON.stringify(made.value)}\n` : planText(made.value, terminal.language))
  return 0
}

async function planOf(values: Values, terminal: Terminal): Promise<Result<LiftPlan> | undefined> {
  const common = {
    seed: values.seed === undefined ? seedOf(terminal.randomId()) : numberFrom(values.seed, '--seed'),
    alpha: numberFrom(values.alpha, '--alpha', 0.1),
    drawn_on: new Date(terminal.nowMs()).toISOString().slice(0, 10),
    start: needed(values.start, '--start'),
  }
  if (values.design === 'holdout') return planHoldout({ ...common, ...holdoutOf(values) })
  if (values.design !== 'geo' && values.design !== 'onoff')
    throw new UsageError({ en: '--design: geo, onoff or holdout', fr: '--design : geo, onoff ou holdout' })
  const measured = { ...common, ...metricFrom(values), wash_out_days: numberFrom(values['wash-out'], '--wash-out', 0) }
  const ask =
    values.design === 'geo'
      ? ({ design: 'geo', ...measured, end: needed(values.end, '--end'), rules: rulesOf(values) } as const)
      : ({ design: 'onoff', ...measured, ...pairsOf(values) } as const)
  const path = needed(values.history, '--history')
  const history = await panelFrom(path, ask, values['absent-is-zero'] === true, terminal)
  if (history === undefined) return undefined
  return ask.design === 'geo' ? planGeo(history, ask) : planOnOff(history, ask)
}

function pairsOf(values: Values) {
  return {
    pairs: numberFrom(values.pairs, '--pairs'),
    block_days: numberFrom(values['block-days'], '--block-days'),
  }
}

/** 32 bits of chance, written into the plan. */
function seedOf(id: string): number {
  return Number.parseInt(id.replaceAll('-', '').slice(0, 8), 16)
}

function holdoutOf(values: Values) {
  return {
    end: needed(values.end, '--end'),
    people: numberFrom(values.people, '--people'),
    base_share: numberFrom(values.base, '--base'),
    holdout_share: numberFrom(values['holdout-share'], '--holdout-share', 0.5),
  }
}

const NAME_LIST = /\s*,\s*/

function rulesOf(values: Values) {
  const [low, high] = (values.share ?? '0-0.5').split('-').map(Number)
  if (low === undefined || high === undefined || Number.isNaN(low) || Number.isNaN(high))
    throw new UsageError({ en: '--share: such as 0.1-0.4', fr: '--share : par exemple 0.1-0.4' })
  return {
    treated: numberFrom(values.treat, '--treat'),
    share_min: low,
    share_max: high,
    together: (values.together ?? []).map((names) => names.trim().split(NAME_LIST)),
    never: values.never ?? [],
  }
}
