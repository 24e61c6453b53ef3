/** What `tidegate policy approve` says, in both languages. */
import type { Ed25519PublicJwk } from '../auth/ed25519.ts'
import type { Language } from './command.ts'

export interface ApproveWords {
  readonly usage: string
  readonly badName: string
  readonly noKey: (file: string) => string
  readonly unknownRole: (role: string, roles: readonly string[], file: string) => string
  readonly keyNotInPolicy: (role: string, key: Ed25519PublicJwk, file: string) => string
  readonly expired: (day: string, file: string) => string
  readonly lockChanged: (file: string) => string
  readonly otherSigns: (file: string) => string
  readonly newKeys: string
  readonly keysChanged: string
  readonly digest: (digest: string) => string
  readonly holdsUntil: (day: string) => string
  readonly first: string
  readonly samePolicy: string
  readonly changes: string
  readonly signed: (role: string, name: string, file: string) => string
  /** No line where nothing was written. */
  readonly rewritten: (files: readonly string[]) => readonly string[]
  readonly missing: (roles: readonly string[]) => string
}

/** As it goes into policy.yaml. */
function entry(role: string, { kid, x }: Ed25519PublicJwk): string {
  return `    - { role: ${role}, kid: '${kid}', x: '${x}' }`
}

export const APPROVE_WORDS: Readonly<Record<Language, ApproveWords>> = {
  en: {
    usage: 'needs --role, --name and --key',
    badName: 'the name must be 1 to 200 printable characters',
    noKey: (file) => `${file} is not a private key (an Ed25519 JWK): make one with tidegate keys new --role <role>`,
    unknownRole: (role, roles, file) =>
      roles.length === 0
        ? `${file} names no role under approval.roles: nobody can sign it`
        : `${file} does not ask "${role}" to sign; its roles are: ${roles.join(', ')}`,
    keyNotInPolicy: (role, key, file) =>
      `This key is not in ${file} for the role ${role}. Whose keys count is part of what is signed. Add it under approval.keys,
have that looked at, and sign then:\n${entry(role, key)}`,
    expired: (day, file) =>
      `The policy held until ${day}: read it again, set approval.valid_until in ${file}, then sign.`,
    lockChanged: (file) =>
      `${file} is not as it was signed. Take it back from version control. Only where that is not possible: delete it and
begin anew; every field is then shown as approved since today.`,
    otherSigns: (file) =>
      `Somebody else is signing at this moment: try again. Where nobody is, an earlier attempt was cut off: delete ${file}.`,
    newKeys: `The keys or roles are not those of the policy that was approved last, and you cannot vouch for them. Each role vouches for
its own keys, with one that it had before. Either that role signs first (then nothing more is needed), or you sign with
--new-keys: the lock then says "keysChanged", and whoever reviews the change must find out whether these keys are to be trusted.`,
    keysChanged:
      'Attention: new keys or roles, and nobody whose they are vouches for them with an earlier key (keysChanged).',
    digest: (digest) => `Digest to be signed: ${digest}`,
    holdsUntil: (day) => `Holds until: ${day}`,
    first: 'This is the first approval: all of the policy is new. Read policy/REVIEW.md before you sign.',
    samePolicy: 'The same policy as in the lock: the signature is added to it.',
    changes: 'Since the last approval:',
    signed: (role, name, file) => `Signed as ${role} by ${name}: ${file}`,
    rewritten: (files) =>
      files.length === 0 ? [] : [`Written anew, for they say who signed: ${files.join(', ')}. Commit them too.`],
    missing: (roles) =>
      roles.length === 0
        ? 'All roles have signed: the policy is approved. Commit the lock together with the policy.'
        : `Still to sign: ${roles.join(', ')}. Until then production does not start.`,
  },
  fr: {
    usage: 'il faut --role, --name et --key',
    badName: 'le nom doit avoir de 1 à 200 caractères imprimables',
    noKey: (file) =>
      `${file} n’est pas une clé privée (un JWK Ed25519) : créez-en une avec tidegate keys new --role <rôle>`,
    unknownRole: (role, roles, file) =>
      roles.length === 0
        ? `${file} ne nomme aucun rôle sous approval.roles : personne ne peut le signer`
        : `${file} ne demande pas la signature de « ${role} » ; ses rôles sont : ${roles.join(', ')}`,
    keyNotInPolicy: (role, key, file) =>
      `Cette clé n’est pas dans ${file} pour le rôle ${role}. Les clés qui comptent font partie de ce qui est signé.
Ajoutez-la sous approval.keys, faites relire cet ajout, puis signez :\n${entry(role, key)}`,
    expired: (day, file) =>
      `La politique était valable jusqu’au ${day} : relisez-la, fixez approval.valid_until dans ${file}, puis signez.`,
    lockChanged: (file) =>
      `${file} n’est plus tel qu’il a été signé. Reprenez-le dans la gestion de versions. Seulement si c’est impossible :
supprimez-le et recommencez ; chaque champ sera alors montré comme approuvé depuis aujourd’hui.`,
    otherSigns: (file) =>
      `Quelqu’un d’autre signe en ce moment : réessayez. Si ce n’est pas le cas, une tentative a été interrompue : supprimez ${file}.`,
    newKeys: `Les clés ou les rôles ne sont pas ceux de la dernière politique approuvée, et vous ne pouvez pas vous en porter garant.
Chaque rôle se porte garant de ses propres clés, avec une clé qu’il avait déjà. Soit ce rôle signe d’abord (rien d’autre n’est
alors nécessaire), soit vous signez avec --new-keys : le fichier portera « keysChanged », et qui relit le changement doit vérifier si ces clés sont dignes de foi.`,
    keysChanged:
      'Attention : clés ou rôles nouveaux, et aucun de leurs titulaires ne s’en porte garant avec une clé antérieure (keysChanged).',
    digest: (digest) => `Empreinte à signer : ${digest}`,
    holdsUntil: (day) => `Valable jusqu’au : ${day}`,
    first: 'Première approbation : toute la politique est nouvelle. Lisez policy/REVIEW.fr.md avant de signer.',
    samePolicy: 'La même politique que dans le fichier : la signature y est ajoutée.',
    changes: 'Depuis la dernière approbation :',
    signed: (role, name, file) => `Signé en tant que ${role} par ${name} : ${file}`,
    rewritten: (files) =>
      files.length === 0 ? [] : [`Récrits, car ils disent qui a signé : ${files.join(', ')}. Enregistrez-les aussi.`],
    missing: (roles) =>
      roles.length === 0
        ? 'Tous les rôles ont signé : la politique est approuvée. Enregistrez ce fichier avec la politique.'
        : `Doivent encore signer : ${roles.join(', ')}. D’ici là, la production ne démarre pas.`,
  },
}
