/** The arguments of the npm scripts: asked for help, or asked wrongly, a script says how it goes and does nothing. */

/** Undefined where the script has nothing to do any more; `process.exitCode` is set. */
export function readArguments<Read>(
  usage: string,
  args: readonly string[],
  read: (args: readonly string[]) => Read,
): Read | undefined {
  if (args.includes('--help') || args.includes('-h')) {
    console.log(usage)
    return undefined
  }
  try {
    return read(args)
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
    process.exitCode = 2
    return undefined
  }
}

/** For a script whose settings are variables of the environment: an option that nobody reads must not be believed set. */
export function takesNone(usage: string, args: readonly string[] = process.argv.slice(2)): boolean {
  const nothing = readArguments(usage, args, ([first]) => {
    if (first !== undefined) throw new Error(`unexpected argument ${first}`)
    return true
  })
  return nothing === true
}
