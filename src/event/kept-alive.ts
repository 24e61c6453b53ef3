/**
 * V8 forgets how the objects of a kind lie in memory, and throws away all code that it has optimised for them, when a whole
 * collection finds none of them alive (docs/decisions/0064). What an event makes is alive only while that event is judged, so that
 * one of each kind is kept for as long as the isolate lives.
 */
const KEPT: object[] = []

/** `one` holds nothing of a caller's. Called once for each kind, where it is defined. */
export function keepAlive(one: object): void {
  KEPT.push(one)
}
