/** What is wrong with the analysis of a site, and what to write instead, in both languages. */

export const WRONG = {
  windowBeyondJourneys: (days: number, kept: number) => ({
    en: `looks ${days} days back, and journeys are kept for ${kept} only`,
    fr: `remonte à ${days} jours, alors que les parcours ne sont gardés que ${kept} jours`,
  }),
  ownHost: (host: string) => ({
    en: `\`${host}\` is the site’s own: whoever comes from there was on the site already`,
    fr: `\`${host}\` est au site lui-même : qui en vient y était déjà`,
  }),
  codesWithoutOrders: {
    en: 'needs `orders`: a promo code is kept with its order, and no ledger of orders is kept',
    fr: 'exige `orders` : un code promo est gardé avec sa commande, et aucun registre des commandes n’est tenu',
  },
  codeTwice: (code: string, other: string) => ({
    en: `\`${code}\` is \`${other}\` in other letters: shops take small and capital letters alike`,
    fr: `\`${code}\` est \`${other}\` en d’autres lettres : les boutiques ne distinguent pas minuscules et majuscules`,
  }),
  linkParameter: (name: string) => ({
    en: `\`${name}\` carries the code of the gateway’s own short links: it leaves for nobody`,
    fr: `\`${name}\` porte le code des liens courts de la passerelle : il ne sort vers personne`,
  }),
  journeysOfChildren: {
    en: 'is not possible in the sector `minors`: of a child no journey is kept',
    fr: 'est impossible dans le secteur `minors` : d’un enfant, aucun parcours n’est gardé',
  },
} as const

export const HINT = {
  shorterWindow: {
    en: 'write a smaller `window_days`, or a larger `journey_days`',
    fr: 'réduisez `window_days`, ou augmentez `journey_days`',
  },
  takeOut: { en: 'take it out', fr: 'retirez-le' },
  addOrders: {
    en: 'add `orders: { time_zone: Europe/Paris }`, with the time zone of the shop, or take `codes` out',
    fr: 'ajoutez `orders: { time_zone: Europe/Paris }`, avec le fuseau de la boutique, ou retirez `codes`',
  },
} as const
