import type { AttemptOutcome, PlatformAnswer } from '../destination.ts'
export declare function classifyTikTok(answer: PlatformAnswer, batchSize: number): AttemptOutcome
