// The document's maps are read in the order of their ids, so that the order in which somebody wrote
// them down never matters to a run.

/** The entries of a map of the document, ordered by id (by code unit, the same on every machine). */
export function entriesById<Value>(
  map: Readonly<Record<string, Value>>,
): readonly (readonly [string, Value])[] {
  return Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1))
}

/** Brings a map that grows while it is used into the order of its ids. */
export function orderById<Value>(map: Map<string, Value>): void {
  const entries = [...map].sort(([a], [b]) => (a < b ? -1 : 1))
  map.clear()
  for (const [id, value] of entries) map.set(id, value)
}

/** Looks an id up without finding what every object inherits (`constructor` and the like). */
export function ownValue<Value>(
  map: Readonly<Record<string, Value>>,
  id: string,
): Value | undefined {
  return Object.hasOwn(map, id) ? map[id] : undefined
}
