/** The demo's data as the Learning page is asked for it: all thirteen weeks, a window of seven days. */
import { ORDER_STATUSES } from '../../src/analysis/columns.ts'
import type { LearningInput } from '../../src/analysis/learning/input.ts'
import { DAY } from './people.ts'
import type { DemoColumns } from './columns.ts'
import type { DemoWorld } from './world.ts'

export function learningInput(world: DemoWorld, columns: DemoColumns): LearningInput {
  const paid = ORDER_STATUSES.indexOf('paid')
  const weeks = Array.from({ length: Math.ceil(world.days / 7) + 1 }, (_, week) => columns.startMs + week * 7 * DAY)
  return {
    frameId: 'demo',
    level: 0.9,
    windowMs: 7 * DAY,
    asOfMs: columns.endMs,
    fromMs: columns.startMs,
    toMs: columns.endMs,
    journeys: columns.journeys,
    steps: columns.steps,
    orders: columns.orders,
    countsAsOrder: (order) => columns.orders.status[order] === paid,
    sessions: columns.sessions,
    media: columns.media,
    creatives: columns.creatives,
    hourly: columns.hourly,
    lives: world.lives.map(({ id, name, starts_at }) => ({
      id,
      startMs: Date.parse(starts_at),
      ...(name !== undefined && { name }),
    })),
    weekStartsMs: Float64Array.from(weeks),
    weekNames: weeks.map((ms) => new Date(ms).toISOString().slice(0, 10)),
  }
}
