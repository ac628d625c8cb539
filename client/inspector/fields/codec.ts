// What people type into a field, and the value that it means. A refused text comes with a sentence that
// says what would be right.

import {
  exactBytes,
  exactDuration,
  exactRate,
  formatDuration,
  parseBytes,
  parseDuration,
  parseRate,
} from '#shared/lib/units.ts'

export type Parsed =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly reason: string }

export interface Codec {
  readonly parse: (text: string) => Parsed
  readonly format: (value: unknown) => string
}

interface Range {
  readonly min: number
  readonly max: number
}

export function textCodec({ max }: { readonly max: number }): Codec {
  return {
    parse: (text) => {
      const value = text.trim()
      if (value === '') return refused('This cannot be empty.')
      return value.length > max ? refused(`At most ${max} characters.`) : accepted(value)
    },
    format: (value) => String(value ?? ''),
  }
}

export function integerCodec({ min, max }: Range): Codec {
  const wanted = `A whole number from ${grouped(min)} to ${grouped(max)}.`
  return {
    parse: (text) => {
      const value = numberIn(text)
      return Number.isInteger(value) && value >= min && value <= max
        ? accepted(value)
        : refused(wanted)
    },
    format: (value) => String(value ?? ''),
  }
}

export function decimalCodec({ min, max }: Range): Codec {
  const wanted = `A number from ${grouped(min)} to ${grouped(max)}.`
  return {
    parse: (text) => {
      const value = numberIn(text)
      return value >= min && value <= max ? accepted(value) : refused(wanted)
    },
    format: (value) => String(value ?? ''),
  }
}

export function durationCodec({ min, max }: Range = { min: 0, max: DURATION_MAX_MS }): Codec {
  return {
    parse: (text) => {
      const value = parseDuration(text)
      if (value === null) return refused('A duration such as 250 ms, 5 s or 1.5 min.')
      if (value < min) return refused(`At least ${exactDuration(min)}.`)
      return value > max ? refused(`At most ${roundDuration(max)}.`) : accepted(value)
    },
    format: (value) => (typeof value === 'number' ? exactDuration(value) : ''),
  }
}

/** The most that a document can say is no round figure: nobody wants to read it to the millisecond. */
function roundDuration(ms: number): string {
  const text = formatDuration(ms)
  return parseDuration(text) === ms ? text : `about ${text}`
}

export function bytesCodec({ min, max }: Range): Codec {
  return {
    parse: (text) => {
      const value = parseBytes(text)
      if (value === null) return refused('A size such as 16 KiB, 1 GiB or 500 B.')
      return value >= min && value <= max
        ? accepted(value)
        : refused(`From ${exactBytes(min)} to ${exactBytes(max)}.`)
    },
    format: (value) => (typeof value === 'number' ? exactBytes(value) : ''),
  }
}

export const rateCodec: Codec = {
  parse: (text) => {
    const value = parseRate(text)
    if (value === null) return refused('A rate such as 50/s, 1.2k/s or 300/min.')
    return value <= RATE_MAX ? accepted(value) : refused(`At most ${exactRate(RATE_MAX)}.`)
  },
  format: (value) => (typeof value === 'number' ? exactRate(value) : ''),
}

/** A chance from 0 to 1, read and written in per cent. */
export const percentCodec: Codec = {
  parse: (text) => {
    const value = numberIn(text.replace('%', ''))
    return value >= 0 && value <= 100
      ? accepted(withoutDust(value / 100))
      : refused('A chance from 0 to 100 %.')
  },
  format: (value) => (typeof value === 'number' ? `${withoutDust(value * 100)} %` : ''),
}

/** Nothing typed: the setting is left out of the document, and its default holds. */
export function optional(codec: Codec): Codec {
  return {
    parse: (text) => (text.trim() === '' ? accepted(undefined) : codec.parse(text)),
    format: (value) => (value === undefined ? '' : codec.format(value)),
  }
}

export function accepted(value: unknown): Parsed {
  return { ok: true, value }
}

export function refused(reason: string): Parsed {
  return { ok: false, reason }
}

/** NaN for what is no number. */
export function numberIn(text: string): number {
  const trimmed = text.trim().replaceAll(',', '')
  return trimmed === '' ? Number.NaN : Number(trimmed)
}

/** What the document can hold: see shared/topology/fields.ts. */
const DURATION_MAX_MS = 9_007_199_254
const RATE_MAX = 1_000_000

function withoutDust(value: number): number {
  return Number(value.toPrecision(12))
}

function grouped(value: number): string {
  return value.toLocaleString('en-US')
}
