/** Which lines of policy.yaml differ from the approved text. Comments and blank lines do not count: nobody signs them. */

export interface LineDifference {
  /** In the text of now, from 1. */
  readonly line: number
  /** Absent: the line is new. */
  readonly approved?: string
  /** Absent: the line is gone; `line` is where it was. */
  readonly now?: string
}

const MAX_DIFFERENCES = 50
/** Lines of one side times lines of the other, for what lies between the first and the last difference. */
const MAX_CELLS = 4_000_000

interface Line {
  readonly number: number
  readonly text: string
}

/**
 * For two texts that do not mean the same: there a line with `#` may be part of a text over several lines, and then it counts.
 */
export function tellingDifferences(approved: readonly string[], now: readonly string[]): readonly LineDifference[] {
  const found = lineDifferences(approved, now)
  const mayHide = found.length === 0 || [...approved, ...now].some((line) => BLOCK_SCALAR.test(line))
  return mayHide ? differencesBetween(everyLine(approved), everyLine(now)) : found
}

/** `en: |`, `- >-`: the lines below it are text (YAML 1.2.2, section 8.1). */
const BLOCK_SCALAR = /(?:^|[\s:-])[|>][-+\d]{0,2}\s*(?:#.*)?$/

export function lineDifferences(approved: readonly string[], now: readonly string[]): readonly LineDifference[] {
  return differencesBetween(meaningful(approved), meaningful(now))
}

function differencesBetween(old: readonly Line[], fresh: readonly Line[]): readonly LineDifference[] {
  let start = 0
  while (start < old.length && start < fresh.length && old[start]?.text === fresh[start]?.text) start++
  let end = 0
  while (end < old.length - start && end < fresh.length - start && old.at(-1 - end)?.text === fresh.at(-1 - end)?.text)
    end++
  const [goneAt, newAt] = [old.slice(start, old.length - end), fresh.slice(start, fresh.length - end)]
  const before = fresh[start - 1]?.number ?? 0
  return paired(goneAt, newAt, before).slice(0, MAX_DIFFERENCES)
}

function everyLine(lines: readonly string[]): readonly Line[] {
  return lines.map((line, index) => ({ number: index + 1, text: line.replace(/\s+$/, '') }))
}

/** YAML in which `#` may stand in a text is left as it is: a comment counts as one only where nothing but it is on the line. */
function meaningful(lines: readonly string[]): readonly Line[] {
  return lines.flatMap((line, index) => {
    const text = line.replace(/\s+$/, '')
    return /^\s*(?:#.*)?$/.test(text) ? [] : [{ number: index + 1, text }]
  })
}

/** A run of lines that are gone and a run of new ones in the same place are told pair by pair. */
function paired(old: readonly Line[], now: readonly Line[], before: number): readonly LineDifference[] {
  const differences: LineDifference[] = []
  let last = before
  const tell = (gone: readonly Line[], added: readonly Line[]): void => {
    for (let index = 0; index < Math.max(gone.length, added.length); index++) {
      const [one, other] = [gone[index], added[index]]
      last = other?.number ?? last + (index === 0 && added.length === 0 ? 1 : 0)
      differences.push({
        line: Math.max(1, last),
        ...(one !== undefined && { approved: one.text }),
        ...(other !== undefined && { now: other.text }),
      })
    }
  }
  let [from, to] = [0, 0]
  for (const [oldIndex, nowIndex] of commonLines(old, now)) {
    tell(old.slice(from, oldIndex), now.slice(to, nowIndex))
    last = now[nowIndex]?.number ?? last
    ;[from, to] = [oldIndex + 1, nowIndex + 1]
  }
  tell(old.slice(from), now.slice(to))
  return differences
}

/** The longest common subsequence, as pairs of indexes; none where the two sides are too long to look for it. */
function commonLines(old: readonly Line[], now: readonly Line[]): readonly (readonly [number, number])[] {
  if (old.length * now.length > MAX_CELLS) return []
  const width = now.length + 1
  const lengths = new Uint16Array((old.length + 1) * width)
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = now.length - 1; j >= 0; j--)
      lengths[i * width + j] =
        old[i]?.text === now[j]?.text ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  const pairs: (readonly [number, number])[] = []
  for (let i = 0, j = 0; i < old.length && j < now.length;) {
    if (old[i]?.text === now[j]?.text) pairs.push([i++, j++])
    else if (at(i + 1, j) >= at(i, j + 1)) i++
    else j++
  }
  return pairs
}
