// The values of a varied path, as they are typed: `1..16`, `1..16:5`, `0.1..0.9:0.2`, `1,2,4`, `acks=all,1`.

import { POINTS_MAX } from './document.ts'
import type { Varied, VariedValue } from './plan.ts'
import type { Found } from './variedPath.ts'

const NUMBER = '[-+]?\\d+(?:\\.\\d+)?(?:e[-+]?\\d+)?'
const RANGE = new RegExp(`^(${NUMBER})\\.\\.(${NUMBER})(?::(${NUMBER}))?$`, 'i')

/** Digits that a sum of steps keeps: 0.1 + 0.2 is 0.3 here. */
const DIGITS = 12

export function parseVaried(text: string): Found<Varied> {
  const at = text.indexOf('=')
  const path = text.slice(0, at).trim()
  const list = text.slice(at + 1).trim()
  if (at < 1 || list === '')
    return refused(`'${text}' varies nothing: write a path and its values, ${EXAMPLE}.`)
  const values: VariedValue[] = []
  for (const item of list.split(',')) {
    const found = valuesOf(item.trim())
    if (!found.ok) return refused(`'${text}': ${found.reason}`)
    values.push(...found.value)
    if (values.length > POINTS_MAX)
      return refused(
        `'${text}' has more than ${POINTS_MAX} values. Give a larger step: 1..10000:500.`,
      )
  }
  const twice = values.find((value, index) => values.indexOf(value) !== index)
  if (twice !== undefined) return refused(`'${text}' names ${twice} twice.`)
  return { ok: true, value: { path, values } }
}

const EXAMPLE = 'such as services.payments.replicas=1..16 or services.payments.replicas=1,2,4'

function valuesOf(item: string): Found<readonly VariedValue[]> {
  if (item === '') return refused('between two commas there is no value.')
  const range = RANGE.exec(item)
  if (range) return rangeOf(item, range.slice(1).map(Number))
  if (item.includes('..'))
    return refused(
      `'${item}' is no range: write two numbers, 1..16, and a step if it is not 1, 1..16:5.`,
    )
  if (item === 'true' || item === 'false') return { ok: true, value: [item === 'true'] }
  const number = Number(item)
  return { ok: true, value: [Number.isFinite(number) ? number : item] }
}

function rangeOf(item: string, [from = 0, to = 0, given = Number.NaN]: readonly number[]) {
  const isWhole = Number.isInteger(from) && Number.isInteger(to)
  if (Number.isNaN(given) && !isWhole)
    return refused(`'${item}' needs a step, such as ${item}:0.1.`)
  const step = Number.isNaN(given) ? 1 : given
  if (step <= 0) return refused(`the step of '${item}' must be more than 0.`)
  if (to < from) return refused(`'${item}' ends before it begins; ranges grow.`)
  // A little more, so that rounding does not lose the last value.
  const count = Math.floor((to - from) / step + 1e-9) + 1
  const values = Array.from({ length: Math.min(count, POINTS_MAX + 1) }, (_, index) =>
    Number((from + index * step).toPrecision(DIGITS)),
  )
  return { ok: true as const, value: values }
}

function refused(reason: string): { readonly ok: false; readonly reason: string } {
  return { ok: false, reason }
}
