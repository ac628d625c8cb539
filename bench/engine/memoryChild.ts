// Weighs one thing in a process of its own, which `memory.ts` starts with a garbage collector that can be
// called, and prints the bytes.

import { shop, sketch } from '#shared/topology/sketch.ts'
import { Simulation } from '../../server/simulation/simulation.ts'
import { channelOf, FAMILIES, type Family, parallelLines, subscriptionOf } from './lines.ts'
import { SECOND_NS } from './sample.ts'

const RATE_PER_SECOND = 100_000
const MESSAGES_MAX = 2_000_000

function main([what = '', count = '']: readonly string[]): number {
  if (what === 'records') return bytesPerRecord()
  if (what === 'growth') return bytesPerFurtherRecord(Number(count))
  const family = FAMILIES.find((known) => known === what)
  if (!family) throw new Error(`There is no family "${what}".`)
  return bytesPerMessage(family, Number(count))
}

/** For each message that waits in a channel of this family, all that comes with it included. */
function bytesPerMessage(family: Family, messages: number): number {
  const simulation = new Simulation({
    topology: unread(family),
    seed: 1,
    limits: { messagesMax: MESSAGES_MAX, stormMessages: MESSAGES_MAX },
  })
  simulation.advance(SECOND_NS / 100)
  const before = bytesHeld()
  const acceptedBefore = simulation.journal.count('accepted')
  simulation.advance((messages / RATE_PER_SECOND) * SECOND_NS)
  const bytes = bytesHeld() - before
  // Asked after weighing, so that the run is still there while it is weighed.
  if (simulation.ended) throw new Error(`The run ended: ${simulation.ended.reason}`)
  if (simulation.journal.count('delivered') > 0) throw new Error('Something was delivered.')
  return bytes / (simulation.journal.count('accepted') - acceptedBefore)
}

/** What a small run holds, for each record of its journal that can be read again. */
function bytesPerRecord(): number {
  runThatForgot()
  const before = bytesHeld()
  const simulation = runThatForgot()
  const bytes = bytesHeld() - before
  return bytes / (simulation.journal.length - simulation.journal.oldest)
}

/** How much more it holds for each record after those. */
function bytesPerFurtherRecord(records: number): number {
  const simulation = runThatForgot()
  const [before, length] = [bytesHeld(), simulation.journal.length]
  while (simulation.journal.length < length + records)
    simulation.advance(simulation.nowNs + SECOND_NS)
  return (bytesHeld() - before) / (simulation.journal.length - length)
}

/** A small run that has come so far that its journal has forgotten records. */
function runThatForgot(): Simulation {
  const topology = parallelLines({ family: 'rabbitQueue', lines: 1, ratePerSecond: 1000 })
  const simulation = new Simulation({ topology, seed: 1 })
  while (simulation.journal.oldest === 0) simulation.advance(simulation.nowNs + SECOND_NS)
  return simulation
}

/** A shop that publishes to a channel, and a worker without a replica. */
function unread(family: Family) {
  const arrivals = { kind: 'constant', ratePerSecond: RATE_PER_SECOND }
  return sketch({
    services: { shop: shop('channel', { arrivals }), worker: { replicas: 0 } },
    channels: { channel: channelOf(family) },
    subscriptions: { s: subscriptionOf(family, 'channel', 'worker') },
  })
}

function bytesHeld(): number {
  const collect = globalThis.gc
  if (!collect) throw new Error('This needs --expose-gc.')
  collect()
  collect()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

console.log(main(process.argv.slice(2)))
