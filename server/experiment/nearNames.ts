const SHOWN_MAX = 5

/** ", did you mean 'replicas'?", or what there is; names are told where they are like the one typed. */
export function suggestion(wanted: string, names: readonly string[]): string {
  if (names.length === 0) return ''
  const distances = names.map((name) => ({ name, distance: likeness(wanted, name) }))
  const same = distances.find(({ distance }) => distance === 0)
  const near = (same ? [same] : distances)
    .filter(({ name, distance }) => distance <= Math.max(2, Math.ceil(name.length / 3)))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
  if (near.length > 0) return ` Did you mean ${near.map(({ name }) => `'${name}'`).join(' or ')}?`
  const shown = names.slice(0, SHOWN_MAX).join(', ')
  const more = names.length > SHOWN_MAX ? ` and ${names.length - SHOWN_MAX} more` : ''
  return ` There is ${shown}${more}.`
}

/** Letters to change; a name that holds the other is near it too. */
function likeness(wanted: string, name: string): number {
  const [a, b] = [wanted.toLowerCase(), name.toLowerCase()]
  if (a === b) return 0
  if (a.length >= 3 && (b.includes(a) || a.includes(b))) return 1
  return editDistance(a, b)
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1))
    }
    row = next
  }
  return row[b.length] as number
}
