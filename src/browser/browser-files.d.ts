/** `#browser` is what src/browser/ is built to by scripts/browser-files.ts: the files that pages load. */
declare const files: {
  /** The tag's file name, of this build: `tag.<hash>.js`. */
  readonly tag: string
  /** File name → its text. A name holds the SHA-256 of the text, base64url: what is under it never changes. */
  readonly texts: Readonly<Record<string, string>>
}
export default files
