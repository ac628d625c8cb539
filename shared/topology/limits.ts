// How large a document may grow, and what its parts must agree on.

type Members = Readonly<Record<string, { readonly contextId?: string | undefined }>>

interface Sizes {
  readonly services: object
  readonly channels: object
  readonly eventTypes: object
  readonly bindings: object
  readonly subscriptions: object
  readonly layout: {
    readonly nodes: Members
    readonly contexts: object
    readonly notes: Members
  }
}

/** Of a file, in UTF-8. */
export const DOCUMENT_BYTES_MAX = 8_000_000

const NODES_MAX = 5000

const LIMITS: readonly {
  readonly path: readonly string[]
  readonly noun: string
  readonly max: number
  readonly map: (sizes: Sizes) => object
}[] = [
  { path: ['eventTypes'], noun: 'event types', max: 1000, map: (sizes) => sizes.eventTypes },
  { path: ['bindings'], noun: 'bindings', max: 20_000, map: (sizes) => sizes.bindings },
  { path: ['subscriptions'], noun: 'subscriptions', max: 20_000, map: (s) => s.subscriptions },
  { path: ['layout', 'nodes'], noun: 'positions', max: 10_000, map: (s) => s.layout.nodes },
  { path: ['layout', 'contexts'], noun: 'contexts', max: 1000, map: (s) => s.layout.contexts },
  { path: ['layout', 'notes'], noun: 'notes', max: 1000, map: (s) => s.layout.notes },
]

export interface Disagreement {
  readonly path: readonly string[]
  readonly message: string
}

/** What no part of a document can see by itself. */
export function disagreementsOf(sizes: Sizes): readonly Disagreement[] {
  const { services, channels } = sizes
  const found: Disagreement[] = []
  for (const id of Object.keys(services)) {
    if (!Object.hasOwn(channels, id)) continue
    const message = `A channel has the id '${id}' already; services and channels share their ids.`
    found.push({ path: ['services', id], message })
  }
  const nodes = Object.keys(services).length + Object.keys(channels).length
  if (nodes > NODES_MAX) found.push(tooMany([], 'services and channels', NODES_MAX))
  for (const { path, noun, max, map } of LIMITS)
    if (Object.keys(map(sizes)).length > max) found.push(tooMany(path, noun, max))
  return [...found, ...strayMembers(sizes, 'nodes'), ...strayMembers(sizes, 'notes')]
}

function strayMembers({ layout }: Sizes, section: 'nodes' | 'notes'): readonly Disagreement[] {
  return Object.entries(layout[section]).flatMap(([id, { contextId }]) => {
    if (contextId === undefined || Object.hasOwn(layout.contexts, contextId)) return []
    const message = `There is no context '${contextId}'; name one of layout.contexts, or leave this out.`
    return [{ path: ['layout', section, id, 'contextId'], message }]
  })
}

function tooMany(path: readonly string[], noun: string, max: number): Disagreement {
  return { path, message: `A topology has at most ${max.toLocaleString('en-US')} ${noun}.` }
}
