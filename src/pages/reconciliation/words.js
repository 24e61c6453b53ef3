/** The words of the reconciliation; language, figures and dates are the console's. */
import { textsOf } from '../console/words.js'
import { TEXTS } from './texts.js'

export { instant, language, money, number, when } from '../console/words.js'
export const { t } = textsOf(TEXTS)
