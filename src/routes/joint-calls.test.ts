import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GATHER_MS, JointCalls, TURN_MS, type JointLimits, type OwnMeans } from './joint-calls.ts'

const LIMITS: JointLimits = { bodies: 4, characters: 1_000, callMs: 1_000 }

/** One isolate and a shard that answers when the test says so. Time passes when the test says so. */
function create(limits: JointLimits = LIMITS) {
  const joint = new JointCalls(limits)
  const calls: { texts: readonly string[]; answer: () => void; fail: (error: Error) => void }[] = []
  const timers: { atMs: number; ring: () => void }[] = []
  const kept: Promise<void>[] = []
  let nowMs = 0
  const means: OwnMeans = {
    call(texts) {
      const { promise, resolve, reject } = Promise.withResolvers<readonly string[]>()
      calls.push({ texts, answer: () => resolve(texts.map((text) => `${text}!`)), fail: reject })
      return promise
    },
    keepAlive: (work) => void kept.push(work),
    waitFor(told, ms) {
      const { promise, resolve } = Promise.withResolvers<void>()
      timers.push({ atMs: nowMs + ms, ring: resolve })
      return Promise.race([told, promise])
    },
    now: () => nowMs,
  }
  const pass = async (ms: number) => {
    nowMs += ms
    for (const { atMs, ring } of timers) if (atMs <= nowMs) ring()
    await settled()
  }
  return {
    joint,
    calls,
    kept,
    pass,
    take: (text: string, own: Partial<OwnMeans> = {}) => joint.take(text, { ...means, ...own }),
  }
}

/** Whatever can go on without a timer or an answer has gone on. */
async function settled(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve()
}

/** A request whose caller has gone: the runtime lets nothing of it go on. */
const GONE: Partial<OwnMeans> = { waitFor: () => new Promise(() => {}) }

describe('calls to a shard', () => {
  it('begin at once for a body that comes alone', async () => {
    const { take, calls } = create()
    const answer = take('a')
    expect(calls.map(({ texts }) => texts)).toEqual([['a']])
    calls[0]?.answer()
    expect(await answer).toBe('a!')
  })

  it('take together what came during the call before, and each gets its own answer', async () => {
    const { take, calls, pass } = create()
    const answers = ['a', 'b', 'c', 'd'].map((text) => take(text))
    calls[0]?.answer()
    await settled()
    await pass(GATHER_MS)
    expect(calls.map(({ texts }) => texts)).toEqual([['a'], ['b', 'c', 'd']])
    calls[1]?.answer()
    expect(await Promise.all(answers)).toEqual(['a!', 'b!', 'c!', 'd!'])
  })

  it('gather again after a call that several shared, and begin as soon as all of them are together', async () => {
    const { take, calls, pass } = create({ ...LIMITS, bodies: 64 })
    const answers = ['a', 'b', 'c'].map((text) => take(text))
    calls[0]?.answer()
    await settled()
    await pass(GATHER_MS)
    calls[1]?.answer()
    await settled()
    answers.push(take('d'))
    await settled()
    expect(calls.map(({ texts }) => texts)).toEqual([['a'], ['b', 'c']])
    answers.push(take('e'))
    expect(calls.at(-1)?.texts.toSorted()).toEqual(['d', 'e'])
    calls[2]?.answer()
    await settled()
    // Nobody else comes: one that is alone waits no longer than the others would have gathered.
    answers.push(take('f'))
    expect(calls.length).toBe(3)
    await pass(GATHER_MS)
    calls[3]?.answer()
    expect(await Promise.all(answers)).toEqual(['a!', 'b!', 'c!', 'd!', 'e!', 'f!'])
    await pass(1)
    void take('g')
    expect(calls.at(-1)?.texts).toEqual(['g'])
  })

  it('wait for no clock that was set back', async () => {
    const { take, calls, pass } = create()
    const answers = [take('a'), take('b')]
    await pass(-3_600_000)
    calls[0]?.answer()
    await settled()
    calls[1]?.answer()
    expect(await Promise.all(answers)).toEqual(['a!', 'b!'])
  })

  it('go on without the call before when it takes long: a far shard is not twice as far', async () => {
    const { take, calls, pass } = create()
    const answers = [take('a'), take('b'), take('c')]
    await pass(TURN_MS)
    expect(calls.map(({ texts }) => texts)).toEqual([['a'], ['b', 'c']])
    for (const { answer } of calls) answer()
    expect(await Promise.all(answers)).toEqual(['a!', 'b!', 'c!'])
  })

  it('begin at once where as many wait as one call may hold', async () => {
    const { take, calls, pass } = create()
    const answers = ['a', 'b', 'c', 'd', 'e', 'f'].map((text) => take(text))
    expect(calls.map(({ texts }) => texts.toSorted())).toEqual([['a'], ['b', 'c', 'd', 'e']])
    calls[0]?.answer()
    await settled()
    await pass(GATHER_MS)
    expect(calls.at(-1)?.texts).toEqual(['f'])
    for (const { answer } of calls) answer()
    expect(await Promise.all(answers)).toEqual(['a!', 'b!', 'c!', 'd!', 'e!', 'f!'])
  })

  it('hold no more characters than they may, and whoever goes is of its own call', async () => {
    const { take, calls, pass } = create()
    const [large, small] = ['l'.repeat(900), 's'.repeat(200)]
    const answers = [take('a'), take(small), take(large)]
    await settled()
    // Together they were too many: the last one went by itself.
    expect(calls.map(({ texts }) => texts)).toEqual([['a'], [large]])
    await pass(TURN_MS)
    expect(calls.at(-1)?.texts).toEqual([small])
    for (const { answer } of calls) answer()
    expect(await Promise.all(answers)).toEqual(['a!', `${small}!`, `${large}!`])
  })

  it('tell all of a group what the call threw, and the next ones go on', async () => {
    const { take, calls, pass } = create()
    const first = take('a')
    const group = [take('b'), take('c')]
    calls[0]?.answer()
    await first
    await pass(GATHER_MS)
    calls[1]?.fail(new Error('no disk'))
    const outcomes = await Promise.allSettled(group)
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    const next = take('d')
    await pass(GATHER_MS)
    calls[2]?.answer()
    expect(await next).toBe('d!')
  })

  it('end for each request with its own time limit where no answer comes', async () => {
    const { take, calls, pass } = create()
    const answers = [take('a'), take('b')]
    await pass(TURN_MS)
    for (let i = 0; i < 20; i++) await pass(60)
    expect(await Promise.all(answers)).toEqual([undefined, undefined])
    expect(calls.length).toBe(2)
    // What never answered holds nobody up any more.
    const next = take('c')
    calls.at(-1)?.answer()
    expect([calls.at(-1)?.texts, await next]).toEqual([['c'], 'c!'])
  })

  it('come to their end when the caller of the one that went has hung up: the others have their answers', async () => {
    const { take, calls, kept } = create()
    void take('a', GONE)
    void take('gone', GONE)
    const answer = take('b')
    expect(kept.length).toBe(1)
    calls[0]?.answer()
    await settled()
    // The turn was given to one that has gone: who waits still goes by itself.
    expect(calls.length).toBe(1)
    const later = take('c')
    expect(calls[1]?.texts.toSorted()).toEqual(['b', 'c', 'gone'])
    calls[1]?.answer()
    expect(await Promise.all([answer, later])).toEqual(['b!', 'c!'])
  })

  it('do without a runtime that tells one request what another did', async () => {
    const { take, calls, pass } = create()
    const deaf = (ms: number) => new Promise<void>((resolve) => void pending.push({ ms, resolve }))
    const pending: { ms: number; resolve: () => void }[] = []
    const first = take('a')
    const answer = take('b', { waitFor: (_told, ms) => deaf(ms) })
    const ring = async () => {
      for (const { resolve } of pending.splice(0)) resolve()
      await settled()
    }
    await pass(TURN_MS)
    await ring()
    calls[0]?.answer()
    calls[1]?.answer()
    await settled()
    await ring()
    expect(await Promise.all([first, answer])).toEqual(['a!', 'b!'])
  })

  it('give every body exactly one call and its own answer, in whatever order things happen', async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('take' as const), gone: fc.boolean() }),
      fc.record({ kind: fc.constant('answer' as const), index: fc.nat(5) }),
      fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 50 }) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const { take, calls, pass } = create({ ...LIMITS, callMs: 100_000 })
        const asked: { text: string; answer: Promise<string | undefined> }[] = []
        let bodies = 0
        for (const one of steps) {
          if (one.kind === 'pass') await pass(one.ms)
          if (one.kind === 'answer') calls[one.index]?.answer()
          if (one.kind === 'take') {
            const text = `${bodies++}`
            const answer = take(text, one.gone ? GONE : {})
            if (!one.gone) asked.push({ text, answer })
          }
          await settled()
        }
        // Enough time and answers for all that are still there.
        for (let i = 0; i < 70; i++) {
          for (const { answer } of calls) answer()
          await pass(TURN_MS)
        }
        const sent = calls.flatMap(({ texts }) => texts)
        expect(new Set(sent).size).toBe(sent.length)
        for (const { text, answer } of asked) expect(await answer).toBe(`${text}!`)
        expect(calls.every(({ texts }) => texts.length <= LIMITS.bodies)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})
