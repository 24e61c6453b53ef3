/**
 * A page's long task by Chromium's trace. Own work of the gateway's scripts: compiling and evaluating them, their functions called by
 * timers and events, and the microtasks that run after them (what follows an answer of the gateway): the page has no other script that
 * leaves any. What lies within another of these counts once.
 */

/** https://chromium.googlesource.com/catapult: Trace Event Format, complete events. Microseconds. */
export interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  readonly ts: number
  readonly dur?: number
  readonly args?: { readonly data?: { readonly url?: string }; readonly fileName?: string }
}

interface Span {
  readonly start: number
  readonly end: number
}

const TASKS: ReadonlySet<string> = new Set(['RunTask', 'ThreadControllerImpl::RunTask'])

export function longestTasks(
  events: readonly TraceEvent[],
  gatewayUrl: string,
): { readonly ownMs: number; readonly taskMs: number } {
  const evaluated = events.find((event) => event.name === 'EvaluateScript' && isOf(event, gatewayUrl))
  if (evaluated === undefined) throw new Error('the trace has no script of the gateway')
  const ofThread = events.filter(({ ph, pid, tid }) => ph === 'X' && pid === evaluated.pid && tid === evaluated.tid)
  const own = outermost(
    ofThread.filter((event) => isOf(event, gatewayUrl) || event.name === 'RunMicrotasks').map(spanOf),
  )
  const tasks = outermost(ofThread.filter(({ name }) => TASKS.has(name)).map(spanOf))
  const withOwn = tasks
    .map((task) => ({ task, own: own.filter((span) => span.start >= task.start && span.end <= task.end) }))
    .filter((one) => one.own.length > 0)
  return {
    ownMs: Math.max(...withOwn.map((one) => one.own.reduce((sum, span) => sum + lengthMs(span), 0))),
    taskMs: Math.max(...withOwn.map(({ task }) => lengthMs(task))),
  }
}

function isOf({ args }: TraceEvent, gatewayUrl: string): boolean {
  return (args?.data?.url ?? args?.fileName ?? '').startsWith(gatewayUrl)
}

function spanOf({ ts, dur = 0 }: TraceEvent): Span {
  return { start: ts, end: ts + dur }
}

function lengthMs({ start, end }: Span): number {
  return (end - start) / 1000
}

/** Without those that lie within another. */
function outermost(spans: readonly Span[]): readonly Span[] {
  const kept: Span[] = []
  for (const span of spans.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = kept.at(-1)
    if (last === undefined || span.start >= last.end) kept.push(span)
  }
  return kept
}
