/**
 * tarteaucitron. Its cookie joins `!<service>=<true|false|wait>`; `wait` = the banner has not been answered for that
 * service. Other keys (`!id=…`) are not services. The tool itself searches for parts of text, so that `mygtag` counts as
 * `gtag`; here whole keys count. Source: tarteaucitron.js 1.34.0, read 2026-11-22.
 */
import { type CmpReader } from './cmp.ts'
export type TarteaucitronCookie =
  | {
      readonly ok: false
    }
  | {
      readonly ok: true
      /** Service key as written → answer; null = `wait`. */
      readonly services: Readonly<Record<string, boolean | null>>
      readonly choiceMade: boolean
    }
/** `input`: the cookie's text, or an object service → answer. */
export declare function decodeTarteaucitron(input: unknown): TarteaucitronCookie
/** Keys of the choices: service keys. */
export declare const tarteaucitronReader: CmpReader
