export interface Service {
  readonly id: string
  readonly name: string | undefined
  /** Null = not answered, or in a form that does not tell. */
  readonly answer: boolean | null
  /** Epoch ms of the last time that the person, not a default, decided on it; NaN = one of those times cannot be read. */
  readonly answeredAtMs: number | undefined
}
/** Absent = none; undefined = not a list of services. */
export declare function readServices(value: unknown): readonly Service[] | undefined
