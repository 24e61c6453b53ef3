/** Members of objects that a page forwarded: only the object's own, and only as many as are worth looking at. */
/** Also right for `__proto__` and the like, which JSON may name. */
export declare function own(source: Readonly<Record<string, unknown>>, name: string): unknown
/** Undefined where there are more than `max`: they are counted before anything is made of them. */
export declare function membersOf(
  source: Readonly<Record<string, unknown>>,
  max: number,
): readonly (readonly [string, unknown])[] | undefined
