// Strongly connected components: what can reach itself again stands together (Tarjan's algorithm,
// with a stack of its own, since a drawing may be one long chain).

export interface Linked {
  readonly links: readonly { readonly to: number }[]
}

interface Visit {
  readonly vertex: number
  nextLink: number
}

/** Each vertex in exactly one component; a component comes before those that it leads to. */
export function componentsOf(vertices: readonly Linked[]): readonly (readonly number[])[] {
  const search = new Search(vertices)
  for (let root = 0; root < vertices.length; root += 1) search.from(root)
  return search.components.reverse()
}

class Search {
  readonly components: (readonly number[])[] = []
  readonly #vertices: readonly Linked[]
  /** When each vertex was first met. */
  readonly #order = new Map<number, number>()
  /** The earliest that each vertex leads back to. */
  readonly #earliest = new Map<number, number>()
  readonly #open: number[] = []
  readonly #isOpen = new Set<number>()

  constructor(vertices: readonly Linked[]) {
    this.#vertices = vertices
  }

  from(root: number): void {
    if (this.#order.has(root)) return
    const path = [this.#enter(root)]
    for (let visit = path.at(-1); visit; visit = path.at(-1)) {
      const next = this.#advance(visit)
      if (next !== null) {
        path.push(next)
        continue
      }
      path.pop()
      this.#leave(visit.vertex, path.at(-1)?.vertex)
    }
  }

  #enter(vertex: number): Visit {
    this.#earliest.set(vertex, this.#order.size)
    this.#order.set(vertex, this.#order.size)
    this.#open.push(vertex)
    this.#isOpen.add(vertex)
    return { vertex, nextLink: 0 }
  }

  /** The next vertex that is new; null when the visit has no more links. */
  #advance(visit: Visit): Visit | null {
    const links = this.#vertices[visit.vertex]?.links ?? []
    for (let link = links[visit.nextLink]; link; link = links[visit.nextLink]) {
      const { to } = link
      visit.nextLink += 1
      if (!this.#order.has(to)) return this.#enter(to)
      if (this.#isOpen.has(to)) this.#reaches(visit.vertex, this.#order.get(to))
    }
    return null
  }

  #leave(vertex: number, parent: number | undefined): void {
    const earliest = this.#earliest.get(vertex)
    if (parent !== undefined) this.#reaches(parent, earliest)
    if (earliest !== this.#order.get(vertex)) return
    const component = this.#open.splice(this.#open.lastIndexOf(vertex))
    for (const member of component) this.#isOpen.delete(member)
    this.components.push(component)
  }

  #reaches(vertex: number, order: number | undefined): void {
    const earliest = this.#earliest.get(vertex) ?? Infinity
    this.#earliest.set(vertex, Math.min(earliest, order ?? Infinity))
  }
}
