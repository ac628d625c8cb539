// Lists that are typed on one line: weighted choices, points of a profile, weights.

import { exactDuration, exactRate, parseDuration, parseRate } from '#shared/lib/units.ts'
import { type Arrivals, RECORDED_MAX } from '#shared/topology/arrivals.ts'
import type { Choice } from '#shared/topology/fields.ts'
import { accepted, type Codec, numberIn, refused } from './codec.ts'

/** `eu`, or a draw between several with their weights: `eu: 3, us: 1`. */
export const choiceCodec: Codec = {
  parse: (text) => {
    const parts = partsOf(text)
    if (parts.length <= 1 && !/:\s*[\d.]+$/.test(text.trim())) return accepted(text.trim())
    const choices = parts.map(weightedPart)
    if (choices.some((choice) => choice === null))
      return refused('One text, or several with weights: eu: 3, us: 1.')
    return choices.length > 50 ? refused('At most 50 values.') : accepted(choices)
  },
  format: (value) => {
    const choice = value as Choice | undefined
    if (choice === undefined || typeof choice === 'string') return choice ?? ''
    return choice.map(({ value: text, weight }) => `${text}: ${weight}`).join(', ')
  },
}

function weightedPart(part: string): { value: string; weight: number } | null {
  const match = /^(.*?):\s*([\d.]+)$/.exec(part)
  const [, value = part, weightText = ''] = match ?? []
  const weight = numberIn(weightText)
  return match && weight >= 0 ? { value: value.trim(), weight } : null
}

type Points = Extract<Arrivals, { kind: 'profile' }>['points']

/** `0 s: 10/s, 30 s: 100/s`: the rate runs straight from point to point. */
export const pointsCodec: Codec = {
  parse: (text) => {
    const points = partsOf(text).map((part) => {
      const [time = '', rate = ''] = part.split(':')
      return { atMs: parseDuration(time), ratePerSecond: parseRate(rate) }
    })
    if (points.length === 0 || points.some((p) => p.atMs === null || p.ratePerSecond === null))
      return refused('Times with rates, such as 0 s: 10/s, 30 s: 100/s.')
    const sorted = points.every(
      ({ atMs }, index) => index === 0 || (atMs ?? 0) > (points[index - 1]?.atMs ?? 0),
    )
    return sorted ? accepted(points) : refused('Each time comes after the one before it.')
  },
  format: (value) =>
    ((value ?? []) as Points)
      .map(({ atMs, ratePerSecond }) => `${exactDuration(atMs)}: ${exactRate(ratePerSecond)}`)
      .join(', '),
}

/** Times or gaps of a recording: `0 s, 250 ms, 1.5 s`; or a column of numbers, in milliseconds. */
export const durationsCodec: Codec = {
  parse: (text) => {
    const isColumn = /^[\d.\s]+$/.test(text)
    const parts = isColumn ? text.trim().split(/\s+/) : partsOf(text)
    const durations = parts.map((part) => parseDuration(part))
    if (durations.length === 0 || durations.includes(null))
      return refused('Durations parted by commas, such as 0 s, 250 ms, 1.5 s.')
    return durations.length > RECORDED_MAX
      ? refused(`At most ${RECORDED_MAX.toLocaleString('en-US')} of them.`)
      : accepted(durations)
  },
  format: (value) => ((value ?? []) as readonly number[]).map(exactDuration).join(', '),
}

/** Weights of the first keys: `5, 3, 1`. */
export const weightsCodec: Codec = {
  parse: (text) => {
    const weights = partsOf(text).map(numberIn)
    return weights.length > 0 && weights.every((weight) => weight >= 0 && weight <= 1e9)
      ? accepted(weights)
      : refused('Numbers parted by commas, such as 5, 3, 1.')
  },
  format: (value) => ((value ?? []) as readonly number[]).join(', '),
}

function partsOf(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}
