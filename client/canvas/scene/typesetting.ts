// Sets texts: where letters stand, and what is left out where there is no room.

import type { Ink } from './inks.ts'
import { plainText } from './plainText.ts'
import type { Lettering, TextShape } from './shapes.ts'

/** How wide a text is, in pixels. */
export type Measure = (text: string, lettering: Lettering) => number

export const SANS = { face: 'sans', spacing: 0 } as const
const MONO = { face: 'mono', spacing: -0.04 } as const

export interface Placed extends Partial<Lettering> {
  readonly size: number
  readonly fill: Ink
  readonly x: number
  /** The top of the line, and how high the line is. */
  readonly top: number
  readonly line: number
  readonly anchor?: 'start' | 'middle' | 'end'
  /** Left out: as wide as it is. */
  readonly widthMax?: number
}

export class Typesetting {
  readonly #measure: Measure

  constructor(measure: Measure) {
    this.#measure = measure
  }

  width(text: string, lettering: Lettering): number {
    return this.#measure(text, lettering)
  }

  text(text: string, placed: Placed): TextShape {
    const { x, top, line, fill, anchor = 'start', widthMax = Number.POSITIVE_INFINITY } = placed
    const lettering = letteringOf(placed)
    const shown = this.#cut(plainText(text), lettering, widthMax)
    const textWidth = this.#measure(shown, lettering)
    const before = anchor === 'start' ? 0 : anchor === 'end' ? textWidth : textWidth / 2
    const y = top + line / 2 + BASELINE * lettering.size
    return { kind: 'text', ...lettering, text: shown, x: x - before, y, textWidth, fill }
  }

  /** Words on as many lines as there is room for; a line break of the text begins another. */
  lines(text: string, lettering: Lettering, room: { width: number; linesMax: number }): string[] {
    const lines: string[] = []
    for (const paragraph of text.split('\n')) {
      let line = ''
      for (const word of paragraph.split(/\s+/)) {
        const longer = line === '' ? word : `${line} ${word}`
        if (line !== '' && this.#measure(longer, lettering) > room.width) {
          lines.push(line)
          line = word
        } else line = longer
        if (lines.length >= room.linesMax) return lines
      }
      lines.push(line)
      if (lines.length >= room.linesMax) return lines
    }
    return lines
  }

  #cut(text: string, lettering: Lettering, widthMax: number): string {
    if (this.#measure(text, lettering) <= widthMax) return text
    const letters = [...text]
    let [fits, tooMany] = [0, letters.length]
    while (tooMany - fits > 1) {
      const half = Math.floor((fits + tooMany) / 2)
      const cut = `${letters.slice(0, half).join('').trimEnd()}…`
      if (this.#measure(cut, lettering) <= widthMax) fits = half
      else tooMany = half
    }
    return `${letters.slice(0, fits).join('').trimEnd()}…`
  }
}

/** From the middle of a line to where letters stand, as a part of their size, in both typefaces. */
const BASELINE = 0.362

function letteringOf({ face = 'sans', size, weight = 400, spacing }: Placed): Lettering {
  return { face, size, weight, spacing: spacing ?? (face === 'mono' ? MONO.spacing : 0) }
}
