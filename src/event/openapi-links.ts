/** The short links' part of the OpenAPI document. */

type Problems = (statuses: readonly (400 | 401 | 404 | 413 | 415 | 429 | 503)[]) => Record<string, unknown>

const TEXT = { type: 'string' } as const
const LINK = {
  type: 'object',
  required: ['code', 'target', 'source', 'kind'],
  properties: { code: TEXT, target: TEXT, source: TEXT, kind: TEXT, campaign: TEXT, creative: TEXT, name: TEXT },
} as const
const ANSWER = { content: { 'application/json': { schema: { type: 'object' } } } } as const
const CODE = { name: 'code', required: true, schema: TEXT } as const

export function linkPaths(problems: Problems): Readonly<Record<string, unknown>> {
  const asked = (operationId: string, summary: string, description: string) => ({
    operationId,
    summary,
    security: [{ token: [] }],
    responses: { 200: { description, ...ANSWER }, ...problems([400, 401, 404, 413, 415, 503]) },
  })
  return {
    '/v1/analysis/links': {
      get: asked('getLinks', 'The site’s own short links.', 'All of them, and what stands before a code.'),
      post: {
        ...asked('putLink', 'Makes a short link; 409 where the code has another target.', 'The link and its address.'),
        requestBody: { required: true, content: { 'application/json': { schema: LINK } } },
      },
      delete: {
        ...asked('dropLink', 'Drops a short link: it leads to the front page from then on.', 'Whether there was one.'),
        parameters: [{ ...CODE, in: 'query' }],
      },
    },
    '/go/{code}': {
      get: {
        operationId: 'followLink',
        summary: 'A short link: leads to a page of the site, with its code in the address. The code may have slashes.',
        security: [],
        parameters: [{ ...CODE, in: 'path' }],
        responses: {
          302: { description: 'The target; the front page where nobody made the code.' },
          ...problems([404, 429]),
        },
      },
    },
  }
}
