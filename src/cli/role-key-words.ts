/** What `tidegate keys new --role` says of the pair that it has made. */
import type { Ed25519PublicJwk } from '../auth/ed25519.ts'
import type { Language } from './command.ts'

export type KeyWords = (privateFile: string, publicFile: string, key: Ed25519PublicJwk) => string

export const ROLE_KEY_WORDS: Readonly<Record<Language, (role: string) => KeyWords>> = {
  en: (role) => (privateFile, publicFile, key) =>
    `Key ${key.kid}

${privateFile}
  The private key of the role ${role}. It belongs to the person who signs, and to nobody else: keep it where only they can
  read it, never put it into git. Whoever has it can approve a policy in their name.
    tidegate policy approve --role ${role} --name "First Last" --key ${privateFile}

${publicFile}
  The public key. It is not secret. What is in it goes into policy/policy.yaml, and is signed along with the policy:
    approval:
      keys:
        - { role: ${role}, kid: '${key.kid}', x: '${key.x}' }
  Whoever runs the gateway can pin it, so that a policy cannot bring other keys along (docs/approval.md):
    TIDEGATE_POLICY_KEYS="${key.kid}"`,
  fr: (role) => (privateFile, publicFile, key) =>
    `Clé ${key.kid}

${privateFile}
  La clé privée du rôle ${role}. Elle appartient à la personne qui signe, et à personne d’autre : gardez-la là où elle seule
  peut la lire, ne la mettez jamais dans git. Qui la possède peut approuver une politique en son nom.
    tidegate policy approve --role ${role} --name "Prénom Nom" --key ${privateFile}

${publicFile}
  La clé publique. Elle n’est pas secrète. Son contenu va dans policy/policy.yaml, et il est signé avec la politique :
    approval:
      keys:
        - { role: ${role}, kid: '${key.kid}', x: '${key.x}' }
  L’exploitant de la passerelle peut la fixer, pour qu’une politique ne puisse pas apporter d’autres clés (docs/approval.fr.md) :
    TIDEGATE_POLICY_KEYS="${key.kid}"`,
}
