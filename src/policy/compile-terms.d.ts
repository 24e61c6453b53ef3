import type { Grant } from './document.ts'
import type { AllowedFile, FieldGroupFile } from './schema.ts'
export type FieldGroups = (name: string) => FieldGroupFile | undefined
export declare class TermsTable {
  #private
  get grants(): readonly Grant[]
  get fieldSets(): readonly Readonly<Record<string, number>>[]
  /** The place of a list of fields and their terms. */
  place(terms: Readonly<Record<string, Grant>>): number
}
/** Every field of a line of `allow`. */
export declare function termsOfLine(line: readonly AllowedFile[], groups: FieldGroups): Record<string, Grant>
