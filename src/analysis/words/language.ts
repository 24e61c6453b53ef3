/** In which languages the tables are read: each code has a text in both. */
export type Language = 'en' | 'fr'

export type Words = Readonly<Record<Language, Readonly<Record<string, string>>>>
