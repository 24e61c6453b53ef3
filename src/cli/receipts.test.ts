/** `tidegate receipts`: a process of its own, on real files and against a real HTTP server. */
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nodeJws, RFC_PRIVATE, RFC_PUBLIC, tidegate, type Ran } from './signed.fixture.ts'

let folder = ''
const at = (name: string): string => join(folder, name)
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidegate-receipts-'))
  await writeFile(at('public.jwk'), JSON.stringify(RFC_PUBLIC))
})
afterAll(async () => {
  await rm(folder, { recursive: true })
})

const SITE = 'atelier-rivage'
const FROM = '2026-11-01T00:00:00.000Z'
const TO = '2026-12-01T00:00:00.000Z'

interface Row {
  readonly kind: 'row'
  readonly shard: number
  readonly id: number
  readonly at_ms: number
  readonly destination: string
  readonly outcome: string
  readonly code: string
  readonly sheets: string
  readonly chain: string
}

/** The chain as docs/proof.md says it, by node:crypto alone. */
function rowsOf(count: number): Row[] {
  let chain = '0'.repeat(64)
  return Array.from({ length: count }, (_, n) => {
    const cells = [
      n + 1,
      Date.parse(FROM) + n * 1_000,
      'tiktok',
      'delivered',
      '',
      `[{"site":"${SITE}","list":[]}]`,
    ] as const
    chain = createHash('sha256')
      .update(`${chain}\n${JSON.stringify(cells)}`)
      .digest('hex')
    const [id, atMs, destination, outcome, code, sheets] = cells
    return { kind: 'row', shard: 0, id, at_ms: atMs, destination, outcome, code, sheets, chain }
  })
}

type Lines = readonly object[]

function exportOf(rows: readonly Row[], signed: boolean): Lines {
  const start = { kind: 'start', shard: 0, id: 0, chain: '0'.repeat(64) }
  const range = { from: FROM, to: TO, shards: 1 }
  const claimsAt = (row: Row | undefined) => ({
    site: SITE,
    shard: 0,
    id: row?.id ?? 0,
    chain: row?.chain ?? start.chain,
    anchor_id: 0,
    anchor: start.chain,
    signed_at: TO,
  })
  const daily = claimsAt(rows[4])
  const last = { ...claimsAt(rows.at(-1)), ...range }
  return [
    { kind: 'export', version: 1, site: SITE, ...range, exported_at: TO, kid: signed ? RFC_PRIVATE.kid : null },
    start,
    ...rows.slice(0, 5),
    ...(signed ? [{ kind: 'head', ...daily, jws: nodeJws(daily) }] : []),
    ...rows.slice(5),
    { kind: 'head', ...last, closes: true, jws: signed ? nodeJws(last) : null },
  ]
}

const textOf = (lines: Lines): string => lines.map((line) => `${JSON.stringify(line)}\n`).join('')

let files = 0
async function verifyLines(lines: Lines, ...args: readonly string[]): Promise<Ran> {
  files += 1
  const file = at(`export-${files}.ndjson`)
  await writeFile(file, textOf(lines))
  return tidegate(['receipts', 'verify', file, ...args])
}

describe('tidegate receipts verify', () => {
  const signed = exportOf(rowsOf(10), true)
  const key = () => ['--key', at('public.jwk')] as const

  it('finds an export in order that node:crypto has made, and says what that proves and what not', async () => {
    const ran = await verifyLines(signed, ...key())
    expect(ran).toMatchObject({ code: 0, stderr: '' })
    expect(ran.stdout).toContain(
      'shard 0: 10 rows (1–10), 2026-11-01T00:00:00.000Z – 2026-11-01T00:00:09.000Z, 2 verified',
    )
    expect(ran.stdout).toContain('good signature of your key')
    expect(ran.stdout).toContain('Not shown')
    const french = await verifyLines(signed, ...key(), '--lang', 'fr')
    expect(french.stdout).toContain('bonne signature de votre clé')
  })

  it('says that signatures were not checked without a key, and that nobody vouches for what has none', async () => {
    const [unchecked, unsigned, missing] = await Promise.all([
      verifyLines(signed),
      verifyLines(exportOf(rowsOf(10), false)),
      verifyLines(exportOf(rowsOf(10), false), ...key()),
    ])
    expect(unchecked).toMatchObject({ code: 0, stdout: expect.stringContaining('The signatures were not checked') })
    expect(unsigned).toMatchObject({ code: 0, stdout: expect.stringContaining('nobody vouches') })
    expect(missing).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('it is not signed: nobody vouches for it'),
    })
  })

  it.each<[string, (lines: Lines) => Lines]>([
    ['row 4 (2026-11-01T00:00:03.000Z): altered', (lines) => lines.with(5, { ...lines[5], outcome: 'refused' })],
    ['row 7 is missing', (lines) => lines.toSpliced(9, 1)],
    ['rows 2 to 3 are missing', (lines) => lines.toSpliced(3, 2)],
    ['row 1 (2026-11-01T00:00:00.000Z): its number was changed to 2', (lines) => lines.with(2, { ...lines[2], id: 2 })],
    ['its signature is wrong', (lines) => lines.with(7, { ...lines[7], jws: nodeJws({}).slice(0, -3) })],
    ['something else than what was signed', (lines) => lines.with(7, { ...lines[7], jws: nodeJws({ id: 5 }) })],
    ['the head that closes it is missing', (lines) => lines.slice(0, -1)],
    ['Shard 0: rows 9–10, for which there is a signed head, are missing', (lines) => lines.toSpliced(11, 2)],
    ['Line 3 is no line of an export', (lines) => lines.toSpliced(2, 0, { kind: 'row' })],
  ])('names it where %s, and exits 1', async (words, alter) => {
    const ran = await verifyLines(alter(signed), ...key())
    expect(ran.code).toBe(1)
    expect(ran.stderr.split('\n')[0]).toContain(words)
    expect(ran.stdout).toContain('not in order')
  })

  it('is caught by the signed head where all was made anew after it was signed', async () => {
    const rows = rowsOf(10)
    const remade = exportOf(rows.slice(0, 2), false).slice(0, 4)
    let chain = rows[1]?.chain ?? ''
    const rest = rows.slice(2).map((row) => {
      const cells = [row.id, row.at_ms, row.destination, 'refused', row.code, row.sheets]
      chain = createHash('sha256')
        .update(`${chain}\n${JSON.stringify(cells)}`)
        .digest('hex')
      return { ...row, outcome: 'refused', chain }
    })
    const heads = signed.filter((line) => 'jws' in line)
    const lines = [...remade, ...rest.slice(0, 3), ...heads.slice(0, 1), ...rest.slice(3), ...heads.slice(1)]
    const ran = await verifyLines(lines, ...key())
    expect(ran.code).toBe(1)
    expect(ran.stderr).toContain('Rows were rewritten: the first of them is after row 0, up to row 5')
  })

  it('says when it was signed with a key that was not given', async () => {
    await writeFile(at('other.jwk'), JSON.stringify({ ...RFC_PUBLIC, kid: 'other' }))
    const ran = await verifyLines(signed, '--key', at('other.jwk'))
    expect(ran).toMatchObject({ code: 1, stderr: expect.stringContaining(RFC_PRIVATE.kid) })
  })

  it('proves nothing of a file that is empty or not there', async () => {
    const [empty, none, bad] = await Promise.all([
      verifyLines([]),
      tidegate(['receipts', 'verify', at('none.ndjson')]),
      verifyLines(signed, '--key', at('export-1.ndjson')),
    ])
    expect(empty).toMatchObject({ code: 1, stdout: expect.stringContaining('Nothing was verified') })
    expect(none).toMatchObject({ code: 1, stderr: expect.stringContaining('ENOENT') })
    expect(bad).toMatchObject({ code: 2, stderr: expect.stringContaining('not a public JWK') })
  })
})

describe('tidegate receipts verify, of what it cannot judge,', () => {
  it('says of the receipts of one person in one line that there is nothing to verify, and exits 2', async () => {
    const single = { kind: 'receipt', shard: 0, id: 3, chain: 'x' }
    const [one, french] = await Promise.all([verifyLines([single, single]), verifyLines([single], '--lang', 'fr')])
    expect(one).toMatchObject({ code: 2, stderr: '', stdout: expect.stringMatching(/^OPEN {4}These are .*\n$/) })
    expect(french).toMatchObject({ code: 2, stderr: '', stdout: expect.stringMatching(/^OUVERT {2}Ce sont .*\n$/) })
  })

  it('says that nothing was found of a shard, whose file may have been deleted', async () => {
    const key = at('public.jwk')
    const ran = await verifyLines(exportOf([], true), '--key', key)
    expect(ran).toMatchObject({ code: 0, stderr: '' })
    expect(ran.stdout).toMatch(/^OPEN {4}Shard 0: no row was found.* its file was deleted/m)
    const french = await verifyLines(exportOf([], true), '--key', key, '--lang', 'fr')
    expect(french.stdout).toMatch(/^OUVERT {2}Partition 0\u00A0: aucune ligne n’a été trouvée/m)
    expect((await verifyLines(exportOf(rowsOf(1), true), '--key', key)).stdout).not.toContain('no row was found')
  })

  it('refuses a private key, which must not be passed around', async () => {
    await writeFile(at('private.jwk'), JSON.stringify(RFC_PRIVATE))
    const ran = await verifyLines(exportOf(rowsOf(1), true), '--key', at('private.jwk'))
    expect(ran).toMatchObject({ code: 2, stdout: '' })
    expect(ran.stderr).toContain('this is the PRIVATE key')
    expect(ran.stderr).toContain('must not be passed around')
    expect(ran.stderr).not.toContain(RFC_PRIVATE.d)
  })
})

describe('tidegate receipts export', () => {
  const lines = exportOf(rowsOf(10), true)
  const asked: IncomingMessage[] = []
  let server: Server
  let url = ''

  beforeAll(async () => {
    // A gateway of three pages, which takes the token "good".
    server = createServer((request, response) => {
      asked.push(request)
      const cursor = Number(new URL(request.url ?? '', 'http://x').searchParams.get('cursor') ?? '0')
      if (request.headers.authorization !== 'Bearer good') return void response.writeHead(401).end('{"code":"no"}')
      if (cursor < 2) response.setHeader('tidegate-next-cursor', String(cursor + 1))
      response.end(textOf(lines.slice(cursor * 5, cursor === 2 ? undefined : cursor * 5 + 5)))
    })
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => {
    server.close()
  })

  const env = { TIDEGATE_TOKEN: 'good' }

  it('follows the pages into a file that only its owner reads, and that verifies', async () => {
    const out = at('out.ndjson')
    const args = ['receipts', 'export', '--url', `${url}/`, '--from', '2026-11-01', '--to', '2026-11-30', '--out', out]
    const ran = await tidegate(args, env)
    expect(ran).toMatchObject({ code: 0, stdout: '', stderr: expect.stringContaining('14 lines') })
    expect(ran.stderr).toContain(`tidegate receipts verify ${out} --key`)
    expect((await stat(out)).mode & 0o777).toBe(0o600)
    expect(await readFile(out, 'utf8')).toBe(textOf(lines))
    expect(asked.slice(-3).map((request) => request.url)).toEqual([
      '/v1/receipts/export?from=2026-11-01&to=2026-11-30',
      '/v1/receipts/export?from=2026-11-01&to=2026-11-30&cursor=1',
      '/v1/receipts/export?from=2026-11-01&to=2026-11-30&cursor=2',
    ])
    expect((await tidegate(['receipts', 'verify', out, '--key', at('public.jwk')])).code).toBe(0)
    expect(await tidegate(args, env)).toMatchObject({ code: 1, stderr: expect.stringContaining('EEXIST') })
  })

  it('asks for a person without writing the person into the address', async () => {
    const ran = await tidegate(['receipts', 'export', '--url', url, '--token', 'good', '--person', 'Zoé@x.fr'])
    expect(ran).toMatchObject({ code: 0, stdout: textOf(lines) })
    expect(asked.at(-1)?.url).toBe('/v1/receipts/export?cursor=2')
    expect(asked.at(-1)?.headers['tidegate-person']).toBe(encodeURIComponent('Zoé@x.fr'))
  })

  it('says why where the gateway says no or is not there, and that the export is not complete', async () => {
    const [refused, gone] = await Promise.all([
      tidegate(['receipts', 'export', '--url', url]),
      tidegate(['receipts', 'export', '--url', 'http://127.0.0.1:1', '--lang', 'fr']),
    ])
    expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('401 {"code":"no"}') })
    expect(gone).toMatchObject({ code: 1, stderr: expect.stringContaining('L’export n’est pas complet') })
  })

  it.each([[['--person', 'a', '--order', 'b']], [['--from', 'x', '--person', 'a']], [['--url', 'ftp://x']]])(
    'refuses %j as asked for wrongly',
    async (args) => {
      expect(await tidegate(['receipts', 'export', ...args])).toMatchObject({ code: 2, stdout: '' })
    },
  )
})
