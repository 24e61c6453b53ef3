/** What is wrong with the browser side of a site, and what to write instead, in both languages. */

const names = (all: readonly string[]): string =>
  all
    .slice(0, 20)
    .map((name) => `\`${name}\``)
    .join(', ')

export const WRONG = {
  noDomainOfItsOwn: (host: string) => ({
    en: `\`${host}\` is no name of the site’s own: it is an address or a suffix under which anybody can have a name (public suffix list)`,
    fr: `\`${host}\` n’est pas un nom propre au site : c’est une adresse, ou un suffixe sous lequel n’importe qui peut avoir un nom (public suffix list)`,
  }),
  otherDomain: (host: string, domain: string, others: readonly string[]) => ({
    en: `\`${host}\` shares no registrable domain with ${names(others)}: its own is \`${domain}\``,
    fr: `\`${host}\` ne partage pas de domaine enregistrable avec ${names(others)} : le sien est \`${domain}\``,
  }),
  stagingIsProduction: (origin: string) => ({
    en: `\`${origin}\` is also in \`origins\`: what comes from there would be delivered and not delivered`,
    fr: `\`${origin}\` est aussi dans \`origins\` : ce qui en vient serait remis et ne le serait pas`,
  }),
  ofAnotherSite: (origin: string, site: string) => ({
    en: `\`${origin}\` belongs to site \`${site}\` already`,
    fr: `\`${origin}\` appartient déjà au site \`${site}\``,
  }),
  noDestinationOfSite: (id: string) => ({
    en: `\`${id}\` is no destination of this site`,
    fr: `\`${id}\` n’est pas un destinataire de ce site`,
  }),
} as const

export const HINT = {
  ownName: {
    en: 'give the gateway a name under the site’s own domain, e.g. https://events.shop.example',
    fr: 'donnez à la passerelle un nom sous le domaine du site, p. ex. https://events.shop.example',
  },
  underTheSame: {
    en: 'give it a name under the domain of the hosts, or make a site of its own for the others: a cookie cannot be shared across domains',
    fr: 'donnez-lui un nom sous le domaine des hôtes, ou faites un site à part pour les autres : un cookie ne se partage pas entre domaines',
  },
  keepOneOrigin: { en: 'keep one of the two', fr: 'gardez l’un des deux' },
} as const
