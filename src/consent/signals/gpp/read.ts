/**
 * A GPP string → what a decision needs. A section that cannot be read is named and the others still count; a broken header
 * makes all unreadable, because then nobody can tell which text is which section. Pure, bounded, never throws.
 */
import { once } from '../../../event/once.ts'
import { decodeUsp } from '../usp.ts'
import { readFrame, type Frame, type FrameProblem } from './header.ts'
import { sectionNames, TCF_CANADA_ID, TCF_EU_ID, usLayoutOfId, usLayouts, USP, USP_ID } from './sections.ts'
import { readSectionIds } from './sids.ts'
import { readTcfCanada, type CanadaPurposes } from './tcf-sections.ts'
import { isUnclear, lacksChildConsent, optedOutOfAds } from './us-answers.ts'
import { readUsSection } from './us-section.ts'

export type GppReading =
  | { readonly ok: false; readonly reason: FrameProblem }
  | {
      readonly ok: true
      /** All that the header lists, ascending. */
      readonly sectionIds: readonly number[]
      /** Listed or said to be in force, and of a law that nobody here knows: an opt-out in them is not seen. */
      readonly unknownSectionIds: readonly number[]
      /** Ids that the page says are in force (`gpp_sid`); undefined = it says nothing. */
      readonly inForce?: readonly number[]
      /**
       * Names of sections that are there and cannot be read, or are said to be in force and are not there; `gpp_sid` where
       * that list is itself unreadable. Each may have been a refusal.
       */
      readonly unreadable: readonly string[]
      /** The TC string as it stands, not judged. */
      readonly tcfeuv2?: string
      /** The US Privacy string as it stands; it has been read. */
      readonly uspv1?: string
      /** US section, by name → whether the person opted out of sale, sharing or targeted ads. GPC is not in it. */
      readonly optOuts: ReadonlyMap<string, boolean>
      /** Global Privacy Control, from any US section; null = none speaks of it. */
      readonly gpc: boolean | null
      /** Some US section tells of a child without consent. */
      readonly knownChild: boolean
      readonly canada?: CanadaPurposes
    }

type Reading = Extract<GppReading, { ok: true }>
type Filling = { -readonly [K in keyof Reading]: Reading[K] } & {
  readonly unknownSectionIds: number[]
  readonly unreadable: string[]
  readonly optOuts: Map<string, boolean>
}

const NATIONAL = 'usnat'
const usStates = once(
  (): ReadonlyMap<string, string> =>
    new Map(usLayouts().flatMap(({ state, name }) => (state === undefined ? [] : [[state, name] as const]))),
)

/** `sids` is `gpp_sid` as it came: ids joined by commas or underscores; undefined where the page sent none. */
export function readGpp(text: unknown, sids?: unknown): GppReading {
  const frame = readFrame(text)
  if (!frame.ok) return frame
  const reading = empty(frame)
  for (const [index, id] of frame.ids.entries()) readSection(id, frame.texts[index] ?? '', reading)
  readInForce(sids, reading)
  return reading
}

/**
 * Whether the person has opted out of ads in the US; null where no US section speaks. `state` is the second part of the ISO
 * 3166-2 code (`CA`). Strictest: one opt-out among the sections that apply is enough, and so is GPC in any of them, since
 * the browser says it of every site. False does not vouch for what stands in `unreadable`.
 */
export function usOptOut(reading: GppReading, state: string | undefined): boolean | null {
  if (!reading.ok) return null
  if (reading.gpc === true) return true
  const all = [...reading.optOuts.keys()]
  const applying = state === undefined ? all : all.filter((name) => applies(name, state, reading))
  // Only other states' sections: the consent tool and we disagree about where the person is. An opt-out is not lost in that.
  const counting = applying.length > 0 ? applying : all
  if (counting.length === 0) return null
  return counting.some((name) => reading.optOuts.get(name) === true)
}

/**
 * The state's own section; also the national one, which tools write for every state, and the old US Privacy string: where
 * they contradict the state's, the refusal counts. And what the page says is in force.
 */
function applies(name: string, state: string, { inForce }: Reading): boolean {
  if (name === NATIONAL || name === USP || name === usStates().get(state.toUpperCase())) return true
  return inForce?.some((id) => sectionNames().get(id) === name) === true
}

function empty({ ids }: Extract<Frame, { ok: true }>): Filling {
  return {
    ok: true,
    sectionIds: ids,
    unknownSectionIds: [],
    unreadable: [],
    optOuts: new Map(),
    gpc: null,
    knownChild: false,
  }
}

function readSection(id: number, text: string, reading: Filling): void {
  const name = sectionNames().get(id)
  if (name === undefined) reading.unknownSectionIds.push(id)
  else if (!readKnownSection(id, name, text, reading)) reading.unreadable.push(name)
}

/** False where it cannot be read. */
function readKnownSection(id: number, name: string, text: string, reading: Filling): boolean {
  if (id === TCF_EU_ID) return readTcfEuText(text, reading)
  if (id === TCF_CANADA_ID) return readCanada(text, reading)
  return id === USP_ID ? readUsp(name, text, reading) : readUs(id, name, text, reading)
}

function readTcfEuText(text: string, reading: Filling): boolean {
  if (text.trim() === '') return false
  reading.tcfeuv2 = text
  return true
}

function readCanada(text: string, reading: Filling): boolean {
  const canada = readTcfCanada(text)
  if (canada === undefined) return false
  reading.canada = canada.purposes
  return true
}

/** `1---` and `1N--` speak of no opt-out: they are read, and say nothing. */
function readUsp(name: string, text: string, reading: Filling): boolean {
  const usp = decodeUsp(text)
  if (!usp.ok) return false
  reading.uspv1 = text
  if (usp.optOutSale !== null) reading.optOuts.set(name, usp.optOutSale)
  return true
}

/** What is clear counts also where the rest of the section is not: only an opt-out, never the lack of one. */
function readUs(id: number, name: string, text: string, reading: Filling): boolean {
  const layout = usLayoutOfId().get(id)
  const section = layout && readUsSection(text, layout)
  if (section === undefined) return false
  const optedOut = optedOutOfAds(section.fields)
  const unclear = isUnclear(section.fields)
  if (section.gpc !== null) reading.gpc = reading.gpc === true || section.gpc
  if (lacksChildConsent(section.fields)) reading.knownChild = true
  if (optedOut || !unclear) reading.optOuts.set(name, optedOut)
  return !unclear
}

/** A section that is in force and did not come may hold an opt-out: that counts as unreadable, not as silence. */
function readInForce(sids: unknown, reading: Filling): void {
  if (sids === undefined) return
  const inForce = readSectionIds(sids)
  if (inForce === undefined) {
    reading.unreadable.push('gpp_sid')
    return
  }
  reading.inForce = inForce
  for (const id of inForce) if (!reading.sectionIds.includes(id)) addMissing(id, reading)
}

function addMissing(id: number, reading: Filling): void {
  const name = sectionNames().get(id)
  if (name === undefined) reading.unknownSectionIds.push(id)
  else reading.unreadable.push(name)
}
