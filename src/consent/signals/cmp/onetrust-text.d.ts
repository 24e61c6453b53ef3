/** Name → its values, decoded, in the order in which they came; a value that cannot be decoded is `undecodable`. */
export type Parameters = ReadonlyMap<string, readonly string[]>
/**
 * Undefined where the text is not OneTrust's. Some servers encode the whole cookie once more. Else it is split before its
 * values are decoded: `landingPath` is an address that anybody can write, and a `%26groups%3D` in it must not become a
 * parameter.
 */
export declare function readParameters(raw: unknown): Parameters | undefined
/**
 * The switches of all parameters of that name: only `1` is on, and a switch that stands there twice is off if one is off.
 * Undefined where a value cannot be decoded.
 */
export declare function readSwitches(parameters: Parameters, name: string): Readonly<Record<string, 0 | 1>> | undefined
