/**
 * How often the egress guard takes a random number for a person's: `node bench/guard.ts`. Random numbers of these shapes are
 * the worst that a shop can have; its own (test/support/ordinary.ts) begin in ways that no card or phone begins.
 */
import { detectPersonalData } from '../src/privacy/detect.ts'
import { numbersFrom, RANDOM_SHAPES } from '../test/support/ordinary.ts'

const COUNT = Number(process.argv[2] ?? 200_000)
const SEED = 2026

function percentOf(make: (numbers: ReturnType<typeof numbersFrom>) => string, as: 'id' | 'text'): string {
  const numbers = numbersFrom(SEED)
  const kinds = new Map<string, number>()
  let hits = 0
  for (let i = 0; i < COUNT; i++) {
    const found = detectPersonalData(make(numbers), as)
    if (found.length > 0) hits++
    for (const kind of found) kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  }
  const most = [...kinds].toSorted((a, b) => b[1] - a[1]).map(([kind]) => kind)
  return `${((hits / COUNT) * 100).toFixed(3)} %${most.length > 0 ? ` (${most.join(', ')})` : ''}`
}

console.log(`${COUNT} random ids of each shape, seed ${SEED}`)
console.log('| shape | taken for a person’s, in an id | in a text |\n| --- | --- | --- |')
for (const [shape, make] of Object.entries(RANDOM_SHAPES))
  console.log(`| ${shape} | ${percentOf(make, 'id')} | ${percentOf(make, 'text')} |`)
