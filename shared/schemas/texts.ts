// Texts of payloads: in the format that the schema asks for, or after the name of the field.

import { bound, FORMATS } from './conformance.ts'
import type { Draws } from './draws.ts'
import type { JsonSchema } from './eventType.ts'

const TEXT_MAX = 1000
const NAMES = ['ada', 'edsger', 'grace', 'leslie', 'barbara', 'agner', 'frances', 'tony'] as const

/** With a format that we know, lengths are left to it. */
export function textFor(schema: JsonSchema, field: string, draws: Draws): string {
  const { format } = schema
  if (typeof format === 'string' && Object.hasOwn(FORMATS, format)) return formatted(format, draws)
  const min = Math.min(TEXT_MAX, Math.max(0, bound(schema.minLength, 0)))
  const max = Math.max(min, Math.min(TEXT_MAX, bound(schema.maxLength, TEXT_MAX)))
  const text = `${field === '' ? 'text' : field}-${draws.whole(1000, 9999)}`
  // Whole characters, of which some are two code units.
  const characters = [...text]
  while (characters.length < min) characters.push(String(draws.whole(0, 9)))
  // The end is what differs from event to event.
  return characters.slice(Math.max(0, characters.length - Math.floor(max))).join('')
}

function formatted(format: string, draws: Draws): string {
  switch (format) {
    case 'uuid':
      return uuid(draws)
    case 'date':
      return date(draws)
    case 'time':
      return time(draws)
    case 'date-time':
      return `${date(draws)}T${time(draws)}`
    case 'email':
      return `${draws.pick(NAMES)}${draws.whole(1, 999)}@example.com`
    default:
      return `https://example.com/${hex(draws, 8)}`
  }
}

/** Of version 4: random. */
function uuid(draws: Draws): string {
  const variant = (8 + draws.whole(0, 3)).toString(16)
  const [a, b, c, d, e] = [8, 4, 3, 3, 12].map((digits) => hex(draws, digits))
  return `${a}-${b}-4${c}-${variant}${d}-${e}`
}

function hex(draws: Draws, digits: number): string {
  return Array.from({ length: digits }, () => draws.whole(0, 15).toString(16)).join('')
}

function date(draws: Draws): string {
  return `2026-${twoDigits(draws.whole(1, 12))}-${twoDigits(draws.whole(1, 28))}`
}

function time(draws: Draws): string {
  const [hours, minutes, seconds] = [23, 59, 59].map((max) => twoDigits(draws.whole(0, max)))
  return `${hours}:${minutes}:${seconds}Z`
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}
