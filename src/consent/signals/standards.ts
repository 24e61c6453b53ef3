/** The strings of the standards (TCF with AC, GPP, US Privacy) → findings, wherever they stood in the event. */
import { regionCode } from '../regime.ts'
import type { Answer, DestinationNames, Finding, Purpose } from '../types.ts'
import { acSays, decodeAc, type AcString } from './ac.ts'
import { readGpp, usOptOut, type GppReading } from './gpp/read.ts'
import { ALL_DENIED, invalidFinding, type Answers, type ReadContext, type SignalInput } from './reader.ts'
import type { Found } from './sources.ts'
import { KNOWN_VENDORS } from './tcf/gvl.ts'
import { hasPurpose } from './tcf/purposes.ts'
import { readTcf, type TcfReading } from './tcf/read.ts'
import { readUsp } from './usp.ts'

/**
 * Which purposes of the TCF stand for ours: storing on the device is 1, measuring ads 7, profiles for ads 3 and 4,
 * audience measurement 8 and 9. All of a row must be allowed.
 */
const TCF_PURPOSES: readonly (readonly [Purpose, readonly number[]])[] = [
  ['ad_storage', [1]],
  ['ad_user_data', [7]],
  ['ad_personalization', [3, 4]],
  ['analytics_storage', [8, 9]],
]

/** GPP first: it may wrap a TC string, which is then read with the others. */
export function readStandards(sources: Found, input: SignalInput, context: ReadContext): readonly Finding[] {
  // Sections that are said to be in force and did not come may hold an opt-out: also where no string came at all.
  const sids = input.evidence?.signals?.gppSid
  const texts = sources.gpp.length === 0 && sids !== undefined ? [''] : sources.gpp
  const gpp = texts.flatMap((text) => readGppText(text, sources, input, context))
  const ac = sources.ac.map(decodeAc)
  return [
    ...gpp,
    ...sources.tcf.map((text) => tcfFinding(text, ac, context)),
    ...(ac.length > 0 ? [acFinding(ac, context)] : []),
    ...sources.usprivacy.map((text) => readUsp(text)),
  ]
}

/** A string that is too old or not valid says nothing any more, neither yes nor no: the page has to ask again. */
function tcfFinding(text: string, ac: readonly AcString[], context: ReadContext): Finding {
  const { nowMs, rules } = context
  // Padding says nothing: a refusal is heard also behind it.
  const reading = readTcf(text.replace(/={1,2}$/, ''), { nowMs, maxAgeDays: rules.maxAgeDays, gvl: KNOWN_VENDORS })
  if (!reading.ok) return invalidFinding('tcf')
  const destinations = Object.entries(rules.destinations).map(
    ([id, names]) => [id, reading.validity === 'valid' ? tcfAnswers(reading, names, ac) : {}] as const,
  )
  return {
    signal: 'tcf',
    validity: reading.validity === 'valid' ? 'valid' : reading.validity === 'expired' ? 'expired' : 'invalid',
    answers: {},
    destinations: Object.fromEntries(destinations),
    optOut: null,
    atMs: reading.lastUpdatedMs,
    version: `cmp ${reading.cmpId}.${reading.cmpVersion}`,
  }
}

type TcString = Extract<TcfReading, { ok: true }>

/**
 * For a vendor of the list the string grants and refuses. For any other it can only refuse: the person was never asked
 * about it, unless Google's AC string says that they were.
 */
function tcfAnswers(reading: TcString, names: DestinationNames, ac: readonly AcString[]): Answers {
  const listed = names.tcfVendor === undefined ? undefined : reading.vendor(names.tcfVendor).bases
  const beside = names.acProvider === undefined ? 'unset' : acAnswer(ac, names.acProvider)
  const answers: Answers = {}
  for (const [purpose, ids] of TCF_PURPOSES) {
    // Where purpose 1 was not put to the person, its bit is no answer, neither yes nor no.
    if (purpose === 'ad_storage' && reading.purposeOneTreatment) continue
    const allowed = ids.every((id) =>
      listed === undefined ? hasPurpose(reading.purposeConsents, id) : typeof listed[id] === 'string',
    )
    if (!allowed || beside === 'denied') answers[purpose] = 'denied'
    else if (listed !== undefined || beside === 'granted') answers[purpose] = 'granted'
  }
  return answers
}

/** Of several AC strings one refusal counts; a grant only where none of them keeps silent. */
function acAnswer(ac: readonly AcString[], provider: number): Answer {
  const said = ac.map((one) => acSays(one, provider))
  if (said.includes('denied')) return 'denied'
  return said.length > 0 && said.every((answer) => answer === 'granted') ? 'granted' : 'unset'
}

/** By itself the AC string grants nothing (only a TC string says for which purposes); a refusal in it counts. */
function acFinding(ac: readonly AcString[], context: ReadContext): Finding {
  const refused = Object.entries(context.rules.destinations).filter(
    ([, { acProvider }]) => acProvider !== undefined && acAnswer(ac, acProvider) === 'denied',
  )
  return {
    signal: 'ac',
    validity: ac.every(({ ok }) => ok) ? 'valid' : 'invalid',
    answers: {},
    destinations: Object.fromEntries(refused.map(([id]) => [id, ALL_DENIED])),
    optOut: null,
  }
}

function readGppText(text: string, sources: Found, input: SignalInput, context: ReadContext): readonly Finding[] {
  const reading = readGpp(text, input.evidence?.signals?.gppSid)
  if (!reading.ok) return [invalidFinding('gpp')]
  sources.addString('tcf', reading.tcfeuv2)
  return [gppFinding(reading, context), ...gppGpcFinding(reading)]
}

type GppString = Extract<GppReading, { ok: true }>

/** Global Privacy Control is told apart: it counts where the policy says that it does, an opt-out everywhere. */
function gppFinding(reading: GppString, context: ReadContext): Finding {
  const state = context.usState
  const readable = reading.unreadable.length === 0 && reading.unknownSectionIds.length === 0
  return {
    signal: 'gpp',
    validity: readable ? 'valid' : 'invalid',
    answers: reading.canada === undefined ? {} : canadaAnswers(reading.canada),
    optOut: usOptOut({ ...reading, gpc: null }, state) === true ? true : null,
    ...(reading.knownChild && { knownChild: true }),
  }
}

function gppGpcFinding(reading: GppString): readonly Finding[] {
  if (reading.gpc !== true) return []
  return [{ signal: 'gpp:gpc', validity: 'valid', answers: {}, optOut: true, viaGpc: true }]
}

/** In Canada consent may be implied, so a set bit of either kind is no refusal; neither is it the opt-in of Québec. */
function canadaAnswers({ express, implied }: NonNullable<GppString['canada']>): Answers {
  const answers: Answers = {}
  for (const [purpose, ids] of TCF_PURPOSES) {
    if (!ids.every((id) => (((express | implied) >> (id - 1)) & 1) === 1)) answers[purpose] = 'denied'
  }
  return answers
}

/** Upper-case state code where the device is known to be in the United States. */
export function usStateOf(
  client: { readonly country?: unknown; readonly region?: unknown } | undefined,
): string | undefined {
  const country = client?.country
  return typeof country === 'string' && country.toUpperCase() === 'US' ? regionCode('US', client?.region) : undefined
}
