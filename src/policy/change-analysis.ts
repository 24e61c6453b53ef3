/** Sentences about the off-site analysis. */
import { changed, code, codes, type Say } from './change-sentences.ts'
import type { Words } from './document.ts'
import type { CompiledAnalysis } from './types.ts'

export const ANALYSIS_SETTINGS: Readonly<Record<string, Say>> = {
  analysis: ({ change }) =>
    change.after === undefined
      ? {
          en: 'Nothing of visitors’ journeys is kept any more.',
          fr: 'Plus rien n’est gardé des parcours des visiteurs.',
        }
      : newAnalysis(change.after as CompiledAnalysis),
  'analysis.purposes': ({ change }) =>
    change.after === undefined
      ? {
          en: `Journeys are kept without consent to ${codes(change.before)} from now on.`,
          fr: `Les parcours sont désormais gardés sans consentement à ${codes(change.before)}.`,
        }
      : {
          en: `Journeys are kept only with consent to ${codes(change.after)} too from now on.`,
          fr: `Les parcours ne sont désormais gardés qu’avec, aussi, le consentement à ${codes(change.after)}.`,
        },
  'analysis.journeyDays': changed(
    'For how many days a journey is kept',
    'La durée de conservation d’un parcours, en jours,',
  ),
  'analysis.recordDays': changed(
    'For how many days what is counted and imported is kept',
    'La durée de conservation de ce qui est compté et importé, en jours,',
  ),
  'analysis.windowDays': changed(
    'How many days before an order a visit may lie to have credit',
    'Le nombre de jours avant une commande pendant lesquels une visite peut être créditée',
  ),
  'analysis.direct': changed('When a direct visit has credit', 'Le crédit des visites directes'),
  'analysis.currency': changed('The currency of the tables', 'La monnaie des tableaux'),
  'analysis.touches': () => ({
    en: 'The site’s own rules of what brought a visit change. Nothing more is kept of anybody.',
    fr: 'Les règles du site sur ce qui amène une visite changent. Rien de plus n’est gardé de quiconque.',
  }),
  'analysis.codes': ({ change }) => {
    if (change.key !== undefined)
      return {
        en: `The promo code ${code(change.key)} declares ${code(change.after)} instead of ${code(change.before)}.`,
        fr: `Le code promo ${code(change.key)} déclare ${code(change.after)} au lieu de ${code(change.before)}.`,
      }
    return change.after === undefined
      ? {
          en: `No longer kept with orders: the promo codes ${codes(change.before)}.`,
          fr: `Ne sont plus gardés avec les commandes : les codes promo ${codes(change.before)}.`,
        }
      : {
          en: `Kept with orders from now on: the promo codes ${codes(change.after)}.`,
          fr: `Sont désormais gardés avec les commandes : les codes promo ${codes(change.after)}.`,
        }
  },
}

function newAnalysis(analysis: CompiledAnalysis): Words {
  return {
    en: `From now on the journeys of visitors who agreed to ${codes(analysis.purposes)} are kept, each for ${analysis.journeyDays} days: what brought each visit, its steps and its orders, under a keyed hash. They leave for nobody.`,
    fr: `Désormais les parcours des visiteurs qui ont consenti à ${codes(analysis.purposes)} sont gardés, chacun pendant ${analysis.journeyDays} jours : ce qui a amené chaque visite, ses étapes et ses commandes, sous un hachage à clé. Ils ne sortent vers personne.`,
  }
}
