/** The usual groups of data. `treatment` is what the platforms want; a basis other than consent is the site's to write. */
import type { FieldGroupFile } from './schema.ts'
export declare const STANDARD_FIELD_GROUPS: Readonly<Record<string, FieldGroupFile>>
