/** The command as people run it, judged by what it prints and its exit code; where the process itself matters, in one of its own. */
import { spawn } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { decodeJwt, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { COMMANDS } from './commands.ts'
import { runTidegate } from './run.ts'

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url))
const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const POLICY = join(ROOT, 'policy/policy.yaml')

interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

interface Options {
  readonly env?: Readonly<Record<string, string>>
  readonly stdin?: string
}

/** Only the given variables: nothing of the machine that runs the test decides. */
async function tidegate(args: readonly string[], { env = {}, stdin = '' }: Options = {}): Promise<Ran> {
  const out = { stdout: '', stderr: '' }
  const code = await runTidegate(args, {
    stdin: Readable.from([Buffer.from(stdin)]),
    stdout: (text) => void (out.stdout += text),
    stderr: (text) => void (out.stderr += text),
    env,
    nowMs: () => Date.now(),
    randomId: () => randomUUID(),
  })
  return { code, ...out }
}

/** The same in a process of its own. */
function asProcess(args: readonly string[], { env = {}, stdin = '' }: Options = {}): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const { NODE_COMPILE_CACHE } = process.env
    const child = spawn(process.execPath, [MAIN, ...args], {
      cwd: ROOT,
      // Nothing of ours but what makes it start faster.
      env: { ...(NODE_COMPILE_CACHE !== undefined && { NODE_COMPILE_CACHE }), ...env },
    })
    const out = { stdout: '', stderr: '' }
    child.stdout.on('data', (chunk: Buffer) => (out.stdout += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (out.stderr += chunk.toString()))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, ...out }))
    child.stdin.end(stdin)
  })
}

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidegate-cli-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true })
})

describe('tidegate', () => {
  it('lists every command in English, and in French by --lang or by the shell', async () => {
    const [english, byOption, byShell] = await Promise.all([
      tidegate(['help']),
      tidegate(['--lang', 'fr']),
      asProcess(['help'], { env: { LANG: 'fr_FR.UTF-8' } }),
    ])
    expect(english).toMatchObject({ code: 0, stderr: '' })
    for (const name of Object.keys(COMMANDS)) expect(english.stdout).toContain(`\n  ${name}`)
    // What a command does stands below it, not far to the right of the longest one.
    expect(english.stdout).toContain('\n  analysis list\n      List the tables of the analysis\n')
    expect(english.stdout).toContain('Usage: tidegate <command>')
    expect(byOption.stdout).toContain('Usage\u00A0: tidegate <commande>')
    expect(byShell).toEqual(byOption)
  })

  it('says which kinds of link there are before it asks any gateway', async () => {
    const link = ['links', 'new', 'l-1', 'https://www.atelier-rivage.example/', '--source', 'tiktok']
    const told = await tidegate([...link, '--kind', 'lives', '--lang', 'fr'])
    expect(told).toMatchObject({ code: 2, stderr: expect.stringContaining('--kind\u00A0: organic_video, live, shop') })
  })

  it('names the command that was probably meant, and exits 2', async () => {
    const [misspelt, second, far] = await Promise.all([
      tidegate(['tokne', '--site', 'x']),
      tidegate(['policy', 'chekc']),
      tidegate(['xyzzyxyzzy']),
    ])
    expect(misspelt).toEqual({ code: 2, stdout: '', stderr: 'unknown command `tokne` — did you mean `token`?\n' })
    expect(second.stderr).toBe('unknown command `policy chekc` — did you mean `policy check`?\n')
    expect(far).toMatchObject({ code: 2, stderr: expect.stringContaining('tidegate help') })
  })

  it.each(['analysis', 'lake', 'lift', 'links', 'media'])(
    'says what there is under %s in both languages, also where only that word was written',
    async (family) => {
      const [english, french, alone] = await Promise.all([
        tidegate([family, '--help']),
        tidegate([family, '--help', '--lang', 'fr']),
        tidegate([family]),
      ])
      const names = Object.keys(COMMANDS).filter((name) => name.startsWith(`${family} `))
      for (const { stdout, code } of [english, french])
        expect([code, names.filter((name) => !stdout.includes(`tidegate ${name}`))]).toEqual([0, []])
      expect(english.stdout).toContain('Exit codes')
      expect(french.stdout).toContain('Codes de sortie')
      expect(alone).toEqual({ code: 2, stdout: '', stderr: english.stdout })
    },
  )

  it.each([
    [['policy', 'check', '--foo'], 2, 'option inconnue~: --foo\n\ntidegate policy check'],
    [['policy', 'check', '--lock'], 2, 'l’option --lock demande une valeur\n\ntidegate policy check'],
    [['receipts', 'export', 'x'], 2, 'argument de trop~: x\n\ntidegate receipts export'],
    [['policy', 'review', '--check=x'], 2, 'l’option --check ne prend pas de valeur\n\ntidegate policy review'],
    [['policy', 'diff'], 2, 'nommez une référence git, ou --approved\n\ntidegate policy diff'],
    [['policy', 'chekc'], 2, 'commande inconnue `policy chekc` — vouliez-vous dire `policy check`~?\n'],
    [['events', 'record', 'nowhere.json'], 1, 'nowhere.json~: n’existe pas\n'],
  ])('answers %j in French where French is read', async (args, code, words) => {
    const ran = await tidegate([...args, '--lang', 'fr'])
    expect(ran).toMatchObject({ code, stdout: '' })
    expect(ran.stderr).toContain(words.replaceAll('~', '\u00A0'))
  })

  it('answers an unknown option with the usage, and exits 2', async () => {
    const ran = await tidegate(['token', '--sit', 'x'])
    expect(ran).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('tidegate token --site <id>') })
  })

  it('prints no colours when it does not speak to a terminal', async () => {
    const all = await Promise.all([tidegate(['help']), asProcess(['policy', 'check', 'none.yaml']), tidegate(['x'])])
    for (const { stdout, stderr } of all) expect(stdout + stderr).not.toContain('\u001B')
  })
})

describe('tidegate hash', () => {
  const line = (fields: object): string => `${JSON.stringify(fields)}\n`

  it('gives the documented hash, the readable value or the reason, line by line', async () => {
    const stdin = [
      // The e-mail is the worked example of TikTok's user parameters; the hashes are sha256sum's of `normalized`.
      line({ platform: 'tiktok', field: 'email', input: ' ALICE_abc@gmail.com ', context: {} }),
      line({ platform: 'tiktok', field: 'phone', input: '06 12 34 56 78', context: { default_country: 'FR' } }),
      line({ platform: 'tiktok', field: 'city', input: 'Paris' }),
      line({ platform: 'meta', field: 'em', input: '', context: {} }),
      // A hash of the phone with "+" is of no use to Meta, which hashes digits only.
      line({ platform: 'meta', field: 'ph', input: 'a'.repeat(64), context: { hashed_as: 'e164' } }),
      line({ platform: 'meta', field: 'ph', input: 'A'.repeat(64), context: { hashed_as: 'digits' } }),
    ].join('')
    const ran = await asProcess(['hash'], { stdin })
    expect(ran).toMatchObject({ code: 0, stderr: '' })
    expect(linesOf(ran.stdout)).toEqual([
      {
        normalized: 'alice_abc@gmail.com',
        sha256: '848a771458438fc2ec420560d769fb9b9b86851ee338ec56517baabd79d3bb4f',
      },
      {
        normalized: '+33612345678',
        sha256: '42d573cfc315801d4cd8eddd5416b416a0bf298b9b9e12d6b07442c91db42bd8',
      },
      { normalized: 'paris', sha256: null },
      { omitted: 'empty' },
      { omitted: 'hash_not_convertible' },
      { normalized: 'a'.repeat(64), sha256: 'a'.repeat(64) },
    ])
  })

  it('takes a null for what is not there, as an event does', async () => {
    const nothing = line({ platform: 'meta', field: 'em', input: null, context: null })
    const noCountry = line({ platform: 'meta', field: 'ph', input: '0612345678', context: { default_country: null } })
    const ran = await tidegate(['hash'], { stdin: nothing + noCountry })
    expect(ran).toMatchObject({ code: 0, stderr: '' })
    expect(linesOf(ran.stdout)).toEqual([{ omitted: 'empty' }, { omitted: 'no_country' }])
  })

  it('answers a bad line on its own line, goes on, and exits 1', async () => {
    const good = line({ platform: 'meta', field: 'ge', input: 'Male' })
    const bad = ['{', '[]', 'null', '{"platform":"meta"}', '"\\ud800"', 'x'.repeat(70_000), '\u0000']
    const unknown = [{ field: 'fax' }, { platform: '__proto__' }, { field: 'constructor' }, { input: 7 }]
    const base = { platform: 'meta', field: 'em', input: 'a@b.fr' }
    const lines = [...bad.map((text) => `${text}\n`), ...unknown.map((fields) => line({ ...base, ...fields }))]
    const ran = await tidegate(['hash'], { stdin: `${lines.join('')}${good}` })
    const answers = linesOf(ran.stdout)
    expect(ran).toMatchObject({ code: 1, stderr: '' })
    expect(answers).toHaveLength(lines.length + 1)
    for (const answer of answers.slice(0, -1)) expect(answer).toEqual({ error: expect.any(String) })
    // printf m | sha256sum
    const sha256 = '62c66a7a5dd70c3146618063c344e531e6d4b59e379808443ce962b3abd63c5a'
    expect(answers.at(-1)).toEqual({ normalized: 'm', sha256 })
  })
})

function linesOf(text: string): readonly unknown[] {
  return text
    .trimEnd()
    .split('\n')
    .map((each): unknown => JSON.parse(each))
}

describe('tidegate token', () => {
  const secret = 'a secret of at least thirty-two characters'

  it('prints a token for the site and nothing else', async () => {
    const before = Math.floor(Date.now() / 1000)
    const ran = await tidegate(['token', '--site', 'shop', '--days', '30'], { env: { TIDEGATE_TOKEN_SECRET: secret } })
    expect(ran).toMatchObject({ code: 0, stderr: '' })
    const { payload, protectedHeader } = await jwtVerify(ran.stdout.trimEnd(), new TextEncoder().encode(secret), {
      issuer: 'tidegate',
      audience: 'shop',
      requiredClaims: ['iat', 'exp', 'jti'],
    })
    expect(protectedHeader.alg).toBe('HS256')
    expect(payload.iat).toBeGreaterThanOrEqual(before)
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(30 * 86_400)
  })

  it('is good for 365 days unless told otherwise, and never twice the same', async () => {
    const env = { TIDEGATE_TOKEN_SECRET: secret }
    const [one, two] = await Promise.all([
      tidegate(['token', '--site', 'shop'], { env }),
      tidegate(['token', '--site', 'shop'], { env }),
    ])
    const claims = [one, two].map(({ stdout }) => decodeJwt(stdout.trimEnd()))
    for (const { exp = 0, iat = 0 } of claims) expect(exp - iat).toBe(365 * 86_400)
    expect(claims[0]?.jti).not.toBe(claims[1]?.jti)
  })

  it.each([
    ['no secret', {}],
    ['a short secret', { TIDEGATE_TOKEN_SECRET: 'x'.repeat(31) }],
  ])('refuses %s and says how to make one', async (_what, env) => {
    const ran = await tidegate(['token', '--site', 'shop'], { env })
    expect(ran).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('openssl rand -base64 48') })
  })

  it.each([[['token']], [['token', '--site', 'A b']], [['token', '--site', 'a', '--days', '0']]])(
    'refuses %j as asked for wrongly',
    async (args) => {
      const ran = await tidegate(args, { env: { TIDEGATE_TOKEN_SECRET: secret } })
      expect(ran).toMatchObject({ code: 2, stdout: '' })
    },
  )
})

describe('tidegate explain', () => {
  const decisionFor = async (changes: object) => {
    const file = join(folder, 'explained.json')
    const sale = { event: 'purchase', event_id: 'o-1', order: { id: '1001', value: 8, currency: 'EUR' }, ...changes }
    await writeFile(file, JSON.stringify({ client: { country: 'FR' }, ...sale }))
    const { stdout } = await tidegate(['explain', file, '--json'])
    const { destinations }: { destinations: Record<string, { decision: string }> } = JSON.parse(stdout)
    return destinations['meta']?.decision
  }

  it('says, as the gateway does, that an order without consent waits for what its browser will say', async () => {
    expect(await decisionFor({})).toBe('consent_awaited')
  })

  it('says that consent is missing where nothing can come: no order, no visitor, or evidence that does not settle it', async () => {
    expect(await decisionFor({ event: 'page_view', order: undefined })).toBe('consent_unknown')
    expect(await decisionFor({ consent: { state: { analytics_storage: 'granted' } } })).toBe('consent_unknown')
  })
})

describe('tidegate policy', () => {
  it('finds the policy of the repository sound, against the real destinations', async () => {
    const ran = await tidegate(['policy', 'check'])
    expect(ran).toMatchObject({ code: 0, stderr: '' })
    expect(ran.stdout).toMatch(
      /^atelier-rivage \(demo\)\n {2}meta: 19 events.*\n {2}tiktok: 19 events.*\ndigest [0-9a-f]{64}\napproved\n$/,
    )
  })

  it('looks at the policy that TIDEGATE_POLICY names, as the build does; a file that is named comes first', async () => {
    const env = { TIDEGATE_POLICY: join(folder, 'not-there.yaml') }
    const event = join(folder, 'event.json')
    await writeFile(event, '{"event":"page_view","event_id":"1"}')
    const commands = [
      ['policy', 'check'],
      ['policy', 'review'],
      ['policy', 'diff', 'HEAD'],
      ['explain', event],
    ]
    const ran = await Promise.all(commands.map((args) => tidegate(args, { env })))
    for (const one of ran) expect(one).toMatchObject({ code: 1, stderr: expect.stringContaining('not-there.yaml') })
    expect((await tidegate(['policy', 'check', POLICY], { env })).stdout).toContain('atelier-rivage')
  })

  it('says where a shop’s webhook ties names together and no copy waits for it', async () => {
    const file = join(folder, 'unsettled.yaml')
    const text = (await readFile(POLICY, 'utf8')).replace('demo: true', 'demo: false')
    await writeFile(file, text)
    const note = /note: atelier-rivage has shopify.* and no settle time/
    expect((await tidegate(['policy', 'check', file])).stderr).toMatch(note)
    await writeFile(file, text.replace('settle_seconds: 0', 'settle_seconds: 120'))
    expect((await tidegate(['policy', 'check', file])).stderr).not.toMatch(note)
  })

  it('says every mistake at file, line and column, and exits 1', async () => {
    const file = join(folder, 'bad.yaml')
    const text = await readFile(POLICY, 'utf8')
    await writeFile(file, text.replace('name_hashed', 'name_hashd').replace('shards: 1', 'shards: 65'))
    const ran = await tidegate(['policy', 'check', file])
    const lineOf = (words: string): number => text.slice(0, text.indexOf(words)).split('\n').length
    expect(ran.code).toBe(1)
    expect(ran.stdout).toBe('')
    const line = text.split('\n').find((one) => one.includes('name_hashed')) ?? ''
    expect(ran.stderr).toContain(`${file}:${lineOf('name_hashed')}:${line.indexOf('name_hashed') + 1}  `)
    expect(ran.stderr).toContain('no field group `name_hashd` — did you mean `name_hashed`?')
    expect(ran.stderr).toContain(`${file}:${lineOf('shards: 1')}:13  `)
    expect(ran.stderr).toContain('2 errors: nothing was compiled.')
  })

  it('says a mistake in French to whoever reads French', async () => {
    const file = join(folder, 'faux.yaml')
    await writeFile(file, (await readFile(POLICY, 'utf8')).replace('shards: 1', 'shards: 65'))
    const [byOption, byShell] = await Promise.all([
      tidegate(['policy', 'check', file, '--lang', 'fr']),
      tidegate(['policy', 'compile', file], { env: { LANG: 'fr_FR.UTF-8' } }),
    ])
    expect(byOption.stderr).toContain(
      'shards\u00A0: valeur trop grande\u00A0: 64 au plus\n1 erreur\u00A0: rien n’a été compilé.',
    )
    expect(byShell).toEqual(byOption)
  })

  it('writes the compiled policy with its digest, making the folder', async () => {
    const out = join(folder, 'deep/policy.json')
    const ran = await tidegate(['policy', 'compile', POLICY, '--out', out])
    const written = compiledSchema.parse(JSON.parse(await readFile(out, 'utf8')))
    expect(ran).toEqual({ code: 0, stdout: `${out} ${written.digest}\n`, stderr: '' })
    // The file is written with keys in the compiler's order; sorted, it must give the digest.
    expect(
      createHash('sha256')
        .update(JSON.stringify({ ...written, digest: undefined }, sortedKeys))
        .digest('hex'),
    ).toBe(written.digest)
  })

  it('writes nothing where the policy does not hold, and says so where the file is missing', async () => {
    const file = join(folder, 'empty.yaml')
    const out = join(folder, 'never.json')
    await writeFile(file, '')
    const [empty, missing] = await Promise.all([
      tidegate(['policy', 'compile', file, '--out', out]),
      tidegate(['policy', 'check', join(folder, 'none.yaml')]),
    ])
    expect(empty.code).toBe(1)
    await expect(readFile(out)).rejects.toThrow('ENOENT')
    expect(missing).toMatchObject({ code: 1, stderr: `cannot read ${join(folder, 'none.yaml')}\n` })
  })
})

const compiledSchema = z.looseObject({ version: z.literal(2), digest: z.string(), sites: z.array(z.unknown()).min(1) })

function sortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
