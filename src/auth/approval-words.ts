/** Why a policy may not be served, and what to do about it, in both languages. */
import type { Words } from '../policy/document.ts'
import type { LineDifference } from '../policy/line-difference.ts'
import type { BuiltApproval, NotApproved } from './approval.ts'
import type { ApprovalFault } from './policy-signature.ts'

const MAX_LINES = 3

export interface About extends Pick<BuiltApproval, 'file' | 'differences'> {
  /** Where another one was named. */
  readonly lockFile?: string
}

/** `about`: the policy's file, and which of its lines differ. */
export function notApprovedWords(why: NotApproved, about: About): Words {
  const { file, lockFile = 'policy.lock.json' } = about
  switch (why.reason) {
    case 'policy_changed':
      return {
        en: `the compiled policy was changed after it was compiled; build again from ${file}`,
        fr: `la politique compilée a été modifiée après sa compilation ; reconstruisez à partir de ${file}`,
      }
    case 'no_lock':
      return {
        en: `${file} has not been approved: there is no ${lockFile}; see tidegate policy approve`,
        fr: `${file} n’a pas été approuvé : il n’y a pas de ${lockFile} ; voir tidegate policy approve`,
      }
    case 'no_roles':
      return {
        en: `${file} names no role that must approve it (approval.roles): nobody answers for it`,
        fr: `${file} ne nomme aucun rôle qui doit l’approuver (approval.roles) : personne n’en répond`,
      }
    case 'lock_changed':
      return {
        en: 'policy.lock.json was changed after it was signed; take it back from version control',
        fr: 'policy.lock.json a été modifié après la signature ; reprenez-le dans la gestion de versions',
      }
    case 'not_signed':
      return notSignedWords(why, file)
    case 'widened':
      return withLines(
        {
          en: `${file} is not what was approved`,
          fr: `${file} n’est pas ce qui a été approuvé`,
        },
        about,
      )
  }
}

/** A lock is written by others: what would move the cursor of a terminal is shown as U+FFFD. */
function printable(text: string): string {
  return text.replace(/\p{C}/gu, '\uFFFD').slice(0, 200)
}

function notSignedWords({ roles, faults }: Extract<NotApproved, { reason: 'not_signed' }>, file: string): Words {
  const reasons = faults.map(({ role, kid, fault }) => ({
    en: `the signature of ${printable(role)} (key ${printable(kid)}) does not count: ${FAULTS[fault].en}`,
    fr: `la signature de ${printable(role)} (clé ${printable(kid)}) ne compte pas : ${FAULTS[fault].fr}`,
  }))
  return {
    en: [`${file} has no good signature of: ${roles.join(', ')}`, ...reasons.map(({ en }) => en)].join('; '),
    fr: [`${file} n’a pas de signature valable de : ${roles.join(', ')}`, ...reasons.map(({ fr }) => fr)].join(' ; '),
  }
}

export const FAULTS: Readonly<Record<ApprovalFault, Words>> = {
  key_not_in_policy: {
    en: 'the approved policy has no such key for this role',
    fr: 'la politique approuvée n’a pas cette clé pour ce rôle',
  },
  key_of_another_id: {
    en: 'the key’s id (kid) is not its thumbprint (RFC 7638)',
    fr: 'l’identifiant (kid) de la clé n’est pas son empreinte (RFC 7638)',
  },
  key_twice: {
    en: 'the approved policy has two keys with this id',
    fr: 'la politique approuvée a deux clés de cet identifiant',
  },
  key_not_pinned: {
    en: 'TIDEGATE_POLICY_KEYS does not name this key',
    fr: 'TIDEGATE_POLICY_KEYS ne nomme pas cette clé',
  },
  bad_signature: { en: 'it does not fit the key', fr: 'elle ne correspond pas à la clé' },
  signed_something_else: {
    en: 'it was made for another policy, role, name or date',
    fr: 'elle a été faite pour une autre politique, un autre rôle, nom ou date',
  },
}

function withLines({ en, fr }: Words, { file, differences }: Pick<BuiltApproval, 'file' | 'differences'>): Words {
  if (differences.length === 0) {
    return {
      en: `${en}: none of its lines differs, so what it extends has changed, or Tidegate itself; see tidegate policy diff --approved`,
      fr: `${fr} : aucune ligne ne diffère, donc ce dont il hérite a changé, ou Tidegate lui-même ; voir tidegate policy diff --approved`,
    }
  }
  const shown = differences.slice(0, MAX_LINES).map((difference) => lineWords(file, difference))
  const more = differences.length - shown.length
  return {
    en: [`${en}:`, ...shown.map((words) => words.en), ...(more > 0 ? [`and ${more} more`] : [])].join('\n'),
    fr: [`${fr} :`, ...shown.map((words) => words.fr), ...(more > 0 ? [`et ${more} de plus`] : [])].join('\n'),
  }
}

/** `policy/policy.yaml:41: approved "…", now "…"`. */
export function lineWords(file: string, { line, approved, now }: LineDifference): Words {
  const [old, fresh] = [approved, now].map((text) => (text === undefined ? undefined : printable(text.trim())))
  return {
    en: `${file}:${line}: approved ${old === undefined ? 'without this line' : `"${old}"`}, now ${fresh === undefined ? 'gone' : `"${fresh}"`}`,
    fr: `${file}:${line} : approuvé ${old === undefined ? 'sans cette ligne' : `« ${old} »`}, maintenant ${fresh === undefined ? 'absente' : `« ${fresh} »`}`,
  }
}

/** Of a policy whose last day has passed. */
export function expiredWords(untilMs: number, file: string): Words {
  const day = new Date(Math.max(0, untilMs - 1)).toISOString().slice(0, 10)
  return {
    en: `the policy held until ${day}: read ${file} again, set approval.valid_until, and have it approved anew`,
    fr: `la politique était valable jusqu’au ${day} : relisez ${file}, fixez approval.valid_until et faites-la approuver de nouveau`,
  }
}
