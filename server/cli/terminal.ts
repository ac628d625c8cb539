/** What a command sees of the terminal. */
export interface Terminal {
  /** What was asked for. */
  out(text: string): void
  /** What is said about it: progress, warnings, refusals. */
  err(text: string): void
  /** Whether `err` shows on a screen, where a line can be written over. */
  readonly isTerminal: boolean
  nowMs(): number
}

const CONTROL = /\p{Cc}/gu

/** Line breaks, tabs, and the return that goes back to the beginning of a line of progress. */
const HARMLESS: ReadonlySet<string> = new Set(['\n', '\t', '\r'])

/** Names in a drawing are somebody's text: they never move the cursor, nor change the title of the window. */
export function printable(text: string): string {
  return text.replaceAll(CONTROL, (sign) => (HARMLESS.has(sign) ? sign : '\ufffd'))
}

/** As shells expect: 0, all is well. */
export const EXIT = {
  ok: 0,
  /** The command did its work, and what it found is bad. */
  bad: 1,
  /** The command could not do its work: wrong arguments, no such file, no topology in it. */
  refused: 2,
} as const

/** Ends a command with exit code 2. The message is a sentence for the person who typed it. */
export class Refusal extends Error {}
