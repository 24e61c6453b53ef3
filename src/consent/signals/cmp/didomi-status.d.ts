export interface DidomiLists {
  readonly enabled: readonly string[]
  readonly disabled: readonly string[]
  readonly enabledSet: ReadonlySet<string>
  readonly disabledSet: ReadonlySet<string>
}
export interface DidomiStatus {
  readonly vendors: DidomiLists
  readonly purposes: DidomiLists
  readonly vendorsLi: DidomiLists
  readonly purposesLi: DidomiLists
  /** The vendors after Didomi itself has looked at their purposes; undefined where it does not tell. */
  readonly computed: DidomiLists | undefined
  readonly choiceMade: boolean
}
type Source = Readonly<Record<string, unknown>>
export declare function isStatusShaped(source: Source): boolean
/** Undefined where a list is none: it may have held a refusal. */
export declare function statusOf(source: Source): DidomiStatus | undefined
/** A refusal anywhere refuses; what Didomi computed of the vendor's purposes counts before what can be guessed of them. */
export declare function vendorAnswer(status: DidomiStatus, id: string): boolean | null
export {}
