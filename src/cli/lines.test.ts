import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linesOf } from './lines.ts'

/** `bytes` in pieces of `size`, as a pipe may cut them: also within a letter. */
async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}

async function read(text: string, size: number, maxCharacters: number): Promise<(string | undefined)[]> {
  const lines: (string | undefined)[] = []
  for await (const line of linesOf(pieces(new TextEncoder().encode(text), size), maxCharacters)) lines.push(line)
  return lines
}

describe('linesOf', () => {
  it('gives the lines whatever the size of the pieces', async () => {
    const line = fc.string({ unit: 'grapheme' }).filter((text) => !/[\n\r\uFEFF]/.test(text))
    await fc.assert(
      fc.asyncProperty(fc.array(line), fc.integer({ min: 1, max: 9 }), async (lines, size) => {
        expect(await read(lines.map((text) => `${text}\n`).join(''), size, 1000)).toEqual(lines)
      }),
    )
  })

  it('takes off the carriage return and keeps a last line without an end', async () => {
    expect(await read('a\r\nb', 2, 10)).toEqual(['a', 'b'])
  })

  it('gives undefined for a line that is too long, and the lines around it', async () => {
    for (const size of [1, 3, 64]) {
      expect(await read(`ok\n${'x'.repeat(50)}\nok\n${'y'.repeat(50)}`, size, 10)).toEqual([
        'ok',
        undefined,
        'ok',
        undefined,
      ])
    }
  })
})
