/** The OpenAPI 3.1 document of the gateway, generated from the schemas. Pure: the route only prints it. */
import { analysisPaths } from './openapi-analysis.ts'
import { ledgerPaths } from './openapi-ledger.ts'
import { linkPaths } from './openapi-links.ts'
import { ref, schemas } from './openapi-schemas.ts'
import { consolePaths } from './openapi-console.ts'
import { sourcePaths, type SourceAddress } from './openapi-sources.ts'

/** As src/diagnostics/window.ts has it; a test compares the two. */
const DIAGNOSTICS_DAYS = 7

const PROBLEMS = {
  400: 'Not JSON, too deep, a forbidden member name, or the wrong structure; `errors` has every path.',
  401: 'No token, or a bad or expired one; of a source, no right signature or key.',
  403: 'The site or the origin is not allowed.',
  404: 'There is nothing at this address.',
  409: 'There is no room for it.',
  413: 'The body is too large.',
  415: 'The content type is not taken.',
  422: 'The question cannot be answered as it is asked; `reason` says why.',
  429: 'The network of the page’s visitor sends too much: send the same again after `Retry-After` seconds.',
  503: 'The outbox cannot write, or too much is being taken at once: send the same again after `Retry-After` seconds.',
} as const

type ProblemStatus = keyof typeof PROBLEMS

/** `serverUrl` is where this gateway is reached, without a trailing slash; `sources`, where shops and other tools send. */
export function openApiDocument(serverUrl?: string, sources: readonly SourceAddress[] = []): unknown {
  return {
    openapi: '3.1.1',
    info: {
      title: 'Tidegate',
      version: '1',
      description: 'Takes a site’s events, applies consent and policy, and delivers to ad platforms.',
    },
    ...(serverUrl === undefined ? {} : { servers: [{ url: serverUrl }] }),
    paths: { ...paths(), ...sourcePaths(sources, problems) },
    components: {
      schemas: schemas(),
      securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  }
}

function paths(): Readonly<Record<string, unknown>> {
  return {
    '/v1/events': { post: postEvents('sendEvents', 'Events from a server.', ['application/json'], [{ token: [] }]) },
    '/e': {
      post: postEvents('sendBrowserEvents', 'Events from a page of the site.', ['application/json', 'text/plain'], []),
    },
    '/p.gif': { get: getPixel() },
    '/t.js': { get: get('getTag', 'The tag that pages load, of this build.', 'text/javascript', [200]) },
    '/t/{file}': { get: getTagFile() },
    '/v1/consent': { post: postConsent() },
    '/v1/regime': { get: getRegime() },
    '/v1/persons/{key}': { delete: deletePerson() },
    '/v1/receipts': { get: getReceipts() },
    '/v1/receipts/export': { get: getReceiptsExport() },
    '/v1/dead-letters': { get: getDeadLetters() },
    '/v1/dead-letters/redrive': { post: redriveDeadLetters() },
    '/v1/lake': { get: getLake() },
    ...ledgerPaths(problems),
    ...analysisPaths(problems),
    ...linkPaths(problems),
    '/v1/diagnostics': { get: getDiagnostics() },
    '/diagnostics': { get: get('getDiagnosticsPage', 'The diagnostics as a page.', 'text/html', [200]) },
    '/reconciliation': { get: get('getReconciliationPage', 'The reconciliation as a page.', 'text/html', [200]) },
    ...consolePaths(problems),
    '/v1/openapi.json': { get: get('getOpenApi', 'This document.', 'application/json', [200]) },
    '/healthz': {
      get: get(
        'getHealth',
        'Whether events are taken: 503 when the outbox cannot write.',
        'application/json',
        [200, 503],
      ),
    },
    '/metrics': { get: get('getMetrics', 'OpenMetrics.', 'application/openmetrics-text', [200]) },
  }
}

function postEvents(
  operationId: string,
  summary: string,
  types: readonly string[],
  security: readonly unknown[],
): unknown {
  const fromPages = security.length === 0
  const statuses: ProblemStatus[] = fromPages ? [400, 403, 413, 415, 429, 503] : [400, 401, 403, 413, 415, 503]
  return {
    operationId,
    summary,
    security,
    parameters: fromPages ? pageParameters() : [ENVIRONMENT],
    requestBody: {
      required: true,
      content: Object.fromEntries(types.map((type) => [type, { schema: ref('EventsBody') }])),
    },
    responses: {
      200: { description: 'Every event was a duplicate.', ...json('Results') },
      202: { description: 'Stored, one result for each event in order.', ...json('Results') },
      ...problems(statuses),
    },
  }
}

function getTagFile(): unknown {
  return {
    operationId: 'getTagFile',
    summary: 'The tag or one of its modules, by a name that holds the hash of what is under it.',
    parameters: [{ name: 'file', in: 'path', required: true, schema: { type: 'string' } }],
    responses: {
      200: { description: 'The script.', content: { 'text/javascript': {} } },
      ...problems([404]),
    },
  }
}

/** What stands in the address, since a page's beacon has no headers of its own. */
function pageParameters(): readonly unknown[] {
  return [
    { name: 'k', in: 'query', description: 'A write key, where the policy asks for one.', schema: { type: 'string' } },
    ENVIRONMENT,
    {
      name: 't',
      in: 'query',
      description: 'The device’s own time, in milliseconds since 1970: a clock that is ahead is put right.',
      schema: { type: 'integer' },
    },
  ]
}

const ENVIRONMENT = {
  name: 'environment',
  in: 'query',
  description: 'Anything but `production` is a trial: judged and answered, never delivered.',
  schema: { type: 'string' },
}

function getPixel(): unknown {
  const description = 'One page view as JSON, percent-encoded; without it, the page that the picture stands in.'
  return {
    operationId: 'getPixel',
    summary: 'A page view without a script, or as the tag’s last resort. Always the same picture.',
    security: [],
    parameters: [
      { name: 'd', in: 'query', description, schema: { type: 'string', maxLength: 8_192 } },
      ...pageParameters(),
    ],
    responses: { 200: { description: 'A transparent dot.', content: { 'image/gif': {} } } },
  }
}

function postConsent(): unknown {
  return {
    operationId: 'recordConsent',
    summary:
      'What a person answered: kept as proof, and obeyed. From a page of the site, or from its server with a token.',
    security: [{}, { token: [] }],
    parameters: pageParameters(),
    requestBody: {
      required: true,
      content: Object.fromEntries(
        ['application/json', 'text/plain'].map((type) => [type, { schema: ref('ConsentBody') }]),
      ),
    },
    responses: {
      200: {
        description: 'A page asked, and named nobody: what its evidence means. Nothing is stored.',
        ...json('ConsentAnswer'),
      },
      202: { description: 'Every shard has written it down.', ...json('ConsentAnswer') },
      ...problems([400, 401, 403, 413, 415, 429, 503]),
    },
  }
}

function getRegime(): unknown {
  const schema = {
    type: 'object',
    properties: { regime: { enum: ['opt_in', 'opt_out', 'none'] } },
    required: ['regime'],
  }
  return {
    operationId: 'getRegime',
    summary: 'For a page of the site: whether the law asks for consent where its visitor is, by the connection.',
    security: [],
    responses: {
      200: { description: 'A place that is not known is `opt_in`.', content: { 'application/json': { schema } } },
      ...problems([403]),
    },
  }
}

function deletePerson(): unknown {
  const schema = { type: 'string', maxLength: 256 }
  const description =
    'A person key, e-mail, phone, external, visitor, cart, checkout or order id, percent-encoded, or its SHA-256.'
  return {
    operationId: 'forgetPerson',
    summary: 'Nothing more goes to anybody for this person; what waits is taken back.',
    security: [{ token: [] }],
    parameters: [{ name: 'key', in: 'path', required: true, description, schema }],
    responses: {
      200: { description: 'Every shard has written it down.', ...json('WithdrawalAnswer') },
      ...problems([401, 404, 503]),
    },
  }
}

function getReceipts(): unknown {
  return {
    operationId: 'getReceipts',
    summary:
      'What was decided for each event and destination, and what became of it; no values. Of one event: `searched_since` where not all was read.',
    security: [{ token: [] }],
    parameters: ['event_id', 'limit'].map((name) => ({ name, in: 'query', schema: { type: 'string' } })),
    responses: {
      200: { description: 'Receipts.', content: { 'application/json': { schema: { type: 'object' } } } },
      ...problems([401, 403]),
    },
  }
}

function getReceiptsExport(): unknown {
  const names = ['from', 'to', 'person', 'order', 'cursor']
  return {
    operationId: 'exportReceipts',
    summary:
      'Receipts of a range of days with their chain, or of one person or order. `tidegate-next-cursor`: the next page.',
    security: [{ token: [] }],
    parameters: names.map((name) => ({ name, in: 'query', schema: { type: 'string' } })),
    responses: {
      200: { description: 'One JSON object a line.', content: { 'application/x-ndjson': {} } },
      ...problems([400, 401, 503]),
    },
  }
}

const DEAD_LETTER_FILTERS = ['destination', 'reason', 'event', 'event_id', 'since']

function getDeadLetters(): unknown {
  return deadLetters(
    'getDeadLetters',
    'What platforms refused for good and is kept: counts by reason, then one by one; no values of persons.',
    [...DEAD_LETTER_FILTERS, 'limit', 'cursor'],
  )
}

function redriveDeadLetters(): unknown {
  return deadLetters(
    'redriveDeadLetters',
    'Sends dead letters again, a page at a time, once consent, policy and age have been looked at again.',
    [...DEAD_LETTER_FILTERS, 'all', 'dry_run', 'cursor'],
  )
}

function deadLetters(operationId: string, summary: string, names: readonly string[]): unknown {
  return {
    operationId,
    summary,
    security: [{ token: [] }],
    parameters: names.map((name) => ({ name, in: 'query', schema: { type: 'string' } })),
    responses: {
      200: {
        description: 'A page; `next_cursor` is null after the last.',
        content: { 'application/json': { schema: { type: 'object' } } },
      },
      ...problems([400, 401, 503]),
    },
  }
}

function getLake(): unknown {
  return {
    operationId: 'exportLake',
    summary: 'Rows for the event lake, of what ended in a range of days. `tidegate-next-cursor`: the next page.',
    security: [{ token: [] }],
    parameters: ['from', 'to', 'cursor'].map((name) => ({ name, in: 'query', schema: { type: 'string' } })),
    responses: {
      200: { description: 'One JSON object a line.', content: { 'application/x-ndjson': {} } },
      ...problems([400, 401, 503]),
    },
  }
}

function getDiagnostics(): unknown {
  return {
    operationId: 'getDiagnostics',
    summary: 'What arrives and is not as planned, with counts and what to do about it; no values of persons.',
    security: [{ token: [] }],
    parameters: [
      {
        name: 'days',
        in: 'query',
        description: 'The last so many days.',
        schema: { type: 'integer', minimum: 1, maximum: DIAGNOSTICS_DAYS, default: DIAGNOSTICS_DAYS },
      },
    ],
    responses: {
      200: { description: 'Findings.', content: { 'application/json': { schema: { type: 'object' } } } },
      ...problems([400, 401, 503]),
    },
  }
}

function get(operationId: string, summary: string, type: string, statuses: readonly (200 | ProblemStatus)[]): unknown {
  return {
    operationId,
    summary,
    security: [],
    responses: {
      200: { description: summary, content: { [type]: {} } },
      ...problems(statuses.filter((status) => status !== 200)),
    },
  }
}

function problems(statuses: readonly ProblemStatus[]): Record<string, unknown> {
  return Object.fromEntries(statuses.map((status) => [status, problem(status)]))
}

function problem(status: ProblemStatus): unknown {
  const retryAfter = { 'Retry-After': { description: 'Seconds.', schema: { type: 'integer' } } }
  return {
    description: PROBLEMS[status],
    ...(status === 429 || status === 503 ? { headers: retryAfter } : {}),
    content: { 'application/problem+json': { schema: ref('Problem') } },
  }
}

function json(name: string): Record<string, unknown> {
  return { content: { 'application/json': { schema: ref(name) } } }
}
