/** Every sentence that a policy's author may be told, met in a test or not: it is there in French, with the same names in it. */
import { describe, expect, it } from 'vitest'
import * as ANALYSIS from './analysis-words.ts'
import * as BROWSER from './browser-words.ts'
import type { Words } from './document.ts'
import { HINT, OF_A_RECIPIENT, OF_AN_EVENT, WRONG } from './error-words.ts'
import { faultsOfFrench } from './french.fixture.ts'
import { SCHEMA_MESSAGES } from './schema-messages.ts'
import * as SOURCES from './sources-words.ts'
import { aliasWords, IN_FRENCH, TOO_DEEP, TOO_LARGE } from './yaml-words.ts'

const TABLES = {
  WRONG,
  HINT,
  ANALYSIS_WRONG: ANALYSIS.WRONG,
  ANALYSIS_HINT: ANALYSIS.HINT,
  BROWSER_WRONG: BROWSER.WRONG,
  BROWSER_HINT: BROWSER.HINT,
  SOURCES_WRONG: SOURCES.WRONG,
  SOURCES_HINT: SOURCES.HINT,
  OF_AN_EVENT,
  OF_A_RECIPIENT,
  SCHEMA_MESSAGES,
  YAML: { TOO_DEEP, TOO_LARGE },
}

const SENTENCES = Object.entries(TABLES).flatMap(([table, sentences]) =>
  Object.entries(sentences).map(([key, said]) => [`${table}.${key}`, wordsOf(said)] as const),
)

/** A list stands for a name as well: in a sentence it is a text. */
function wordsOf(said: Words | ((...facts: never[]) => Words)): Words {
  return typeof said === 'function' ? said(...([['a'], ['b'], ['c', 'd'], ['e']] as never[])) : said
}

describe('a sentence about a policy', () => {
  it.each(SENTENCES)('%s is said in both languages', (_key, words) => {
    expect(faultsOfFrench(words)).toEqual([])
  })

  it.each(Object.entries(IN_FRENCH))('of the YAML parser, %s, is said in French', (_code, fr) => {
    expect(faultsOfFrench({ en: '', fr })).toEqual([])
  })

  it.each([
    'Unresolved alias (the anchor must be set before the alias): two',
    'Excessive alias count indicates a resource exhaustion attack',
    'whatever else',
  ])('of an alias is said in French: %s', (thrown) => {
    expect(faultsOfFrench(aliasWords(new ReferenceError(thrown), 100))).toEqual([])
  })
})

describe('the test of the French', () => {
  it.each([
    [{ en: 'is wrong', fr: 'is wrong' }, 'the same as the English'],
    [{ en: 'no `a`', fr: 'pas de `b`' }, 'names differ'],
    [{ en: 'so: this', fr: 'ainsi : ceci' }, 'no no-break space'],
    [{ en: 'so?', fr: 'ainsi ?' }, 'no no-break space'],
    [{ en: 'the "word"', fr: 'le « mot\u00A0»' }, 'no no-break space'],
    [{ en: 'the event', fr: "l'événement" }, 'a straight apostrophe'],
  ])('finds the fault in %o', (words, fault) => {
    expect(faultsOfFrench(words)).toEqual([expect.stringContaining(fault) as unknown])
  })

  it('leaves names and addresses alone', () => {
    const fr = 'comme `a: b`, { group: … } ou "http://127.0.0.1:*" à https://shop.example\u00A0!'
    expect(faultsOfFrench({ en: 'as `a: b`', fr })).toEqual([])
  })
})
