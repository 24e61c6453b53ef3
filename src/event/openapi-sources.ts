/** The addresses of shops' webhooks and of other tools in the OpenAPI document. What is in their bodies is the senders' own affair. */

export interface SourceAddress {
  readonly source: string
  readonly paths: readonly string[]
  readonly methods: readonly ('GET' | 'POST')[]
  readonly taken: 200 | 202 | 204
}

type Problems = (statuses: readonly (400 | 401 | 403 | 413 | 415 | 429 | 503)[]) => Record<string, unknown>

export function sourcePaths(
  addresses: readonly SourceAddress[],
  problems: Problems,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    addresses.flatMap(({ paths, ...address }) =>
      paths.map((path) => [
        path,
        Object.fromEntries(
          address.methods.map((method) => [method.toLowerCase(), operation(path, method, address, problems)]),
        ),
      ]),
    ),
  )
}

function operation(
  path: string,
  method: string,
  { source, taken }: Omit<SourceAddress, 'paths'>,
  problems: Problems,
): unknown {
  return {
    operationId: `${method.toLowerCase()}${path.replace(/\W+(\w?)/g, (_all, letter: string) => letter.toUpperCase() || 'Slash')}`,
    summary: `${source}: in its sender’s own format, by its own signature, key or public id.`,
    security: [],
    responses: {
      [taken]: { description: 'Taken.' },
      ...(taken !== 200 && { 200: { description: 'A duplicate, no event, or kept because it could not be used.' } }),
      ...problems([400, 401, 403, 413, 415, 429, 503]),
    },
  }
}
