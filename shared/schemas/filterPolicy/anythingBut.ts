// {"anything-but": …}: all values but a text, a number, a list of either, or those with a prefix or of
// a form.

import { isRecord, type Step } from '../../lib/json.ts'
import { isComparable } from './numbers.ts'
import { PolicyError } from './problem.ts'
import { compileText, type TextPattern } from './textPattern.ts'

const ADVICE =
  'Write a text, a number, a list of texts or of numbers, {"prefix": "text"} or {"wildcard": "te*t"}.'

export type ExcludedPattern =
  | TextPattern
  | { readonly kind: 'equals'; readonly value: string | number }

export function excludedBy(operand: unknown, path: readonly Step[]): readonly ExcludedPattern[] {
  if (isRecord(operand)) return [excludedForm(operand, path)]
  if (Array.isArray(operand)) return excludedList(operand, path)
  if (typeof operand === 'string') return [{ kind: 'equals', value: operand }]
  if (typeof operand === 'number') return [excludedNumber(operand, path)]
  throw new PolicyError({
    reason: 'Value of anything-but must be an array or single string/number value.',
    path,
    advice: ADVICE,
  })
}

function excludedList(list: readonly unknown[], path: readonly Step[]): readonly ExcludedPattern[] {
  const values = list.map((value, index): ExcludedPattern => {
    if (typeof value === 'string') return { kind: 'equals', value }
    if (typeof value === 'number') return excludedNumber(value, [...path, index])
    throw new PolicyError({
      reason: 'Inside anything but list, start|null|boolean is not supported.',
      path: [...path, index],
      advice: ADVICE,
    })
  })
  const texts = list.filter((value) => typeof value === 'string').length
  if (list.length > 0 && (texts === 0 || texts === list.length)) return values
  const reason =
    'Inside anything but list, either all values are number or string, mixed type is not supported'
  throw new PolicyError({ reason, path, advice: ADVICE })
}

function excludedNumber(value: number, path: readonly Step[]): ExcludedPattern {
  if (isComparable(value)) return { kind: 'equals', value }
  const reason = 'Value must be between -5.0E9 and 5.0E9, inclusive'
  throw new PolicyError({ reason, path, advice: 'Write a smaller number.' })
}

/** SNS takes these two; EventBridge takes more. */
function excludedForm(
  form: Readonly<Record<string, unknown>>,
  path: readonly Step[],
): ExcludedPattern {
  const [key, ...others] = Object.keys(form)
  if (key === undefined)
    throw new PolicyError({
      reason: 'Anything-But expression name not found',
      path,
      advice: ADVICE,
    })
  if (key !== 'prefix' && key !== 'wildcard')
    throw new PolicyError({
      reason: `Unsupported anything-but pattern: ${key}`,
      path,
      advice: ADVICE,
    })
  const pattern = compileText(key, form[key], [...path, key])
  if (form[key] === '')
    throw new PolicyError({ reason: `Null ${key} not allowed`, path, advice: ADVICE })
  if (others.length > 0)
    throw new PolicyError({
      reason: 'Only one key allowed in match expression',
      path,
      advice: ADVICE,
    })
  return pattern
}
