import { describe, expect, it } from 'vitest'
import { refuseEarlyUse, wantedBy } from './event-code.ts'

describe('what waits for events.js', () => {
  it('may be used in functions, methods and what they hold', () => {
    const code = `let waiting0_judge, waiting1_LIMIT
const route = { handler: (body) => waiting0_judge(body) }
class Shard { take(body) { return waiting1_LIMIT + waiting0_judge(body) } }
function fill(values) { [waiting0_judge, waiting1_LIMIT] = values }`
    expect(() => refuseEarlyUse(code)).not.toThrow()
  })

  it.each([
    ['kept in a table', 'let waiting0_judge\nconst route = { handler: waiting0_judge }'],
    ['called', 'let waiting0_judge\nconst known = waiting0_judge("x")'],
    ['a base', 'let waiting0_judge\nclass Own extends waiting0_judge {}'],
    ['reckoned with', 'let waiting0_judge\nconst most = 2 * waiting0_judge'],
    ['the value of another variable', 'let waiting0_judge\nlet other = waiting0_judge'],
  ])('is refused where it is %s while the module is evaluated', (_how, code) => {
    expect(() => refuseEarlyUse(code)).toThrow('judge is used before events.js can be there')
  })

  it('is not given to events.js itself, which would get nothing, as where a module passes on a name of what waits', () => {
    const code = (given: string) => `let waiting0_isMembers, kept = 1
const eventCode = async () => {
  const { default: open } = await import('./events.js')
  fill(open(${given}).all)
}
const later = async () => open2(waiting0_isMembers)`
    expect(() => refuseEarlyUse(code('kept, waiting0_isMembers'))).toThrow(
      'isMembers is used before events.js can be there',
    )
    expect(() => refuseEarlyUse(code('kept'))).not.toThrow()
  })

  it('is listed by module and name, in an order that does not hang on the code', () => {
    const code = `import { b as b2, a } from 'waiting:src/two.ts'
import one from 'waiting:src/one.ts'
import { c } from 'waiting:src/two.ts'
import { kept } from 'node:fs'`
    expect([...wantedBy(code)].map(([module, names]) => [module, ...names])).toEqual([
      ['src/one.ts', 'default'],
      ['src/two.ts', 'a', 'b', 'c'],
    ])
  })
})
