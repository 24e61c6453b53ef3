/** The word that was probably meant. */
import type { Words } from './document.ts'
import { HINT } from './error-words.ts'

/** A word may differ by about a third of its letters; more is a guess that would mislead. */
const MAX_LENGTH = 64

export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > MAX_LENGTH) return undefined
  const limit = Math.max(1, Math.ceil(word.length / 3))
  let best: { readonly candidate: string; readonly distance: number } | undefined
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase())
    if (distance <= limit && (best === undefined || distance < best.distance)) best = { candidate, distance }
  }
  return best?.candidate
}

/** "did you mean `x`?", or nothing where nothing is near. */
export function didYouMean(word: string, candidates: Iterable<string>): Words | undefined {
  const candidate = nearest(word, candidates)
  if (candidate === undefined) return undefined
  return { en: `did you mean \`${candidate}\`?`, fr: `vouliez-vous dire \`${candidate}\` ?` }
}

/** Where nothing is near, what there is to choose from. */
export function meantOrThereIs(word: string, candidates: readonly string[]): Words | undefined {
  return didYouMean(word, candidates) ?? (candidates.length === 0 ? undefined : HINT.thereIs(candidates))
}

/** Levenshtein: letters put in, taken out or changed. */
function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > MAX_LENGTH) return MAX_LENGTH
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    row = nextRow(row, a.charAt(i - 1), b, i)
  }
  return row.at(-1) ?? 0
}

function nextRow(previous: readonly number[], letter: string, b: string, start: number): number[] {
  const row = [start]
  for (let j = 1; j <= b.length; j += 1) {
    const changed = (previous[j - 1] ?? 0) + (letter === b.charAt(j - 1) ? 0 : 1)
    row.push(Math.min(changed, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1))
  }
  return row
}
