/** Bytes → lines, each bounded. */

/** Yields each line without its end; `undefined` for one that is longer than the bound (its bytes are let go). */
export async function* linesOf(
  chunks: AsyncIterable<Uint8Array>,
  maxCharacters: number,
): AsyncGenerator<string | undefined> {
  const decoder = new TextDecoder()
  let rest = ''
  let tooLong = false
  for await (const chunk of chunks) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = parts.pop() ?? ''
    for (const part of parts) {
      yield tooLong || part.length > maxCharacters ? undefined : part.replace(/\r$/, '')
      tooLong = false
    }
    if (rest.length > maxCharacters) {
      tooLong = true
      rest = ''
    }
  }
  if (tooLong || rest.length > maxCharacters) yield undefined
  else if (rest !== '') yield rest
}
