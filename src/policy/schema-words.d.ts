/** What several blocks of policy.yaml are made of. */
import { z } from 'zod'
export declare const words: z.ZodObject<
  {
    en: z.ZodString
    fr: z.ZodString
  },
  z.core.$strict
>
export declare const withNote: {
  note: z.ZodExactOptional<
    z.ZodObject<
      {
        en: z.ZodString
        fr: z.ZodString
      },
      z.core.$strict
    >
  >
}
export declare const id: z.ZodString
export declare const country: z.ZodString
/** A list in which nothing stands twice. */
export declare function listOf<Element extends z.ZodType>(element: Element): z.ZodArray<Element>
