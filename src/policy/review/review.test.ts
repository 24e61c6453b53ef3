import { describe, expect, it } from 'vitest'
import { EVENT_NAMES } from '../../event/types.ts'
import { CANONICAL_FIELDS } from '../fields.ts'
import type { CompiledPolicy } from '../types.ts'
import { approvalState } from './approval-section.ts'
import { COMMITMENTS, demoPolicy, CLICK_IDS, FACTS, GUARDED, twoSites } from './compiled.fixture.ts'
import { EVENT_WORDS } from './event-words.ts'
import { FIELD_KINDS, FIELD_WORDS } from '../field-words.ts'
import { dateIn } from './language.ts'
import { leavingOf } from './leaving.ts'
import { reviewFiles } from './review.ts'
import type { Approved } from './since.ts'

function fileOf(name: string, policy: CompiledPolicy, approved?: Approved): string {
  const files = reviewFiles({
    policy,
    ...(approved && { approved }),
    recipients: FACTS,
    guarded: GUARDED,
    clickIds: CLICK_IDS,
  })
  // Spaces that do not break are for the eye; a sentence is the same with plain ones.
  return files.find((file) => file.name === name)?.text.replaceAll('\u00A0', ' ') ?? ''
}

/** Every field that leaves was approved on the day that `dayOf` says. */
function approvedOn(policy: CompiledPolicy, dayOf: (field: string, event: string) => string | undefined): Approved {
  const since = policy.sites.flatMap((site) =>
    leavingOf(policy, site, () => undefined).map(({ destination, field, events }) => ({
      site: site.id,
      destination: destination.id,
      field,
      events: Object.fromEntries(
        events.flatMap((event) => {
          const day = dayOf(field, event)
          return day === undefined ? [] : [[event, day]]
        }),
      ),
    })),
  )
  const approvals = [{ role: 'legal', name: 'C. Durand', kid: 'key-1', at: '2026-11-22T10:00:00Z' }]
  return { digest: policy.digest, since, approvals }
}

/** The lines of one section, from its heading to the next of the same level or above. */
function section(markdown: string, title: string): string {
  const [, rest = ''] = markdown.split(`\n### ${title}\n`)
  return rest.split(/\n#{2,3} /)[0] ?? ''
}

describe('who gets the phone number, and since when', () => {
  const phone = (markdown: string) => markdown.split('\n').find((line) => line.includes('(`person.phone`)'))

  it('is one line of REVIEW.fr.md', () => {
    const policy = demoPolicy()
    const approved = approvedOn(policy, () => '2026-11-22')
    expect(phone(fileOf('REVIEW.fr.md', policy, approved))).toBe(
      '- **Numéro de téléphone** (`person.phone`) : **TikTok** et **Meta**, sous forme hachée (SHA-256), ' +
        '**depuis le 22 novembre 2026**, avec chacun des 19 événements transmis, base légale : le consentement (RGPD, art. 6, 1, a) ; ' +
        'là où un silence suffit (États-Unis), il n’est pas demandé.',
    )
  })

  it('is one line of REVIEW.md', () => {
    const policy = demoPolicy()
    const approved = approvedOn(policy, () => '2026-11-22')
    expect(phone(fileOf('REVIEW.md', policy, approved))).toBe(
      '- **Phone number** (`person.phone`): **TikTok** and **Meta**, hashed (SHA-256), **since 22 November 2026**, ' +
        'with each of the 19 events that are sent, on the basis of consent (GDPR Art. 6(1)(a)); ' +
        'where silence is enough (United States), it is not asked for.',
    )
  })

  it('names the event that has a day of its own, and the one that was never approved', () => {
    const policy = demoPolicy()
    const days: Readonly<Record<string, string | undefined>> = { generate_lead: '2027-01-01', contact: undefined }
    const approved = approvedOn(policy, (_field, event) => (event in days ? days[event] : '2026-11-22'))
    expect(phone(fileOf('REVIEW.fr.md', policy, approved))).toContain(
      'depuis le 22 novembre 2026 (mais `contact` : pas encore approuvé ; `generate_lead` : depuis le 1er janvier 2027)',
    )
  })

  it('says that nothing is approved where there is no lock', () => {
    expect(phone(fileOf('REVIEW.md', demoPolicy()))).toContain('**not yet approved**')
  })
})

describe('a recipient', () => {
  it('receives in sentences what is sent, in what form, with which events, why, on what basis and for how long', () => {
    const policy = demoPolicy()
    const text = section(
      fileOf(
        'REVIEW.md',
        policy,
        approvedOn(policy, () => '2026-11-22'),
      ),
      'The recipients, one by one',
    )
    expect(text).toContain(
      'TikTok receives **the e-mail address (`person.email`), the phone number (`person.phone`) and the customer number ' +
        '(`person.external_id`)**, **hashed (SHA-256)**, with each of the 19 events that are sent, since 22 November 2026.',
    )
    expect(text).toContain(
      'Legal basis: consent (GDPR Art. 6(1)(a)); where silence is enough (United States), it is not asked for. Held in the gateway: 7 days at most',
    )
    expect(text).toContain('How long the recipient keeps it: 18 months at most.')
    expect(text).toContain('Outside the EEA under standard contractual clauses.')
  })

  it('says what must be agreed to, that silence is no in Europe and not in the United States', () => {
    const text = fileOf('REVIEW.md', demoPolicy())
    expect(text).toMatch(/the person must have agreed to all of these purposes: .*`ad_storage`.*`ad_personalization`/)
    expect(text).toContain(
      'Without an answer, with a refusal, or with an answer that is unreadable or too old, nothing leaves.',
    )
    expect(text).toContain(
      'Where silence is enough (United States), data leaves without an answer and without consent, but never after a refusal.',
    )
  })

  it('lists under an opt-out only what identifies nobody', () => {
    const text = fileOf('REVIEW.md', twoSites())
    expect(text).toContain('only the currency (`order.currency`) and the amount (`order.value`) may leave, marked')
  })

  it('has its conditions in words, and says what an unknown country means', () => {
    const text = fileOf('REVIEW.fr.md', twoSites())
    expect(text).toContain(
      'seulement si la personne se trouve dans un de ces pays : Belgique (`BE`), France (`FR`) (un pays inconnu n’en est pas un)',
    )
    expect(text).toContain(
      'jamais si la personne se trouve dans un de ces pays : Allemagne (`DE`) (un pays inconnu compte comme l’un d’eux)',
    )
    expect(text).toContain('seulement si l’événement porte aussi le numéro de client (`person.external_id`)')
    expect(text).toContain('l’intérêt légitime (RGPD, art. 6, 1, f)')
  })
})

describe('the matrix', () => {
  it('has a letter for every event and field that leaves, and a dot for every other', () => {
    const [tiktok = ''] = section(fileOf('REVIEW.md', demoPolicy()), 'The matrix (recipient × event × field)').split(
      '**Meta**',
    )
    const lines = tiktok.split('\n').filter((line) => line.startsWith('|'))
    const cells = (line = '') =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim())
    const events = cells(lines[0])
      .slice(1)
      .map((cell) => cell.replaceAll('`', ''))
    expect(events).toEqual(EVENT_NAMES.filter((event) => event !== 'refund'))
    const city = cells(lines.find((line) => line.includes('`person.city`')))
    expect(events.filter((_, place) => city[place + 1] === 'R')).toEqual(
      EVENT_NAMES.filter((event) => COMMITMENTS.includes(event)),
    )
    expect(city.filter((cell) => cell === '·')).toHaveLength(events.length - COMMITMENTS.length)
  })

  it('marks what has a condition', () => {
    expect(fileOf('REVIEW.md', twoSites())).toMatch(/\| Amount `order\.value` \| A\\\* \| A\\\* \|/)
  })
})

describe('what is never sent', () => {
  it('names every field that no recipient receives, and those that one of them does not', () => {
    const text = section(fileOf('REVIEW.md', demoPolicy()), 'What is never sent')
    const nobody = text.split('\n').find((line) => line.startsWith('- **To nobody**')) ?? ''
    expect([...nobody.matchAll(/`([a-z_.]+)`/g)].map(([, field]) => field)).toEqual([
      'person.birth_date',
      'person.gender',
      'client.language',
      'search.query',
      'lead.id',
      'lead.type',
    ])
    expect(text).toMatch(/\*\*Never to TikTok\*\*.*`click\.fbc`.*`click\.fbp`\)\.\n/)
    expect(text).toContain('Events that are sent to nobody: refund (`refund`).')
    expect(text).toContain('`sku`, `utm_source` and `ttclid` (for TikTok only)')
    for (const words of GUARDED) expect(text).toContain(`- ${words.en}`)
  })

  it('says what a sector took away, and that paths are cut', () => {
    const text = fileOf('REVIEW.fr.md', twoSites())
    expect(text).toMatch(/ce site relève du secteur : santé \(`health`\)/)
    expect(text).toMatch(
      /Retiré de ce qui était écrit : les données : .*`order\.items\.name`.*; les événements : demande d’un prospect \(`generate_lead`\) ; les paramètres d’adresse : `utm_campaign` ; le chemin des adresses\./,
    )
    expect(text).toContain('**Le chemin est coupé**')
    expect(text).toContain('Aucun paramètre ne reste dans une adresse.')
  })
})

describe('the state of approval', () => {
  const approved = (change: Partial<Approved> = {}): Approved => ({
    ...approvedOn(demoPolicy(), () => '2026-11-22'),
    ...change,
  })

  it.each([
    ['approved', approved()],
    ['not_approved', undefined],
    ['edited', approved({ digest: 'f'.repeat(64) })],
    ['signatures_missing', approved({ approvals: [] })],
    ['signatures_missing', approved({ approvals: [{ role: 'legal', name: 'X', kid: 'other-key', at: '' }] })],
  ] as const)('is %s', (state, given) => {
    expect(approvalState(demoPolicy(), given)).toBe(state)
  })

  it('says who signed and when, or that it does not start in production', () => {
    expect(fileOf('REVIEW.fr.md', demoPolicy(), approved())).toContain(
      'Signée par **C. Durand** (rôle `legal`, clé `key-1`) le 22 novembre 2026 à 10 h 00 UTC.',
    )
    expect(fileOf('REVIEW.fr.md', demoPolicy())).toContain('**Non approuvée : ne démarre pas en production.**')
    expect(fileOf('REVIEW.md', demoPolicy())).toContain('Valid until and including **21 November 2027** (UTC)')
  })

  it('never says approved of a policy that asks for nobody’s signature', () => {
    const policy = { ...demoPolicy(), approval: { ...demoPolicy().approval, roles: [] } }
    expect(approvalState(policy, approved())).toBe('no_roles')
  })
})

describe('the words', () => {
  it('are there for every canonical field, of a kind that a section shows', () => {
    for (const field of CANONICAL_FIELDS) {
      const { en, fr, kind } = FIELD_WORDS[field]
      expect([en, fr].every((text) => /^\p{L}.{3,}/u.test(text))).toBe(true)
      expect(FIELD_KINDS).toContain(kind)
    }
    expect(Object.keys(FIELD_WORDS)).toHaveLength(CANONICAL_FIELDS.length)
  })

  it('are there for every event, and no two events have the same', () => {
    for (const language of ['en', 'fr'] as const) {
      const names = EVENT_NAMES.map((event) => EVENT_WORDS[event][language])
      expect(names.every((name) => name.length > 3)).toBe(true)
      expect(new Set(names).size).toBe(names.length)
    }
  })

  it('date a day as each language does, and leave alone what is no day', () => {
    expect(dateIn('fr', '2026-11-22')).toBe('22 novembre 2026')
    expect(dateIn('fr', '2027-01-01')).toBe('1er janvier 2027')
    expect(dateIn('en', '2027-01-01')).toBe('1 January 2027')
    expect(dateIn('en', '2027-13-01')).toBe('2027-13-01')
  })
})

it('is the same bytes for the same policy and approvals', () => {
  const files = () => reviewFiles({ policy: twoSites(), recipients: FACTS, guarded: GUARDED, clickIds: CLICK_IDS })
  expect(files()).toEqual(files())
  expect(files().map(({ name }) => name)).toEqual([
    'REVIEW.md',
    'REVIEW.html',
    'record-of-processing.csv',
    'REVIEW.fr.md',
    'REVIEW.fr.html',
    'record-of-processing.fr.csv',
  ])
})
