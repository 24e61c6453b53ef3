import { Writable } from 'node:stream'
import { expect, it } from 'vitest'
import { lineWriter, outliveReaders } from './log-output.ts'

it('lines for a reader who stands still are bounded, and go on when it reads again', () => {
  const read: string[] = []
  const waits: (() => void)[] = []
  const output = new Writable({
    write: (chunk, _encoding, done) => {
      read.push(String(chunk))
      waits.push(done)
    },
  })
  const write = lineWriter(output)
  const line = 'x'.repeat(1_023)
  for (let written = 0; written < 20_000; written++) write(line)
  // 8 MiB in lines of 1 KiB with their ends.
  expect(output.writableLength).toBe(8 * 1_024 * 1_024)
  while (waits.length > 0) waits.shift()?.()
  write('again')
  expect(read.at(-1)).toBe('again\n')
})

it('an output that has gone is written to without an error', async () => {
  const output = new Writable({ write: (_chunk, _encoding, done) => done(new Error('EPIPE')) })
  outliveReaders(output)
  const write = lineWriter(output)
  write('one')
  await new Promise((later) => setImmediate(later))
  expect(() => write('two')).not.toThrow()
  await new Promise((later) => setImmediate(later))
})
