/** Why a cell has no number. */
import type { Words } from './language.ts'

export const WHY = {
  en: {
    too_few: 'too few to say',
    suppressed: 'held back, so that another figure cannot be guessed',
    not_measured: 'not measured',
    incomplete: 'not complete yet',
    cost_missing: 'a cost is missing',
    does_not_apply: '–',
  },
  fr: {
    too_few: 'trop peu pour le dire',
    suppressed: 'retenu, pour qu’un autre chiffre ne se devine pas',
    not_measured: 'pas mesuré',
    incomplete: 'pas encore complet',
    cost_missing: 'un coût manque',
    does_not_apply: '–',
  },
} as const satisfies Words
