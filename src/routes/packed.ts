/** What the gateway hands out and hardly anybody asks for lies compressed beside the bundle: every start would copy it whole (docs/decisions/0043). */

/** Of this isolate. Values and no promises: the runtime lets no request wait for what another one does. */
const READ = new WeakMap<ArrayBuffer, object>()

/** Where everything is in one file, as in the tests, it is there as it is. */
export async function unpacked<Value extends object>(packed: ArrayBuffer | Value): Promise<Value> {
  if (!(packed instanceof ArrayBuffer)) return packed
  const known = READ.get(packed) ?? (await read(packed))
  READ.set(packed, known)
  return known as Value
}

function read(packed: ArrayBuffer): Promise<object> {
  const json = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'))
  return new Response(json).json()
}
