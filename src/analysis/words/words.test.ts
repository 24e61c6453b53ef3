/** Whatever a table can say has words in both languages: codes are read out of the code that makes the tables. */
import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { CREDIT_LEVELS, SPECIAL } from '../attribution/channel-tree.ts'
import { TABLE_IDS } from '../table-ids.ts'
import { TOUCH_KINDS } from '../touch.ts'
import { COLUMNS } from './columns.ts'
import { NAMES } from './names.ts'
import { NOTES } from './notes.ts'
import { claimText, columnText, noteText, windowText } from './said.ts'
import { TABLES } from './tables.ts'
import { WHY } from './why.ts'

const source = globSync('src/{analysis,offsite}/**/*.ts')
  .filter((path) => !/\.(?:test|fixture)\.ts$|\/words\//.test(path))
  .map((path) => readFileSync(path, 'utf8'))
  .join('\n')

const found = (pattern: RegExp): readonly string[] =>
  [...new Set(Array.from(source.matchAll(pattern), ([, code = '']) => code))].toSorted((a, b) => (a < b ? -1 : 1))
const KINDS = 'name|count|credit|money|share|ratio|days|date|p'

describe('words', () => {
  it('has the same codes in both languages, and the same figures in both sentences', () => {
    for (const words of [COLUMNS, NAMES, NOTES, TABLES, WHY]) {
      expect(Object.keys(words.fr).toSorted()).toEqual(Object.keys(words.en).toSorted())
      for (const [code, text] of Object.entries<string>(words.en)) {
        const figures = (of: string) => (of.match(/\{\w+\}/g) ?? []).toSorted()
        expect(figures((words.fr as Record<string, string>)[code] ?? '')).toEqual(figures(text))
      }
    }
  })

  it('has a head for each column that a table can have', () => {
    const columns = [
      ...found(new RegExp(`key: '([a-z_0-9]+)', kind: '(?:${KINDS})'`, 'g')),
      ...found(new RegExp(`\\['([a-z_0-9]{2,}|p)', '(?:${KINDS})'\\]`, 'g')),
      ...CREDIT_LEVELS,
    ]
    expect(columns.length).toBeGreaterThan(40)
    expect(columns.filter((key) => !(key in COLUMNS.en))).toEqual([])
  })

  it('has a sentence for each note, a title for each table, and a word for each kind of touch and each line that closes a sum', () => {
    const notes = found(/notes: \[[^\]]*?\{ code: '([a-z_0-9]+)'/g).concat(
      found(/\{ code: '([a-z_0-9]+)'(?:, figures: \{[^}]*\})? \}\]?\)?,?\s*(?:\n|:)/g),
    )
    expect(notes.length).toBeGreaterThan(10)
    expect(notes.filter((code) => !(code in NOTES.en) && !REFUSALS.has(code))).toEqual([])
    // The record's list of makers: each table that it makes can be asked for by name, and no other.
    const makers = /const MAKERS[^{]*\{([\s\S]*?)\n\}/.exec(readFileSync('src/offsite/tables.ts', 'utf8'))?.[1] ?? ''
    const made = Array.from(makers.matchAll(/^  ([a-z_]+):/gm), ([, id]) => id)
    expect(new Set(made)).toEqual(new Set<unknown>(TABLE_IDS))
    const tables = found(/^\s+id: '([a-z_]+)',$/gm)
    expect([...tables, ...TABLE_IDS].filter((id) => !(id in TABLES.en))).toEqual([])
    expect([...TOUCH_KINDS, ...Object.values(SPECIAL)].filter((name) => !(name in NAMES.en))).toEqual([])
  })

  it('writes figures and windows as the language does', () => {
    const note = { code: 'measured_of', figures: { all: 1200, followed: 710, no_consent: 300, declared: 12 } }
    expect(noteText(note, 'en')).toContain('Of 1,200 orders, 710 can be followed')
    expect(noteText(note, 'fr')).toContain('Parmi 1\u202F200 commandes')
    expect(windowText('7d_click_1d_engaged_view_1d_view', 'fr')).toBe(
      '7\u00A0j clic, 1\u00A0j vue engagée, 1\u00A0j vue',
    )
    // A rule is named as the page's choice names it, and a seed is no quantity.
    expect(noteText({ code: 'model', figures: { model: 'time_decay' } }, 'fr')).toContain('décroissance dans le temps')
    expect(noteText({ code: 'bootstrap', figures: { draws: 1000, seed: 20_260_101 } }, 'en')).toMatch(
      /1,000 .*20260101/,
    )
    expect(claimText({ by: 'tiktok', window: '7d_click' }, 'en')).toBe('claimed by TikTok, 7\u00A0d click')
    expect([columnText('new_thing', 'en'), noteText({ code: 'new_note', figures: { n: 3 } }, 'fr')]).toEqual([
      'new thing',
      'new note: n 3',
    ])
  })
})

/** Answers to a question that cannot be answered: no notes. */
const REFUSALS: ReadonlySet<string> = new Set([
  'frame_invalid',
  'frames_differ',
  'no_such_table',
  'too_many_states',
  'no_conversion',
])
