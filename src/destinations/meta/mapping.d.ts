import type { Destination } from '../destination.ts'
export declare const meta: Destination
