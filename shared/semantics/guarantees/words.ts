// What a channel promises, in words, as it is set up in this drawing.

export interface GuaranteeWords {
  readonly order: string
  readonly delivery: string
  readonly replay: string
  /** When events are lost; each begins with the occasion. Empty: nothing that is modelled loses any. */
  readonly losses: readonly string[]
}

/** Without what does not apply. */
export function those(...sentences: readonly (string | false | null | undefined)[]): string[] {
  return sentences.filter((sentence) => typeof sentence === 'string')
}
