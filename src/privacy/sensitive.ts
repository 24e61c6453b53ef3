/**
 * Words that put a text into a category which the platforms forbid (TikTok Business Products (Data) Terms 2.8, Meta
 * Commercial Terms, read 2026-11-21). A first, short list for health, in the languages of the shops; not run on the hot path.
 */

export type SensitiveTopic = 'sensitive_health'

/** Word beginnings without accents, so that plurals and inflections are found. */
const HEALTH =
  /(?<![a-z])(?:grossesse|enceinte|pregnan|schwanger|embaraz|gravidanza|zwanger|avortement|abortion|contracepti|diabet|cancer|chimiotherap|depressi|antidepress|hiv(?![a-z])|vih(?![a-z])|vaccin|viagra|erectile|erection|psoriasis|herpes|menopaus|infertil|fertilit|ovulation|incontinen|medicament|medikament|prescription|ordonnance|asthm|epileps|alzheimer|addiction|seropositi)/

export function detectSensitiveTopics(text: string): SensitiveTopic[] {
  const plain = text
    .slice(0, 4096)
    .normalize('NFD')
    .replace(/[\u0300-\u036F]/g, '')
    .toLowerCase()
  return HEALTH.test(plain) ? ['sensitive_health'] : []
}
