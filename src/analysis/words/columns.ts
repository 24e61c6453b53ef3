/** Heads of columns, by the key that the CSV, the JSON and SQL have. */
import { COLUMNS_EN } from './columns-en.ts'
import { COLUMNS_FR } from './columns-fr.ts'
import type { Words } from './language.ts'

export const COLUMNS = { en: COLUMNS_EN, fr: COLUMNS_FR } as const satisfies Words
