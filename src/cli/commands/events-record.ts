/** `tidegate events record`: real events → their shapes, without values, to replay under another policy. */
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { resolveConsent } from '../../consent/resolve.ts'
import { destinations } from '../../destinations/registry.ts'
import { parseValue } from '../../event/parse.ts'
import type { CanonicalEvent } from '../../event/types.ts'
import { planSites, type SitePlan } from '../../pipeline/plan.ts'
import { shapeOf } from '../../pipeline/shape.ts'
import { CLICK_ID_PARAMETERS } from '../../privacy/click-parameters.ts'
import { UsageError, type Command, type ExitCode, type Terminal } from '../command.ts'
import { loadPolicy, policyFileOf } from '../policy-file.ts'
import { DEFAULT_RECORDING } from '../recorded.ts'

export const command: Command = {
  usage: 'events record <events.json> [--policy file] [--site id]',
  summary: {
    en: `Events without their values, for ${DEFAULT_RECORDING}: kinds and lengths, as JSON lines`,
    fr: `Événements sans leurs valeurs, pour ${DEFAULT_RECORDING} : genres et longueurs, en lignes JSON`,
  },
  run: record,
}

/** As much as a request may hold, many times. */
const MAX_CHARACTERS = 64 * 1024 * 1024

async function record(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const options = { policy: { type: 'string' }, site: { type: 'string' } } as const
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options })
  const [file] = positionals
  if (file === undefined || positionals.length > 1)
    throw new UsageError({ en: 'name one file with events', fr: 'nommez un fichier avec des événements' })
  const policy = await loadPolicy(policyFileOf(values.policy, terminal), terminal)
  if (policy === undefined) return 1
  const plans = planSites(policy, destinations)
  const plan = values.site === undefined ? [...plans.values()][0] : plans.get(values.site)
  if (plan === undefined)
    throw new UsageError({
      en: `the policy has no site "${values.site ?? ''}"`,
      fr: `la politique n’a pas de site « ${values.site ?? ''} »`,
    })
  const text = await readFile(file, 'utf8')
  if (text.length > MAX_CHARACTERS)
    throw new UsageError({ en: 'the file is larger than 64 MiB', fr: 'le fichier dépasse 64 Mio' })
  const codes = eventsIn(text).map((value, index) => recordOne(value, index + 1, plan, terminal))
  return codes.every((recorded) => recorded) ? 0 : 1
}

/** A request's body, or one event on each line. */
function eventsIn(text: string): readonly unknown[] {
  const whole = parse(text)
  if (whole !== undefined) return listOf(whole)
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .flatMap((line) => listOf(parse(line)))
}

function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  if (typeof value === 'object' && value !== null && 'events' in value && Array.isArray(value.events))
    return value.events
  return [value]
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What cannot be read is named by its place; nothing of it is printed. */
function recordOne(
  value: unknown,
  number: number,
  plan: SitePlan,
  { stdout, stderr, nowMs, language }: Terminal,
): boolean {
  const parsed = readEvent(value, nowMs())
  const [one] = parsed.ok ? parsed.events : []
  if (!one?.ok || typeof value !== 'object' || value === null) {
    stderr(language === 'fr' ? `événement ${number} : illisible, omis\n` : `event ${number}: not readable, left out\n`)
    return false
  }
  const parameters = new Set([...plan.site.urlParameters, ...CLICK_ID_PARAMETERS])
  const shape = shapeOf(one.event.name, { ...value }, consentOf(one.event, plan), parameters)
  stdout(`${JSON.stringify(shape)}\n`)
  return true
}

/** As it was when the event happened. */
function consentOf(event: CanonicalEvent, plan: SitePlan) {
  const input = {
    gpcHeader: null,
    ...(event.consent !== undefined && { evidence: event.consent }),
    ...(event.client !== undefined && { client: event.client }),
    ...(event.person?.country !== undefined && { personCountry: event.person.country }),
  }
  return resolveConsent(input, plan.consent, event.occurredAtMs)
}

/** Nesting beyond the stack is no event either. */
function readEvent(value: unknown, nowMs: number): ReturnType<typeof parseValue> {
  try {
    return parseValue(structuredClone(value), nowMs)
  } catch (error) {
    if (error instanceof RangeError) return parseValue(null, nowMs)
    throw error
  }
}
