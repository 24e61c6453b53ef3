/**
 * A lake in a bucket of S3, R2 or what speaks as they do. An object appears whole or not at all, so files wait on the local
 * disk until their day is complete, and are put under their names then.
 */
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AwsClient } from 'aws4fetch'
import { isPart, partName, pathOf, type LakeTarget, type Partition } from './target.ts'

export interface S3Settings {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string | undefined
  /** `auto` for R2. */
  readonly region: string
  /** Without a bucket; path-style addresses are used. */
  readonly endpoint: string
}

export interface S3Place {
  readonly bucket: string
  /** Without slashes at its ends; may be empty. */
  readonly prefix: string
}

const TIMEOUT_MS = 120_000
/** What lists a partition without end is no S3: a page has up to 1,000 names. */
const MAX_LIST_PAGES = 100

export async function s3Target(place: S3Place, settings: S3Settings): Promise<LakeTarget> {
  const folder = await mkdtemp(join(tmpdir(), 'tidegate-lake-'))
  const bucket = new Bucket(place, settings)
  const local = (partition: Partition, part: number) => join(folder, `${partition.date}-${partName(part)}`)
  return {
    stage: (partition, part, bytes) => writeFile(local(partition, part), bytes, { mode: 0o600 }),
    replace: async (partition, parts) => {
      const before = await bucket.partsOf(partition)
      const names = Array.from({ length: parts }, (_, part) => partName(part))
      for (const [part, name] of names.entries()) {
        await bucket.put(partition, name, await readFile(local(partition, part)))
        await rm(local(partition, part))
      }
      for (const name of before) if (!names.includes(name)) await bucket.remove(partition, name)
    },
    discard: () => rm(folder, { recursive: true, force: true }),
  }
}

class Bucket {
  readonly #client: AwsClient
  readonly #base: string
  readonly #prefix: string

  constructor({ bucket, prefix }: S3Place, { endpoint, ...keys }: S3Settings) {
    const { sessionToken, ...rest } = keys
    this.#client = new AwsClient({ ...rest, ...(sessionToken !== undefined && { sessionToken }), service: 's3' })
    this.#base = `${endpoint.replace(/\/+$/, '')}/${bucket}`
    this.#prefix = prefix === '' ? '' : `${prefix}/`
  }

  async put(partition: Partition, name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const hash = createHash('sha256').update(bytes).digest('hex')
    const headers = { 'content-type': 'application/vnd.apache.parquet', 'x-amz-content-sha256': hash }
    await this.#ask(this.#addressOf(partition, name), { method: 'PUT', body: bytes, headers })
  }

  async remove(partition: Partition, name: string): Promise<void> {
    await this.#ask(this.#addressOf(partition, name), { method: 'DELETE' })
  }

  /** Names of the files of ours in a partition. */
  async partsOf(partition: Partition): Promise<readonly string[]> {
    const prefix = `${this.#prefix}${pathOf(partition)}/`
    const names: string[] = []
    let token: string | undefined
    for (let page = 0; page < MAX_LIST_PAGES; page++) {
      const query = new URLSearchParams({
        'list-type': '2',
        prefix,
        ...(token !== undefined && { 'continuation-token': token }),
      })
      const text = await (await this.#ask(`${this.#base}?${query}`, { method: 'GET' })).text()
      const keys = [...text.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = '']) => plain(key))
      names.push(...keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length)))
      token = /<NextContinuationToken>([^<]*)</.exec(text)?.[1]
      if (token === undefined) return names.filter(isPart)
      token = plain(token)
    }
    throw new Error(`more than ${MAX_LIST_PAGES} pages of names in ${prefix}`)
  }

  #addressOf(partition: Partition, name: string): string {
    const key = `${this.#prefix}${pathOf(partition)}/${name}`
    return `${this.#base}/${key.split('/').map(encodeURIComponent).join('/')}`
  }

  async #ask(address: string, init: RequestInit): Promise<Response> {
    const response = await this.#client.fetch(address, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) })
    if (response.ok) return response
    // The code of S3's own error, such as AccessDenied; the rest of its text may repeat what was asked for.
    const code = /<Code>([A-Za-z]{1,64})<\/Code>/.exec(await response.text())?.[1] ?? ''
    throw new LakeRefused(`${response.status} ${code}`.trim())
  }
}

/** The bucket has said no. */
export class LakeRefused extends Error {
  override readonly name = 'LakeRefused'
}

/** XML's own five. Keys of ours have none; a bucket's token may. */
function plain(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&')
}
