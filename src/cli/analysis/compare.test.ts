import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeFrame, type Frame } from '../../analysis/attribution/frame.ts'
import { FRAME } from '../../analysis/attribution/attribution.fixture.ts'
import { runTidegate } from '../run.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'compare-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function answer(name: string, frame: Frame, credits: readonly (readonly [string, number | null])[]) {
  const made = makeFrame(frame)
  if (!made.ok) throw new Error(made.members.join())
  const columns = [
    { key: 'source', kind: 'name' },
    { key: 'credits', kind: 'credit' },
  ]
  const rows = credits.map(([source, value]) => ({
    kind: 'row',
    cells: [{ value: source }, value === null ? { value, why: 'too_few' } : { value }],
  }))
  const table = { id: 'credit_by_source', frame_id: made.frame_id, columns, rows, notes: [] }
  const path = join(folder, name)
  await writeFile(path, JSON.stringify({ ok: true, table, frame: made.frame }))
  return path
}

async function compare(...args: readonly string[]) {
  const out = { stdout: '', stderr: '' }
  const code = await runTidegate(['analysis', 'compare', ...args], {
    stdin: (async function* () {})(),
    stdout: (text) => void (out.stdout += text),
    stderr: (text) => void (out.stderr += text),
    env: {},
    nowMs: () => 0,
    randomId: () => '',
  })
  return { code, ...out }
}

it('sets two rules side by side under one frame', async () => {
  const one = await answer('last.json', FRAME, [
    ['tiktok', 10],
    ['meta', null],
  ])
  const other = await answer('first.json', FRAME, [
    ['tiktok', 12.5],
    ['meta', 4],
  ])
  const told = await compare(one, other)
  expect(told).toMatchObject({ code: 0, stderr: '' })
  expect(told.stdout).toMatch(/TikTok\s+10\.0\s+12\.5\s+2\.5/)
  expect(told.stdout).toMatch(/First file\s+Second file\s+Difference/)
})

it('is an error under two frames, and names all that differs', async () => {
  const one = await answer('one.json', FRAME, [['tiktok', 10]])
  const frame = { ...FRAME, window: { hours: 24, boundary: 'included' }, date_basis: 'touch' } as const
  const other = await answer('other.json', frame, [['tiktok', 10]])
  expect(await compare(one, other)).toEqual({
    code: 1,
    stdout: '',
    stderr: 'These tables stand under two frames, which differ in date_basis, window.hours: they cannot be compared.\n',
  })
})
