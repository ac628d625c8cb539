// Ids are slugs of the first name that an element was given, and survive its renaming.

import { ID_LENGTH_MAX, idSchema, NAME_LENGTH_MAX } from './fields.ts'

export interface IdOptions {
  readonly isTaken: (id: string) => boolean
  /** For names that have neither letter nor digit that an id may have: "service". */
  readonly fallback: string
}

/** An id that nothing has yet: "orders", "orders-2", … */
export function freshId(name: string, { isTaken, fallback }: IdOptions): string {
  const slug = slugOf(name)
  const base = slug === '' ? fallback : slug
  let id = base
  for (let number = 2; isTaken(id) || !idSchema.safeParse(id).success; number += 1) {
    const suffix = `-${number}`
    id = `${cut(base, ID_LENGTH_MAX - suffix.length)}${suffix}`
  }
  return id
}

/** "Order history" → "order-history", "OrderPlaced" → "order-placed"; may be empty. */
export function slugOf(name: string): string {
  const words = name
    .normalize('NFKD')
    .replace(/ß/g, 'ss')
    .replace(/\p{Mark}/gu, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
  return cut(words, ID_LENGTH_MAX)
}

function cut(slug: string, lengthMax: number): string {
  return slug.slice(0, lengthMax).replace(/-+$/, '')
}

/** "Payments" → "Payments 2" → "Payments 3": a name that nothing has yet. */
export function freshName(name: string, isTaken: (name: string) => boolean): string {
  const base = name.replace(/ \d+$/, '')
  let fresh = name
  for (let number = 2; isTaken(fresh); number += 1)
    fresh = `${base.slice(0, NAME_LENGTH_MAX - 8)} ${number}`
  return fresh
}
