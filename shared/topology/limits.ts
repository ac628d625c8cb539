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

/** Of an edit as it is sent: all of a document, and where to put its parts. */
export const EDIT_BYTES_MAX = 8_300_000

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

/** What no part of a document can see by itself. `known`: a document that has none, of which most is left. */
export function disagreementsOf(sizes: Sizes, known?: Sizes): readonly Disagreement[] {
  const found: Disagreement[] = []
  if (sizes.services !== known?.services || sizes.channels !== known.channels)
    found.push(...sharedIds(sizes), ...tooManyNodes(sizes))
  for (const { path, noun, max, map } of LIMITS)
    if (map(sizes) !== (known && map(known)) && Object.keys(map(sizes)).length > max)
      found.push(tooMany(path, noun, max))
  return [...found, ...strayMembers(sizes, 'nodes', known), ...strayMembers(sizes, 'notes', known)]
}

function sharedIds({ services, channels }: Sizes): readonly Disagreement[] {
  return Object.keys(services)
    .filter((id) => Object.hasOwn(channels, id))
    .map((id) => {
      const message = `A channel has the id '${id}' already; services and channels share their ids.`
      return { path: ['services', id], message }
    })
}

function tooManyNodes({ services, channels }: Sizes): readonly Disagreement[] {
  const nodes = Object.keys(services).length + Object.keys(channels).length
  return nodes > NODES_MAX ? [tooMany([], 'services and channels', NODES_MAX)] : []
}

function strayMembers(
  { layout }: Sizes,
  section: 'nodes' | 'notes',
  known?: Sizes,
): readonly Disagreement[] {
  const before = known?.layout.contexts === layout.contexts ? known.layout[section] : NOBODY
  const members = layout[section]
  const found: Disagreement[] = []
  for (const id of members === before ? [] : Object.keys(members)) {
    const contextId = members[id]?.contextId
    if (contextId === undefined || members[id] === before[id]) continue
    if (Object.hasOwn(layout.contexts, contextId)) continue
    const message = `There is no context '${contextId}'; name one of layout.contexts, or leave this out.`
    found.push({ path: ['layout', section, id, 'contextId'], message })
  }
  return found
}

const NOBODY: Members = {}

function tooMany(path: readonly string[], noun: string, max: number): Disagreement {
  return { path, message: `A topology has at most ${max.toLocaleString('en-US')} ${noun}.` }
}
