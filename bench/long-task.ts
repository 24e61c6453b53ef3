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
  /** Of it on the processor, by the thread's own clock. */
  readonly tdur?: number
  readonly args?: { readonly data?: { readonly url?: string }; readonly fileName?: string }
}

interface Span {
  readonly label: string
  readonly start: number
  readonly end: number
  readonly onProcessor: number
}

export interface Longest {
  readonly ownMs: number
  /** The most own work in one task by the processor's time: without the time in which the thread waited or did not have its turn. */
  readonly ownProcessorMs: number
  readonly taskMs: number
  /** What ran in the task with the most own work, in Chromium's words, with the file where it is known. */
  readonly what: string
}

export function longestTasks(events: readonly TraceEvent[], gatewayUrl: string): Longest {
  const evaluated = events.find((event) => event.name === 'EvaluateScript' && isOf(event, gatewayUrl))
  if (evaluated === undefined) throw new Error('the trace has no script of the gateway')
  const ofThread = events.filter(({ ph, pid, tid }) => ph === 'X' && pid === evaluated.pid && tid === evaluated.tid)
  const own = outermost(
    ofThread.filter((event) => isOf(event, gatewayUrl) || event.name === 'RunMicrotasks').map(spanOf),
  )
  const tasks = outermost(ofThread.filter(({ name }) => name === 'RunTask').map(spanOf))
  const withOwn = tasks
    .map((task) => ({ task, own: own.filter((span) => span.start >= task.start && span.end <= task.end) }))
    .filter((one) => one.own.length > 0)
    .map((one) => ({ ...one, ownMs: sum(one.own, lengthMs) }))
    .toSorted((a, b) => b.ownMs - a.ownMs)
  return {
    ownMs: withOwn[0]?.ownMs ?? 0,
    ownProcessorMs: Math.max(...withOwn.map((one) => sum(one.own, ({ onProcessor }) => onProcessor / 1000))),
    taskMs: Math.max(...withOwn.map(({ task }) => lengthMs(task))),
    what: (withOwn[0]?.own ?? []).map(({ label }) => label).join(', '),
  }
}

function isOf(event: TraceEvent, gatewayUrl: string): boolean {
  return urlOf(event).startsWith(gatewayUrl)
}

function urlOf({ args }: TraceEvent): string {
  return args?.data?.url ?? args?.fileName ?? ''
}

function spanOf(event: TraceEvent): Span {
  const { name, ts, dur = 0, tdur = 0 } = event
  // Of `/t/more.<hash>.js` the part before the hash.
  const file = /([^/.]+)[^/]*$/.exec(urlOf(event))?.[1]
  return { start: ts, end: ts + dur, onProcessor: tdur, label: file === undefined ? name : `${name} ${file}` }
}

function sum(spans: readonly Span[], of: (span: Span) => number): number {
  return spans.reduce((all, span) => all + of(span), 0)
}

function lengthMs({ start, end }: Pick<Span, 'start' | 'end'>): number {
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
