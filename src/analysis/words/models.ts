/** What the rules of sharing credit are called. */
import type { Words } from './language.ts'

export const MODELS = {
  en: {
    last: 'last touch',
    first: 'first touch',
    linear: 'equal shares by touch',
    position: 'position (40/20/40)',
    time_decay: 'time decay',
    markov: 'Markov chain, order 1',
    markov_2: 'Markov chain, order 2',
    equal_split: 'equal split by distinct channel',
  },
  fr: {
    last: 'dernier contact',
    first: 'premier contact',
    linear: 'parts égales par contact',
    position: 'position (40/20/40)',
    time_decay: 'décroissance dans le temps',
    markov: 'chaîne de Markov, ordre 1',
    markov_2: 'chaîne de Markov, ordre 2',
    equal_split: 'parts égales par canal distinct',
  },
} as const satisfies Words
