import type { AttemptOutcome, PlatformAnswer } from '../destination.ts'
export declare function classifyMeta(answer: PlatformAnswer, batchSize: number): AttemptOutcome
