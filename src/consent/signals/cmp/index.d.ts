import type { CmpReader } from './cmp.ts'
export declare const CMP_READERS: readonly CmpReader[]
