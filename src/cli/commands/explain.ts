/** `tidegate explain event.json`: the whole decision for one event, step by step. Nothing is stored or sent. */
import { readFile } from 'node:fs/promises'
import { destinations } from '../../destinations/registry.ts'
import { parseBody, type ParsedBody, type ParsedEvent } from '../../event/parse.ts'
import { explainEvent } from '../../pipeline/explain.ts'
import type { KnownConsent } from '../../pipeline/judge.ts'
import { planSites, type SitePlan } from '../../pipeline/plan.ts'
import { type Command, type ExitCode, type Terminal, UsageError } from '../command.ts'
import { explanationLines, malformedLines } from '../explain-text.ts'
import { loadPolicy, policyFileOf } from '../policy-file.ts'
import { parseArgs } from 'node:util'

export const command: Command = {
  usage: 'explain <event.json> [--policy file] [--site id] [--json]',
  summary: {
    en: 'Print the whole decision for an event: consent, fields, hashes, what each platform would receive',
    fr: 'Afficher toute la décision pour un événement : consentement, champs, hachages, ce que recevrait chaque plateforme',
  },
  run: explain,
}

async function explain(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { policy: { type: 'string' }, site: { type: 'string' }, json: { type: 'boolean' } },
  })
  const [file] = positionals
  if (file === undefined || positionals.length > 1)
    throw new UsageError({ en: 'name one file with an event', fr: 'nommez un fichier avec un événement' })
  const plan = await loadPlan(policyFileOf(values.policy, terminal), values.site, terminal)
  const text = await readEventFile(file, terminal)
  if (plan === undefined || text === undefined) return 1
  const body = parseBody(text, terminal.nowMs())
  return body.ok ? explainAll(body, plan, terminal, values.json === true) : refuse(body, terminal)
}

async function loadPlan(file: string, site: string | undefined, terminal: Terminal): Promise<SitePlan | undefined> {
  const policy = await loadPolicy(file, terminal)
  if (policy === undefined) return undefined
  const plans = planSites(policy, destinations)
  const plan = site === undefined ? [...plans.values()][0] : plans.get(site)
  if (plan === undefined)
    throw new UsageError({
      en: `the policy has no site "${site ?? ''}"`,
      fr: `la politique n’a pas de site « ${site ?? ''} »`,
    })
  return plan
}

async function readEventFile(file: string, terminal: Terminal): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch {
    terminal.stderr(terminal.language === 'fr' ? `impossible de lire ${file}\n` : `cannot read ${file}\n`)
    return undefined
  }
}

function explainAll(
  body: Extract<ParsedBody, { ok: true }>,
  plan: SitePlan,
  terminal: Terminal,
  json: boolean,
): ExitCode {
  const codes = body.events.map((one) => explainOne(one, plan, terminal, json))
  return codes.includes(1) ? 1 : 0
}

function explainOne(one: ParsedEvent, plan: SitePlan, terminal: Terminal, json: boolean): ExitCode {
  if (!one.ok) return refuse(one, terminal)
  // No delivery is made from this, so any key will do for the keys that a withdrawal would look for.
  const context = { receivedAtMs: terminal.nowMs(), gpcHeader: null, personKey: () => '', known: NOBODY_ANSWERED }
  const explanation = explainEvent(one.event, one.unknown, plan, context)
  terminal.stdout(
    json
      ? `${JSON.stringify(explanation)}\n`
      : `${explanationLines(explanation, plan, terminal.language).join('\n')}\n`,
  )
  return 0
}

/** A server's event without consent may still wait for what its browser says. */
const NOBODY_ANSWERED: KnownConsent = {
  snapshotFor: () => undefined,
  withdrawnAtMs: () => undefined,
  mayWait: true,
}

function refuse(refused: Parameters<typeof malformedLines>[0], terminal: Terminal): ExitCode {
  terminal.stderr(`${malformedLines(refused, terminal.language).join('\n')}\n`)
  return 1
}
