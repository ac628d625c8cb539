// Attributes as people type them: a text, a number, true or false, a list as JSON has it, or a draw
// between several by weight. What looks like something else is a text when it stands in quotes.

import { isRecord } from '#shared/lib/json.ts'
import type { AttributeScalar, AttributeValue } from '#shared/schemas/attributes.ts'
import type { AttributeChoice } from '#shared/topology/fields.ts'
import { accepted, type Codec, numberIn, type Parsed, refused } from './codec.ts'

const WANTED = 'A text, a number, true or false, or several with weights: eu: 3, us: 1.'
const WANTED_LIST = 'A list of at most 50 texts, numbers, true or false: ["rugby", 7].'

/** `gold`, `5`, `"5"`, `true`, `["a", "b"]`, or `gold: 1, basic: 9`. */
export const attributeCodec: Codec = {
  parse: (text) => {
    const parts = partsOf(text)
    const isWeighted = parts.length > 1 || (parts[0] ?? '').search(WEIGHT) >= 0
    if (!isWeighted) return single(text.trim())
    const choices = parts.map(weighted)
    const wrong = choices.find((choice) => !choice.ok)
    if (wrong) return wrong
    if (choices.length > 50) return refused('At most 50 values.')
    return accepted(choices.map((choice) => (choice.ok ? choice.value : null)))
  },
  format: (value) => {
    const choice = value as AttributeChoice | undefined
    if (choice === undefined) return ''
    if (!Array.isArray(choice)) return spelled(choice)
    const [first, ...others] = choice
    // A list by itself stands in a choice of one.
    if (others.length === 0 && first && Array.isArray(first.value) && first.weight === 1)
      return spelled(first.value)
    return choice.map(({ value: one, weight }) => `${spelled(one)}: ${weight}`).join(', ')
  },
}

const WEIGHT = /:\s*[\d.]+$/
const NUMBER = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/

function single(text: string): Parsed {
  const parsed = valueIn(text)
  if (!parsed.ok || !Array.isArray(parsed.value)) return parsed
  return accepted([{ value: parsed.value, weight: 1 }])
}

function weighted(part: string): Parsed {
  const at = part.search(WEIGHT)
  if (at < 0) return refused(WANTED)
  const weight = numberIn(part.slice(at + 1))
  const parsed = valueIn(part.slice(0, at).trim())
  if (!parsed.ok) return parsed
  return weight >= 0 ? accepted({ value: parsed.value, weight }) : refused(WANTED)
}

function valueIn(text: string): Parsed {
  if (text === 'true' || text === 'false') return accepted(text === 'true')
  if (NUMBER.test(text)) {
    const number = Number(text)
    return Math.abs(number) <= 1e9 ? accepted(number) : refused('A number from −1e9 to 1e9.')
  }
  if (text.startsWith('[')) return listIn(text)
  const quoted = text.startsWith('"') ? jsonIn(text) : text
  if (typeof quoted !== 'string') return refused('A text in quotes ends with a quote.')
  return quoted.length <= 255 ? accepted(quoted) : refused('At most 255 characters.')
}

function listIn(text: string): Parsed {
  const list = jsonIn(text)
  return Array.isArray(list) && list.length <= 50 && list.every(isItem)
    ? accepted(list)
    : refused(WANTED_LIST)
}

function isItem(value: unknown): value is AttributeScalar {
  return ['string', 'number', 'boolean'].includes(typeof value)
}

/** Undefined for what is no JSON. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function spelled(value: AttributeValue): string {
  if (typeof value !== 'string') return JSON.stringify(value)
  const parsed = single(value)
  const isPlain =
    parsed.ok &&
    parsed.value === value &&
    !isRecord(parsed.value) &&
    !/[,"[\]]/.test(value) &&
    value.search(WEIGHT) < 0
  return isPlain ? value : JSON.stringify(value)
}

/** Parted by commas that are neither in quotes nor in a list. */
function partsOf(text: string): readonly string[] {
  const parts: string[] = []
  let part = ''
  let depth = 0
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '[') depth += 1
    if (token === ']') depth -= 1
    if (token === ',' && depth <= 0) {
      parts.push(part.trim())
      part = ''
    } else part += token
  }
  return [...parts, part.trim()].filter((one) => one !== '')
}

/** A text in quotes, or a character. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[\s\S]/gu
