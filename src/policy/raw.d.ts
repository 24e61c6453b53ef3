/** Readers of a value of any shape: what is not there or not of the kind is as if empty. */
export declare function get(value: unknown, key: string): unknown
export declare function textOf(value: unknown, key: string): string | undefined
export declare function entriesOf(value: unknown): readonly (readonly [string, unknown])[]
/** Texts keep their index in the list; an element of another kind is an empty text. */
export declare function stringsOf(value: unknown): readonly string[]
