import { expect, it } from 'vitest'
import { statementsInOneLine } from './statements.ts'
import { rewritten } from './syntax.ts'

it('lays a statement into one line, and what is put into it stays', () => {
  const code = 'const a=(c)=>sql(`SELECT ${c}, b\n     FROM t\n WHERE c = ${`x\n y`}`, `CREATE TABLE t (\n  a TEXT\n)`)'
  const line = 'const a=(c)=>sql(`SELECT ${c}, b FROM t WHERE c = ${`x\n y`}`, `CREATE TABLE t ( a TEXT )`)'
  expect(rewritten(code, [statementsInOneLine])).toBe(line)
})

it('leaves every other text as it is', () => {
  const code = 'const a=`Select a page\n  or two`, b=`SELECTED\n x`, c=/\\n  /, d="INSERT \\n x"'
  expect(rewritten(code, [statementsInOneLine])).toBe(code)
})
