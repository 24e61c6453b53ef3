/** The diagnostics as their reader gets them. */
import type { Report } from '../../src/diagnostics/report.ts'
import { get } from './gateway.ts'

export const DEV = { authorization: 'Bearer dev' }

/** What must not be seen, as it is and in other dress. */
export const CANARIES = [
  'serin.canari@example.com',
  'SERIN.CANARI@EXAMPLE.COM',
  'serin.canari%40example.com',
  'serin.canari%2540example.com',
  '+33639984217',
  '06 39 98 42 17',
  '06.39.98.42.17',
  '0639984217',
  'FR1420041010050500013M02606',
  'FR14 2004 1010 0505 0001 3M02 606',
  '4111111111111111',
  '4111 1111 1111 1111',
  btoa('serin.canari@example.com'),
  'page?email=serin.canari@example.com#0639984217',
]

export async function diagnostics(query = ''): Promise<Report> {
  return (await get(`/v1/diagnostics${query}`, DEV)).json<Report>()
}

/** The findings of a code, without words and times. */
export async function found(code: string) {
  const { findings } = await diagnostics()
  return findings
    .filter((one) => one.code === code)
    .map(({ severity, subject, count, of }) => ({ severity, subject, count, ...(of !== undefined && { of }) }))
}
