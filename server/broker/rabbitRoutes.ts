// The routes of one exchange that are known already, by routing key, and by headers where a headers
// exchange lies on the way.

import type { Route, RouteExchange } from './rabbitRoute.ts'
import type { Texts } from './texts.ts'

/** Routes kept at once; beyond that all are computed anew. */
const ROUTES_MAX = 10_000
/** There are fewer texts than that. */
const KEYS = 2 ** 32

interface KnownRoute extends Route {
  /** Sum of the revisions of its exchanges: they only grow, so an equal sum means that none changed. */
  readonly revision: number
}

export class RabbitRoutes {
  readonly #texts: Texts
  readonly #extend: (route: Route) => void
  readonly #byKey = new Map<number, KnownRoute>()
  readonly #byHeaders = new Map<number, KnownRoute>()

  /** `extend` adds to a new route all that a message takes part in. */
  constructor(texts: Texts, extend: (route: Route) => void) {
    this.#texts = texts
    this.#extend = extend
  }

  /** Both interned: a routing key, and a set of attributes. */
  of(routingKey: number, headers: number): Route {
    const known = this.#byKey.get(routingKey)
    if (!known || isOutdated(known)) return this.#find(routingKey, headers)
    if (!known.readsHeaders || known.headers === headers) return known
    const other = this.#byHeaders.get(headers * KEYS + routingKey)
    return !other || isOutdated(other) ? this.#find(routingKey, headers) : other
  }

  #find(routingKey: number, headers: number): Route {
    const route: Route = {
      routingKey: this.#texts.text(routingKey),
      headers,
      readsHeaders: false,
      exchanges: [],
      queues: [],
      bindings: [],
      diverting: [],
    }
    this.#extend(route)
    const found = { ...route, revision: revisionOf(route) }
    if (this.#byKey.size + this.#byHeaders.size >= ROUTES_MAX) {
      this.#byKey.clear()
      this.#byHeaders.clear()
    }
    // Whether headers are read depends on the key alone: up to the first exchange that reads them.
    this.#byKey.set(routingKey, found)
    if (found.readsHeaders) this.#byHeaders.set(headers * KEYS + routingKey, found)
    return found
  }
}

function isOutdated(route: KnownRoute): boolean {
  return route.revision !== revisionOf(route)
}

function revisionOf({ exchanges }: { readonly exchanges: readonly RouteExchange[] }): number {
  let sum = 0
  for (const exchange of exchanges) sum += exchange.revision
  return sum
}
