/** The analysis' part of the OpenAPI document: tables of the off-site record, and what is imported into it. */
import { NO_VALUES } from '../analysis/table.ts'

type Problems = (statuses: readonly (400 | 401 | 404 | 409 | 413 | 415 | 422 | 503)[]) => Record<string, unknown>

export function analysisPaths(problems: Problems): Readonly<Record<string, unknown>> {
  const found = (schema: object, description: string) => ({ description, content: { 'application/json': { schema } } })
  return {
    '/v1/analysis/tables': {
      get: {
        operationId: 'listTables',
        summary: 'Which tables there are.',
        security: [{ token: [] }],
        responses: { 200: found({ type: 'object' }, 'Ids and paths.'), ...problems([401, 404, 503]) },
      },
    },
    '/v1/analysis/tables/{id}': {
      get: {
        operationId: 'getTable',
        summary:
          'A table, worked out in the record under its guards. Codes are the API’s; their words are each reader’s own.',
        security: [{ token: [] }],
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }, ...TABLE_QUERY],
        responses: {
          200: {
            description: 'The table, and the frame under which its credits stand.',
            content: {
              'application/json': { schema: TABLE_ANSWER },
              'text/csv': { schema: { type: 'string' } },
            },
          },
          ...problems([400, 401, 404, 422, 503]),
        },
      },
    },
    '/v1/analysis/state': {
      get: {
        operationId: 'getAnalysisState',
        summary: 'What the record has, and what the policy says of it.',
        security: [{ token: [] }],
        responses: { 200: found({ type: 'object' }, 'The state.'), ...problems([401, 404, 503]) },
      },
    },
    '/v1/analysis/record': {
      delete: {
        operationId: 'deleteRecord',
        summary: 'Deletes all that the off-site record of the site keeps, for good.',
        security: [{ token: [] }],
        parameters: [
          { ...parameter('site', { type: 'string', description: 'The site of the token' }), required: true },
        ],
        responses: { 200: found({ type: 'object' }, 'What there was.'), ...problems([400, 401, 503]) },
      },
    },
    '/v1/analysis/imports': {
      get: {
        operationId: 'getImports',
        summary: 'Imported files, or the rows of a kind by day.',
        security: [{ token: [] }],
        parameters: [
          parameter('rows', {
            enum: ['files', 'media', 'live', 'post', 'verification', 'cost', 'survey'],
            default: 'files',
          }),
          parameter('from', DAY),
          parameter('to', DAY),
        ],
        responses: { 200: found({ type: 'object' }, 'Files or rows.'), ...problems([400, 401, 404, 503]) },
      },
      post: {
        operationId: 'importRows',
        summary:
          'A part of a file: spend, views, claims, Lives, posts, verification, costs, survey answers. The same again changes nothing.',
        security: [{ token: [] }],
        parameters: [parameter('dry_run', { const: '1' })],
        requestBody: { required: true, content: { 'application/json': { schema: IMPORT_BODY } } },
        responses: {
          200: found(IMPORT_ANSWER, 'How many rows were new, took another’s place, were there, or did not fit.'),
          ...problems([400, 401, 404, 409, 413, 415, 503]),
        },
      },
    },
    '/v1/analysis/tests': testOperations(problems, found),
  }
}

function testOperations(problems: Problems, found: (schema: object, description: string) => object): object {
  return {
    get: {
      operationId: 'listLiftTests',
      summary: 'Plans of lift tests, each with what was read of it.',
      security: [{ token: [] }],
      responses: { 200: found(TESTS_ANSWER, 'The tests.'), ...problems([401, 404, 503]) },
    },
    post: {
      operationId: 'keepLiftTest',
      summary: 'Keeps a plan before its test begins, or adds a reading to it. A plan is never changed.',
      security: [{ token: [] }],
      requestBody: { required: true, content: { 'application/json': { schema: TEST_BODY } } },
      responses: {
        200: found(TEST_ANSWER, 'Whether it was kept, and why not where it was not.'),
        ...problems([400, 401, 404, 413, 415, 503]),
      },
    },
  }
}

const DAY = { type: 'string', format: 'date' } as const

function parameter(name: string, schema: object): object {
  return { name, in: 'query', schema }
}

const TABLE_QUERY = [
  parameter('from', DAY),
  parameter('to', DAY),
  parameter('model', {
    enum: ['last', 'first', 'linear', 'position', 'time_decay', 'markov', 'markov_2', 'equal_split'],
  }),
  parameter('window', { type: 'integer', minimum: 1, maximum: 366, description: 'Days before the order.' }),
  parameter('date_basis', { enum: ['order', 'touch'] }),
  parameter('by', { type: 'string' }),
  parameter('filter', {
    type: 'string',
    maxLength: 500,
    description: 'As an opened cell says it: source=tiktok&kind=live',
  }),
  parameter('rows', {
    enum: ['all'],
    description: 'All rows; without it the first 10,000, and a note says how many more there are.',
  }),
  parameter('as_of', {
    type: 'string',
    format: 'date-time',
    description: 'Within the last hour, or the beginning of a day in the time zone of the site.',
  }),
  parameter('format', { enum: ['json', 'csv'], default: 'json' }),
] as const

const CELL = {
  type: 'object',
  required: ['value'],
  properties: {
    value: { type: ['number', 'string', 'null'] },
    called: { type: 'string', description: 'What an import calls it, where the value is an id.' },
    why: {
      enum: [...NO_VALUES],
    },
    n: { type: 'number' },
    low: { type: 'number' },
    high: { type: 'number' },
    opens: { type: 'string', description: 'Which table, under which filter, says what it is made of.' },
  },
} as const

const COLUMN = {
  type: 'object',
  required: ['key', 'kind'],
  properties: {
    key: { type: 'string' },
    kind: { enum: ['name', 'count', 'credit', 'money', 'share', 'ratio', 'days', 'date', 'p'] },
    claim: {
      type: 'object',
      description: 'Said by a platform, not measured.',
      properties: { by: { type: 'string' }, window: { type: 'string' } },
    },
  },
} as const

const TABLE_ANSWER = {
  type: 'object',
  required: ['ok', 'table', 'frame', 'made_of'],
  properties: {
    ok: { const: true },
    table: {
      type: 'object',
      required: ['id', 'columns', 'rows', 'notes'],
      properties: {
        id: { type: 'string' },
        frame_id: { type: 'string' },
        currency: { type: 'string', description: 'ISO 4217, of every cell of kind money: minor units.' },
        level: { type: 'number' },
        columns: { type: 'array', items: COLUMN },
        rows: {
          type: 'array',
          items: {
            type: 'object',
            required: ['kind', 'cells'],
            properties: {
              kind: { enum: ['row', 'folded', 'declared', 'unknown', 'total'] },
              cells: { type: 'array', items: CELL },
            },
          },
        },
        notes: {
          type: 'array',
          items: {
            type: 'object',
            required: ['code'],
            properties: { code: { type: 'string' }, figures: { type: 'object' } },
          },
        },
      },
    },
    frame: { type: ['object', 'null'] },
    made_of: { type: 'object' },
  },
} as const

const IMPORT_BODY = {
  type: 'object',
  required: ['file', 'name', 'rows'],
  additionalProperties: false,
  properties: {
    file: { type: 'string', pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of the file.' },
    name: { type: 'string', minLength: 1, maxLength: 256 },
    rows: {
      type: 'array',
      minItems: 1,
      maxItems: 500,
      items: {
        type: 'object',
        required: ['kind'],
        properties: { kind: { enum: ['media', 'live', 'post', 'verification', 'cost', 'survey'] } },
      },
    },
  },
} as const

const IMPORT_ANSWER = {
  type: 'object',
  required: ['new', 'changed', 'same', 'malformed', 'errors'],
  properties: {
    new: { type: 'integer' },
    changed: { type: 'integer' },
    same: { type: 'integer' },
    malformed: { type: 'integer' },
    errors: {
      type: 'array',
      items: { type: 'object', properties: { path: { type: 'string' }, message: { type: 'string' } } },
    },
  },
} as const

const TEST_ID = { type: 'string', pattern: '^[a-z0-9][a-z0-9-]{0,59}$' } as const

const TEST_BODY = {
  type: 'object',
  required: ['id'],
  anyOf: [{ required: ['plan'] }, { required: ['reading'] }],
  properties: { id: TEST_ID, plan: { type: 'object' }, reading: { type: 'object' } },
} as const

/** A plan or a reading that is not as it was sealed, is another's, or comes too late. */
const TEST_FAULTS = [
  'plan_not_read',
  'plan_changed',
  'plan_of_other_engine',
  'start_not_after_draw',
  'end_before_start',
  'bad_setting',
  'kept_after_start',
  'reading_not_read',
  'reading_changed',
  'reading_of_other_plan',
] as const

const TEST_ANSWER = {
  type: 'object',
  required: ['result'],
  properties: {
    result: {
      enum: ['kept', 'same', 'no_such_test', 'plan_is_fixed', 'too_large', 'full', ...TEST_FAULTS],
    },
  },
} as const

const TESTS_ANSWER = {
  type: 'object',
  required: ['tests'],
  properties: {
    tests: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id', 'plan', 'readings'],
        properties: {
          id: TEST_ID,
          plan: { type: 'object' },
          readings: { type: 'array', items: { type: 'object' } },
          told: {
            type: 'object',
            description:
              'When the gateway was told of the plan (at), by which roles, and whether before its first day.',
          },
          others: {
            type: 'array',
            items: { type: 'object' },
            description: 'Plans of this design for the same days, or under the same name, that were told of as well.',
          },
        },
      },
    },
  },
} as const
