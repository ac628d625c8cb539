// What one value of a filter policy takes: a value itself, or a match expression such as
// {"prefix": "order-"}. The reasons are those of AWS (event-ruler, JsonRuleCompiler).

import { unreachable } from '../../lib/assert.ts'
import { isRecord, type Step } from '../../lib/json.ts'
import type { AttributeScalar } from '../attributes.ts'
import { type ExcludedPattern, excludedBy } from './anythingBut.ts'
import { isInNetwork, type Network, parseNetwork } from './cidr.ts'
import { isInRange, isSameNumber, type NumberRange } from './numbers.ts'
import { numericRange } from './numericRange.ts'
import { PolicyError } from './problem.ts'
import { compileText, type TextPattern, takesText } from './textPattern.ts'

export type Pattern = ValuePattern | { readonly kind: 'exists'; readonly wanted: boolean }

/** Looks at one value. */
export type ValuePattern =
  | TextPattern
  | { readonly kind: 'equals'; readonly value: AttributeScalar }
  | { readonly kind: 'cidr'; readonly network: Network }
  | { readonly kind: 'numeric'; readonly range: NumberRange }
  | { readonly kind: 'anythingBut'; readonly values: readonly ExcludedPattern[] }

export const OPERATORS = [
  'prefix',
  'suffix',
  'equals-ignore-case',
  'wildcard',
  'anything-but',
  'numeric',
  'cidr',
  'exists',
] as const
type Operator = (typeof OPERATORS)[number]

const ONE_KEY = {
  reason: 'Only one key allowed in match expression',
  advice: 'Give each operator an object of its own in the list.',
}

export function compilePattern(value: unknown, path: readonly Step[]): Pattern {
  if (isScalar(value)) return { kind: 'equals', value }
  if (isRecord(value)) return compileExpression(value, path)
  throw new PolicyError({
    reason: 'Match value must be String, number, true, false, or null',
    path,
    advice: 'A list holds values and match expressions, no lists.',
  })
}

export function isScalar(value: unknown): value is AttributeScalar {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value)
}

/** What one value of the message matches; lists are looked at value by value. */
export function takesValue(pattern: ValuePattern, value: AttributeScalar): boolean {
  switch (pattern.kind) {
    case 'equals':
      return typeof value === 'number' && typeof pattern.value === 'number'
        ? isSameNumber(value, pattern.value)
        : value === pattern.value
    case 'numeric':
      return typeof value === 'number' && isInRange(value, pattern.range)
    case 'cidr':
      return typeof value === 'string' && isInNetwork(value, pattern.network)
    case 'anythingBut':
      return !pattern.values.some((excluded) => takesValue(excluded, value))
    default:
      return typeof value === 'string' && takesText(pattern, value)
  }
}

function compileExpression(
  expression: Readonly<Record<string, unknown>>,
  path: readonly Step[],
): Pattern {
  const [key, ...others] = Object.keys(expression)
  if (key === undefined)
    throw new PolicyError({
      reason: 'Match expression name not found',
      path,
      advice: `Name an operator: ${OPERATORS.join(', ')}.`,
    })
  if (!isOperator(key))
    throw new PolicyError({
      reason: `Unrecognized match type ${key}`,
      path,
      advice: `The operators are ${OPERATORS.join(', ')}.`,
    })
  const pattern = compileOperator(key, expression[key], [...path, key])
  if (others.length === 0) return pattern
  if (key === 'numeric' || key === 'anything-but')
    throw new PolicyError({ ...ONE_KEY, reason: 'Too many elements in numeric expression', path })
  throw new PolicyError({ ...ONE_KEY, path })
}

function isOperator(key: string): key is Operator {
  return OPERATORS.some((operator) => operator === key)
}

function compileOperator(operator: Operator, operand: unknown, path: readonly Step[]): Pattern {
  switch (operator) {
    case 'prefix':
    case 'suffix':
    case 'equals-ignore-case':
    case 'wildcard':
      return compileText(operator, operand, path)
    case 'anything-but':
      return { kind: 'anythingBut', values: excludedBy(operand, path) }
    case 'numeric':
      return { kind: 'numeric', range: numericRange(operand, path) }
    case 'cidr':
      return { kind: 'cidr', network: networkIn(operand, path) }
    case 'exists':
      if (typeof operand === 'boolean') return { kind: 'exists', wanted: operand }
      throw new PolicyError({
        reason: 'exists match pattern must be either true or false.',
        path,
        advice: 'Write {"exists": true} or {"exists": false}.',
      })
    default:
      return unreachable(operator)
  }
}

/** AWS calls a network a prefix here. */
function networkIn(operand: unknown, path: readonly Step[]): Network {
  const advice = 'Write an address and its mask bits: {"cidr": "10.0.0.0/24"}.'
  if (typeof operand !== 'string')
    throw new PolicyError({ reason: 'prefix match pattern must be a string', path, advice })
  const parsed = parseNetwork(operand)
  if (parsed.ok) return parsed.network
  throw new PolicyError({ reason: parsed.reason, path, advice })
}
