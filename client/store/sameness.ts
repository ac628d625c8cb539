// In what two states of a document differ. Whatever an edit leaves alone keeps its identity.

import type { Topology } from '#shared/topology/topology.ts'

/** They differ in nothing but their layout. */
export function isSameModel(a: Topology, b: Topology): boolean {
  return differences(a, b).every((key) => key === 'layout')
}

/** In nothing but their layout and the names of their services and channels: the same goes the same ways. */
export function isSameFlow(a: Topology, b: Topology): boolean {
  return differences(a, b).every((key) => {
    if (key === 'services' || key === 'channels') return sameButNames(a[key], b[key])
    return key === 'layout' || key === 'name'
  })
}

function differences(a: Topology, b: Topology): readonly (keyof Topology)[] {
  if (a === b) return []
  const keys = new Set([...Object.keys(a), ...Object.keys(b)] as (keyof Topology)[])
  return [...keys].filter((key) => a[key] !== b[key])
}

type Named = Readonly<Record<string, { readonly name: string }>>

function sameButNames(a: Named, b: Named): boolean {
  const ids = Object.keys(a)
  if (ids.length !== Object.keys(b).length) return false
  return ids.every((id) => a[id] === b[id] || (Object.hasOwn(b, id) && sameButName(a[id], b[id])))
}

function sameButName(a: object = {}, b: object = {}): boolean {
  const fields = new Map(Object.entries(a))
  const others = Object.entries(b)
  return (
    fields.size === others.length &&
    others.every(([key, value]) => fields.has(key) && (key === 'name' || fields.get(key) === value))
  )
}
