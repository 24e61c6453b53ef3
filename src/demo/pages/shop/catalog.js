/** The six imaginary products. Prices are in euros, VAT included. */
export const PRODUCTS = [
  {
    id: 'ar-serum',
    picture: 'serum',
    price: 34,
    category: 'face',
    name: { fr: 'Sérum aux algues brunes', en: 'Brown seaweed serum' },
    size: '30 ml',
    text: {
      fr: 'Un sérum léger aux algues de Roscoff, pour une peau souple et lumineuse du matin au soir.',
      en: 'A light serum with seaweed from Roscoff, for supple, bright skin from morning to night.',
    },
  },
  {
    id: 'ar-creme',
    picture: 'cream',
    price: 27.5,
    category: 'face',
    name: { fr: 'Crème à l’oyat', en: 'Marram grass cream' },
    size: '50 ml',
    text: {
      fr: 'L’oyat retient les dunes ; cette crème retient l’eau. Riche, sans parfum ajouté.',
      en: 'Marram grass holds the dunes; this cream holds water. Rich, with no added fragrance.',
    },
  },
  {
    id: 'ar-huile',
    picture: 'oil',
    price: 24,
    category: 'body',
    name: { fr: 'Huile d’argousier', en: 'Sea buckthorn oil' },
    size: '50 ml',
    text: {
      fr: 'Une huile dorée, pressée à froid, pour le corps et les pointes des cheveux.',
      en: 'A golden, cold-pressed oil for the body and the ends of the hair.',
    },
  },
  {
    id: 'ar-savon',
    picture: 'soap',
    price: 8.5,
    category: 'body',
    name: { fr: 'Savon au sel gris', en: 'Grey salt soap' },
    size: '100 g',
    text: {
      fr: 'Saponifié à froid, doucement exfoliant, avec du sel gris de l’Atlantique.',
      en: 'Cold-process soap, gently exfoliating, with grey salt from the Atlantic.',
    },
  },
  {
    id: 'ar-brume',
    picture: 'mist',
    price: 18,
    category: 'face',
    name: { fr: 'Brume d’immortelle', en: 'Everlasting flower mist' },
    size: '100 ml',
    text: {
      fr: 'L’eau florale de l’immortelle des dunes, à vaporiser quand le vent a soufflé.',
      en: 'Flower water from dune everlasting, to spray after a windy day.',
    },
  },
  {
    id: 'ar-baume',
    picture: 'balm',
    price: 9,
    category: 'body',
    name: { fr: 'Baume au pin maritime', en: 'Maritime pine balm' },
    size: '15 ml',
    text: {
      fr: 'Un petit baume de poche pour les lèvres et les mains abîmées par le froid.',
      en: 'A pocket balm for lips and hands chapped by the cold.',
    },
  },
]

export function findProduct(id) {
  return PRODUCTS.find((product) => product.id === id)
}
