// What assignors work on. An assignor is a pure function over the topics of a group and its members.

export type TopicPartition = readonly [topic: string, partition: number]

export interface AssignableMember {
  /** member.id; compared as texts are. */
  readonly id: string
  /** group.instance.id; null: a dynamic member. */
  readonly instanceId: string | null
  readonly topics: readonly string[]
  /** What it says it had, as of its generation. */
  readonly owned: readonly TopicPartition[]
  /** Null: it says none, which is older than all. */
  readonly generation: number | null
}

/** Number of partitions by topic. */
export type TopicSizes = ReadonlyMap<string, number>

/** By member id; every member is in it. */
export type Assignment = Map<string, TopicPartition[]>

export type Assignor = (topics: TopicSizes, members: readonly AssignableMember[]) => Assignment

/** One object for each partition, so that partitions are compared by identity. */
export class PartitionTable {
  readonly sizes: TopicSizes
  readonly #partitions = new Map<string, readonly TopicPartition[]>()

  /** Only topics that somebody subscribes to, as in the metadata that an assignor gets. */
  constructor(topics: TopicSizes, members: readonly AssignableMember[]) {
    const wanted = new Set(members.flatMap((member) => member.topics))
    this.sizes = new Map([...topics].filter(([topic, size]) => size > 0 && wanted.has(topic)))
    for (const [topic, size] of this.sizes)
      this.#partitions.set(
        topic,
        Array.from({ length: size }, (_, partition) => [topic, partition] as const),
      )
  }

  get topics(): readonly string[] {
    return [...this.#partitions.keys()]
  }

  of(topic: string): readonly TopicPartition[] {
    return this.#partitions.get(topic) ?? []
  }

  /** Undefined: there is no such partition. */
  find([topic, partition]: TopicPartition): TopicPartition | undefined {
    return this.#partitions.get(topic)?.[partition]
  }
}

export function nothingAssigned(members: readonly AssignableMember[]): Assignment {
  return new Map(members.map(({ id }) => [id, []]))
}

/** Static members by their instance ids, then dynamic ones by their member ids. */
export function byIdentity(a: AssignableMember, b: AssignableMember): number {
  if (a.instanceId !== null && b.instanceId !== null) return compared(a.instanceId, b.instanceId)
  if (a.instanceId !== null) return -1
  if (b.instanceId !== null) return 1
  return compared(a.id, b.id)
}

export function compared(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
