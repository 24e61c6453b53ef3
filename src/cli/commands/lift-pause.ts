/** `tidegate lift pause`: before and after, for what was stopped without a plan. */
import { parseArgs } from 'node:util'
import { readPause } from '../../analysis/lift/pause.ts'
import type { Command, ExitCode, Terminal } from '../command.ts'
import { keep, metricFrom, needed, numberFrom, OUTCOME_OPTIONS, panelFrom, refuse } from '../lift/lift-command.ts'
import { readingText } from '../lift/lift-text.ts'

export const command: Command = {
  usage:
    'lift pause --outcomes outcomes.csv --from day --to day [--overlap what]… [--alpha 0.1] [--metric orders|revenue] [--currency EUR] [--absent-is-zero] [--out reading.json] [--json]',
  summary: {
    en: 'Say how much changed while something was stopped without a plan: before and after, never lift',
    fr: 'Dire ce qui a changé pendant un arrêt non planifié : avant/après, jamais un effet incrémental',
  },
  run,
}

const text = { type: 'string' } as const
const OPTIONS = {
  ...OUTCOME_OPTIONS,
  outcomes: text,
  from: text,
  to: text,
  overlap: { type: 'string', multiple: true },
} as const

async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS })
  const ask = {
    ...metricFrom(values),
    from: needed(values.from, '--from'),
    to: needed(values.to, '--to'),
    alpha: numberFrom(values.alpha, '--alpha', 0.1),
    overlaps: values.overlap ?? [],
  }
  const outcomes = await panelFrom(
    needed(values.outcomes, '--outcomes'),
    ask,
    values['absent-is-zero'] === true,
    terminal,
  )
  if (outcomes === undefined) return 1
  const read = readPause(outcomes, ask)
  if (!read.ok) return refuse(read, terminal)
  if (values.out !== undefined) await keep(values.out, read.value)
  terminal.stdout(values.json === true ? `${JSON.stringify(read.value)}\n` : readingText(read.value, terminal.language))
  return 0
}
