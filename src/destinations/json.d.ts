/** JSON that may be anything, read as an object or not at all. */
export declare function isObject(value: unknown): value is Record<string, unknown>
/** Undefined for HTML, nothing, `null`, lists, and texts that were cut off. */
export declare function parseObject(text: string): Record<string, unknown> | undefined
