/** The record's row of visitors' journeys, which nobody receives. */
import type { CompiledAnalysis } from '../types.ts'
import { JOURNEY_WORDS } from './kept-words.ts'
import { days, typeset } from './language.ts'
import type { SiteReading } from './leaving.ts'
import { basisWords } from './silence.ts'
import { PURPOSE_WORDS } from './term-words.ts'

/** The cells that are its own; undefined where no journey is kept. */
export function analysisCells({ language, site }: SiteReading) {
  const { analysis } = site
  if (analysis === undefined) return undefined
  const consent = analysis.purposes.map((purpose) => PURPOSE_WORDS[purpose][language]).join('; ')
  return { ...WORDS[language](analysis), basis: basisWords(language, site, 'consent'), consent }
}

const WORDS = {
  en: ({ journeyDays, recordDays }: CompiledAnalysis) => ({
    purpose: 'Measuring what brought visits and orders, and what advertising cost beside them',
    data: `Journeys: ${JOURNEY_WORDS.en}.`,
    events: 'page views, steps towards an order, purchases',
    recipient: 'nobody: stays in the gateway; processors: see their column',
    transfers: 'none by the gateway itself; by the processors: to be asked of them',
    erasure: `Journeys: ${days('en', journeyDays)}, and at once on withdrawal. What is counted and imported: ${days('en', recordDays)}.`,
  }),
  fr: ({ journeyDays, recordDays }: CompiledAnalysis) => ({
    purpose: 'Mesurer ce qui a amené les visites et les commandes, et ce que la publicité a coûté en regard',
    data: typeset('fr', `Parcours : ${JOURNEY_WORDS.fr}.`),
    events: 'pages vues, étapes vers une commande, achats',
    recipient: typeset('fr', 'personne : reste dans la passerelle ; sous-traitants : voir leur colonne'),
    transfers: typeset('fr', 'aucun par la passerelle elle-même ; par les sous-traitants : à vérifier auprès d’eux'),
    erasure: typeset(
      'fr',
      `Parcours : ${days('fr', journeyDays)}, et aussitôt en cas de retrait. Ce qui est compté et importé : ${days('fr', recordDays)}.`,
    ),
  }),
} as const
