/** How figures are written in the reports: tables, whole numbers, targets. */

const MIB = 1024 * 1024

export function verdict(target: string, met: boolean): string {
  return `${target}: ${met ? 'met' : 'not met'}`
}

export function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}

export function mib(bytes: number): string {
  return (bytes / MIB).toFixed(1)
}

/** Columns padded to one width, so that the text is as readable as what is made of it. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(3, title.length, ...rows.map((row) => row[column]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`
  return [line(head), rule, ...rows.map(line)].join('\n')
}
