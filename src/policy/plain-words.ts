/** For what the schema refuses without words of its own: made of what zod says was expected and of what stands there. */
import type { z } from 'zod'
import type { Words } from './document.ts'

export function plainWords(issue: z.core.$ZodIssue, value: unknown): Words {
  switch (issue.code) {
    case 'invalid_type':
      return wrongKind(KINDS[issue.expected] ?? same(issue.expected), kindOf(value))
    case 'invalid_value':
      return oneOf(issue.values.map(String))
    case 'too_small':
      return tooSmall(issue.origin, String(issue.minimum))
    case 'too_big':
      return tooBig(issue.origin, String(issue.maximum))
    default:
      return { en: 'is not valid here', fr: 'n’est pas valable ici' }
  }
}

function wrongKind(expected: Words, found: Words): Words {
  return { en: `expected ${expected.en}, found ${found.en}`, fr: `attendu : ${expected.fr} ; trouvé : ${found.fr}` }
}

function oneOf(values: readonly string[]): Words {
  const list = values.join(', ')
  return values.length === 1
    ? { en: `must be ${list}`, fr: `doit être ${list}` }
    : { en: `must be one of ${list}`, fr: `doit être l’une de ces valeurs : ${list}` }
}

function tooSmall(origin: string, minimum: string): Words {
  const en = `is too small: at least ${minimum}`
  if (origin === 'string') return { en, fr: `texte trop court : au moins ${minimum} caractère` }
  if (origin === 'array') return { en, fr: `liste trop courte : au moins ${minimum}` }
  return { en, fr: `valeur trop petite : au moins ${minimum}` }
}

function tooBig(origin: string, maximum: string): Words {
  if (origin === 'string')
    return { en: `is too long: at most ${maximum} letters`, fr: `texte trop long : ${maximum} caractères au plus` }
  const en = `is too large: at most ${maximum}`
  return origin === 'array'
    ? { en, fr: `liste trop longue : ${maximum} au plus` }
    : { en, fr: `valeur trop grande : ${maximum} au plus` }
}

const BLOCK: Words = { en: 'a block of keys', fr: 'un bloc de clés' }
const WHOLE_NUMBER: Words = { en: 'a whole number', fr: 'un nombre entier' }

const KINDS: Readonly<Partial<Record<string, Words>>> = {
  string: { en: 'a text', fr: 'un texte' },
  number: { en: 'a number', fr: 'un nombre' },
  int: WHOLE_NUMBER,
  boolean: { en: 'true or false', fr: 'true ou false' },
  array: { en: 'a list: [a, b]', fr: 'une liste : [a, b]' },
  object: BLOCK,
  record: BLOCK,
}

/** The kind only, never the value: it may be a secret that stands in the wrong place. */
function kindOf(value: unknown): Words {
  if (value === undefined) return { en: 'nothing', fr: 'rien' }
  if (value === null) return { en: 'an empty value', fr: 'une valeur vide' }
  if (Array.isArray(value)) return { en: 'a list', fr: 'une liste' }
  if (typeof value === 'number' && Number.isInteger(value)) return WHOLE_NUMBER
  if (typeof value === 'number') return { en: 'a number with decimals', fr: 'un nombre à décimales' }
  return KINDS[typeof value] ?? same(typeof value)
}

function same(word: string): Words {
  return { en: word, fr: word }
}
