/** What changes between two policies, as lines for a terminal: widening first. */
import { destinations } from '../destinations/registry.ts'
import { sentencesOf, type ChangeNames, type Sentence } from '../policy/change-words.ts'
import { compare, DIRECTIONS, type Direction } from '../policy/compare.ts'
import type { CompiledPolicy } from '../policy/types.ts'
import type { Bilingual, Language } from './command.ts'

export const NAMES: ChangeNames = {
  // Without the name of the interface: a reader knows TikTok, and not its Events API.
  destination: (id) =>
    destinations.find((destination) => destination.id === id)?.name.replace(/ (?:Events|Conversions) API\b.*$/, '') ??
    id,
}

const HEADS: Readonly<Record<Direction, Bilingual>> = {
  widens: { en: 'Widens (needs a new approval)', fr: 'Élargit (demande une nouvelle approbation)' },
  narrows: { en: 'Narrows (needs none)', fr: 'Restreint (n’en demande pas)' },
  wording: { en: 'Other words (needs a new approval)', fr: 'Autres mots (demande une nouvelle approbation)' },
  technical: { en: 'Technical (needs none)', fr: 'Technique (n’en demande pas)' },
}

export function changeLines(before: CompiledPolicy, after: CompiledPolicy, language: Language): readonly string[] {
  const sentences = sentencesOf(compare(before, after), NAMES)
  if (sentences.length === 0) return [language === 'fr' ? 'Rien ne change.' : 'Nothing changes.']
  return DIRECTIONS.flatMap((direction) => partOf(direction, sentences, language))
}

function partOf(direction: Direction, sentences: readonly Sentence[], language: Language): readonly string[] {
  const own = sentences.filter((sentence) => sentence.direction === direction)
  if (own.length === 0) return []
  return [
    `${HEADS[direction][language]}${language === 'fr' ? '\u00A0:' : ':'}`,
    ...own.map((one) => `  - ${one[language]}`),
  ]
}
