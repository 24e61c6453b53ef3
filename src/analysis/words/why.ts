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
    interval_only: 'an interval only',
    test_of_orders: 'the test measured orders, not revenue',
    test_of_revenue: 'the test measured revenue, not orders',
    no_spend: 'the test was read without what it cost',
    no_more_orders: 'no price: the test found no more orders',
  },
  fr: {
    too_few: 'trop peu pour le dire',
    suppressed: 'retenu, pour qu’un autre chiffre ne se devine pas',
    not_measured: 'pas mesuré',
    incomplete: 'pas encore complet',
    cost_missing: 'un coût manque',
    does_not_apply: '–',
    interval_only: 'un intervalle seulement',
    test_of_orders: 'le test a mesuré des commandes, pas un chiffre d’affaires',
    test_of_revenue: 'le test a mesuré un chiffre d’affaires, pas des commandes',
    no_spend: 'le test a été lu sans ce qu’il a coûté',
    no_more_orders: 'pas de prix : le test n’a pas trouvé plus de commandes',
  },
} as const satisfies Words
