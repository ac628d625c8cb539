// Apache Kafka: the partitioner's hash and the assignors.

import type {
  AssignableMember,
  Assignment,
  TopicPartition,
} from '../../server/broker/kafkaAssignors/assignment.ts'
import { ASSIGNORS, type AssignorName } from '../../server/broker/kafkaAssignors/assignors.ts'
import { murmur2, partitionOf } from '../../server/broker/murmur2.ts'
import { brokenInvariant } from './kafkaSticky.ts'
import { compared, failed, PASSED, type VectorSuite, type Verdict } from './suite.ts'

interface HashCase {
  readonly keyHex: string
  readonly murmur2?: number
  readonly partitions?: Readonly<Record<string, number>>
}

interface MemberCase {
  readonly topics: readonly string[]
  readonly owned?: readonly TopicPartition[]
  readonly generation?: number
  readonly instanceId?: string
  readonly rack?: string
}

interface AssignorCase {
  readonly assignor: string
  readonly topics: Readonly<Record<string, number>>
  readonly members: Readonly<Record<string, MemberCase>>
  readonly expect: Readonly<Record<string, readonly TopicPartition[]>>
}

export const kafkaSuites: readonly VectorSuite[] = [
  {
    file: 'kafka-murmur2-partitioner.json',
    run: (vector) => hashVerdict(vector as unknown as HashCase),
  },
  {
    file: 'kafka-assignors.json',
    run: (vector) => assignorVerdict(vector as unknown as AssignorCase),
  },
]

function hashVerdict({ keyHex, murmur2: hash, partitions = {} }: HashCase): Verdict {
  const bytes = Uint8Array.from(Buffer.from(keyHex, 'hex'))
  if (hash !== undefined && murmur2(bytes) !== hash)
    return failed(`murmur2: expected ${hash}, got ${murmur2(bytes)}`)
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  const isText = Buffer.from(text).equals(Buffer.from(bytes))
  for (const [count, expected] of Object.entries(partitions)) {
    // Keys are texts here; other bytes are held against the hash alone.
    const got = isText
      ? partitionOf(text, Number(count))
      : (murmur2(bytes) & 0x7fff_ffff) % Number(count)
    if (got !== expected) return failed(`of ${count} partitions: expected ${expected}, got ${got}`)
  }
  return PASSED
}

function assignorVerdict({ assignor, topics, members: said, expect }: AssignorCase): Verdict {
  if (!Object.hasOwn(ASSIGNORS, assignor))
    return { kind: 'skipped', why: `${assignor} is another client's assignor, not Apache Kafka's` }
  const name = assignor as AssignorName
  const members = Object.entries(said).map(([id, member]) => memberOf(id, member))
  if (members.some(({ id }) => said[id]?.rack !== undefined))
    return { kind: 'skipped', why: 'racks are not modelled' }
  const sizes = new Map(Object.entries(topics))
  const assigned = ASSIGNORS[name](sizes, members)
  const exact = compared(asSets(assigned), asSets(new Map(Object.entries(expect))), 'assignment')
  if (exact.kind === 'passed' || name === 'range' || name === 'roundrobin') return exact
  const target = ASSIGNORS.sticky(sizes, members)
  const broken = brokenInvariant({ name, sizes, members, target, assigned, expect })
  return broken === null ? PASSED : failed(broken)
}

function memberOf(id: string, member: MemberCase): AssignableMember {
  return {
    id,
    instanceId: member.instanceId ?? null,
    topics: member.topics,
    owned: member.owned ?? [],
    generation: member.generation ?? null,
  }
}

function asSets(assignment: Assignment | ReadonlyMap<string, readonly TopicPartition[]>): object {
  const sorted = [...assignment].map(([id, assigned]) => [
    id,
    assigned.map(([topic, partition]) => `${topic}-${partition}`).sort(),
  ])
  return Object.fromEntries(sorted)
}
