/** What YAML allows and a plain value cannot hold: keys that would be lost without a word when the file is read. */
import { isAlias, isScalar, visit } from 'yaml'
import type { Document, LineCounter, YAMLMap } from 'yaml'
import type { PolicyError, Said } from './errors.ts'
import { ALIAS_AS_KEY, characterWords, keyTwice, RESERVED_KEY, UNREADABLE } from './yaml-words.ts'

export function treeFaults(document: Document.Parsed, lines: LineCounter): readonly PolicyError[] {
  const faults: PolicyError[] = []
  const fault = (offset: number, said: Said): void => {
    const { line, col } = lines.linePos(offset)
    faults.push({ line: Math.max(1, line), column: Math.max(1, col), path: '', ...said })
  }
  visit(document, {
    Map: (_key, map) => {
      for (const [offset, said] of keyFaults(map)) fault(offset, said)
    },
    Scalar: (_key, { value, range }) => {
      const at = typeof value === 'string' ? value.search(UNREADABLE) : -1
      if (at !== -1) fault(range?.[0] ?? 0, characterWords(String(value).codePointAt(at) ?? 0))
    },
  })
  return faults
}

type Fault = readonly [offset: number, said: Said]

function keyFaults(map: YAMLMap): readonly Fault[] {
  const faults: Fault[] = []
  const seen = new Map<string, unknown>()
  for (const { key } of map.items) {
    if (isAlias(key)) faults.push([key.range?.[0] ?? 0, ALIAS_AS_KEY])
    if (!isScalar(key)) continue
    const offset = key.range?.[0] ?? 0
    const name = String(key.value)
    if (name === '__proto__') faults.push([offset, RESERVED_KEY])
    // The parser has told of two that are the same value; `1` and `"1"` are one key too.
    if (seen.has(name) && seen.get(name) !== key.value) faults.push([offset, keyTwice(name)])
    seen.set(name, key.value)
  }
  return faults
}
