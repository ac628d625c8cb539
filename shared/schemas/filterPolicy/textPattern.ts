// The match expressions that ask for a text of some form.

import { unreachable } from '../../lib/assert.ts'
import type { Step } from '../../lib/json.ts'
import { PolicyError } from './problem.ts'
import { matchesWildcard, parseWildcard } from './wildcard.ts'

export type TextPattern =
  | { readonly kind: 'prefix' | 'suffix' | 'ignoringCase'; readonly text: string }
  | { readonly kind: 'wildcard'; readonly pieces: readonly string[] }

export function compileText(
  operator: 'prefix' | 'suffix' | 'equals-ignore-case' | 'wildcard',
  operand: unknown,
  path: readonly Step[],
): TextPattern {
  if (typeof operand !== 'string')
    throw new PolicyError({
      reason: `${operator} match pattern must be a string`,
      path,
      advice: `Write {"${operator}": "text"}.`,
    })
  if (operator === 'equals-ignore-case')
    return { kind: 'ignoringCase', text: operand.toLowerCase() }
  if (operator !== 'wildcard') return { kind: operator, text: operand }
  const parsed = parseWildcard(operand)
  if (parsed.ok) return { kind: 'wildcard', pieces: parsed.pieces }
  const advice =
    'A star stands for any characters; write \\* and \\\\ for the characters themselves.'
  throw new PolicyError({ reason: parsed.reason, path, advice })
}

export function takesText(pattern: TextPattern, text: string): boolean {
  switch (pattern.kind) {
    case 'prefix':
      return text.startsWith(pattern.text)
    case 'suffix':
      return text.endsWith(pattern.text)
    case 'ignoringCase':
      return text.toLowerCase() === pattern.text
    case 'wildcard':
      return matchesWildcard(text, pattern.pieces)
    default:
      return unreachable(pattern)
  }
}
