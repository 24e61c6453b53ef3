/** `tidegate dead-letters` against a real HTTP server that answers as docs/dead-letters.md says. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { runTidegate } from './run.ts'
import { tidegate } from './signed.fixture.ts'

type Answer = { readonly status?: number; readonly headers?: Record<string, string>; readonly body: object }

let server: Server
let url = ''
let asked: string[] = []
/** The next answers, in turn. */
let answers: Answer[] = []

function reply(request: IncomingMessage, response: ServerResponse): void {
  asked.push(`${request.method} ${request.url}`)
  const { status = 200, headers = {}, body } = answers.shift() ?? { status: 500, body: {} }
  response.writeHead(status, headers).end(JSON.stringify(body))
}

beforeAll(async () => {
  server = createServer(reply)
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.close()
})
beforeEach(() => {
  asked = []
  answers = []
})

const GROUP = {
  destination: 'tiktok',
  event: 'purchase',
  code: '40002',
  deliveries: 1_500,
  first_at: '2026-11-20T08:00:00.000Z',
  last_at: '2026-11-21T09:30:00.000Z',
}
const LETTER = {
  event_id: 'o-1001',
  event: 'purchase',
  destination: 'tiktok',
  code: '40002',
  refused_at: '2026-11-21T09:30:00.000Z',
  occurred_at: '2026-11-21T09:29:00.000Z',
  accepted_at: '2026-11-21T09:29:10.000Z',
  kept_until: '2026-11-28T07:29:10.000Z',
  decision: 'full',
  policy_digest: 'a'.repeat(64),
  fields: ['event', 'user.email'],
}
const summaryOf = (...groups: object[]) => ({ body: { summary: groups, dead_letters: [], next_cursor: null } })
const problem = (status: number, code: string, detail: string) => ({
  status,
  body: { type: `urn:tidegate:problem:${code}`, title: 'A title', status, code, detail },
})
const page = (body: object) => ({ body: { looked: 0, redriven: 0, withdrawn: 0, stayed: {}, taken_out: {}, ...body } })

describe('tidegate dead-letters list', () => {
  it('says first how many there are for which reason, then which', async () => {
    answers = [
      {
        body: {
          summary: [GROUP],
          not_kept: { deliveries: 7, since: '2026-11-21T09:00:00.000Z' },
          dead_letters: [{ ...LETTER, event_id: 'x\u001B[2J' }],
          next_cursor: '0.4',
        },
      },
      { body: { dead_letters: [LETTER, LETTER], next_cursor: '0.2' } },
    ]
    const ran = await tidegate(['dead-letters', 'list', '--url', url, '--reason', '40002', '--limit', '2'])
    expect(ran).toMatchObject({ code: 0, stderr: '' })
    expect(ran.stdout).toMatch(/^Dead letters: 1,500\./)
    expect(ran.stdout).toMatch(/1,500 +tiktok +purchase +40002 +2026-11-20 08:00 – 2026-11-21 09:30/)
    expect(ran.stdout).toContain('7 found no room')
    // The id of somebody else must not clear the operator's screen.
    expect(ran.stdout).toContain('x�[2J')
    expect(ran.stdout.match(/o-1001/g)).toHaveLength(1)
    expect(asked).toEqual([
      'GET /v1/dead-letters?reason=40002&limit=2',
      'GET /v1/dead-letters?reason=40002&limit=1&cursor=0.4',
    ])
  })
})

describe('tidegate dead-letters', () => {
  it('ends with the code of a wrong question where the gateway says that it is one, in words and not in JSON', async () => {
    const detail = 'since: a day such as 2026-11-01, or 2026-11-01T08:00:00Z'
    answers = Array.from({ length: 2 }, () => problem(400, 'wrong_query', detail))
    const english = await tidegate(['dead-letters', 'list', '--url', url, '--since', 'yesterday'])
    expect(english).toMatchObject({ code: 2, stderr: expect.stringMatching(/^since: a day such as 2026-11-01, or/) })
    expect(english.stderr).not.toContain('{')
    const french = await tidegate(['dead-letters', 'redrive', '--url', url, '--since', 'hier', '--lang', 'fr'])
    expect(french).toMatchObject({ code: 2, stderr: expect.stringContaining('ne comprend pas la question : since') })
  })

  it('says what another refusal is: its code and what to do', async () => {
    answers = [problem(401, 'token_missing_or_bad', 'make one with: tidegate token --site <id>')]
    const ran = await tidegate(['dead-letters', 'list', '--url', url])
    expect(ran.code).toBe(1)
    expect(ran.stderr).toMatch(/401 token_missing_or_bad: make one with: tidegate token --site <id>\n$/)
  })

  it('does not say that there are none where only none is of the kind that was asked for', async () => {
    answers = [summaryOf(), summaryOf()]
    const of = await tidegate(['dead-letters', 'list', '--url', url, '--destination', 'tikotk'])
    expect(of).toMatchObject({ code: 0, stdout: 'There is no dead letter of this kind.\n' })
    expect(await tidegate(['dead-letters', 'list', '--url', url])).toMatchObject({
      stdout: 'There are no dead letters.\n',
    })
  })
})

describe('tidegate dead-letters show', () => {
  it('shows what is in it by name and kind, and what a redrive would do', async () => {
    const content = [
      { field: 'user.email', value: '(sha256)' },
      { field: 'properties.value', value: 42.5 },
    ]
    const letter = { ...LETTER, content, redrive: 'goes', taken_out: ['properties.query'] }
    answers = [{ body: { dead_letters: [letter], next_cursor: null } }]
    const ran = await tidegate(['dead-letters', 'show', 'o-1001', '--url', url, '--lang', 'fr'])
    expect(ran.code).toBe(0)
    for (const text of ['user.email = (sha256)', 'properties.value = 42.5', 'properties.query', 'une relance'])
      expect(ran.stdout).toContain(text)
  })

  it('says so where there is none', async () => {
    answers = [{ body: { dead_letters: [], next_cursor: null } }]
    expect(await tidegate(['dead-letters', 'show', 'o-1', '--url', url])).toMatchObject({ code: 1, stdout: '' })
  })
})

describe('tidegate dead-letters redrive', () => {
  it('does nothing without being told which', async () => {
    const ran = await tidegate(['dead-letters', 'redrive', '--url', url])
    expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining('--reason') })
    expect(asked).toEqual([])
  })

  it('goes through the pages, waits for a full shard, and prints sums that close', async () => {
    answers = [
      summaryOf(GROUP),
      page({ looked: 1_000, redriven: 990, withdrawn: 10, taken_out: { 'properties.query': 3 }, next_cursor: '0.9.1' }),
      { status: 503, headers: { 'retry-after': '0' }, body: {} },
      page({ looked: 500, redriven: 460, stayed: { event_too_old: 40 }, next_cursor: null }),
    ]
    const ran = await tidegate(['dead-letters', 'redrive', '--url', url, '--destination', 'tiktok'])
    expect(ran).toMatchObject({ code: 0, stderr: '60% (1,000 of 1,500)\n100% (1,500 of 1,500)\n' })
    for (const line of ['looked at: 1,500', 'sent again: 1,450', 'withdrawn: 10', 'event_too_old: 40', 'query: 3'])
      expect(ran.stdout).toContain(line)
    expect(asked.slice(1)).toEqual([
      'POST /v1/dead-letters/redrive?destination=tiktok',
      ...Array.from({ length: 2 }, () => 'POST /v1/dead-letters/redrive?destination=tiktok&cursor=0.9.1'),
    ])
  })

  it('draws a bar where somebody looks on', async () => {
    answers = [
      summaryOf({ ...GROUP, deliveries: 2 }),
      page({ looked: 1, next_cursor: '0.1.1' }),
      page({ looked: 1, next_cursor: null }),
    ]
    let stderr = ''
    await runTidegate(['dead-letters', 'redrive', '--url', url, '--all', '--dry-run'], {
      stdin: (async function* () {})(),
      stdout: () => {},
      stderr: (text) => void (stderr += text),
      env: {},
      nowMs: () => 0,
      randomId: () => randomUUID(),
      interactive: true,
    })
    const [half, full] = ['#'.repeat(15) + '.'.repeat(15), '#'.repeat(30)]
    expect(stderr).toBe(`\r[${half}] 50% (1 of 2)\r[${full}] 100% (2 of 2)\n`)
    expect(asked[1]).toBe('POST /v1/dead-letters/redrive?all=1&dry_run=1')
  })

  it('says what was done where it breaks off, and how to go on', async () => {
    answers = [
      summaryOf(GROUP),
      page({ looked: 1, redriven: 1, next_cursor: '0.1.1' }),
      { status: 401, body: { code: 'no' } },
    ]
    const ran = await tidegate(['dead-letters', 'redrive', '--url', url, '--reason', '40002', '--lang', 'fr'])
    expect(ran).toMatchObject({ code: 1, stderr: expect.stringContaining('401') })
    expect(ran.stderr).toContain('Relancez la même commande')
    expect(ran.stdout).toContain('attendent d’être renvoyées\u00A0: 1')
  })
})

it('a token that no header can hold is refused before anything is asked, and is not shown', async () => {
  for (const token of ['of-two\nlines', 'sécret'])
    for (const language of ['en', 'fr']) {
      const { code, stderr } = await tidegate([
        'dead-letters',
        'list',
        '--url',
        url,
        '--token',
        token,
        '--lang',
        language,
      ])
      expect(code).toBe(2)
      expect(stderr).toContain('TIDEGATE_TOKEN')
      expect(stderr).not.toMatch(/of-two|sécret/)
    }
  expect(asked).toEqual([])
})
