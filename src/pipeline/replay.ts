/** Recorded events, judged under two policies: what would have left that did not, and the other way round. Pure. */
import { parseValue } from '../event/parse.ts'
import type { EventName } from '../event/types.ts'
import { judge, type Delivery, type JudgeContext } from './judge.ts'
import type { SitePlan } from './plan.ts'
import { eventFromShape, type EventShape } from './shape.ts'

/** `starts`: nothing left before. `gains` and `loses`: a field. `changes`: the same fields, in another form. */
export const EFFECTS = ['starts', 'gains', 'changes', 'loses', 'stops'] as const
export type Effect = (typeof EFFECTS)[number]

export interface Replay {
  readonly events: number
  /** Destination → effect → event → deliveries. */
  readonly effects: Readonly<
    Record<string, Readonly<Partial<Record<Effect, Readonly<Partial<Record<EventName, number>>>>>>>
  >
}

type Counts = Record<string, Partial<Record<Effect, Partial<Record<EventName, number>>>>>

/** `before` or `after` is undefined where that policy does not have the site. */
export function replay(
  shapes: readonly EventShape[],
  before: SitePlan | undefined,
  after: SitePlan | undefined,
  nowMs: number,
): Replay {
  const effects: Counts = {}
  for (const [index, shape] of shapes.entries()) {
    const [old, now] = [deliveriesOf(shape, index, before, nowMs), deliveriesOf(shape, index, after, nowMs)]
    for (const destination of new Set([...old.keys(), ...now.keys()]))
      for (const effect of effectsOf(old.get(destination), now.get(destination)))
        count(effects, destination, effect, shape.event)
  }
  return { events: shapes.length, effects }
}

function deliveriesOf(
  shape: EventShape,
  index: number,
  plan: SitePlan | undefined,
  nowMs: number,
): ReadonlyMap<string, Delivery> {
  if (plan === undefined) return new Map()
  const parsed = parseValue(eventFromShape(shape, index, plan.site.hosts[0] ?? 'shop.example', nowMs), nowMs)
  const [one] = parsed.ok ? parsed.events : []
  if (one?.ok !== true) return new Map()
  const context: JudgeContext = { receivedAtMs: nowMs, gpcHeader: null, personKey: () => '' }
  return new Map(judge(one.event, plan, context).deliveries.map((delivery) => [delivery.destination, delivery]))
}

function effectsOf(before: Delivery | undefined, after: Delivery | undefined): readonly Effect[] {
  if (before === undefined || after === undefined)
    return before === after ? [] : [before === undefined ? 'starts' : 'stops']
  const [old, now] = [namesOf(before), namesOf(after)]
  const gains = now.some((name) => !old.includes(name))
  const loses = old.some((name) => !now.includes(name))
  if (!gains && !loses) return before.body === after.body ? [] : ['changes']
  return [...(gains ? (['gains'] as const) : []), ...(loses ? (['loses'] as const) : [])]
}

function namesOf({ fields }: Delivery): readonly string[] {
  return fields.split(/[^\w.]+/).filter((name) => name !== '')
}

function count(effects: Counts, destination: string, effect: Effect, event: EventName): void {
  const ofDestination = (effects[destination] ??= {})
  const events = (ofDestination[effect] ??= {})
  events[event] = (events[event] ?? 0) + 1
}
