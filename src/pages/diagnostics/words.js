/** The words of the diagnostics; language, figures and dates are the console's. */
import { textsOf } from '../console/words.js'
import { TEXTS } from './texts.js'

export { language, number, percent, when } from '../console/words.js'
export const { t, plural } = textsOf(TEXTS)
