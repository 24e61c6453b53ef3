import fc from 'fast-check'
import { expect, it } from 'vitest'
import { sha256Hex } from '../hashing/sha256.ts'
import { guardText } from '../privacy/guard.ts'
import { CODE_POINT } from '../../test/support/code-points.ts'
import {
  hashJson,
  hashListJson,
  keyOf,
  listJson,
  ObjectWriter,
  scalarJson,
  textJson,
  type SafeJson,
} from './safe-json.ts'

function textOf(text: string): SafeJson | undefined {
  const result = guardText(text, 'id')
  return 'clean' in result ? textJson(result.clean) : undefined
}

it('writes any text that the guard lets through in ASCII, as JSON that means the same, and no half of a surrogate pair', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.string({ unit: CODE_POINT }), fc.constantFrom('\uD800', '"\\', '\n')),
      (text) => {
        const written = textOf(text)
        if (written === undefined) return
        expect(JSON.parse(written)).toBe(text.toWellFormed())
        expect(written).toMatch(/^[ -~]*$/)
      },
    ),
  )
})

it('escapes what is not ASCII as RFC 8259 (section 7) shows it', () => {
  expect(textOf('\u{1D11E} Crème’')).toBe(String.raw`"\ud834\udd1e Cr\u00e8me\u2019"`)
})

it('writes numbers and truth values as JSON.stringify does', () => {
  fc.assert(
    fc.property(fc.oneof(fc.double(), fc.integer(), fc.boolean()), (value) => {
      expect(scalarJson(value)).toBe(JSON.stringify(value))
    }),
  )
})

it('writes hashes, alone and as a list of one', () => {
  const hash = sha256Hex('jane@example.com')
  expect(JSON.parse(hashJson(hash))).toBe(hash)
  expect(JSON.parse(hashListJson(hash))).toEqual([hash])
  expect(listJson([hashJson(hash), scalarJson(1)])).toBe(`["${hash}",1]`)
})

/** Trees of numbers: what is written must not depend on what is in it. */
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.dictionary(fc.constantFrom('a', 'b', 'c', '"'), fc.oneof(fc.integer(), tie('tree')), { maxKeys: 4 }),
}))
type Tree = { [name: string]: number | Tree }

function write(writer: ObjectWriter, members: Tree): void {
  for (const [name, member] of Object.entries(members)) {
    if (typeof member === 'number') writer.member(keyOf(name), scalarJson(member))
    else {
      const opened = writer.open(keyOf(name))
      write(writer, member)
      writer.close(opened)
    }
  }
}

/** An object with nothing in it is not written. */
function withoutEmpty(members: Tree): Tree {
  const kept = Object.entries(members).map(([name, member]): [string, number | Tree] => [
    name,
    typeof member === 'number' ? member : withoutEmpty(member),
  ])
  return Object.fromEntries(kept.filter(([, member]) => typeof member === 'number' || Object.keys(member).length > 0))
}

it('writes any object as JSON.stringify does, without the empty ones in it', () => {
  fc.assert(
    fc.property(tree, (members) => {
      const writer = new ObjectWriter()
      write(writer, members)
      expect(writer.isEmpty).toBe(Object.keys(withoutEmpty(members)).length === 0)
      expect(writer.end()).toBe(JSON.stringify(withoutEmpty(members)))
    }),
  )
})
