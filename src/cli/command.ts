/** What a command of `tidegate` is. A command is one file in commands/ and one line in commands.ts. */

export type Language = 'en' | 'fr'
export type Bilingual = Readonly<Record<Language, string>>

/** The world of a command: taken from the process in main.ts. */
export interface Terminal {
  readonly stdin: AsyncIterable<Uint8Array>
  readonly stdout: (text: string) => void
  readonly stderr: (text: string) => void
  readonly env: Readonly<Partial<Record<string, string>>>
  readonly language: Language
  readonly nowMs: () => number
  readonly randomId: () => string
  /** Somebody looks at stderr: a line may be written over. Absent: it goes into a file or a pipe. */
  readonly interactive?: boolean
}

/** 0 done · 1 what was asked for is not so, or not possible · 2 asked for wrongly. */
export type ExitCode = 0 | 1 | 2

export interface Command {
  readonly summary: Bilingual
  /** After `tidegate`, e.g. `policy check [file]`. */
  readonly usage: string
  readonly run: (args: readonly string[], terminal: Terminal) => Promise<ExitCode>
}

/** Asked for wrongly: main.ts prints the words and the usage, and exits 2. */
export class UsageError extends Error {
  readonly words: Bilingual

  constructor(words: Bilingual) {
    super(words.en)
    this.words = words
  }
}
