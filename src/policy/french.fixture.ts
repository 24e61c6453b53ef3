/** What would hinder a French reader of a sentence that stands beside its English. */
import type { Words } from './document.ts'

export function faultsOfFrench({ en, fr }: Words): readonly string[] {
  const prose = withoutCode(fr)
  return [
    ...(fr === en ? ['the same as the English'] : []),
    ...(namesIn(fr).join() === namesIn(en).join() ? [] : [`names differ: ${fr}`]),
    ...(/(?<!\u00A0)[:;?!»](?=\s|$)/u.test(prose) || /«(?!\u00A0)/u.test(prose) ? [`no no-break space: ${fr}`] : []),
    ...(/\p{L}'\p{L}/u.test(prose) ? [`a straight apostrophe: ${fr}`] : []),
  ]
}

/** What stands in backquotes; the words inside of its own brackets are for readers. */
function namesIn(text: string): readonly string[] {
  const names = text.match(/`[^`]*`/g) ?? []
  return names.map((name) => name.replace(/[[{].*[\]}]/, '')).toSorted()
}

function withoutCode(text: string): string {
  return text.replaceAll(/`[^`]*`|\{[^}]*\}|"[^"]*"/g, '')
}
