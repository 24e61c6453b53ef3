/** The word that was probably meant. */
import type { Words } from './document.ts'
export declare function nearest(word: string, candidates: Iterable<string>): string | undefined
/** "did you mean `x`?", or nothing where nothing is near. */
export declare function didYouMean(word: string, candidates: Iterable<string>): Words | undefined
/** Where nothing is near, what there is to choose from. */
export declare function meantOrThereIs(word: string, candidates: readonly string[]): Words | undefined
