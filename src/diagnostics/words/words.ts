/** A language's words: nothing but texts, for in the gateway they lie beside the bundle. Both languages have the same keys: a test compares them. */
export interface Words {
  /** code, or code and variant → what is, and what to do */
  readonly findings: Readonly<Record<string, readonly [title: string, advice: string]>>
  /** Names of keys, kinds and reasons; what is not here is shown as it is. */
  readonly names: Readonly<Record<string, string>>
}
