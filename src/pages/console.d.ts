/** `#console`: src/pages/ as one page, one script and one style, made by scripts/console-files.ts. */
declare const files:
  | ArrayBuffer
  | {
      /** With `{…}` where the gateway fills in. */
      readonly html: string
      /** Name with the hash of the content in it → what it is. */
      readonly files: Readonly<Record<string, { readonly type: string; readonly text: string }>>
    }
export default files
