/** Every list that the code has is in the docs, row for row, and the docs name nothing that the code does not have. */
import { codeLists, type CodeList } from './code-lists.ts'
import { textOf, type Files, type Finding } from './files.ts'
import { listRows } from './markdown.ts'

export function checkLists(files: Files): readonly Finding[] {
  return codeLists(files).flatMap((list) => {
    if (list.rows.length === 0) return [unreadable(list)]
    return list.docs.flatMap((doc) => checkList(list, doc, textOf(files, doc)))
  })
}

function unreadable(list: CodeList): Finding {
  const message = `nothing was found for the list "${list.name}" in ${list.from}: teach its reader where it is now`
  return { file: 'scripts/docs/code-lists.ts', message }
}

function checkList(list: CodeList, doc: string, markdown: string): readonly Finding[] {
  const rows = listRows(markdown, list.name)
  if (rows === undefined) {
    const message = `has no list "${list.name}": put its table between <!-- list: ${list.name} --> and <!-- /list -->`
    return [{ file: doc, message }]
  }
  const width = list.rows[0]?.length ?? 1
  const written = new Set(rows.map((row) => keyOf(row, width)))
  const wanted = new Set(list.rows.map((row) => keyOf(row, width)))
  const missing = [...wanted].filter((key) => !written.has(key))
  const tooMany = [...written].filter((key) => !wanted.has(key))
  return [
    ...missing.map((key) => ({
      file: doc,
      message: `"${key}" of ${list.from} is not in the list "${list.name}": add its row`,
    })),
    ...tooMany.map((key) => ({
      file: doc,
      message: `the list "${list.name}" has "${key}", which ${list.from} has not: take the row out or correct it`,
    })),
  ]
}

function keyOf(row: readonly string[], width: number): string {
  return row.slice(0, width).join(' ')
}
