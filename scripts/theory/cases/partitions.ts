// Kafka: each partition is a queue of its own, with one consumer.

import { kafka, shop, sketch, worker } from '#shared/topology/sketch.ts'
import { partitionOf } from '../../../server/broker/murmur2.ts'
import * as theory from '../formulas.ts'
import { mean, plain, type TheoryCase, time } from '../theoryCase.ts'
import { exponential, poisson } from './parts.ts'

const PARTITIONS = 4

/** Sends at once, where Kafka's own default waits for company. */
const producer = { kind: 'kafkaProducer', lingerMs: 0 }

export const PARTITIONED: readonly TheoryCase[] = [
  partitioned('partitions-even', [1, 1, 1, 1], 200),
  partitioned('partitions-skewed', [4, 3, 2, 1], 160),
]

/** A partition a key; each takes its share of the arrivals, as an M/M/1 of its own with μ = 100. */
function partitioned(id: string, weights: readonly number[], arrivals: number): TheoryCase {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const sojourn = weights.reduce((sum, weight) => {
    const share = weight / total
    return sum + share * theory.sojournMM1(share * arrivals, 100)
  }, 0)
  const inside = arrivals * sojourn
  const keys = {
    prefix: prefixOf(weights.length),
    size: weights.length,
    distribution: { kind: 'weighted', weights, restWeight: 0 },
  }
  return {
    id,
    name: `${PARTITIONS} partitions, M/M/1 each`,
    settings: `λ = ${arrivals}, keys ${weights.join(' : ')}, μ = 100 each`,
    source: 'Poisson arrivals, split by chance, are Poisson: Kleinrock I, problem 2.12',
    topology: sketch({
      services: {
        shop: shop('q', { ...poisson(arrivals), keys, producer }),
        worker: { ...worker(['work'], exponential(10)), replicas: PARTITIONS },
      },
      channels: { q: { kind: 'kafkaTopic', partitions: PARTITIONS } },
      subscriptions: { work: kafka('q', 'worker', { maxPollRecords: 1 }) },
    }),
    metrics: [
      time('sojourn', mean('sojourn'), sojourn),
      plain('inside', { kind: 'inSystem', at: 'work' }, inside),
    ],
  }
}

/** Under which as many keys lie in as many partitions. */
function prefixOf(keys: number): string {
  for (let number = 0; ; number += 1) {
    const prefix = `key-${number}-`
    const partitions = Array.from({ length: keys }, (_, key) =>
      partitionOf(`${prefix}${key}`, PARTITIONS),
    )
    if (new Set(partitions).size === keys) return prefix
  }
}
