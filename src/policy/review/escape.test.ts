import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CompiledPolicy } from '../types.ts'
import { CODE_POINT } from '../../../test/support/code-points.ts'
import { CLICK_IDS, FACTS, GUARDED } from './compiled.fixture.ts'
import { everywhere, HOSTILE } from './hostile.fixture.ts'
import { csv } from './csv.ts'
import { reviewFiles } from './review.ts'

/** Every text of the list, and as many that nobody has thought of. */
const RUNS = { numRuns: 2 * HOSTILE.length, examples: HOSTILE.map((text): [string] => [text]) }

const APPROVED = (name: string) => ({
  digest: 'e'.repeat(64),
  since: [],
  approvals: [{ role: name, name, kid: name, at: name }],
})

function files(policy: CompiledPolicy, text: string): ReadonlyMap<string, string> {
  const made = reviewFiles({
    policy,
    approved: APPROVED(text),
    recipients: FACTS.map((facts) => ({ ...facts, name: text, api: text })),
    guarded: GUARDED,
    clickIds: CLICK_IDS,
  })
  return new Map(made.map((file) => [file.name, file.text]))
}

const madeOfHostile = new Map<string, ReadonlyMap<string, string>>()

/** Documents in which the text is everywhere; those of the list are written once for all laws. */
function filesWith(text: string): ReadonlyMap<string, string> {
  const made = madeOfHostile.get(text) ?? files(everywhere(text), text)
  if (HOSTILE.includes(text)) madeOfHostile.set(text, made)
  return made
}

const MARKS = '| ` \\ < > & * _ [ ] ( ) # - + = ~ $ ! " \' @ a 1 . :'.split(' ').concat(' ', '\n', '\r', '\t')

const hostile = fc
  .oneof(
    fc.constantFrom(...HOSTILE),
    fc.string({ unit: CODE_POINT, minLength: 1, maxLength: 40 }),
    fc.array(fc.constantFrom(...MARKS), { minLength: 1, maxLength: 20 }).map((marks) => marks.join('')),
  )
  // Blanks alone leave an empty line, and break nothing.
  .filter((text) => text.trim() !== '')

const MARKDOWN = ['REVIEW.md', 'REVIEW.fr.md'] as const
const HTML = ['REVIEW.html', 'REVIEW.fr.html'] as const

/** What each line is: a heading of a level, an item, a quote, a row with so many cells, or text. */
function skeleton(markdown: string): readonly string[] {
  return markdown.split('\n').map((line) => {
    if (line.startsWith('|')) return `row ${(line.match(/(?<!\\)(?:\\\\)*\|/g) ?? []).length}`
    return (
      /^(?:#{1,6} |- | {2}- |> |$)/.exec(line)?.[0] ??
      (/^\s*(?:[-+*#>=]|\d+[.)])/.test(line) && !line.startsWith('**') ? 'block' : 'text')
    )
  })
}

const plainSkeleton = new Map(
  MARKDOWN.map((name) => [name, skeleton(files(everywhere('word'), 'word').get(name) ?? '')]),
)

describe('whatever a person has written in the policy', () => {
  it('the Markdown keeps its lines, headings, items, and the cells of every table', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const made = filesWith(text)
        for (const name of MARKDOWN) expect(skeleton(made.get(name) ?? '')).toEqual(plainSkeleton.get(name))
      }),
      RUNS,
    )
  })

  it('the Markdown has no tag, entity or link of it', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const made = filesWith(text)
        for (const name of MARKDOWN) {
          const prose = withoutCode(made.get(name) ?? '')
          expect(prose).not.toMatch(/(?<!\\)(?:\\\\)*[<&]/)
          const links = [...prose.matchAll(/(?<!\\)\]\(([^)]*)\)/g)].map(([, target]) => target)
          expect(links.every((target) => /^#|^REVIEW(?:\.fr)?\.md$/.test(target ?? ''))).toBe(true)
        }
      }),
      RUNS,
    )
  })

  it('the page has only its own tags and attributes', () => {
    const own = tagsOf(files(everywhere('word'), 'word').get('REVIEW.html') ?? '')
    fc.assert(
      fc.property(hostile, (text) => {
        const made = filesWith(text)
        for (const name of HTML) expect([...tagsOf(made.get(name) ?? '')].filter((tag) => !own.has(tag))).toEqual([])
      }),
      RUNS,
    )
  })

  it('no document has a character that hides or reorders text', () => {
    for (const text of files(everywhere('approved\u202Edevorppa\u200B\u2066'), 'x').values())
      expect(text.replace(/^\uFEFF/, '')).not.toMatch(/[\u200B\u202A-\u202E\u2066-\u2069\uFEFF]/)
  })
})

/** Code spans of any fence; what is in them is no Markdown. */
function withoutCode(markdown: string): string {
  return markdown.replaceAll(/(?<![\\`])(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, '')
}

/** Every tag, with the values of its attributes left out. */
function tagsOf(html: string): ReadonlySet<string> {
  const body = html.replace(/<style>[\s\S]*?<\/style>/, '')
  return new Set((body.match(/<[^>]*>?/g) ?? []).map((tag) => tag.replaceAll(/"[^"]*"/g, '""')))
}

describe('the spreadsheet', () => {
  // RFC 4180, 2.5 to 2.7; the mark is the one that spreadsheets read UTF-8 by.
  it('begins with a byte order mark, ends each row with CR LF and quotes what needs it', () => {
    expect(
      csv([
        ['a', 'é, ", b'],
        ['line\nbreak', ''],
      ]),
    ).toBe('\uFEFFa,"é, "", b"\r\n"line\nbreak",\r\n')
  })

  it.each(['=1+1', '+33 1', '-2', '@SUM(A1)', '\t=1', ' =1', '\u00A0=1', '\uFF1D1'])(
    'computes nothing of %j',
    (text) => {
      expect(csv([[text]])).toMatch(/^\uFEFF"?'/)
    },
  )

  it('gives back every cell, whatever is in it, and never one that begins with a sign of a formula', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const made = filesWith(text)
        for (const name of ['record-of-processing.csv', 'record-of-processing.fr.csv']) {
          const rows = parseCsv(made.get(name)?.slice(1) ?? '')
          expect(new Set(rows.map((row) => row.length))).toEqual(new Set([20]))
          expect(rows.flat().filter((cell) => /^\s*[=+\-@]/.test(cell))).toEqual([])
        }
      }),
      RUNS,
    )
  })
})

/** A reader of RFC 4180, apart from the writer. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]]
  const pattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/gy
  for (let match = pattern.exec(text); match !== null && match.index < text.length; match = pattern.exec(text)) {
    rows.at(-1)?.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '')
    if (match[3] === '\r\n' && pattern.lastIndex < text.length) rows.push([])
    if (match[3] === '') break
  }
  return rows
}
