/** `tidegate lift`: from a file of outcomes to a plan, from the plan to a reading, as somebody would. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aaPanel } from '../analysis/lift/aa-panel.fixture.ts'
import { dayNumber, dayOf } from '../analysis/lift/days.ts'
import { runTidegate } from './run.ts'

const EXAMPLE = new URL('../../examples/lift/', import.meta.url).pathname
const guide = readFile(new URL('../../docs/lift.md', import.meta.url), 'utf8')
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidegate-lift-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** On 2026-08-23; what is read, when the tests are over. */
function lift(...args: readonly string[]) {
  return liftOn(args[0] === 'read' ? '2026-11-20' : '2026-08-23', args)
}

async function liftOn(day: string, args: readonly string[]) {
  const out = { stdout: '', stderr: '' }
  const code = await runTidegate(['lift', ...args], {
    stdin: (async function* () {})(),
    stdout: (text) => void (out.stdout += text),
    stderr: (text) => void (out.stderr += text),
    env: {},
    nowMs: () => Date.parse(`${day}T10:00:00Z`),
    randomId: () => '0000002a-0000-4000-8000-000000000000',
  })
  return { code, ...out }
}

async function file(name: string, lines: readonly string[]): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, lines.join('\n'))
  return path
}

describe('tidegate lift', () => {
  it('draws the plan of the guide’s example again from its seed, and never over a plan that is there', async () => {
    const out = join(folder, 'plan.json')
    const dates = ['--start', '2026-08-24', '--end', '2026-09-20']
    const rules = ['--treat', '6', '--share', '0.15-0.35', '--together', 'FR-13, FR-83']
    const args = ['plan', '--design', 'geo', '--history', `${EXAMPLE}history.csv`, ...dates, ...rules, '--out', out]
    const told = await lift(...args)
    expect(told).toMatchObject({ code: 0, stderr: '' })
    expect(await guide).toContain(
      told.stdout.slice(told.stdout.indexOf('least p value'), told.stdout.indexOf('\nhash')),
    )
    expect(JSON.parse(await readFile(out, 'utf8'))).toEqual(JSON.parse(await readFile(`${EXAMPLE}plan.json`, 'utf8')))
    expect(await lift(...args, '--lang', 'fr')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('existe déjà'),
    })
  })

  it('reads the guide’s example: lift, with 8 % inside the bounds, and the price of an order as bounds', async () => {
    const args = ['read', '--plan', `${EXAMPLE}plan.json`, '--outcomes', `${EXAMPLE}outcomes.csv`]
    const told = await lift(...args, '--spend', '30000', '--currency', 'EUR')
    expect(told.stderr).toBe('')
    expect(await guide).toContain(told.stdout.slice(told.stdout.indexOf('LIFT\n'), told.stdout.indexOf('\n·')))
    const { estimate } = JSON.parse((await lift(...args, '--json')).stdout) as {
      estimate: { low: number; high: number }
    }
    expect(estimate.low).toBeLessThan(0.08)
    expect(estimate.high).toBeGreaterThan(0.08)
    expect((await lift(...args, '--lang', 'fr')).stdout).toContain('commandes incrémentales\u00A0: ')
  })

  it('says of a pause how far it is from what was expected, and calls nothing incremental', async () => {
    const told = await lift(
      'pause',
      '--outcomes',
      'examples/lift/outcomes.csv',
      '--from',
      '2026-09-07',
      '--to',
      '2026-09-20',
    )
    expect(told.stdout).toMatch(/difference: .*\norders more than expected: /)
    expect(told.stdout).not.toMatch(/^\s*(?:effect|incremental)/m)
  })

  it('names the line of everything that is wrong with a file, and reads none of it', async () => {
    const path = await file('wrong.csv', [
      'Date;Région;Commandes',
      '2026-01-01;Ain;3',
      '2026-1-2;Ain;3',
      '2026-01-02;Ain;-1',
      '2026-01-01;Ain;4',
    ])
    const told = await lift('pause', '--outcomes', path, '--from', '2026-01-01', '--to', '2026-01-02')
    expect(told.code).toBe(1)
    expect(told.stderr.split('\n').map((line) => line.replace(path, ''))).toEqual([
      ':3: no day such as 2026-11-22',
      ':4: orders: a whole number, 0 or more',
      ':5: the day and region of line 2 again',
      '',
    ])
  })

  it('plans and reads turns of on and off from days without regions, in revenue', async () => {
    const rows = [...(aaPanel(4, { regions: 1, days: 100 }).rows[0] ?? [])]
    const first = dayNumber('2026-06-15')
    const line = (value: number, at: number): string =>
      `${dayOf(first + at)};${Math.round(value)};${(value * 40).toFixed(2).replace('.', ',')}`
    const history = await file('history.csv', ['date;orders;revenue', ...rows.slice(0, 70).map(line)])
    const out = join(folder, 'onoff.json')
    const money = ['--metric', 'revenue', '--currency', 'EUR']
    const design = ['--start', '2026-08-24', '--pairs', '5', '--block-days', '3', '--wash-out', '1', '--seed', '7']
    const planned = await lift('plan', '--design', 'onoff', '--history', history, ...design, ...money, '--out', out)
    expect(planned).toMatchObject({ code: 0, stderr: '' })
    const { blocks_on: on } = JSON.parse(await readFile(out, 'utf8')) as { blocks_on: boolean[] }
    const raised = rows.map((value, at) => (at >= 70 && on[Math.floor((at - 70) / 3)] ? value * 1.4 : value))
    const outcomes = await file('outcomes.csv', ['date;orders;revenue', ...raised.map(line)])
    const told = await lift('read', '--plan', out, '--outcomes', outcomes, '--spend', '10.000,00')
    expect(told.stderr).toBe('')
    expect(told.stdout).toContain('LIFT')
    expect(told.stdout).toMatch(/incremental revenue for each unit spent: between [\d.]+ and [\d.]+/)
  })

  it('takes no outcomes of days that are not over', async () => {
    const args = ['read', '--plan', `${EXAMPLE}plan.json`, '--outcomes', `${EXAMPLE}outcomes.csv`]
    const { end } = JSON.parse(await readFile(`${EXAMPLE}plan.json`, 'utf8')) as { end: string }
    const early = await liftOn(end, args)
    expect(early).toMatchObject({ code: 1, stdout: '' })
    expect(early.stderr).toContain(`the test to ${end}. It is read once, when it is over.`)
  })

  it('asked for wrongly, says how it is asked for', async () => {
    expect(await lift('plan', '--design', 'moon', '--start', '2026-09-01', '--json')).toMatchObject({ code: 2 })
    expect(await lift('read', '--plan', `${EXAMPLE}plan.json`)).toMatchObject({ code: 2 })
    const unread = await lift('read', '--plan', `${EXAMPLE}history.csv`, '--outcomes', `${EXAMPLE}outcomes.csv`)
    expect(unread).toMatchObject({ code: 1, stderr: 'This is no plan of `tidegate lift plan`.\n' })
  })
})
