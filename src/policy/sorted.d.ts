/** In an order that does not depend on how the file was written: equal policies are equal to the byte. */
export declare function sortedEntries<Value>(block: Readonly<Record<string, Value>>): [string, Value][]
