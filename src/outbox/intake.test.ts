import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { textOf } from './body-text.ts'
import { Intake, type IntakeDeps } from './intake.ts'
import type { TakeAnswer, TakeRequest } from './types.ts'

function requestOf(text: string): TakeRequest {
  return { text, source: 'server', receivedAtMs: 0, gpcHeader: null }
}

function answerTo({ text }: TakeRequest): TakeAnswer {
  return { kind: 'taken', results: textOf(text), allDuplicates: false }
}

/** An intake whose turns come when the test says so; `groups` is what was settled together. */
function create(settle: IntakeDeps['settle'] = (requests) => requests.map(answerTo)) {
  const groups: string[][] = []
  const turns: (() => void)[] = []
  const waits: number[] = []
  const late = new Set<string>()
  const state = { nowMs: 0, isBehind: false }
  const intake = new Intake({
    limits: { requests: 1_024, characters: 16 * 1024 * 1024 },
    isTooLate: ({ text }) => late.has(textOf(text)),
    isBehind: () => state.isBehind,
    now: () => state.nowMs,
    settle: (requests) => {
      groups.push(requests.map(({ text }) => textOf(text).slice(0, 20)))
      return settle(requests)
    },
    soon(work, afterMs) {
      turns.push(work)
      waits.push(afterMs)
    },
  })
  const turn = () => {
    for (const work of turns.splice(0)) work()
  }
  const together = (texts: readonly string[]) => {
    const answers = texts.map((text) => intake.take(requestOf(text)))
    intake.settleCompany()
    return answers
  }
  return { take: (text: string) => intake.take(requestOf(text)), together, groups, turn, turns, waits, late, state }
}

/** Two of them are enough for a commit. */
const large = (letter: string) => letter.repeat(200_000)

const resultOf = (answer: TakeAnswer) => (answer.kind === 'taken' ? answer.results : answer.kind)

describe('the intake', () => {
  it('settles together what has come before its turn, and gives each its own answer', async () => {
    const { take, groups, turn } = create()
    const first = [take('a'), take('b'), take('c')]
    turn()
    const second = take('d')
    turn()
    expect((await Promise.all([...first, second])).map(resultOf)).toEqual(['a', 'b', 'c', 'd'])
    expect(groups).toEqual([['a', 'b', 'c'], ['d']])
  })

  it('lets those that came in one call wait for no turn, and takes along who was waiting', async () => {
    const { take, together, groups, turn } = create()
    const answers = [take('a'), ...together(['b', 'c'])]
    expect(groups).toEqual([['a', 'b', 'c']])
    expect((await Promise.all(answers)).map(resultOf)).toEqual(['a', 'b', 'c'])
    turn()
    expect(groups.length).toBe(1)
  })

  it('lets also those wait where couriers fall behind', () => {
    const { take, together, groups, turn, state } = create()
    state.isBehind = true
    void take('a')
    state.nowMs += 10
    turn()
    void together(['b', 'c'])
    expect(groups).toEqual([['a']])
    turn()
    expect(groups).toEqual([['a'], ['b', 'c']])
  })

  it('begins nothing that its caller waits for no longer, and settles the others', async () => {
    const { take, groups, turn, late } = create()
    const answers = [take('a'), take('b'), take('c')]
    late.add('b')
    turn()
    expect((await Promise.all(answers)).map(resultOf)).toEqual(['a', 'unavailable', 'c'])
    expect(groups).toEqual([['a', 'c']])
  })

  it('leaves turns to couriers that fall behind, where the thread has more to do than it can', () => {
    const { take, turn, waits, groups, state } = create()
    const come = (...texts: readonly string[]) => {
      for (const text of texts) void take(text)
      return [waits.at(-1), groups.length]
    }
    const turnAfter = (ms: number) => {
      state.nowMs += ms
      turn()
    }
    state.isBehind = true
    expect(come('a')).toEqual([0, 0])
    turnAfter(10)
    expect(come(large('b'), large('c'))).toEqual([30, 1])
    turnAfter(30)
    expect(groups.at(-1)?.length).toBe(2)
    state.isBehind = false
    expect(come(large('d'), large('e'))).toEqual([2, 3])
  })

  it('makes nobody wait for a platform that is only slow: the thread has time', () => {
    const { take, turn, waits, state } = create()
    state.isBehind = true
    for (let i = 0; i < 3; i++) {
      void take('a')
      state.nowMs += waits.at(-1) ?? 0
      turn()
    }
    expect(waits).toEqual([0, 0, 0])
  })

  it('asks for one turn per group', () => {
    const { take, turns } = create()
    for (const text of ['a', 'b', 'c']) void take(text)
    expect(turns).toHaveLength(1)
  })

  it('gives the next group time to gather where bodies come in company, and none to one that follows a lone one', () => {
    const { take, turn, waits } = create()
    const come = (...texts: readonly string[]) => {
      for (const text of texts) void take(text)
      turn()
      return waits.at(-1) ?? Number.NaN
    }
    expect(come('alone')).toBe(0)
    expect(come('a', 'b')).toBe(0)
    expect(come('after company')).toBeGreaterThan(0)
    expect(come('alone again')).toBe(0)
  })

  it('lets a large body share a commit with who comes in its turn', async () => {
    const { take, groups, turn } = create()
    const answers = [take('small'), take('l'.repeat(100_000)), take('m'.repeat(100_000))]
    expect(groups).toHaveLength(0)
    turn()
    expect(groups.map((group) => group.length)).toEqual([3])
    expect((await Promise.all(answers)).every(({ kind }) => kind === 'taken')).toBe(true)
  })

  it('waits for no turn where enough is together, takes along who waits, and still answers what comes after', async () => {
    const { take, groups, turn } = create()
    const small = take('small')
    const big = take(large('b'))
    const bigger = take(large('c'))
    expect(groups.map((group) => group.length)).toEqual([3])
    const after = take('after')
    turn()
    expect((await Promise.all([small, after])).map(resultOf)).toEqual(['small', 'after'])
    expect((await Promise.all([big, bigger])).map(({ kind }) => kind)).toEqual(['taken', 'taken'])
  })

  it('answers nobody before it is stored', async () => {
    const { take, turn } = create()
    let answered = false
    const answer = take('a').finally(() => (answered = true))
    await new Promise((done) => setImmediate(done))
    expect(answered).toBe(false)
    turn()
    expect(resultOf(await answer)).toBe('a')
  })

  it('tells a failure to all who share the commit, and goes on', async () => {
    let broken = true
    const { take, turn } = create((requests) => {
      if (broken) throw new Error('no disk')
      return requests.map(answerTo)
    })
    const outcomes = Promise.allSettled([take('a'), take('b')])
    turn()
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    broken = false
    const next = take('c')
    turn()
    expect(resultOf(await next)).toBe('c')
  })

  it('holds a bounded number of bodies and tells the others to come back', async () => {
    const { take, turn } = create()
    const answers = Array.from({ length: 3_000 }, (_, index) => take(String(index)))
    turn()
    const results = (await Promise.all(answers)).map(({ kind }) => kind)
    expect(results.filter((kind) => kind === 'taken').length).toBeLessThanOrEqual(1_024)
    expect(results.filter((kind) => kind === 'unavailable').length).toBeGreaterThanOrEqual(3_000 - 1_024)
    const later = take('later')
    turn()
    expect(resultOf(await later)).toBe('later')
  })

  it('loses and doubles nobody, in any order of arriving and turning', async () => {
    const steps = fc.array(fc.constantFrom('take', 'large', 'turn'), { maxLength: 60 })
    await fc.assert(
      fc.asyncProperty(steps, async (moves) => {
        const { take, groups, turn } = create()
        const answers: Promise<TakeAnswer>[] = []
        for (const [index, move] of moves.entries()) {
          if (move === 'turn') turn()
          else answers.push(take(`${index} `.padEnd(move === 'large' ? 200_000 : 1, '.')))
        }
        turn()
        const results = (await Promise.all(answers)).map((answer) => resultOf(answer).split(' ')[0])
        expect(results).toEqual(moves.flatMap((move, index) => (move === 'turn' ? [] : [String(index)])))
        expect(groups.flat().map((text) => text.split(' ')[0])).toEqual(results)
      }),
    )
  })
})
