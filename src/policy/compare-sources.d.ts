/** What a change of the sources widens: each one that is new, and each more that one of them takes, is somebody else who may send. */
import { type Change, type Place } from './compare-keys.ts'
import type { CompiledSources } from './types.ts'
export declare function compareSources(
  before: CompiledSources | undefined,
  after: CompiledSources | undefined,
  place: Place,
): Change[]
