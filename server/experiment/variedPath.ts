// Places in a drawing, as they are typed: `services.payments.replicas`.

import { z } from 'zod'
import { isRecord, type Step } from '#shared/lib/json.ts'
import { alternativeFor, schemaAt, valueAt } from '#shared/topology/schemaWalk.ts'
import { type Topology, topologySchema } from '#shared/topology/topology.ts'
import { suggestion } from './nearNames.ts'

export type Found<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly reason: string }

type Place = readonly Step[]

/** A `*` stands for every name there is. What does not exist is refused with names like it. */
export function placesOf(topology: Topology, path: string): Found<readonly Place[]> {
  const steps = path.replaceAll(/\[(\d+)\]/g, '.$1').split('.')
  let places: readonly Place[] = [[]]
  for (const step of steps) {
    const next = places.map((place) => stepsInto(topology, place, step))
    const refused = next.find(({ ok }) => !ok)
    // With a wildcard before it, a step need not exist everywhere.
    const found = next.flatMap((each) => (each.ok ? each.value : []))
    if (found.length === 0)
      return refused?.ok === false ? refused : nothingAt(`There is nothing at '${path}'.`)
    places = found
  }
  const container = places.find((place) => typeof valueAt(topology, place) === 'object')
  if (container === undefined) return { ok: true, value: places }
  const names = namesIn(topology, container)
  const example = names.find((name) => typeof valueAt(topology, [...container, name]) === 'number')
  return nothingAt(
    `'${spelled(container)}' is no single value: name one in it, such as '${spelled([...container, example ?? names[0] ?? ''])}'.`,
  )
}

function stepsInto(topology: Topology, place: Place, step: string): Found<readonly Place[]> {
  const names = namesIn(topology, place)
  if (step === '*') return { ok: true, value: names.map((name) => [...place, name]) }
  const inner = valueAt(topology, place)
  if (Array.isArray(inner)) {
    if (/^\d+$/.test(step) && Number(step) < inner.length)
      return { ok: true, value: [[...place, Number(step)]] }
    return nothingAt(`'${spelled(place)}' is a list of ${inner.length}, numbered from 0.`)
  }
  if (!isRecord(inner)) return nothingAt(`'${spelled(place)}' has no parts of its own.`)
  if (names.includes(step)) return { ok: true, value: [[...place, step]] }
  const where = place.length === 0 ? 'A topology' : `'${spelled(place)}'`
  return nothingAt(`${where} has no '${step}'.${suggestion(step, names.map(String))}`)
}

/** What is there, and what the schema lets be there: a setting that was left to its default. */
function namesIn(topology: Topology, place: Place): readonly Step[] {
  const inner = valueAt(topology, place)
  if (Array.isArray(inner)) return inner.map((_, index) => index)
  if (!isRecord(inner)) return []
  const schema = schemaAt(topologySchema, topology, place)
  const chosen = schema && alternativeFor(schema, inner)
  const known = chosen instanceof z.ZodObject ? Object.keys(chosen.shape) : []
  return [...new Set([...Object.keys(inner), ...known])]
}

function nothingAt(reason: string): { readonly ok: false; readonly reason: string } {
  return { ok: false, reason }
}

function spelled(place: Place): string {
  return place.join('.')
}
