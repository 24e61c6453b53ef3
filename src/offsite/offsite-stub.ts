/** Where a site's off-site record is: by the site's id, under the same jurisdiction as its shards. */
import type { Config, Env } from '../config.ts'
import type { OffsiteRecord } from './offsite-record.ts'

export function offsiteStub(
  config: Pick<Config, 'jurisdiction'>,
  env: Pick<Env, 'OFFSITE'>,
  site: string,
): DurableObjectStub<OffsiteRecord> {
  const namespace = config.jurisdiction === undefined ? env.OFFSITE : env.OFFSITE.jurisdiction(config.jurisdiction)
  return namespace.get(namespace.idFromName(site))
}
