/** The words of the analysis pages; those of the tables' codes are shared with the command and the files (src/analysis/words/). */
import * as said from '../../analysis/words/said.ts'
import { language, textsOf, typeset } from '../console/words.js'
import { TEXTS } from './texts.js'

export const { t, plural } = textsOf(TEXTS)

export const columnText = (key) => typeset(said.columnText(key, language()))
export const tableText = (id) => typeset(said.tableText(id, language()))
export const nameText = (name) => typeset(said.nameText(name, language()))
export const whyText = (why) => (why === undefined ? '' : typeset(said.whyText(why, language())))
export const noteText = (note) => typeset(said.noteText(note, language()))
export const claimText = (claim) => typeset(said.claimText(claim, language()))
export const windowText = (window) => typeset(said.windowText(window, language()))
/** As a choice it stands alone: with a capital. */
export const modelText = (model) => capital(typeset(said.modelText(model, language())))

export function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
