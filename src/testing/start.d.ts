import type { Tidegate, TidegateOptions } from './types.ts'
export declare function startTidegate(options: TidegateOptions): Promise<Tidegate>
