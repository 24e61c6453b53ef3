/** The ledger's part of the OpenAPI document. */

type Problems = (statuses: readonly (400 | 401 | 404 | 413 | 415 | 503)[]) => Record<string, unknown>

const RANGE = ['from', 'to', 'cursor'] as const

export function ledgerPaths(problems: Problems): Readonly<Record<string, unknown>> {
  const asked = (operationId: string, summary: string, names: readonly string[]) => ({
    operationId,
    summary,
    security: [{ token: [] }],
    parameters: names.map((name) => ({ name, in: 'query', schema: { type: 'string' } })),
    responses: {
      200: {
        description: 'A page; `next_cursor` is null after the last.',
        content: { 'application/json': { schema: { type: 'object' } } },
      },
      ...problems([400, 401, 404, 503]),
    },
  })
  const written = (operationId: string, summary: string, list: string) => ({
    operationId,
    summary,
    security: [{ token: [] }],
    requestBody: {
      required: true,
      content: { 'application/json': { schema: { type: 'object', required: [list], properties: { [list]: ROWS } } } },
    },
    responses: {
      200: {
        description: 'What became of them, in their order.',
        content: { 'application/json': { schema: { type: 'object' } } },
      },
      ...problems([400, 401, 404, 413, 415, 503]),
    },
  })
  return {
    '/v1/ledger/orders': {
      get: asked('getLedgerOrders', 'The orders of the back office, by when they were sold.', RANGE),
      post: written('putLedgerOrders', 'Orders of the back office: from an import or a sweep.', 'orders'),
    },
    '/v1/ledger/lines': {
      get: asked('getLedgerLines', 'What became of the events of orders, by when it was recorded.', RANGE),
    },
    '/v1/ledger/platform': {
      get: asked('getPlatformRows', 'What a platform says that it received and credits.', ['destination', ...RANGE]),
      post: written('putPlatformRows', 'A part of a platform’s report.', 'rows'),
    },
    '/v1/ledger/settings': { get: asked('getLedgerSettings', 'What the policy says of orders.', []) },
    '/v1/ledger/sweep': {
      post: asked('sweepShops', 'Asks the shops’ own APIs for the orders that changed.', ['shop', 'since']),
    },
    '/v1/parked': {
      get: asked('getParked', 'Requests that were authentic and could not be used; with `id` one of them.', [
        'source',
        'code',
        'id',
        'limit',
        'cursor',
      ]),
      delete: asked('closeParked', 'Takes one parked request off the list.', ['id']),
    },
    '/v1/parked/redrive': {
      post: asked('redriveParked', 'Reads parked requests again, a page at a time.', [
        'source',
        'code',
        'id',
        'all',
        'cursor',
      ]),
    },
  }
}

const ROWS = { type: 'array', minItems: 1, maxItems: 500, items: { type: 'object' } } as const
