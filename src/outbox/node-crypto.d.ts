/** What the Worker uses of node:crypto, which workerd brings along; the tools have the types of Node itself. */
declare module 'node:crypto' {
  /** Hexadecimal digits, lower case. */
  export function hash(algorithm: 'sha256', text: string): string
}
