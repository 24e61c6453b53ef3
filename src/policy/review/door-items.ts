/** From which pages nothing is delivered, and what pages must name: taking either out of the policy needs an approval. */
import { code, join, t, type Text } from './blocks.ts'
import type { SiteReading } from './leaving.ts'

export function doorItems({ language, site }: SiteReading): readonly Text[] {
  const { stagingOrigins = [], writeKeys = [] } = site.browser ?? {}
  const fr = language === 'fr'
  const trials = codes(stagingOrigins)
  const keys = codes(writeKeys)
  return [
    ...(stagingOrigins.length === 0
      ? []
      : [
          fr
            ? t`Des pages de ${trials}, rien n’est remis à personne : ce qui en vient est un essai, examiné et oublié.`
            : t`Of the pages of ${trials} nothing is delivered to anybody: what comes from there is a trial, judged and forgotten.`,
        ]),
    ...(writeKeys.length === 0
      ? []
      : [
          fr
            ? t`Une page doit nommer une de ces clés pour envoyer : ${keys}. Elles figurent dans la page : elles disent quelle source parle et ne prouvent rien.`
            : t`A page must name one of these keys to send: ${keys}. They stand in the page: they say which source speaks, and prove nothing.`,
        ]),
  ]
}

function codes(texts: readonly string[]): Text {
  return join(
    texts.map((text) => t`${code(text)}`),
    ', ',
  )
}
