import { type NormalizedText, type Omitted } from './normalized.ts'
export declare function birthDate(value: string): NormalizedText | Omitted
