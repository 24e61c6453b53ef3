/** The console's part of the OpenAPI document. */
export function consolePaths(problems: (statuses: readonly (401 | 403)[]) => object): Record<string, unknown> {
  return {
    '/console': { get: page('getConsole', 'The first page of the console.', 'text/html') },
    '/console/{page}': { get: page('getConsolePage', 'A page of the console.', 'text/html', 'page') },
    '/console/f/{file}': { get: page('getConsoleFile', 'What its pages load.', 'text/javascript', 'file') },
    '/v1/policy/review': { get: reviewOperation(problems) },
    '/v1/session': {
      get: {
        operationId: 'getSession',
        summary: 'Who the gateway takes the caller for: site, roles, and by what.',
        security: [{ token: [] }],
        responses: {
          200: { description: 'The session.', content: { 'application/json': { schema: { type: 'object' } } } },
          ...problems([401, 403]),
        },
      },
    },
  }
}

function page(operationId: string, summary: string, type: string, parameter?: string): object {
  return {
    operationId,
    summary,
    security: [],
    ...(parameter !== undefined && {
      parameters: [{ name: parameter, in: 'path', required: true, schema: { type: 'string' } }],
    }),
    responses: { 200: { description: summary, content: { [type]: {} } } },
  }
}

function reviewOperation(problems: (statuses: readonly (401 | 403)[]) => object): object {
  return {
    ...page('getPolicyReview', 'What leaves, for whom and why: the document that legal reads.', 'text/html'),
    security: [{ token: [] }],
    parameters: [{ name: 'lang', in: 'query', schema: { enum: ['en', 'fr'] } }],
    responses: { 200: { description: 'The document.', content: { 'text/html': {} } }, ...problems([401, 403]) },
  }
}
