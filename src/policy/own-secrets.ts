/** Bindings that begin with this are the gateway's own: none of them may be sent to a platform as its token. */
export const OWN_SECRETS = 'TIDEGATE_'

export function isOwnSecret(name: string): boolean {
  return name.toUpperCase().startsWith(OWN_SECRETS)
}
