/** For what the schema refuses without words of its own: made of what zod says was expected and of what stands there. */
import type { z } from 'zod'
import type { Words } from './document.ts'
export declare function plainWords(issue: z.core.$ZodIssue, value: unknown): Words
