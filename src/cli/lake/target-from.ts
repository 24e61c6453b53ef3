/** Where commands write a lake: a folder, or a bucket that speaks S3. */
import { UsageError, type Bilingual, type Terminal } from '../command.ts'
import { folderTarget } from './folder.ts'
import { s3Target } from './s3.ts'
import type { LakeTarget } from './target.ts'

const S3 = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/

export async function targetFrom(out: string | undefined, env: Terminal['env']): Promise<LakeTarget> {
  if (out === undefined || out === '') throw new UsageError(NO_OUT)
  if (!out.includes('://')) return folderTarget(out)
  const match = S3.exec(out)
  if (match === null) throw new UsageError(NO_OUT)
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env
  if (!accessKeyId || !secretAccessKey)
    throw new UsageError({
      en: 'a bucket needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; for R2, AWS_ENDPOINT_URL too',
      fr: 'un bucket demande AWS_ACCESS_KEY_ID et AWS_SECRET_ACCESS_KEY\u00A0; pour R2, AWS_ENDPOINT_URL aussi',
    })
  const region = env['AWS_REGION'] ?? (env['AWS_ENDPOINT_URL'] === undefined ? 'us-east-1' : 'auto')
  const endpoint = env['AWS_ENDPOINT_URL'] ?? `https://s3.${region}.amazonaws.com`
  const place = { bucket: match[1] ?? '', prefix: (match[2] ?? '').replace(/^\/+|\/+$/g, '') }
  return s3Target(place, { accessKeyId, secretAccessKey, sessionToken: env['AWS_SESSION_TOKEN'], region, endpoint })
}

const NO_OUT: Bilingual = {
  en: '--out: a folder, or s3://bucket/prefix',
  fr: '--out\u00A0: un dossier, ou s3://bucket/préfixe',
}
