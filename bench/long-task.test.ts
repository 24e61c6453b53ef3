import { describe, expect, it } from 'vitest'
import { longestTasks, type TraceEvent } from './long-task.ts'

const GATEWAY = 'https://events.shop.example'

const span = (name: string, ts: number, dur: number, url?: string, tid = 1): TraceEvent => ({
  name,
  ph: 'X',
  pid: 1,
  tid,
  ts,
  dur,
  tdur: dur / 2,
  ...(url !== undefined && { args: { data: { url } } }),
})

describe('longestTasks', () => {
  it('adds up what the tag does in one task, once, and leaves out other scripts and other threads', () => {
    const found = longestTasks(
      [
        span('RunTask', 0, 10_000),
        span('EvaluateScript', 1_000, 3_000, `${GATEWAY}/t.js`),
        span('FunctionCall', 2_000, 1_000, `${GATEWAY}/t.js`),
        span('RunMicrotasks', 5_000, 500),
        span('EvaluateScript', 6_000, 3_500, 'https://www.shop.example/shop.js'),
        span('RunTask', 20_000, 90_000),
        span('EvaluateScript', 20_000, 90_000, 'https://www.shop.example/shop.js'),
        span('RunTask', 0, 500_000, undefined, 2),
      ],
      GATEWAY,
    )
    expect(found).toEqual({ ownMs: 3.5, ownProcessorMs: 1.75, taskMs: 10, what: 'EvaluateScript t, RunMicrotasks' })
  })

  it('says so where the tag never ran', () => {
    expect(() => longestTasks([span('RunTask', 0, 10)], GATEWAY)).toThrow('no script of the gateway')
  })
})
