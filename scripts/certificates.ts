/** Whose certificates workerd believes when it calls a platform: those of the system. */
import { existsSync } from 'node:fs'

/** Where systems keep all their authorities in one file: Debian and Alpine, Fedora, SUSE. */
const BUNDLES = ['/etc/ssl/certs/ca-certificates.crt', '/etc/pki/tls/certs/ca-bundle.crt', '/etc/ssl/ca-bundle.pem']

/**
 * What workerd is told of them. Left alone it reads that file and, one by one, the same certificates in the folder beside it: a tenth of a start.
 * Whoever sets one of the two variables is taken at their word.
 */
export function certificateSettings(
  environment: NodeJS.ProcessEnv,
  exists: (file: string) => boolean = existsSync,
): Record<string, string> {
  if (environment['SSL_CERT_FILE'] || environment['SSL_CERT_DIR']) return {}
  const bundle = BUNDLES.find((file) => exists(file))
  return bundle === undefined ? {} : { SSL_CERT_FILE: bundle }
}
